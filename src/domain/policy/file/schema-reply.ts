/**
 * What an answer must hold, what closes a matter, who reviews, how long a question for a signature waits. Rules of the law and
 * of the town stand side by side: a town may ask for more, never for less.
 */
import { z } from 'zod';
import { applies, type MatterFacts } from '../applies.ts';
import { appliesWhen, count, id, words } from './schema-parts.ts';
import type { CountEntry } from './schema.ts';
import { ANSWER_PARTS, type AnswerPart } from '../vocabulary.ts';

/** Parts that each demand of such a matter must have before the matter is closed or its paper printed. */
const answerRule = z.strictObject({
  appliesWhen: appliesWhen.optional(),
  parts: z.array(z.enum(ANSWER_PARTS)).min(1),
  basis: words,
});

/** What counts as evidence for a closing: one of these words must stand in what was typed. */
const evidence = z.strictObject({ id, words: z.array(words).min(1), basis: words });

/** 听证: so many days before it the parties are told. */
const hearing = z.strictObject({ noticeDays: count, basis: words });

/** A question for a signature climbs one rung when nobody has answered it by the end of so many working days. */
const signing = z.strictObject({ workingDays: count, basis: words });

export const replyParts = {
  answerGate: z.array(answerRule).optional(),
  closingEvidence: z.array(evidence).optional(),
  hearing: hearing.optional(),
  signing: signing.optional(),
};

const reply = z.strictObject(replyParts);
type ReplyFile = z.output<typeof reply>;
type AnswerRule = z.output<typeof answerRule>;
type Evidence = z.output<typeof evidence>;

/** The rules of law and town for answers, merged. */
export interface ReplyRules {
  readonly answerGate: readonly AnswerRule[];
  readonly closingEvidence: readonly Evidence[];
  readonly hearing: { readonly noticeDays: number; readonly basis: string } | undefined;
  readonly signing: { readonly workingDays: number; readonly basis: string } | undefined;
}

export function replyRulesOf(
  layers: readonly ReplyFile[],
  valueOf: (entry: CountEntry) => number | undefined,
): ReplyRules {
  const hearingRule = layers.map((layer) => layer.hearing).findLast((rule) => rule !== undefined);
  const noticeDays = hearingRule === undefined ? undefined : valueOf(hearingRule.noticeDays);
  const signingRule = layers.map((layer) => layer.signing).findLast((rule) => rule !== undefined);
  const workingDays = signingRule === undefined ? undefined : valueOf(signingRule.workingDays);
  return {
    answerGate: layers.flatMap((layer) => layer.answerGate ?? []),
    closingEvidence: layers.flatMap((layer) => layer.closingEvidence ?? []),
    hearing:
      hearingRule === undefined || noticeDays === undefined ? undefined : { noticeDays, basis: hearingRule.basis },
    signing:
      signingRule === undefined || workingDays === undefined ? undefined : { workingDays, basis: signingRule.basis },
  };
}

/** The parts each demand of this matter must have, in the order they are asked for; a matter not yet classified counts as fitting. */
export const requiredParts = ({ answerGate }: ReplyRules, facts: MatterFacts): readonly AnswerPart[] => {
  const asked = new Set(
    answerGate.filter((rule) => applies(rule.appliesWhen ?? {}, facts)).flatMap((rule) => rule.parts),
  );
  return ANSWER_PARTS.filter((part) => asked.has(part));
};
