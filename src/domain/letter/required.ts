import type { LetterDemand, LetterFacts, LetterField, LetterKind, MissingField } from '../../contract/letter.ts';

/** Mandatory fields (field study A7), in the order in which they are asked for. */
const REQUIRED: Readonly<Record<LetterKind, readonly LetterField[]>> = {
  // 条例 arts 22, 23: what, until when, on which basis, and whom to ask
  assign: ['unit', 'demands', 'deadline', 'contact'],
  // S0 四（四）: the clock, what is missing, until when to answer
  remind: ['unit', 'deadline', 'answer-by'],
  // 条例 art. 40
  supervise: ['unit', 'duty', 'answer-by'],
  // 条例 art. 23
  accept: ['petitioner', 'category', 'demands', 'phone'],
  decline: ['petitioner', 'demands', 'reason', 'elsewhere', 'phone'],
  // 条例 art. 34
  extend: ['petitioner', 'reason', 'extension', 'approver', 'phone'],
  // 条例 arts 31(6), 32, 35
  opinion: ['petitioner', 'category', 'demands', 'fact', 'basis', 'answer', 'review-organ', 'phone'],
  // 条例 art. 22
  closing: ['unit', 'demands', 'result', 'service'],
};

const present =
  (field: LetterField, has: (facts: LetterFacts) => unknown) =>
  (facts: LetterFacts): readonly MissingField[] =>
    has(facts) === undefined ? [{ field }] : [];

const ofDemands =
  (field: 'fact' | 'basis' | 'answer') =>
  ({ demands }: LetterFacts): readonly MissingField[] => {
    const lacking = demands.filter((demand: LetterDemand) => demand[field] === undefined);
    if (lacking.length === 0) return [];
    return demands.length === 1 ? [{ field }] : lacking.map(({ position }) => ({ field, demand: position }));
  };

const HAS: Readonly<Record<LetterField, (facts: LetterFacts) => readonly MissingField[]>> = {
  unit: present('unit', ({ unit }) => unit),
  petitioner: present('petitioner', ({ petitioner }) => petitioner),
  category: present('category', ({ matter }) => matter.kind),
  demands: present('demands', ({ demands, confidential }) => (confidential ? [] : demands[0])),
  fact: ofDemands('fact'),
  basis: ofDemands('basis'),
  answer: ofDemands('answer'),
  deadline: present('deadline', ({ deadline }) => deadline),
  duty: present('duty', ({ duty }) => duty),
  'answer-by': present('answer-by', ({ answerBy }) => answerBy),
  reason: present('reason', ({ said }) => said),
  // After 复核 there is nowhere else to turn to (art. 36).
  elsewhere: present('elsewhere', ({ decision, elsewhere }) => (decision === 'exhausted' ? '' : elsewhere)),
  extension: present('extension', ({ extension }) => extension),
  approver: present('approver', ({ extension }) => extension?.approver),
  contact: present('contact', ({ contact }) => contact.person ?? contact.phone),
  phone: present('phone', ({ contact }) => contact.phone),
  'review-organ': present('review-organ', ({ reviewOrgan }) => reviewOrgan),
  result: present('result', ({ said }) => said),
  service: present('service', ({ service }) => service),
};

/** The mandatory fields of this kind of letter that the facts leave empty. */
export const missingIn = (kind: LetterKind, facts: LetterFacts): MissingField[] =>
  REQUIRED[kind].flatMap((field) => HAS[field](facts));
