import { readChineseNumber } from '../core/chinese-number.ts';
import { readNumber } from '../core/matter-number.ts';
import { narrow } from '../core/narrow.ts';
import { hasPersonalNumber } from '../core/privacy.ts';
import { SAID_ALONE } from '../copy/decision.ts';
import { isAnonymous, KIND_WORDS, kindOf } from '../copy/terms.ts';
import type { Missing } from '../domain/matter/missing.ts';

/** Words that end or pass over a question. */
export const END = /^(结束|不用了|不填了|取消|算了|0)$/u;
export const SKIP = /^(跳过|不清楚|不知道|没有|无|略)$/u;

const YES = /^(?:是|是的|是啊|对|对的|嗯|嗯嗯|1|yes)$/iu;
const NO = /^(?:不是|不是的|不是(?:反映)?(?:干部|单位|干部或单位)(?:的?(?:问题|事|事情))?|否|不|不对|2|no)$/iu;
/** Said to have heard, and nothing else. */
const HEARD = /^(?:好|好的|好吧|行|可以|收到|知道了?|明白了?|谢谢|哦|噢|ok)$/iu;
const NO_WITH_MORE = /^(?:不是的?|不对|否)[\s\p{P}]+(.+)$/su;
const YES_WITH_MORE = /^(?:是的?|对的?)[\s\p{P}]+(.+)$/su;

/** Ends a sentence, and nobody's name: 郑主任知道了. */
const IS_SAID = /[了吗呢吧啊的过][\s。.！!？?]*$/u;

/** 在吗, 明天开会吗: asks something, and names nothing. */
const IS_ASKED = /(?:[吗呢吧]|几点\p{Script=Han}{0,4})[\s。.！!？?]*$/u;

/** Of a kind that is not in the list, so many characters. */
const MAX_KIND = 8;
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

/** The kinds in the order in which the question lists them. */
export const KINDS: readonly string[] = Object.values(KIND_WORDS);

/** Whether a text can be the answer to this question; what cannot is asked again, and not stored. */
function fitsAsk(ask: Missing, text: string): boolean {
  const digits = narrow(text).text.replace(/\D/gu, '').length;
  const isWords = !isBareWord(text) && /\p{L}/u.test(text);
  // 8号催一下: said of another matter.
  const isNumbered = readNumber(text).kind !== 'none';
  switch (ask) {
    case 'accusation':
      return true;
    case 'accused':
      return isWords && !isAnonymous(text) && kindOf(text) === undefined;
    case 'title':
      return (
        isWords &&
        !isNumbered &&
        !SAID_ALONE.test(text) &&
        !IS_ASKED.test(text) &&
        !isAnonymous(text) &&
        kindOf(text) === undefined &&
        !isOnlyPhone(text)
      );
    case 'name':
      return isWords && !isNumbered && digits < 5 && kindOf(text) === undefined && !IS_SAID.test(text);
    case 'phone':
      return digits >= 5;
    case 'subject': {
      const word = bare(text);
      if (/^\d+$/u.test(word)) return Number(word) >= 1 && Number(word) <= KINDS.length;
      // A kind of one's own is a word or two: 给城建办吧，五个工作日 is none.
      return (
        isWords &&
        [...word].length <= MAX_KIND &&
        !isNumbered &&
        !IS_SAID.test(text) &&
        !/^\d/u.test(word) &&
        !isAnonymous(text)
      );
    }
  }
}

/** A number to call, and nothing said beside it. */
const isOnlyPhone = (text: string): boolean => hasPersonalNumber(text) && /^[\d\s+\-()]*$/u.test(narrow(text).text);

/** What can answer this question alone, whichever was asked. */
function belongsTo(ask: Missing, text: string): boolean {
  if (ask === 'phone') return isOnlyPhone(text);
  if (ask === 'name') return isAnonymous(text);
  return ask === 'subject' && kindOf(text) !== undefined;
}

/** What a question is called at the beginning of an answer. */
const CALLED: Readonly<Record<Exclude<Missing, 'accusation'>, string>> = {
  accused: '涉及|被反映(?:单位|对象|的人|人|方)',
  title: '题目|标题',
  name: '信访人姓名|姓名|名字|信访人',
  phone: '联系电话|联系方式|电话号码|手机号码|手机号|电话|手机',
  subject: '类别|类型',
};
const CALLED_ASKS = Object.keys(CALLED) as (keyof typeof CALLED)[];

interface Called {
  readonly ask: Missing;
  readonly value: string;
  /** What stands between. */
  readonly joint: ':' | ' ' | '';
}

/** `电话 138…`, `姓名：虞小舟`, `姓名虞小舟`: which question a text begins with the name of. */
function calledIn(typed: string): Called | undefined {
  for (const ask of CALLED_ASKS) {
    const [, sign, value] = new RegExp(`^(?:${CALLED[ask]})(\\s*[:：]\\s*|\\s+|)(.+)$`, 'su').exec(typed) ?? [];
    if (sign === undefined) continue;
    return { ask, value: value!.trim(), joint: /[:：]/u.test(sign) ? ':' : sign === '' ? '' : ' ' };
  }
  return undefined;
}

/** An answer, and the question that it answers. */
export interface Answered {
  readonly ask: Missing;
  readonly value: string;
}

/** The question asked just now, all that are open, and whether a title was proposed, to be taken with 1. */
export interface Asking {
  readonly asked: Missing;
  readonly open: readonly Missing[];
  readonly isProposed: boolean;
}

/**
 * Which of the open questions a text answers: the one it begins with the name of, whichever was asked just now; else the one that was
 * asked; else the only other one that it can belong to. Undefined: none, and nothing is stored.
 */
export function answerTo({ asked, open, isProposed }: Asking, typed: string): Answered | undefined {
  const fits = (ask: Missing, text: string): boolean =>
    SKIP.test(text) || (isProposed && ask === 'title' && text === '1') || fitsAsk(ask, text);
  const called = calledIn(typed);
  if (called !== undefined && isSurelyCalled(called, asked)) {
    const { value } = called;
    const ask = called.ask === 'accused' && !open.includes('accused') ? 'accusation' : called.ask;
    // Whose name, where it was asked who is complained of?
    const isDoubtful = ask === 'name' && called.joint !== ':' && (asked === 'accusation' || asked === 'accused');
    return open.includes(ask) && fits(ask, value) && !isDoubtful ? { ask, value } : undefined;
  }
  if (fits(asked, typed)) return { ask: asked, value: typed };
  const other = open.find((one) => belongsTo(one, typed));
  return other === undefined ? undefined : { ask: other, value: typed };
}

/** Without a sign between them the same letters may begin a title: 类别定错了. */
const isSurelyCalled = ({ ask, value, joint }: Called, asked: Missing): boolean =>
  joint !== '' || ask === asked || asked !== 'title' || belongsTo(ask, value);

/** `姓名:虞小舟`, `理由 材料不全` to the question of that key is the value. */
export const withoutKey = (key: string | undefined, text: string): string =>
  key === undefined ? text : text.replace(new RegExp(`^${key}(?:\\s*[:：]\\s*|\\s+)(?=\\S)`, 'u'), '');

/** Whether a text that begins as a command does, `类别 3`, answers one of these questions. */
export function isCalled(asks: readonly Missing[], typed: string): boolean {
  const called = calledIn(typed);
  const [asked] = asks;
  if (called === undefined || asked === undefined || !isSurelyCalled(called, asked)) return false;
  return called.joint === ':' || answerTo({ asked, open: asks, isProposed: false }, typed) !== undefined;
}

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
