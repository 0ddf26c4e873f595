import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { daysBetween, type LocalDay } from '../../core/local-day.ts';
import { type Clock, isMissed } from '../clock/moves.ts';
import type { KeptRule } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { extendsFrom } from '../clock/plan.ts';
import { computeDue, countPeriod, type Period } from '../deadline/due.ts';
import { addWorkingDays } from '../deadline/working-days.ts';
import type { ClockRule } from '../policy/policy.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, type AskedNow, askSignature, signersFor } from '../approval/ask.ts';
import { runningClocks } from '../matter/clocks.ts';
import { type Matter, readMatter } from '../matter/parts.ts';
import { record } from '../matter/record.ts';

const LONGER = ['policy', 'clocks', 'ruleOf', 'today', 'calendar'] as const;
/** What decides how much longer a matter may take. */
type Lasting = Matter<(typeof LONGER)[number]>;

/** How far one running clock may be extended, by whose signature, and by which rule. */
interface Extendable {
  readonly clock: Clock;
  /** Days in all, those given already included; undefined: the rule names no end. */
  readonly max: number | undefined;
  readonly used: number;
  readonly basis: string;
  readonly by: readonly Receiver[];
  /** The first internal limit was missed: a second one is asked for (S0 四（四）). */
  readonly isSecond: boolean;
  /** Its day has passed, and no rule gives it a second one. */
  readonly isMissed: boolean;
}

/**
 * Each clock of the responsible unit with what may be asked for it: the legal 60 days by at most 30 in total (条例 art. 34). After
 * the first internal limit was missed its leader sets a second one, on a written request (S0 四（四）): normally at most 30 days, for
 * special or complex matters three months; a clock of its own, beside which the first stays missed. The legal day does not move, and
 * nothing is extended whose day has passed.
 */
function extendables(matter: Lasting, isSpecial: boolean): Extendable[] {
  const { ruleOf, today } = matter;
  const reset = matter.policy.clocks.find((one) => one.startsOn.includes('limit-reset'));
  const running = matter.clocks.filter(({ state, owner }) => state === 'running' && owner === 'unit');
  return running.flatMap((clock): Extendable[] => {
    const kept = ruleOf(clock);
    // The first word with the petitioner is nobody's to put off.
    if (kept === undefined || kept.rule.metBy.includes('contacted')) return [];
    const isSet = kept.rule.startsOn.includes('limit-reset');
    if (!isMissed(clock, today)) return [ahead(matter, clock, kept, isSpecial)];
    const isOver = reset === undefined || clock.legal || isSet;
    if (isOver) return [{ ...ahead(matter, clock, kept, isSpecial), isMissed: true }];
    return [
      {
        clock,
        max: daysUpTo(matter, today, today, limitOf(reset, isSpecial)),
        used: 0,
        basis: reset.basis,
        by: TOWN_SIGNERS,
        isSecond: true,
        isMissed: false,
      },
    ];
  });
}

/** A clock whose day is still to come. A second limit stays within what the paper gives it from its start. */
function ahead(matter: Lasting, clock: Clock, { rule, mostDays, mostBasis }: KeptRule, isSpecial: boolean): Extendable {
  const room = daysUpTo(matter, clock.dueOn, clock.startOn, limitOf(rule, isSpecial));
  return {
    clock,
    max: room === undefined ? mostDays : clock.extendedDays + Math.max(0, room),
    used: clock.extendedDays,
    basis: room === undefined ? (mostBasis ?? rule.basis) : rule.basis,
    by: clock.legal ? (rule.extension?.by ?? ['main-leader']) : TOWN_SIGNERS,
    isSecond: false,
    isMissed: false,
  };
}

const TOWN_SIGNERS: readonly Receiver[] = ['unit-leader', 'area-leader'];

const limitOf = ({ max, maxSpecial }: Pick<ClockRule, 'max' | 'maxSpecial'>, isSpecial: boolean): Period | undefined =>
  (isSpecial ? maxSpecial : undefined) ?? max;

const daysUpTo = (
  { calendar }: Pick<Lasting, 'calendar'>,
  day: LocalDay,
  from: LocalDay,
  limit: Period | undefined,
): number | undefined => (limit === undefined ? undefined : daysBetween(day, countPeriod(from, limit, calendar)));

/** What a card offers: of each sort of clock the one that `askExtension` takes, with the days that are left. */
export async function extensionChoices(
  ctx: DomainContext,
  petition: Petition,
): Promise<{ readonly title: string; readonly legal: boolean; readonly left: number | undefined }[]> {
  const all = extendables(await readMatter(ctx, petition, ...LONGER), false).filter(({ isMissed: is }) => !is);
  return all
    .filter(({ clock }, i) => all.findIndex((one) => one.clock.legal === clock.legal) === i)
    .map(({ clock, max, used }) => ({
      title: clock.title,
      legal: clock.legal,
      left: max === undefined ? undefined : max - used,
    }))
    .filter(({ left }) => left === undefined || left > 0);
}

const LEGAL = /^(?:法定|条例)(?:时限|期限)?$/u;
const TOWNS = /^(?:镇内|镇里|内部)(?:时限|期限)?$/u;

/** Whether these words stand for the clock: 法定, 镇内, or what stands in its title. */
function meansClock(words: string, { legal, title }: Pick<Clock, 'legal' | 'title'>): boolean {
  if (LEGAL.test(words)) return legal;
  if (TOWNS.test(words)) return !legal;
  const name = words.replace(/(?:时限|期限)$/u, '');
  return name.length > 1 && title.includes(name);
}

