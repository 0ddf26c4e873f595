import type { LocalDay } from '../core/local-day.ts';
import { countingLines } from '../copy/deadline.ts';
import { why } from '../copy/why.ts';
import { COLOUR_WORDS } from '../copy/terms.ts';
import type { Clock } from '../domain/clock/run.ts';
import type { KeptRule, RuleOf } from '../domain/clock/kept.ts';
import type { WorkCalendar } from '../domain/deadline/calendar.ts';
import { countingSummary } from '../domain/deadline/counting.ts';
import type { Period } from '../domain/deadline/due.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { clockColour } from './colour.ts';

/** Every clock of the matter: basis, start, days skipped, who may extend; the stricter of running ones first. */
export function whyText(number: string, clocks: readonly Clock[], parts: WhyParts): string {
  const shown = clocks.filter((clock) => clock.state !== 'superseded');
  if (shown.length === 0) return why.none(number);
  const ordered = shown.toSorted(
    (a, b) => Number(b.state === 'running') - Number(a.state === 'running') || (a.dueOn < b.dueOn ? -1 : 1),
  );
  return [`**${number}**`, ...ordered.map((clock) => clockText(clock, parts))].join('\n');
}

/** A colour the town's text leaves open is said to be open. */
const yellowGap = (clock: Clock, policy: Policy, kept: KeptRule | undefined): string[] =>
  clock.state === 'running' && policy.gaps.length > 0 && kept?.colours !== undefined
    ? [why.yellowGap(policy.gaps[0]!.number)]
    : [];

export interface WhyParts {
  /** Of today, for the number that the town can still fill in. */
  readonly policy: Policy;
  /** The rule each clock runs under. */
  readonly ruleOf: RuleOf;
  readonly calendar: WorkCalendar;
  readonly today: LocalDay;
  /** Clocks that a hearing lengthened. */
  readonly heard: ReadonlySet<string>;
}

const clockText = (clock: Clock, parts: WhyParts): string =>
  [
    why.head(clock.title, clock.dueOn, clock.basis),
    why.state(
      clock.state,
      clock.state === 'running' ? COLOUR_WORDS[clockColour(clock, parts.today)] : '',
      clock.endedOn,
    ),
    ...whyParts(clock, parts),
  ].join('\n');

/** How the day of one clock came about, line by line: counted days, extensions, colour, who may lengthen it. */
export function whyParts(clock: Clock, { policy, ruleOf, calendar, heard }: WhyParts): string[] {
  const kept = ruleOf(clock);
  const rule = kept?.rule;
  const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
  // An extension is granted in calendar days; the count is shown up to the first limit, the extension on a line of its own.
  const summary = countingSummary(clock.startOn, period, calendar);
  const extension = rule?.extension;
  const lengthened = heard.has(clock.id) ? why.heard : why.extended;
  return [
    ...(rule?.givenBy === 'received' ? [why.named(clock.dueOn)] : countingLines(summary)),
    ...(clock.extendedDays > 0 ? [lengthened(clock.extendedDays, clock.dueOn)] : []),
    ...(clock.yellowOn === null ? yellowGap(clock, policy, kept) : [why.yellow(clock.yellowOn)]),
    ...(extension === undefined ? [] : [why.mayExtend(extension.max.n, extension.by, extension.basis)]),
    clock.legal ? why.legal : why.internal,
    ...(rule?.borrowedFrom === undefined ? [] : [why.borrowed(rule.borrowedFrom)]),
    ...(rule?.note === undefined ? [] : [rule.note]),
  ];
}
