import { narrow } from './narrow.ts';

/** Words that every second title is made with: they name no matter. */
const GENERIC =
  /^(?:要求|反映|问题|情况|群众|村民|居民|希望|请求|申请|咨询|投诉|举报|建议|办理|解决|处理|答复|核实|联系|进展|已经|没有|不能|不了|无法|一直|多次|尽快|有关|关于|事项|的|了|一)+$/u;
/** What people hang behind the words they name a matter with. */
const TAIL = /(?:的|这|那|一){0,2}(?:件事|件|个|事情|事项|事|问题)?$/u;
const SHORTEST = 2;
/** So long a piece of a title at the beginning of a text is meant as its name. */
const CERTAIN = 3;

const plain = (text: string): string => narrow(text).text.toLowerCase();

/** `老年卡那件事` → 老年卡 */
export const nameIn = (typed: string): string => typed.trim().replace(TAIL, '');

export interface Shared {
  /** Characters of the longest piece of the title that stands in the text. */
  readonly length: number;
  /** The text begins with words of the title and nothing else may be meant by them: a name, not a mention. */
  readonly isName: boolean;
}

/** What a text has of a title; undefined: nothing that would name it. */
export function sharedWords(typed: string, title: string): Shared | undefined {
  const text = plain(typed).trim();
  const name = plain(title);
  const [first = ''] = /^[\p{L}\p{N}]+/u.exec(text) ?? [];
  const token = first.replace(TAIL, '');
  const isToken = [...token].length >= SHORTEST && !GENERIC.test(token) && name.includes(token);
  for (let length = Math.min(name.length, text.length); length >= SHORTEST; length -= 1) {
    for (let from = 0; from + length <= name.length; from += 1) {
      const piece = name.slice(from, from + length);
      if (!text.includes(piece) || GENERIC.test(piece) || !/^[\p{L}\p{N}]+$/u.test(piece)) continue;
      return { length, isName: isToken || (length >= CERTAIN && text.startsWith(piece)) };
    }
  }
  return undefined;
}
