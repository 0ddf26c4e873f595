import type { LocalDay } from '../core/local-day.ts';
import type { Missing } from '../domain/matter/missing.ts';
import type { AnswerPart } from '../domain/policy/vocabulary.ts';
import type { Step } from '../domain/read/next.ts';
import { answerLine, PART_WORDS } from './answers.ts';
import { LETTER_NAMES, letterWords } from './letters.ts';
import { noticeWords } from './notices.ts';
import { ASK_KEYS } from './replies.ts';
import { LETTER_WORDS, questionWord } from './terms.ts';

/** What is done next; what the unit does is said with who it is. */
const STEPS: Readonly<Record<Step, (who: string) => string>> = {
  'name-accused': () => '补上被反映的单位或人，好让其回避',
  assign: () => '交办给承办单位',
  'serve-notice': () => '把告知书送达信访人',
  sign: (who) => `${who}签收`,
  contact: (who) => `${who}联系信访人`,
  answer: (who) => `${who}写答复`,
  serve: () => '把处理意见书送达信访人',
  close: () => '办结',
  'follow-up': () => '回访信访人',
};

const short = (day: LocalDay): string => {
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日`;
};

export const nextWords = {
  waits: (kind: string, clock: string | undefined, names: readonly string[]): string =>
    `等${names.join('、')}签：${questionWord(kind, clock)}`,
  step: (step: Step, who: string): string => `下一步：${STEPS[step](who)}`,
  /** The line that does the step. */
  line: (
    step: Step,
    number: string,
    more: {
      readonly notice: 'decline' | 'exhausted';
      readonly gap: { readonly position: number; readonly missing: readonly AnswerPart[] } | undefined;
      readonly demands: number;
    },
  ): string => {
    const { gap } = more;
    const lines: Readonly<Record<Step, string>> = {
      'name-accused': `/补充 ${number} 涉及:单位或姓名`,
      assign: `/交办 ${number} 单位`,
      'serve-notice': `/送达 ${number} 文书:${LETTER_NAMES[more.notice]} 日期:当天日期`,
      sign: `/签收 ${number}`,
      contact: `/联系 ${number} 结果`,
      answer: answerLine(number, gap?.position ?? 1, more.demands, gap?.missing ?? ['fact', 'basis', 'answer']),
      serve: `/送达 ${number} 文书:${LETTER_NAMES.opinion} 日期:当天日期`,
      close: `/办结 ${number} 依据:书面答复 结果:办理结果`,
      'follow-up': `/回访 ${number} 满意`,
    };
    return `请发：${lines[step]}`;
  },
  lacks: (lacks: readonly Missing[]): string =>
    `登记还差：${lacks.map((one) => ASK_KEYS[one]).join('、')}（可以以后补）`,
  gap: (position: number, demands: number, parts: readonly AnswerPart[]): string =>
    `${demands > 1 ? `诉求${position}` : '答复'}还差：${parts.map((part) => PART_WORDS[part]).join('、')}`,
  /** What was sent to whom, and whether they read it: 提醒函 12月10日 → 戊某 已阅 12月11日. */
  receipts: '提醒回执：',
  receipt: (
    letter: string | undefined,
    sentOn: LocalDay,
    readers: readonly { readonly names: readonly string[]; readonly readOn: LocalDay | undefined }[],
  ): string =>
    `${letter === undefined ? noticeWords.reminder : LETTER_WORDS[letter]} ${short(sentOn)} → ${readers
      .map(({ names, readOn }) => `${names.join('、')} ${readOn === undefined ? '未阅' : `已阅 ${short(readOn)}`}`)
      .join('；')}`,
  earlierReceipts: (n: number): string => `……此前${n}次`,
  letters: `${letterWords.called}：`,
} as const;
