import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { daysBetween } from '../../core/local-day.ts';
import type { Clock } from '../clock/engine.ts';
import { rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { countPeriod } from '../deadline/due.ts';
import type { Receiver } from '../policy/words.ts';
import type { Petition } from './access.ts';
import { type Approval, askSignature } from './approvals.ts';
import { runningClocks } from './clocks.ts';
import { record } from './record.ts';

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
}

/**
 * Each clock of the responsible unit with what may be asked for it: the legal 60 days by at most 30 in total (条例 art. 34). After
 * the first internal limit was missed its leader sets a second one, on a written request (S0 四（四）): normally at most 30 days, for
 * special or complex matters three months. The legal day does not move.
 */
async function extendables(ctx: DomainContext, petition: Petition, isSpecial: boolean): Promise<Extendable[]> {
  const { clocks } = await ctx.policy(petition.townId);
  const running = (await runningClocks(ctx, [petition.id])).filter((clock) => clock.owner === 'unit');
  const ruleOf = await rulesOf(ctx, running);
  const found = running.flatMap((clock): Extendable[] => {
    const kept = ruleOf(clock);
    if (kept === undefined) return [];
    const { extension, basis } = kept.rule;
    const reset =
      clock.legal || ctx.today <= clock.dueOn ? undefined : clocks.find((one) => one.startsOn.includes('limit-reset'));
    if (reset !== undefined) {
      const limit = (isSpecial ? reset.maxSpecial : undefined) ?? reset.max;
      return [
        {
          clock,
          max: limit === undefined ? undefined : daysBetween(ctx.today, countPeriod(ctx.today, limit, ctx.calendar)),
          used: 0,
          basis: reset.basis,
          by: ['unit-leader', 'area-leader'],
          isSecond: true,
        },
      ];
    }
    return [
      {
        clock,
        max: kept.mostDays,
        used: clock.extendedDays,
        basis: extension?.basis ?? basis,
        by: clock.legal ? (extension?.by ?? ['main-leader']) : ['unit-leader', 'area-leader'],
        isSecond: false,
      },
    ];
  });
  return found;
}

/** What a card offers: of each sort of clock the one that `askExtension` takes, with the days that are left. */
export async function extensionChoices(
  ctx: DomainContext,
  petition: Petition,
): Promise<{ readonly title: string; readonly legal: boolean; readonly left: number | undefined }[]> {
  const all = await extendables(ctx, petition, false);
  return all
    .filter(({ clock }, i) => all.findIndex((one) => one.clock.legal === clock.legal) === i)
    .map(({ clock, max, used }) => ({
      title: clock.title,
      legal: clock.legal,
      left: max === undefined ? undefined : max - used,
    }))
    .filter(({ left }) => left === undefined || left > 0);
}

/**
 * 延期: asked of those whom the clock's rule names; of the first clock where none is of the kind that was meant.
 * @throws UserError extend.none, extend.too-long
 */
export async function askExtension(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: { readonly days: number; readonly reason: string; readonly legal: boolean; readonly special?: boolean },
): Promise<{ readonly clock: Clock; readonly approval: Approval }> {
  const all = await extendables(ctx, petition, input.special === true);
  const found = all.find((one) => one.clock.legal === input.legal) ?? all[0];
  if (found === undefined) throw new UserError('extend.none', { number: petition.number });
  const { clock, max, used, basis, by, isSecond } = found;
  if (max !== undefined && used + input.days > max) {
    throw new UserError('extend.too-long', { number: petition.number, max, used, legal: clock.legal, basis });
  }
  const { event } = await record(ctx, petition, {
    kind: 'extension-asked',
    by: actor.userid,
    data: { clock: clock.kind, days: input.days },
    note: input.reason,
  });
  const held = { clockId: clock.id, days: input.days, by: actor.userid, ...(isSecond && { secondLimit: true }) };
  const approval = await askSignature(ctx, petition, 'extend', actor, event.id, held, by, {
    direct: setsLimits(actor, petition, clock),
  });
  return { clock, approval };
}

/** A leader sets the internal limits of their own units' matters and asks nobody (S0 四（四）); the legal day is never theirs. */
const setsLimits = (actor: Actor, { ownerUnit }: Petition, clock: Clock): boolean =>
  !clock.legal && ownerUnit !== null && actor.leads.includes(ownerUnit);
