import type { AnswerPart, Conclusion } from '../domain/policy/vocabulary.ts';

/** Words for the parts of an answer: fact, basis, answer (条例 arts 31(6), 32). */
export const PART_WORDS: Record<AnswerPart, string> = { fact: '事实', basis: '依据', answer: '答复' };
/** The key under which a part is typed. */
export const PART_KEYS: Record<AnswerPart, string> = { fact: '事实', basis: '依据', answer: '内容' };
const PART_HINTS: Record<AnswerPart, string> = {
  fact: '查明的情况',
  basis: '法律、政策或规定',
  answer: '答复意见',
};

export const CONCLUSION_WORDS: Record<Conclusion, string> = { support: '支持', explain: '解释', refuse: '不予支持' };
const CONCLUSION_ALIASES: Record<string, Conclusion> = {
  支持: 'support',
  予以支持: 'support',
  解释: 'explain',
  解释说明: 'explain',
  作出解释: 'explain',
  不支持: 'refuse',
  不予支持: 'refuse',
};
export const conclusionOf = (word: string): Conclusion | undefined => CONCLUSION_ALIASES[word.trim()];

const where = (position: number, count: number): string => (count > 1 ? `诉求${position}` : '');
const key = (position: number, count: number): string => (count > 1 ? ` 诉求:${position}` : '');

/** The whole line that fills these parts of one demand. */
export const answerLine = (number: string, position: number, count: number, parts: readonly AnswerPart[]): string =>
  `/答复 ${number}${key(position, count)} ${parts.map((part) => `${PART_KEYS[part]}:${PART_HINTS[part]}`).join(' ')}`;

/** One question at a time: the plain answer to it fills the part. */
export function answerQuestion(p: {
  number: string;
  position: number | undefined;
  count: number;
  part: AnswerPart;
}): string {
  const demand = p.position === undefined ? '' : where(p.position, p.count);
  const ask = {
    fact: `${demand}查明的事实是什么？`,
    basis: `${demand}依据哪条法律、政策或规定？`,
    answer: `${demand}怎么答复？`,
  }[p.part];
  return `${p.number} ${ask}\n直接回复就行；以后再写回“结束”。`;
}

export const conclusionQuestion = (number: string, position: number | undefined): string =>
  [
    `${number} ${position === undefined ? '' : `诉求${position}`}是支持、解释，还是不予支持？`,
    '直接回复一个词就行。处理意见书要写明（条例第三十二条）。',
  ].join('\n');

export const answers = {
  saved: (number: string, parts: readonly AnswerPart[], conclusion: Conclusion | undefined): string =>
    `${number} ${[
      ...parts.map((part) => PART_WORDS[part]),
      ...(conclusion === undefined ? [] : [`结论（${CONCLUSION_WORDS[conclusion]}）`]),
    ].join('、')}已记下。`,
  left: (n: number): string => `还有${n}条诉求没有答齐。`,
  incomplete: (p: {
    number: string;
    position: number;
    count: number;
    part: AnswerPart;
    parts: readonly AnswerPart[];
    asking: boolean;
  }): string =>
    [
      p.parts.length > 1
        ? `${p.number} ${where(p.position, p.count) || ''}还没有答复，不能办结。`
        : `${p.number} ${where(p.position, p.count) || '答复'}缺${PART_WORDS[p.part]}，不能办结。`,
      p.asking ? '直接回复就行，或发：' : '请发：',
      answerLine(p.number, p.position, p.count, p.parts),
    ].join('\n'),
} as const;

/** The whole answer as whoever is to sign reads it. */
export const answerWords = {
  whole: (number: string, title: string): string => `**${number}**｜${title}\n答复全文：`,
  demand: (position: number, body: string): string => `【诉求${position}】${body}`,
  fact: PART_WORDS.fact,
  basis: PART_WORDS.basis,
  answer: PART_WORDS.answer,
  conclusion: '结论',
} as const;
