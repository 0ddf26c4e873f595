/** Template cards: what WeCom accepts of a bot, an app or a message robot (manual 5.4, 4) and the code it refuses with. */
import { WecomError, byteLength, isRecord } from './errors.ts';
import type { Json } from './errors.ts';

/** Who sends the card: each may a little more or less than the others. */
export type Room = 'bot' | 'app' | 'robot';

const TASK_ID = /^[0-9A-Za-z_@-]+$/;
const MAX_TASK_ID_BYTES = 128;
const MAX_KEY_BYTES = 1024;
const MAX_OPTION_ID_BYTES = 128;

function fail(code: number, text: string): never {
  throw new WecomError(code, text);
}

/** A text field: absent is '', another type is refused. */
function text(source: Json, key: string): string {
  const value = source[key];
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') fail(40058, `template_card ${key} should be string`);
  return value;
}

function object(source: Json, key: string): Json | null {
  const value = source[key];
  if (value === undefined || value === null) return null;
  if (!isRecord(value)) fail(40058, `template_card ${key} should be object`);
  return value;
}

/** A list of objects within bounds; absent is null. */
function list(source: Json, key: string, min: number, max: number, code: number): Json[] | null {
  const value = source[key];
  if (value === undefined || value === null) return null;
  if (!Array.isArray(value) || !value.every(isRecord)) fail(40058, `template_card ${key} should be array of object`);
  if (value.length < min || value.length > max) fail(code, `template_card ${key} invalid length`);
  return value;
}

function choice(source: Json, key: string, allowed: number[], fallback: number): number {
  const value = source[key] ?? fallback;
  if (typeof value !== 'number' || !allowed.includes(value)) fail(40058, `template_card ${key} invalid`);
  return value;
}

function need(source: Json, key: string, code: number): string {
  const value = text(source, key);
  if (value === '') fail(code, `template_card missing ${key}`);
  return value;
}

/** Targets of a jump: 1 url, 2 mini program. */
function checkTarget(source: Json, type: number): void {
  if (type === 1) need(source, 'url', 42028);
  if (type === 2) need(source, 'appid', 42030);
}

function checkKeys(keys: string[], code: number): void {
  if (keys.some((key) => byteLength(key) > MAX_KEY_BYTES)) fail(code, 'template_card key exceed max length 1024');
  if (new Set(keys).size < keys.length) fail(code, 'template_card key duplicate');
}

function checkOptions(source: Json, max: number): void {
  const options = list(source, 'option_list', 1, max, 42037) ?? fail(42037, 'template_card missing option_list');
  const ids = options.map((option) => need(option, 'id', 42040));
  for (const option of options) need(option, 'text', 42041);
  if (new Set(ids).size < ids.length || ids.some((id) => byteLength(id) > MAX_OPTION_ID_BYTES)) {
    fail(42040, 'template_card option id invalid');
  }
}

function checkSource(card: Json): void {
  const source = object(card, 'source');
  if (!source) return;
  text(source, 'icon_url');
  text(source, 'desc');
  choice(source, 'desc_color', [0, 1, 2, 3], 0);
}

/** The keys of the card's corner menu, null when it has none. */
function checkActionMenu(card: Json): string[] | null {
  const menu = object(card, 'action_menu');
  if (!menu) return null;
  text(menu, 'desc');
  const actions = list(menu, 'action_list', 1, 3, 40058) ?? fail(40058, 'template_card missing action_list');
  for (const action of actions) need(action, 'text', 42038);
  const keys = actions.map((action) => need(action, 'key', 42039));
  checkKeys(keys, 42051);
  return keys;
}

function checkBody(card: Json, room: Room): void {
  const quote = object(card, 'quote_area');
  if (quote) {
    checkTarget(quote, choice(quote, 'type', [0, 1, 2], 0));
    text(quote, 'title');
    text(quote, 'quote_text');
  }
  const emphasis = object(card, 'emphasis_content');
  if (emphasis) {
    text(emphasis, 'title');
    text(emphasis, 'desc');
  }
  text(card, 'sub_title_text');
  for (const row of list(card, 'horizontal_content_list', 0, 6, 42035) ?? []) {
    need(row, 'keyname', 42027);
    text(row, 'value');
    const type = choice(row, 'type', [0, 1, 2, 3], 0);
    // Attachments belong to apps and webhooks; a bot has no media_id for them.
    if (type === 2 && room === 'bot') fail(42029, 'template_card horizontal_content_list type 2 unsupported');
    if (type === 2) need(row, 'media_id', 42029);
    if (type === 1) need(row, 'url', 42028);
    if (type === 3) need(row, 'userid', 42050);
  }
  for (const jump of list(card, 'jump_list', 0, 3, 42042) ?? []) {
    need(jump, 'title', 42033);
    const type = choice(jump, 'type', room === 'bot' ? [0, 1, 2, 3] : [0, 1, 2], 0);
    checkTarget(jump, type);
    if (type === 3 && byteLength(need(jump, 'question', 40058)) > 200) fail(40058, 'question exceed max length 200');
  }
}

