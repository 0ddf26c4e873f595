/** Messages made of links: textcard, news, mpnews, miniprogram_notice (manual 4, 5.2, 6). The chat shows them as markdown. */
import { cutBytes } from './cut.ts';
import { WecomError, byteLength, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Draft } from './sender.ts';

const MAX_ARTICLES = 8;
const MAX_ITEMS = 10;
const MAX_URL_BYTES = 2_048;
const MAX_MPNEWS_BYTES = 666 * 1024;

const said = (source: Json, key: string): string => {
  const value = source[key];
  return typeof value === 'string' ? value : '';
};

function need(source: Json, key: string): string {
  const value = said(source, key);
  if (value === '') throw new WecomError(40058, `missing ${key}`);
  return value;
}

function address(source: Json, key: string): string {
  const url = need(source, key);
  if (byteLength(url) > MAX_URL_BYTES) throw new WecomError(40039, 'invalid url size');
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(url)) throw new WecomError(45034, 'url should start with scheme');
  return url;
}

function listOf(source: Json, key: string, max: number): Json[] {
  const list = source[key];
  if (!Array.isArray(list) || list.length === 0 || list.length > max || !list.every(isRecord)) {
    throw new WecomError(40058, `${key} should have 1 to ${max} items`);
  }
  return list;
}

const shown = (title: string, description: string, url?: string): string =>
  [url === undefined ? `**${title}**` : `[${title}](${url})`, description].filter((line) => line !== '').join('\n');

function textcard(content: Json): string {
  if ([...said(content, 'btntxt')].length > 4) throw new WecomError(40058, 'btntxt exceed max length 4');
  // Characters here, bytes in news.
  const title = [...need(content, 'title')].slice(0, 128).join('');
  const description = [...need(content, 'description')].slice(0, 512).join('');
  return shown(title, description.replace(/<[^>]*>/gu, ''), address(content, 'url'));
}

/** @param isRobot a message robot links to pages only, an app to mini programs as well */
function news(content: Json, isRobot: boolean): string {
  const articles = listOf(content, 'articles', MAX_ARTICLES).map((article) => {
    const opensProgram = !isRobot && said(article, 'appid') !== '' && said(article, 'pagepath') !== '';
    const url = opensProgram ? undefined : address(article, 'url');
    return shown(cutBytes(need(article, 'title'), 128), cutBytes(said(article, 'description'), 512), url);
  });
  return articles.join('\n\n');
}

function mpnews(content: Json): string {
  const articles = listOf(content, 'articles', MAX_ARTICLES).map((article) => {
    need(article, 'thumb_media_id');
    const text = need(article, 'content');
    if (byteLength(text) > MAX_MPNEWS_BYTES) throw new WecomError(45002, 'content size out of limit');
    return shown(cutBytes(need(article, 'title'), 128), cutBytes(said(article, 'digest'), 512));
  });
  return articles.join('\n\n');
}

function miniprogram(content: Json): string {
  need(content, 'appid');
  const title = need(content, 'title');
  const length = [...title].length;
  if (length < 4 || length > 12) throw new WecomError(40058, 'title should have 4 to 12 characters');
  const items = content['content_item'] === undefined ? [] : listOf(content, 'content_item', MAX_ITEMS);
  const lines = items.map((item) => {
    const [key, value] = [need(item, 'key'), need(item, 'value')];
    if ([...key].length > 10 || [...value].length > 30) throw new WecomError(40058, 'content_item exceed max length');
    return `${key}：${value}`;
  });
  return shown(title, [said(content, 'description'), ...lines].filter((line) => line !== '').join('\n'));
}

const OF: Readonly<Record<'app' | 'appchat' | 'robot', readonly string[]>> = {
  app: ['textcard', 'news', 'mpnews', 'miniprogram_notice'],
  appchat: ['textcard', 'news', 'mpnews'],
  robot: ['news'],
};

/** The message in `body` if it is one of links that this sender may send; undefined for every other type. */
export function linkDraft(sender: 'app' | 'appchat' | 'robot', body: Json): Draft | undefined {
  const type = said(body, 'msgtype');
  if (!OF[sender].includes(type)) return undefined;
  const content = isRecord(body[type]) ? body[type] : {};
  const make: Record<string, () => string> = {
    textcard: () => textcard(content),
    news: () => news(content, sender === 'robot'),
    mpnews: () => mpnews(content),
    miniprogram_notice: () => miniprogram(content),
  };
  return { kind: 'markdown', text: make[type]!() };
}
