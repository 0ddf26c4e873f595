/** What stands where a phone number, an identity number or a name was lifted out of the text. */
export const MARKS = { phone: '[#phone]', identity: '[#id]', name: '[#name]' };
type Lifted = keyof typeof MARKS;

/** Also with brackets made harmless for markdown, and cut off where a text was shortened. */
const MARK = /[[［]#(?:(phone|id|name)[\]］]|[a-z]{0,5}(?=…))/gu;
const KINDS: Readonly<Record<string, Lifted>> = { phone: 'phone', id: 'identity', name: 'name' };

/** The text with each mark as words of those who read it. */
export const withMarksAs = (text: string, words: Readonly<Record<Lifted, string>>): string =>
  text.replace(MARK, (_, kind?: string) => (kind === undefined ? '' : words[KINDS[kind]!]));
