/** Which clocks a matter runs. */
import type { ClockRule, Conditions, Policy, SignatureRule } from './policy.ts';
import type { Channel, ClockEvent, MatterKind, Receiver, SignatureKind } from './vocabulary.ts';

/** What a rule may ask of a matter. Undefined: not settled yet. */
export interface MatterFacts {
  readonly channel: Channel;
  readonly kind: MatterKind | undefined;
  /** Branch of 条例 art. 31 for an appeal. */
  readonly branch: number | undefined;
  readonly first: boolean;
  readonly identityKnown: boolean;
  /** 简易办理 */
  readonly simple?: boolean;
  /** The sender named a day for an answer. */
  readonly feedback?: boolean;
  /** 电话先报, not yet completed. */
  readonly toldFirst?: boolean;
}

/**
 * What is not settled yet counts as fitting: an unclassified matter runs under the stricter clock, which lapses when the
 * classification says otherwise. Otherwise leaving the class open would be the way to have no deadline.
 */
export function applies(conditions: Conditions, facts: MatterFacts): boolean {
  const { channels, kinds, branches, first, identityKnown, simple, feedback, toldFirst } = conditions;
  return (
    (channels === undefined || channels.includes(facts.channel)) &&
    (kinds === undefined || facts.kind === undefined || kinds.includes(facts.kind)) &&
    (branches === undefined || facts.branch === undefined || branches.includes(facts.branch)) &&
    (first === undefined || first === facts.first) &&
    (identityKnown === undefined || identityKnown === facts.identityKnown) &&
    (simple === undefined || simple === (facts.simple === true)) &&
    (feedback === undefined || feedback === (facts.feedback === true)) &&
    (toldFirst === undefined || toldFirst === (facts.toldFirst === true))
  );
}

export const clocksStartedBy = (policy: Policy, event: ClockEvent, facts: MatterFacts): ClockRule[] =>
  policy.clocks.filter((clock) => clock.startsOn.includes(event) && applies(clock.appliesWhen, facts));

/** Clocks that begin because another one was missed. */
export const clocksStartedByMissing = (policy: Policy, kind: string, facts: MatterFacts): ClockRule[] =>
  policy.clocks.filter((clock) => clock.startsOn.includes(`missed:${kind}`) && applies(clock.appliesWhen, facts));

/** The signatures of a kind that this matter needs. */
export const signaturesFor = (
  policy: Policy,
  kind: SignatureKind,
  matter: { readonly important: boolean; readonly sensitive: boolean; readonly headcount: number },
): SignatureRule[] =>
  policy.signatures.filter(
    ({ kind: of, whenAny }) =>
      of === kind &&
      (whenAny === undefined ||
        (whenAny.important && matter.important) ||
        (whenAny.sensitive && matter.sensitive) ||
        (whenAny.headcountFrom !== undefined && matter.headcount >= whenAny.headcountFrom)),
  );

/** Who may give that signature, by office. */
export const signersNamed = (...args: Parameters<typeof signaturesFor>): Receiver[] => [
  ...new Set(signaturesFor(...args).flatMap(({ by }) => by)),
];