function checkCardAction(card: Json, isRequired: boolean): void {
  const action = object(card, 'card_action');
  if (!action) {
    if (isRequired) fail(42045, 'template_card missing card_action');
    return;
  }
  const type = action['type'];
  const allowed = isRequired ? [1, 2] : [0, 1, 2];
  if (typeof type !== 'number' || !allowed.includes(type)) fail(42045, 'template_card card_action type invalid');
  checkTarget(action, type);
}

function checkSubmit(card: Json): void {
  const submit = object(card, 'submit_button') ?? fail(42049, 'template_card missing submit_button');
  need(submit, 'text', 42049);
  checkKeys([need(submit, 'key', 42046)], 42046);
}

function checkNews(card: Json): void {
  const image = object(card, 'card_image');
  const area = object(card, 'image_text_area');
  if (!image && !area) fail(42044, 'template_card missing card_image');
  if (image) {
    need(image, 'url', 42044);
    const ratio = image['aspect_ratio'] ?? 1.3;
    if (typeof ratio !== 'number' || ratio < 1.3 || ratio > 2.25) fail(40058, 'template_card aspect_ratio invalid');
  }
  if (area) {
    need(area, 'image_url', 42044);
    checkTarget(area, choice(area, 'type', [0, 1, 2], 0));
  }
  for (const row of list(card, 'vertical_content_list', 0, 4, 42036) ?? []) need(row, 'title', 42033);
}

function checkButtons(card: Json, menuKeys: string[], room: Room): void {
  const buttons = list(card, 'button_list', 1, 6, 40016) ?? fail(40016, 'invalid button size');
  for (const button of buttons) {
    need(button, 'text', 42038);
    choice(button, 'style', [1, 2, 3, 4], 1);
  }
  // A button of an app may open a page instead of calling back.
  const opens = (button: Json): boolean => room === 'app' && choice(button, 'type', [0, 1], 0) === 1;
  for (const button of buttons.filter(opens)) need(button, 'url', 42028);
  const keys = buttons.filter((button) => !opens(button)).map((button) => need(button, 'key', 42039));
  checkKeys(keys, 42018);
  checkKeys([...keys, ...menuKeys], 42051);
  const selection = object(card, 'button_selection');
  if (!selection) return;
  need(selection, 'question_key', 42043);
  text(selection, 'title');
  checkOptions(selection, 10);
}

function checkVote(card: Json): void {
  const checkbox = object(card, 'checkbox') ?? fail(42043, 'template_card missing checkbox');
  need(checkbox, 'question_key', 42043);
  choice(checkbox, 'mode', [0, 1], 0);
  checkOptions(checkbox, 20);
  checkSubmit(card);
}

function checkSelects(card: Json): void {
  const selects = list(card, 'select_list', 1, 3, 42047) ?? fail(42047, 'template_card missing select_list');
  const keys = selects.map((select) => need(select, 'question_key', 42043));
  if (new Set(keys).size < keys.length) fail(42043, 'template_card question_key duplicate');
  for (const select of selects) {
    text(select, 'title');
    checkOptions(select, 10);
  }
  checkSubmit(card);
}

const CARD_TYPES = [
  'text_notice',
  'news_notice',
  'button_interaction',
  'vote_interaction',
  'multiple_interaction',
] as const;

/** Refuses with the documented code, or returns the card and its task_id ('' when it has and needs none). */
export function checkCard(value: unknown, room: Room = 'bot'): { card: Json; taskId: string } {
  if (!isRecord(value)) fail(40058, 'missing template_card');
  const card = value;
  const type = text(card, 'card_type');
  if (!(CARD_TYPES as readonly string[]).includes(type)) fail(42031, 'template_card card_type invalid');
  // A message robot hears nothing, so its cards have nothing to press (doc 99110).
  if (room === 'robot' && !type.endsWith('_notice')) fail(42031, 'template_card card_type invalid');
  const isNotice = type === 'text_notice' || type === 'news_notice';

  checkSource(card);
  const title = object(card, 'main_title');
  const hasTitle = title !== null && text(title, 'title') !== '';
  if (title) text(title, 'desc');
  if (!hasTitle && !(type === 'text_notice' && text(card, 'sub_title_text') !== '')) {
    fail(42033, 'template_card missing title');
  }
  checkBody(card, room);
  const menuKeys = checkActionMenu(card);
  checkCardAction(card, isNotice);
  if (type === 'news_notice') checkNews(card);
  if (type === 'button_interaction') checkButtons(card, menuKeys ?? [], room);
  if (type === 'vote_interaction') checkVote(card);
  if (type === 'multiple_interaction') checkSelects(card);
  text(card, 'replace_text');
  const feedback = object(card, 'feedback');
  if (feedback && byteLength(need(feedback, 'id', 40058)) > 256) fail(40058, 'feedback.id exceed max length 256');

  const taskId = text(card, 'task_id');
  if (taskId === '' && (!isNotice || menuKeys !== null)) fail(42014, 'template_card missing task_id');
  if (taskId !== '' && (!TASK_ID.test(taskId) || byteLength(taskId) > MAX_TASK_ID_BYTES)) {
    fail(42014, 'template_card task_id invalid');
  }
  return { card, taskId };
}
