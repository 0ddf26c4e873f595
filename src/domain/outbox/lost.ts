/** What did not arrive, told to others than its reader: only as far as they may know what it is about (design 6). */
import { and, eq, isNull, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Refusal, RefusalReason } from '../../contract/channel.ts';
import { handovers, outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { handoverById, mattersOf, someOf } from '../handover/store.ts';
import { barsOf, deskOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { peopleWithRole } from '../org/service.ts';
import type { Door, Petition } from '../matter/access.ts';
import { petitionById } from '../matter/find.ts';
import { type OutboxRow, type Tell, tellAll } from './store.ts';
import { notArrived } from './waiting.ts';

/** Why a message did not arrive: as the channel says it that somebody can do most about, or because it could not be made, or no channel leads there. */
export interface Loss {
  readonly reason: RefusalReason | 'not-made' | 'no-way';
  /** The platform's own. */
  readonly code?: number;
}

/** Of a row as the outbox has it. */
export function lossOf({ refusals, unmade, toKind }: Pick<OutboxRow, 'refusals' | 'unmade' | 'toKind'>): Loss {
  if (refusals === null) return { reason: unmade > 0 ? 'not-made' : 'other' };
  return spokenBy(refusals, toKind as 'person' | 'group');
}

/**
 * The refusal that speaks for all. Where the app is refused it is what stands in a person's way: most readers never wrote to the bot, and
 * need not. In a group the app is one channel of several.
 */
export function spokenBy(refusals: readonly Refusal[], to: 'person' | 'group'): Loss {
  const rank = ({ reason }: Refusal): number => {
    if (reason === 'other') return 3;
    if (!reason.startsWith('app-') || (reason === 'app-interface' && to === 'group')) return 1;
    return to === 'person' ? 0 : 2;
  };
  const [first] = refusals.toSorted((a, b) => rank(a) - rank(b));
  return first === undefined ? { reason: 'no-way' } : { reason: first.reason, code: first.code };
}

/** What the kinds of messages say of the loss of theirs. */
export interface LossRules {
  /** About no one matter, and there only because its reader has some: that there is one says that they do. Nobody else hears of it. */
  readonly own: readonly string[];
  /** What tells of a loss: of its own nobody is told. */
  readonly untold: readonly string[];
}

/**
 * Rows of a town that did not arrive, joined with their matter, as far as this door lets them through: by their matter, or by one of those
 * that are handed over. What is about no matter at all is for everybody.
 */
export const lostBehind = (ctx: DomainContext, townId: string, door: Door, { own }: LossRules): SQL =>
  and(
    eq(outbox.townId, townId),
    notArrived(ctx),
    or(
      door,
      and(
        isNull(outbox.petitionId),
        notInArray(outbox.kind, [...own]),
        or(sql`not ${outbox.refs} ? 'handover'`, handed(door)),
      ),
    ),
  )!;

const handed = (door: Door): SQL =>
  sql`exists (select 1 from ${handovers} where ${handovers.id}::text = ${outbox.refs} ->> 'handover' and ${someOf(door)})`;

/** What a message is about: `none` for what concerns no matter, `own` for what only its reader hears of. */
type About =
  | { readonly kind: 'none' }
  | { readonly kind: 'own' }
  | { readonly kind: 'matters'; readonly matters: readonly Petition[] };

async function aboutOf(ctx: DomainContext, row: OutboxRow, { own }: LossRules): Promise<About> {
  if (row.petitionId !== null) {
    const petition = await petitionById(ctx, row.petitionId);
    return { kind: 'matters', matters: petition === undefined ? [] : [petition] };
  }
  if (own.includes(row.kind)) return { kind: 'own' };
  const id = row.refs['handover'];
  if (typeof id !== 'string') return { kind: 'none' };
  const handover = await handoverById(ctx, id);
  return { kind: 'matters', matters: handover === undefined ? [] : await mattersOf(ctx, handover) };
}

/**
 * Tells the desk of rows that were just given up: each message to a group, and of a person who cannot be reached once a
 * day, since the next message meets the same. The desk hears of no matter it is barred from, and never of this line itself.
 */
export async function tellDesk(
  ctx: DomainContext,
  rows: readonly OutboxRow[],
  rules: LossRules,
  /** Why it is lost stands here where the row itself goes on: a file whose reader got a sentence instead. */
  { isPerReader = false, lost }: { readonly isPerReader?: boolean; readonly lost?: Loss } = {},
): Promise<void> {
  const messages: Tell[] = [];
  for (const row of rows) {
    if (rules.untold.includes(row.kind)) continue;
    for (const person of (await desksFor(ctx, row, rules)).filter((one) => one !== row.toId)) {
      messages.push(
        lostTo(row, person, {
          once: `not-delivered:${isPerReader ? `${row.toId}:${ctx.today}` : row.id}:${person}`,
          refs: { ...(lost !== undefined && { lostFor: lost.reason, code: lost.code ?? null }) },
        }),
      );
    }
  }
  await tellAll(ctx, messages);
}

const lostTo = (row: OutboxRow, person: string, { once, refs }: Pick<Tell, 'once' | 'refs'>): Tell => {
  const { handover } = row.refs;
  return {
    once,
    to: { person },
    kind: 'not-delivered',
    townId: row.townId,
    ...(row.petitionId === null ? {} : { petitionId: row.petitionId }),
    // Lost itself, it is shown as far as the one that it tells of.
    refs: { outbox: row.id, ...refs, ...(handover !== undefined && { handover }) },
    urgent: row.urgent,
  };
};

/** Who of the desk may hear what became of a message; where the whole desk is shut out of its matter, the next rung. */
async function desksFor(ctx: DomainContext, row: OutboxRow, rules: LossRules): Promise<readonly string[]> {
  const about = await aboutOf(ctx, row, rules);
  if (about.kind === 'own') return [];
  const org = await loadOrg(ctx, row.townId);
  if (about.kind === 'none') return deskOf(org);
  const bars = await barsOf(
    ctx,
    about.matters.map(({ id }) => id),
  );
  return [...new Set(about.matters.flatMap((one) => receiversOf(org, one, bars.get(one.id) ?? [], ['desk'])))];
}

/** Of a row that could not be made, not even as its plain sentence: the desk, message by message, and the admins once a day and kind. */
export async function tellNotMade(ctx: DomainContext, row: OutboxRow, rules: LossRules): Promise<void> {
  await tellDesk(ctx, [row], rules);
  if (rules.untold.includes(row.kind)) return;
  const about = await aboutOf(ctx, row, rules);
  // Of a sealed matter an admin knows nothing, nor that there is one.
  const isHidden = about.kind === 'own' || (about.kind === 'matters' && about.matters.every(({ sealed }) => sealed));
  if (isHidden) return;
  const admins = await peopleWithRole(ctx.tx, row.townId, 'admin');
  const others = admins.filter(({ userid, roles }) => userid !== row.toId && !roles.includes('desk'));
  await tellAll(
    ctx,
    others.map(({ userid }) => lostTo(row, userid, { once: `not-made:${row.kind}:${ctx.today}:${userid}` })),
  );
}