/** Whether these words name a running clock, also one that is nobody's to put off: then they are no reason. */
export const namesClock = async (ctx: DomainContext, petition: Petition, words: string): Promise<boolean> =>
  (await runningClocks(ctx, [petition.id])).some((clock) => meansClock(words, clock));

interface Wish {
  readonly longer: Longer;
  /** As typed: 法定, 镇内, or words of a clock's title. */
  readonly which?: string | undefined;
  readonly special?: boolean;
}

interface Meant extends Extendable {
  readonly days: number;
  readonly dueOn: LocalDay;
}

/**
 * Which of the clocks is meant, and the day that comes of it. It is said, unless all that may be extended are of one sort.
 * @throws UserError extend.none, extend.which, extend.no-legal, extend.no-such, extend.missed, extend.too-long, extend.no-gain
 */
export function extensionMeant(matter: Lasting, wish: Wish): Meant {
  const all = extendables(matter, wish.special === true);
  const { number } = matter.petition;
  if (all.length === 0) throw new UserError('extend.none', { number });
  const open = all.filter((one) => !one.isMissed);
  const { which } = wish;
  const meant = which === undefined ? all : all.filter(({ clock }) => meansClock(which, clock));
  const sorts = new Set(open.filter((one) => meant.includes(one)).map(({ clock }) => clock.legal));
  if (sorts.size > 1) throw new UserError('extend.which', { titles: titlesOf(open) });
  const found = meant.find((one) => !one.isMissed) ?? meant[0];
  if (found === undefined && LEGAL.test(which ?? '')) throw new UserError('extend.no-legal', { number });
  if (found === undefined) throw new UserError('extend.no-such', { number, titles: titlesOf(open) });
  const { clock, max, used, basis, isSecond } = found;
  if (found.isMissed) throw new UserError('extend.missed', { number, title: clock.title, dueOn: clock.dueOn });
  const { days, dueOn } = reaches(matter, found, wish.longer);
  if (max !== undefined && used + days > max) {
    throw new UserError('extend.too-long', { number, max, used, legal: clock.legal, basis });
  }
  if (dueOn <= clock.dueOn && !isSecond) {
    throw new UserError('extend.no-gain', { number, title: clock.title, dueOn: clock.dueOn });
  }
  return { ...found, days, dueOn };
}

/** 延期: asked of those whom the clock's rule names. @throws UserError those of `extensionMeant` */
export async function askExtension(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: Wish & { readonly reason: string },
): Promise<{ readonly clock: Clock; readonly days: number; readonly dueOn: LocalDay; readonly approval: AskedNow }> {
  const { clock, days, dueOn, by, isSecond } = extensionMeant(await readMatter(ctx, petition, ...LONGER), input);
  const { event } = await record(ctx, petition, {
    kind: 'extension-asked',
    by: actor.userid,
    data: { clock: clock.kind, days },
    note: input.reason,
  });
  const held = { clockId: clock.id, days, to: dueOn, by: actor.userid, ...(isSecond && { secondLimit: true }) };
  const approval = await askSignature(ctx, petition, 'extend', actor, event.id, held, by, {
    direct: setsLimits(actor, petition, clock),
  });
  return { clock, days, dueOn, approval };
}

/** By how much longer somebody asks: so many days or working days more, or up to a day. */
export type Longer = Pick<Period, 'n' | 'unit'> | { readonly until: LocalDay };

const DAYS_A_MONTH = 30;

/**
 * The days that this is, counted as the law counts them, and the day that comes of it. A second limit counts from the day it is set.
 * Working days more are counted from the day that stands, as whoever asks counts them.
 */
function reaches(
  { today, calendar }: Lasting,
  { clock, isSecond }: Extendable,
  longer: Longer,
): { readonly days: number; readonly dueOn: LocalDay } {
  const period: Period = { n: clock.periodN, unit: clock.periodUnit as Period['unit'] };
  const from = isSecond ? today : extendsFrom({ ...clock, period }, calendar);
  const days = (): number => {
    if ('until' in longer) return daysBetween(from, longer.until);
    if (longer.unit === 'days') return longer.n;
    if (longer.unit === 'months') return longer.n * DAYS_A_MONTH;
    return daysBetween(from, addWorkingDays(isSecond ? today : clock.dueOn, longer.n, calendar));
  };
  const n = days();
  return { days: n, dueOn: n < 1 ? from : computeDue(from, { n, unit: 'days' }, calendar).dueOn };
}

const titlesOf = (all: readonly Extendable[]): string[] => all.map(({ clock }) => clock.title);

/** The leader who sets a limit asks nobody. */
const setsLimits = (actor: Actor, petition: Petition, clock: Clock): boolean =>
  !clock.legal && may(actor, 'extend:own-limit', petition);

/** Whether who asks would be asked themselves: the leader who sets the limit, or a main leader who has nobody beside them. */
export function isOwnToSign(
  matter: Matter<'policy' | 'org' | 'bars'> & { readonly actor: Actor },
  { clock, by }: Meant,
): boolean {
  const { actor, petition } = matter;
  const isDirect = setsLimits(actor, petition, clock);
  return signersFor(matter, { kind: 'extend', asker: actor.userid, by, isDirect }).includes(actor.userid);
}

/** What a signature would extend, where its day has passed meanwhile: it stays missed. A second limit is set after the first was missed. */
export function missedMeanwhile(
  list: readonly Clock[],
  { kind, held }: Pick<Approval, 'kind' | 'held'>,
  today: LocalDay,
): Clock | undefined {
  if (kind !== 'extend' || held['secondLimit'] === true) return undefined;
  const clock = list.find(({ id, state }) => state === 'running' && id === held['clockId']);
  return clock !== undefined && isMissed(clock, today) ? clock : undefined;
}
