import type { TemplateCard } from '@wecom/aibot-node-sdk';

import type { Card } from '../contract/card.ts';
import { cutLine } from './cut.ts';

/** Chinese that belongs to the card itself; this folder holds none. */
export interface CardWords {
  /** Said, not only shown by colour: 提示, 提醒, 紧急, 已完成. */
  readonly tones: Readonly<Record<Card['tone'], string>>;
  /** Line above the commands in the text form. */
  readonly orType: string;
  /** The link to the matter's page, in the text form. */
  readonly openPage: string;
}

export interface RenderOptions {
  readonly taskId: string;
  readonly words: CardWords;
  /** Where a tap on the card leads, when there is a page. */
  readonly url?: string;
  /** Whose client shows it; the bot's when absent. */
  readonly room?: 'bot' | 'app';
}

/** The SDK's type lacks `replace_text`, which doc 94888 has for updates. */
export type WecomCard = TemplateCard & { replace_text?: string };

/** Key of the dead button on a spent card; a click on it is not passed on. */
export const SPENT_KEY = 'spent';

// 0 grey, 1 black, 2 red, 3 green. There is no yellow: a warning is black, and the word says it.
const COLOUR: Readonly<Record<Card['tone'], 0 | 1 | 2 | 3>> = { info: 0, warn: 1, danger: 2, done: 3 };

// Characters that are shown (bot: doc 101032, app: doc 90236); more is cut by the client in mid-word.
const BOT_ROOM = {
  source: 13,
  title: 26,
  note: 30,
  body: 112,
  label: 5,
  value: 26,
  button: 10,
  question: 13,
  option: 10,
};
const ROOMS = { bot: BOT_ROOM, app: { ...BOT_ROOM, source: 20, title: 36, note: 44, body: 160 } };
const roomOf = ({ room = 'bot' }: RenderOptions): typeof BOT_ROOM => ROOMS[room];
const MAX = { fields: 6, buttons: 6, options: 10, keyBytes: 1024, optionIdBytes: 128 };
const STYLE = { primary: 1, plain: 4, spent: 4 };

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');
const CHOICE = '{choice}';

/**
 * The card as WeCom spells it, or undefined when WeCom has no form for it: a card without buttons must lead somewhere
 * (`text_notice` requires `card_action`, error 42045), so without an address it goes out as `cardText`.
 */
export function renderCard(card: Card, options: RenderOptions): WecomCard | undefined {
  if (card.spent !== undefined) return renderDead(card, card.spent, options);
  const buttons = buttonsOf(card, roomOf(options));
  if (buttons.length > 0) {
    return {
      card_type: 'button_interaction',
      ...commonOf(card, options),
      button_list: buttons,
      ...selectionOf(card, roomOf(options)),
      ...linkOf(options),
    };
  }
  if (options.url === undefined) return undefined;
  return { card_type: 'text_notice', ...commonOf(card, options), ...linkOf(options) };
}

/** The form that replaces a clicked card. There is no text to fall back to: without buttons one dead button stands. */
export const renderUpdate = (card: Card, options: RenderOptions): WecomCard =>
  renderCard(card, options) ?? renderDead(card, options.words.tones[card.tone], options);

/**
 * `replace_text` greys the buttons; should a client not know it, the one button left carries a key that does nothing.
 */
function renderDead(card: Card, label: string, options: RenderOptions): WecomCard {
  const text = cutLine(label, roomOf(options).button);
  return {
    card_type: 'button_interaction',
    ...commonOf(card, options),
    button_list: [{ text, style: STYLE.spent, key: SPENT_KEY }],
    replace_text: text,
    ...linkOf(options),
  };
}

function commonOf(card: Card, options: RenderOptions) {
  const { taskId, words } = options;
  const room = roomOf(options);
  const fields = card.fields.filter(({ label }) => label.trim() !== '').slice(0, MAX.fields);
  return {
    task_id: taskId,
    source: { desc: cutLine(words.tones[card.tone], room.source), desc_color: COLOUR[card.tone] },
    main_title: {
      title: cutLine(card.title, room.title),
      ...(isSaid(card.note) && { desc: cutLine(card.note, room.note) }),
    },
    ...(isSaid(card.body) && { sub_title_text: cutLine(card.body, room.body) }),
    ...(fields.length > 0 && {
      horizontal_content_list: fields.map(({ label, value }) => ({
        keyname: cutLine(label, room.label),
        value: cutLine(value, room.value),
      })),
    }),
  };
}

const linkOf = ({ url }: RenderOptions): Pick<WecomCard, 'card_action'> =>
  url === undefined ? {} : { card_action: { type: 1, url } };

const isSaid = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

/**
 * The key is the command line itself, `{choice}` included. Keys must be unique, and a command cut short would do
 * something else: such a button is left out, and the text form still names its command.
 */
function buttonsOf(card: Card, room: typeof BOT_ROOM): { text: string; style: number; key: string }[] {
  const seen = new Set<string>();
  return card.actions
    .filter(({ label, command }) => {
      const isGood = isSaid(label) && isSaid(command) && bytesOf(command) <= MAX.keyBytes && !seen.has(command);
      seen.add(command);
      return isGood;
    })
    .slice(0, MAX.buttons)
    .map(({ label, command, primary }) => ({
      text: cutLine(label, room.button),
      style: primary === true ? STYLE.primary : STYLE.plain,
      key: command,
    }));
}

function selectionOf({ choice }: Card, room: typeof BOT_ROOM): Pick<WecomCard, 'button_selection'> {
  const options = (choice?.options ?? [])
    .filter(({ id, text }) => isSaid(id) && isSaid(text) && bytesOf(id) <= MAX.optionIdBytes)
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .slice(0, MAX.options)
    .map(({ id, text }) => ({ id, text: cutLine(text, room.option) }));
  if (choice === undefined || options.length === 0) return {};
  return {
    button_selection: {
      question_key: choice.key,
      title: cutLine(choice.title, room.question),
      option_list: options,
    },
  };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** The same card as markdown, nothing cut, with the commands to type. */
export function cardText(card: Card, words: CardWords, url?: string): string {
  const { choice } = card;
  const lines = [
    `**【${words.tones[card.tone]}】${oneLine(card.title)}**`,
    ...(isSaid(card.note) ? [oneLine(card.note)] : []),
    ...(isSaid(card.body) ? [card.body.trim()] : []),
    ...card.fields.map(({ label, value }) => `> ${oneLine(label)}：${oneLine(value)}`),
  ];
  const link = url === undefined ? [] : [`[${words.openPage}](${url})`];
  if (card.spent !== undefined) return [...lines, `（${oneLine(card.spent)}）`, ...link].join('\n');
  const actions = card.actions.filter(({ command }) => isSaid(command));
  if (actions.length === 0) return [...lines, ...link].join('\n');
  const blank = choice === undefined ? '' : `〈${oneLine(choice.title)}〉`;
  const isChosen = choice !== undefined && actions.some(({ command }) => command.includes(CHOICE));
  return [
    ...lines,
    words.orType,
    ...actions.map(({ label, command }) => `- ${oneLine(label)}：\`${command.replaceAll(CHOICE, blank)}\``),
    ...(isChosen ? [`${blank}：${choice.options.map(optionText).join('、')}`] : []),
    ...link,
  ].join('\n');
}

const optionText = ({ id, text }: { readonly id: string; readonly text: string }): string =>
  id === text ? id : `${id}（${oneLine(text)}）`;
