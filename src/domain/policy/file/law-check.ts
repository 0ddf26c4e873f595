/** Where a town's rules meet the law: collisions, gaps, and what is declined. `src/copy/policy.ts` has the sentences. */
import type { Period } from '../../deadline/due.ts';
import type { ClockRule, DeclinedRule, Policy, PolicyGap, SignatureRule } from '../policy.ts';
import type { Practice, Route } from './schema-practice.ts';

export type LawFinding =
  /** A town's second or further limit is longer than the law lets a handling be extended: internal only. */
  | {
      readonly code: 'limit-over-extension';
      readonly clock: ClockRule;
      readonly limit: Period;
      readonly law: Period;
      readonly basis: string;
    }
  /** A town's own extension of its clock is longer than the law's. */
  | {
      readonly code: 'extension-over-law';
      readonly clock: ClockRule;
      readonly limit: Period;
      readonly law: Period;
      readonly basis: string;
    }
  /** A town gives itself longer than the law does: the legal date drives the reminders. */
  | {
      readonly code: 'period-over-law';
      readonly clock: ClockRule;
      readonly period: Period;
      readonly law: Period;
      readonly basis: string;
    }
  /** A town gives itself less than the law: the town's date drives the reminders. */
  | {
      readonly code: 'stricter-than-law';
      readonly clock: ClockRule;
      readonly period: Period;
      readonly law: Period;
      readonly basis: string;
    }
  /** A route that takes part in matters about conduct: the accused and their unit are taken out of it. */
  | { readonly code: 'route-accused'; readonly route: Route }
  /** The text rests on a rule that is no longer in force. */
  | { readonly code: 'outdated'; readonly rule: NonNullable<Practice['outdated']>[number] }
  /** While an assignment or a closing waits for its signature no legal day waits with it. */
  | { readonly code: 'waits-for-signature'; readonly rule: SignatureRule }
  | { readonly code: 'borrowed'; readonly clock: ClockRule; readonly from: string }
  | { readonly code: 'gap'; readonly gap: PolicyGap }
  | { readonly code: 'declined'; readonly rule: DeclinedRule };

/** The clock of art. 34, which a town's limits for closing are held against. */
const HANDLE = 'handle';

export function checkAgainstLaw(policy: Policy): LawFinding[] {
  const handle = policy.clocks.find((clock) => clock.kind === HANDLE && clock.legal);
  const own = policy.clocks.filter((clock) => !clock.legal && clock.owner === 'unit' && clock.metBy.includes('closed'));
  return [
    ...(handle === undefined ? [] : own.flatMap((clock) => againstHandle(clock, handle))),
    ...(policy.practice.routes ?? []).flatMap((route): LawFinding[] =>
      route.about === 'conduct' ? [{ code: 'route-accused', route }] : [],
    ),
    ...(policy.practice.outdated ?? []).map((rule): LawFinding => ({ code: 'outdated', rule })),
    ...policy.signatures.flatMap((rule): LawFinding[] =>
      rule.kind === 'instruct' || rule.kind === 'close' ? [{ code: 'waits-for-signature', rule }] : [],
    ),
    ...policy.clocks.flatMap((clock): LawFinding[] =>
      clock.borrowedFrom === undefined ? [] : [{ code: 'borrowed', clock, from: clock.borrowedFrom }],
    ),
    ...policy.gaps.map((gap): LawFinding => ({ code: 'gap', gap })),
    ...policy.declined.map((rule): LawFinding => ({ code: 'declined', rule })),
  ];
}

function againstHandle(clock: ClockRule, handle: ClockRule): LawFinding[] {
  const found: LawFinding[] = [];
  const again = clock.startsOn.some((start) => start === 'limit-reset' || start.startsWith('missed:'));
  const lawful = handle.extension;
  if (lawful !== undefined) {
    const { max: law, basis } = lawful;
    const add = (code: 'limit-over-extension' | 'extension-over-law', limit: Period | undefined): void => {
      if (limit !== undefined && isLonger(limit, law)) found.push({ code, clock, limit, law, basis });
    };
    for (const limit of again ? [clock.max, clock.maxSpecial] : []) add('limit-over-extension', limit);
    for (const limit of [clock.extension?.max, clock.extension?.maxSpecial]) add('extension-over-law', limit);
  }
  if (!again && clock.period !== undefined && handle.period !== undefined) {
    const { period } = clock;
    const { period: law, basis } = handle;
    const facts = { clock, period, law, basis };
    if (isLonger(period, law)) found.push({ code: 'period-over-law', ...facts });
    else if (isLonger(law, period)) found.push({ code: 'stricter-than-law', ...facts });
  }
  return found;
}

/** Whether `a` can reach beyond `b`. n working days take at least n days, and no fixed number at most. */
export function isLonger(a: Period, b: Period): boolean {
  if (a.unit === b.unit) return a.n > b.n;
  if (b.unit === 'working-days') return false;
  // A month has 28 to 31 days; the longest one decides whether the town may overstep.
  return daysAtMost(a) > daysAtLeast(b);
}

const daysAtMost = ({ n, unit }: Period): number => (unit === 'months' ? n * 31 : n);
const daysAtLeast = ({ n, unit }: Period): number => (unit === 'months' ? n * 28 : n);
