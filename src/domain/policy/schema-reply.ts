/**
 * What an answer must hold, what closes a matter, who reviews, how long a question for a signature waits. Rules of the law and
 * of the town stand side by side: a town may ask for more, never for less.
 */
import { z } from 'zod';
import { applies, type MatterFacts } from './applies.ts';
import { appliesWhen, id, words } from './schema-parts.ts';
import { ANSWER_PARTS, type AnswerPart } from './words.ts';

/** Parts that each demand of such a matter must have before the matter is closed or its paper printed. */
const answerRule = z.strictObject({
  appliesWhen: appliesWhen.optional(),
  parts: z.array(z.enum(ANSWER_PARTS)).min(1),
  basis: words,
});

/** What counts as evidence for a closing: one of these words must stand in what was typed. */
const evidence = z.strictObject({ id, words: z.array(words).min(1), basis: words });

export const replyParts = {
  answerGate: z.array(answerRule).optional(),
  closingEvidence: z.array(evidence).optional(),
};

const reply = z.strictObject(replyParts);
type ReplyFile = z.output<typeof reply>;
export type AnswerRule = z.output<typeof answerRule>;
export type Evidence = z.output<typeof evidence>;

/** The rules of law and town for answers, merged. */
export interface ReplyRules {
  readonly answerGate: readonly AnswerRule[];
  readonly closingEvidence: readonly Evidence[];
}

export const replyRulesOf = (layers: readonly ReplyFile[]): ReplyRules => ({
  answerGate: layers.flatMap((layer) => layer.answerGate ?? []),
  closingEvidence: layers.flatMap((layer) => layer.closingEvidence ?? []),
});

/** The parts each demand of this matter must have, in the order they are asked for; a matter not yet classified counts as fitting. */
export const requiredParts = ({ answerGate }: ReplyRules, facts: MatterFacts): readonly AnswerPart[] => {
  const asked = new Set(
    answerGate.filter((rule) => applies(rule.appliesWhen ?? {}, facts)).flatMap((rule) => rule.parts),
  );
  return ANSWER_PARTS.filter((part) => asked.has(part));
};
