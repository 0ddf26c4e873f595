import { readChineseNumber } from '../core/chinese-number.ts';
import { narrow } from '../core/narrow.ts';
import type { Missing } from '../domain/petition/missing.ts';

/** Words that end or pass over a question. */
export const END = /^(结束|不用了|不填了|取消|算了|0)$/u;
export const SKIP = /^(跳过|不清楚|不知道|没有|无|略)$/u;

const YES = /^(?:是|是的|是啊|对|对的|嗯|嗯嗯|1|yes)$/iu;
const NO = /^(?:不是|不是的|不是(?:反映)?(?:干部|单位|干部或单位)(?:的?(?:问题|事|事情))?|否|不|不对|2|no)$/iu;
/** Said to have heard, and nothing else. */
const HEARD = /^(?:好|好的|好吧|行|可以|收到|知道了?|明白了?|谢谢|哦|噢|ok)$/iu;
const NO_WITH_MORE = /^(?:不是的?|不对|否)[\s\p{P}]+(.+)$/su;
const YES_WITH_MORE = /^(?:是的?|对的?)[\s\p{P}]+(.+)$/su;

const bare = (text: string): string => narrow(text).text.replace(/[\s\p{P}]/gu, '');

/** Yes, no or a sign of having heard: such a word is nobody's name, and no title. */
const isBareWord = (text: string): boolean => [YES, NO, HEARD].some((words) => words.test(bare(text)));

/** An answer to the question whether somebody in office is complained of. */
export type SaidOfAccusation =
  | { readonly kind: 'yes' }
  | { readonly kind: 'unclear' }
  /** `more`: what was said behind the no. */
  | { readonly kind: 'no'; readonly more: string }
  | { readonly kind: 'name'; readonly name: string };

export function readOfAccusation(typed: string): SaidOfAccusation {
  const text = typed.split('\n').join(' ').trim();
  const word = bare(text);
  if (NO.test(word)) return { kind: 'no', more: '' };
  if (YES.test(word)) return { kind: 'yes' };
  if (word === '' || HEARD.test(word)) return { kind: 'unclear' };
  const no = NO_WITH_MORE.exec(text);
  if (no !== null) return { kind: 'no', more: no[1]! };
  return { kind: 'name', name: YES_WITH_MORE.exec(text)?.[1] ?? text };
}

/** Whether a text can be the answer to this question; what cannot is asked again, and not stored. */
export function fitsAsk(ask: Missing, text: string, kinds: number): boolean {
  const digits = narrow(text).text.replace(/\D/gu, '').length;
  switch (ask) {
    case 'accusation':
      return true;
    case 'title':
    case 'accused':
      return !isBareWord(text) && /\p{L}/u.test(text);
    case 'name':
      return !isBareWord(text) && /\p{L}/u.test(text) && digits < 5;
    case 'phone':
      return digits >= 5;
    case 'subject': {
      const word = bare(text);
      if (/^\d+$/u.test(word)) return Number(word) >= 1 && Number(word) <= kinds;
      return !isBareWord(text) && /\p{L}/u.test(text);
    }
  }
}

/** `姓名:虞小舟` to the question of the name is the name. */
export const withoutKey = (keys: readonly string[], text: string): string =>
  keys.length === 0 ? text : text.replace(new RegExp(`^(?:${keys.join('|')})\\s*[:：]\\s*`, 'u'), '');

/** Which of the words that a question offers is meant: itself, 签X, 第二项, 2, or a part that stands in one of them only. */
export function offered(offers: readonly string[], typed: string): string | undefined {
  const word = bare(typed);
  const short = word.replace(/^(?:签|选|是)/u, '');
  const exact = offers.find((one) => one === word) ?? offers.find((one) => one === short);
  if (exact !== undefined) return exact;
  const place = /^第?([\d一二两三四五六七八九十]+)[项个条]?$/u.exec(short)?.[1];
  if (place !== undefined) return offers[(/^\d/u.test(place) ? Number(place) : (readChineseNumber(place) ?? 0)) - 1];
  const parts = [...short].length < 2 ? [] : offers.filter((one) => one.includes(short));
  return parts.length === 1 ? parts[0] : undefined;
}
