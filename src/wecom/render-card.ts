import type { TemplateCard } from '@wecom/aibot-node-sdk';

import type { Card, CardForm, Question } from '../contract/card.ts';
import { type CardWords, isSaid } from './card-text.ts';
import { cutLine } from './cut.ts';

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
  vote: 11,
  line: 26,
};
const ROOMS = { bot: BOT_ROOM, app: { ...BOT_ROOM, source: 20, title: 36, note: 44, body: 160, line: 36 } };
// Wider than 2.25 and narrower than 1.3 is refused.
const ASPECT = { min: 1.3, max: 2.25 };
const roomOf = ({ room = 'bot' }: RenderOptions): typeof BOT_ROOM => ROOMS[room];
const MAX = { fields: 6, buttons: 6, lists: 3, lines: 4, options: 10, votes: 20, keyBytes: 1024, optionIdBytes: 128 };
const STYLE = { primary: 1, plain: 4, spent: 4 };

const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * The card as WeCom spells it, or undefined when WeCom has no form for it: a card without buttons must lead somewhere
 * (`text_notice` requires `card_action`, error 42045), so without an address it goes out as `cardText`.
 */
export function renderCard(card: Card, options: RenderOptions): WecomCard | undefined {
  if (card.spent !== undefined) return renderDead(card, card.spent, options);
  if (card.form !== undefined) return renderForm(card, card.form, options);
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
  if (card.picture !== undefined) return renderNews(card, card.picture, options);
  return { card_type: 'text_notice', ...commonOf(card, options), ...linkOf(options) };
}

/** A `news_notice`: the lines of the body stand one below the other, as it has no second text (doc 90236). */
function renderNews(card: Card, { url, ratio }: NonNullable<Card['picture']>, options: RenderOptions): WecomCard {
  const room = roomOf(options);
  const { sub_title_text: _, ...common } = commonOf(card, options);
  const lines = (card.body ?? '').split('\n').filter(isSaid).slice(0, MAX.lines);
  return {
    card_type: 'news_notice',
    ...common,
    card_image: { url, aspect_ratio: Math.min(Math.max(ratio, ASPECT.min), ASPECT.max) },
    ...(lines.length > 0 && { vertical_content_list: lines.map((line) => ({ title: cutLine(line, room.line) })) }),
    ...linkOf(options),
  };
}

/** The form that replaces a clicked card. There is no text to fall back to: without buttons one dead button stands. */
export const renderUpdate = (card: Card, options: RenderOptions): WecomCard =>
  renderCard(card, options) ?? renderDead(card, options.words.tones[card.tone], options);

/**
 * `replace_text` greys the buttons; should a client not know it, the one button left carries a key that does nothing.
 */
function renderDead(card: Card, label: string, options: RenderOptions): WecomCard {
  const text = cutLine(label, roomOf(options).button);
  const form = card.form === undefined ? undefined : renderForm(card, card.form, options, text);
  if (form !== undefined) return form;
  return {
    card_type: 'button_interaction',
    ...commonOf(card, options),
    button_list: [{ text, style: STYLE.spent, key: SPENT_KEY }],
    replace_text: text,
    ...linkOf(options),
  };
}

function headOf(card: Card, options: RenderOptions) {
  const { taskId, words } = options;
  const room = roomOf(options);
  return {
    task_id: taskId,
    source: { desc: cutLine(words.tones[card.tone], room.source), desc_color: COLOUR[card.tone] },
    main_title: {
      title: cutLine(card.title, room.title),
      ...(isSaid(card.note) && { desc: cutLine(card.note, room.note) }),
    },
  };
}

function commonOf(card: Card, options: RenderOptions) {
  const room = roomOf(options);
  const fields = card.fields.filter(({ label }) => label.trim() !== '').slice(0, MAX.fields);
  return {
    ...headOf(card, options),
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
  const options = choice === undefined ? [] : optionsOf(choice, MAX.options, room.option);
  if (choice === undefined || options.length === 0) return {};
  return {
    button_selection: {
      question_key: choice.key,
      title: cutLine(choice.title, room.question),
      option_list: options,
    },
  };
}

function optionsOf({ options }: Pick<Question, 'options'>, max: number, shown: number): { id: string; text: string }[] {
  return options
    .filter(({ id, text }) => isSaid(id) && isSaid(text) && bytesOf(id) <= MAX.optionIdBytes)
    .filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index)
    .slice(0, max)
    .map(({ id, text }) => ({ id, text: cutLine(text, shown) }));
}

/** Nothing was chosen: a list would show its first option as if it had been. */
const NOTHING = { id: 'none', text: '—' };

/** A question as it was answered, by options that may be there no longer. */
const answered = (question: Question, ids: readonly string[], isVote: boolean): Question => ({
  ...question,
  options:
    ids.length === 0
      ? isVote
        ? question.options
        : [NOTHING]
      : ids.map((id) => question.options.find((option) => option.id === id) ?? { id, text: id }),
});

/**
 * One question is a `vote_interaction`, two or three are the drop-downs of a `multiple_interaction`; both show head,
 * questions and button, nothing else (doc 90236). Undefined for what neither has a form for: it goes out as text.
 * @param dead what the button says of a form that was answered: nothing can be chosen any more
 */
function renderForm(
  card: Card,
  { questions, submit, chosen = {} }: CardForm,
  options: RenderOptions,
  dead?: string,
): WecomCard | undefined {
  const room = roomOf(options);
  const isVote = questions.length === 1;
  const shown = dead === undefined ? questions : questions.map((one) => answered(one, chosen[one.key] ?? [], isVote));
  const asked = shown.map((question) => ({
    question,
    list: optionsOf(question, isVote ? MAX.votes : MAX.options, isVote ? room.vote : room.option),
  }));
  const keys = new Set(questions.map(({ key }) => key));
  const fits =
    asked.length > 0 &&
    asked.length <= MAX.lists &&
    keys.size === asked.length &&
    asked.every(({ question, list }) => {
      const { key, several } = question;
      return isSaid(key) && bytesOf(key) <= MAX.keyBytes && list.length > 0 && (isVote || several !== true);
    }) &&
    isSaid(submit.label) &&
    isSaid(submit.command) &&
    bytesOf(submit.command) <= MAX.keyBytes;
  if (!fits) return undefined;
  const disable = dead === undefined ? {} : { disable: true };
  const common = {
    ...headOf(card, options),
    submit_button:
      dead === undefined
        ? { text: cutLine(submit.label, room.button), key: submit.command }
        : { text: dead, key: SPENT_KEY },
    ...(dead !== undefined && { replace_text: dead }),
  };
  if (isVote) {
    const { question, list } = asked[0]!;
    const mode = question.several === true ? 1 : 0;
    const picked = dead === undefined ? [] : (chosen[question.key] ?? []);
    const option_list = list.map((option) => (picked.includes(option.id) ? { ...option, is_checked: true } : option));
    return {
      card_type: 'vote_interaction',
      ...common,
      checkbox: { question_key: question.key, mode, option_list, ...disable },
    };
  }
  return {
    card_type: 'multiple_interaction',
    ...common,
    select_list: asked.map(({ question, list }) => ({
      question_key: question.key,
      title: cutLine(question.title, room.question),
      option_list: list,
      ...disable,
    })),
  };
}
