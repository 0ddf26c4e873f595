/** Mentions are plain text: WeCom tells the bot of them in no other way. */
const ZERO_WIDTH = /[\u200b-\u200d\u2060\ufeff]/g;

/** Whether the text names the bot; zero-width characters inside the mention do not matter. */
export const isMentioned = (text: string, botName: string): boolean =>
  text.replaceAll(ZERO_WIDTH, '').includes(`@${botName}`);

/** What a person would type after picking the bot from the list. */
export const startsLikeCommand = (text: string): boolean => /^\s*[/／、]/.test(text);
