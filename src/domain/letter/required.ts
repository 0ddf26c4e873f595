import type { LetterDemand, LetterFacts, LetterField, LetterKind, MissingField } from '../../contract/letter.ts';

/** Mandatory fields (field study A7), in the order in which they are asked for. */
const REQUIRED: Readonly<Record<LetterKind, readonly LetterField[]>> = {
  // 条例 arts 22, 23: what, until when, on which basis, and whom to ask
  assign: ['unit', 'demands', 'deadline', 'contact'],
  // S0 四（四）: the clock, what is missing, until when to answer
  remind: ['unit', 'deadline', 'answer-by'],
  // 条例 art. 40
  supervise: ['unit', 'duty', 'answer-by'],
  // S1 二（二）: cause to analyse, seven working days, the leader who signs
  warn: ['unit', 'reason', 'deadline', 'signer'],
  // 条例 arts 22, 23, 30: to whom, what, since when
  forward: ['destination', 'demands', 'contact'],
  // 条例 art. 23: with detailed reasons
  object: ['demands', 'reason', 'contact'],
  // 条例 art. 23
  accept: ['petitioner', 'category', 'demands', 'phone'],
  decline: ['petitioner', 'demands', 'reason', 'elsewhere', 'phone'],
  // 条例 art. 36: after 复核 there is nowhere else to turn to
  exhausted: ['petitioner', 'demands', 'reason', 'phone'],
  // 条例 art. 34
  extend: ['petitioner', 'reason', 'extension', 'approver', 'phone'],
  // 条例 arts 31(6), 32, 35
  opinion: ['petitioner', 'category', 'demands', 'fact', 'basis', 'answer', 'conclusion', 'review-organ', 'phone'],
  // 条例 art. 22
  closing: ['unit', 'demands', 'result', 'service', 'issuer'],
  // 条例 art. 35: request, original opinion, findings, decision, remedy
  review: ['petitioner', 'request', 'original', 'reason', 'decision', 'review-organ', 'recheck-organ'],
  // 条例 art. 36
  recheck: ['petitioner', 'request', 'original', 'reason', 'decision', 'recheck-organ'],
  // 条例 arts 31(6), 36: when and where, who presides, who takes part
  hearing: ['petitioner', 'unit', 'hearing', 'phone'],
  // 条例 art. 33
  mediation: ['petitioner', 'terms'],
};

const present =
  (field: LetterField, has: (facts: LetterFacts) => unknown) =>
  (facts: LetterFacts): readonly MissingField[] =>
    has(facts) === undefined ? [{ field }] : [];

const ofDemands =
  (field: 'fact' | 'basis' | 'answer' | 'conclusion') =>
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
  conclusion: ofDemands('conclusion'),
  issuer: present('issuer', ({ issuer }) => issuer),
  deadline: present('deadline', ({ deadline }) => deadline),
  duty: present('duty', ({ duty }) => duty),
  'answer-by': present('answer-by', ({ answerBy }) => answerBy),
  reason: present('reason', ({ said }) => said),
  elsewhere: present('elsewhere', ({ elsewhere }) => elsewhere),
  extension: present('extension', ({ extension }) => extension),
  approver: present('approver', ({ extension }) => extension?.approver),
  contact: present('contact', ({ contact }) => contact.person ?? contact.phone),
  phone: present('phone', ({ contact }) => contact.phone),
  'review-organ': present('review-organ', ({ reviewOrgan }) => reviewOrgan),
  'recheck-organ': present('recheck-organ', ({ recheckOrgan }) => recheckOrgan),
  signer: present('signer', ({ signer }) => signer),
  destination: present('destination', ({ destination }) => destination),
  request: present('request', ({ remedy }) => remedy?.requestedOn),
  original: present('original', ({ remedy }) => remedy?.original),
  decision: present('decision', ({ remedy }) => remedy?.outcome),
  hearing: present('hearing', ({ hearing }) => (hearing?.chair === undefined ? undefined : hearing.place)),
  terms: present('terms', ({ mediation }) => mediation?.terms),
  result: present('result', ({ said }) => said),
  service: present('service', ({ service }) => service),
};

/** The mandatory fields of this kind of letter that the facts leave empty. */
export const missingIn = (kind: LetterKind, facts: LetterFacts): MissingField[] =>
  REQUIRED[kind].flatMap((field) => HAS[field](facts));
