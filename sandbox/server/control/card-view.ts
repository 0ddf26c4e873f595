/** Reading a valid card as its viewer does: the text on it, and what can be clicked. */
import { Refusal, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';

const record = (value: unknown): Json => (isRecord(value) ? value : {});
const records = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const words = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Everything readable on the card, a line each. */
export function cardText(card: Json): string {
  const title = record(card['main_title']);
  const emphasis = record(card['emphasis_content']);
  const quote = record(card['quote_area']);
  const area = record(card['image_text_area']);
  const button = (text: unknown): string => (words(text) === '' ? '' : `［${words(text)}］`);
  const questions = questionsOf(card).flatMap((question) => [
    question.title,
    ...question.options.map((option) => `○ ${option.text}`),
  ]);
  const lines = [
    words(record(card['source'])['desc']),
    words(title['title']),
    words(title['desc']),
    words(emphasis['title']),
    words(emphasis['desc']),
    words(quote['title']),
    words(quote['quote_text']),
    words(area['title']),
    words(area['desc']),
    words(card['sub_title_text']),
    ...records(card['horizontal_content_list']).map((row) => `${words(row['keyname'])}：${words(row['value'])}`),
    ...records(card['vertical_content_list']).flatMap((row) => [words(row['title']), words(row['desc'])]),
    ...questions,
    ...records(card['jump_list']).map((jump) => button(jump['title'])),
    words(card['replace_text']) === ''
      ? [...records(card['button_list']).map((one) => button(one['text'])), submitOf(card)?.text ?? ''].join('')
      : button(card['replace_text']),
    ...records(record(card['action_menu'])['action_list']).map((action) => button(action['text'])),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function submitOf(card: Json): { key: string; text: string } | null {
  const submit = record(card['submit_button']);
  return words(submit['key']) === '' ? null : { key: words(submit['key']), text: `［${words(submit['text'])}］` };
}

interface Question {
  key: string;
  title: string;
  isMultiple: boolean;
  /** A check box starts empty; a drop-down starts with its first option. */
  startsEmpty: boolean;
  isDisabled: boolean;
  options: { id: string; text: string; isChosen: boolean }[];
}

function questionsOf(card: Json): Question[] {
  const read = (source: Json, isMultiple: boolean, startsEmpty: boolean): Question => ({
    key: words(source['question_key']),
    title: words(source['title']),
    isMultiple,
    startsEmpty,
    isDisabled: source['disable'] === true,
    options: records(source['option_list']).map((option) => ({
      id: words(option['id']),
      text: words(option['text']),
      isChosen: option['is_checked'] === true || option['id'] === source['selected_id'],
    })),
  });
  const found: Question[] = [];
  if (isRecord(card['checkbox'])) found.push(read(card['checkbox'], card['checkbox']['mode'] === 1, true));
  if (isRecord(card['button_selection'])) found.push(read(card['button_selection'], false, false));
  found.push(...records(card['select_list']).map((select) => read(select, false, false)));
  return found;
}

export interface SelectedItems {
  selected_item: { question_key: string; option_ids: { option_id: string[] } }[];
}

/** What a click on `key` sends to the bot; refuses keys that are not there (any more). */
export function clickOn(card: Json, key: string, selected: Record<string, string[]>): { selected?: SelectedItems } {
  const menu = records(record(card['action_menu'])['action_list']).map((action) => words(action['key']));
  if (menu.includes(key)) return {};
  const submit = submitOf(card);
  const buttons = records(card['button_list']).map((button) => words(button['key']));
  if (!buttons.includes(key) && submit?.key !== key) {
    throw new Refusal(400, `这张卡片上没有“${key}”这个按钮（卡片可能已更新）`);
  }
  if (words(card['replace_text']) !== '') throw new Refusal(409, `这张卡片已处理：${words(card['replace_text'])}`);
  const questions = questionsOf(card);
  if (submit !== null && questions.length > 0 && questions.every((question) => question.isDisabled)) {
    throw new Refusal(409, '这张卡片已停用，不能再提交');
  }
  for (const given of Object.keys(selected)) {
    if (!questions.some((question) => question.key === given)) throw new Refusal(400, `卡片上没有“${given}”这一项`);
  }
  if (questions.length === 0) return {};
  return {
    selected: {
      selected_item: questions.map((question) => ({
        question_key: question.key,
        option_ids: { option_id: answer(question, selected[question.key]) },
      })),
    },
  };
}

function answer(question: Question, given: string[] | undefined): string[] {
  const preset = question.options.filter((option) => option.isChosen).map((option) => option.id);
  const fallback =
    preset.length > 0 || question.startsEmpty ? preset : question.options.slice(0, 1).map((one) => one.id);
  const chosen = [...new Set(given ?? fallback)];
  const unknown = chosen.find((id) => !question.options.some((option) => option.id === id));
  if (unknown !== undefined) throw new Refusal(400, `“${question.key}”没有选项“${unknown}”`);
  if (chosen.length === 0) throw new Refusal(400, `“${question.title || question.key}”还没有选`);
  const isTooMany = !question.isMultiple && chosen.length > 1;
  if (isTooMany) throw new Refusal(400, `“${question.title || question.key}”只能选一项`);
  return chosen;
}
