import { and, eq, inArray, sql } from 'drizzle-orm';
import { localDayOf } from '../../core/local-day.ts';
import type { Vault } from '../../core/vault.ts';
import { occurrences } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { allTowns, type Town } from '../org/service.ts';
import type { Policy } from '../policy/policy.ts';
import type { ReportKind } from '../policy/vocabulary.ts';
import { reportedPeriod, type RhythmKind, type Slot, slotsBetween, staleAfterMs } from './slots.ts';

const LOOK_BACK_MS = 8 * 86_400_000;

export interface DueSlot extends Slot {
  readonly townId: string;
}

/** Up to when every occasion of a town was seen to be claimed, under one set of rules. */
interface Settled {
  readonly policy: Policy;
  readonly createdAt: number;
  readonly until: Date;
}

/** Of one process and one storage; forgotten, it costs one look back. A claimed occasion is never free again. */
const settledTowns = new WeakMap<Vault, Map<string, Settled>>();

/**
 * Occasions whose moment has come and that nobody has claimed; stale ones are skipped with the reason. Two statements for
 * any number of towns, and only the occasions since the last look.
 */
export async function dueSlots(ctx: DomainContext): Promise<DueSlot[]> {
  const settled = settledTowns.get(ctx.vault) ?? new Map<string, Settled>();
  settledTowns.set(ctx.vault, settled);
  const towns = await allTowns(ctx.tx);
  ctx.policy.know(towns);
  const open: { town: Town; policy: Policy; slots: Slot[] }[] = [];
  for (const town of towns) {
    const policy = await ctx.policy(town.id);
    const slots = slotsSince(ctx, town, policy, settled.get(town.id));
    if (slots.length > 0) open.push({ town, policy, slots });
    else settle(settled, town, policy, ctx.at);
  }
  if (open.length === 0) return [];
  const claimed = await claimedOf(
    ctx,
    open.flatMap(({ town, slots }) => slots.map(({ kind, slot }) => ({ town_id: town.id, kind, slot }))),
  );
  const due: DueSlot[] = [];
  const stale: DueSlot[] = [];
  for (const { town, policy, slots } of open) {
    const free = slots.filter(({ kind, slot }) => !claimed.has(`${town.id} ${kind} ${slot}`));
    if (free.length === 0) settle(settled, town, policy, ctx.at);
    for (const slot of free) {
      const isStale = ctx.at.getTime() - slot.at.getTime() > staleAfterMs(slot.kind, policy);
      (isStale ? stale : due).push({ ...slot, townId: town.id });
    }
  }
  await skip(ctx, stale, 'nothing was running at its time');
  return due;
}

/** Writes skips down; one statement for any number, since after an outage there are many. */
async function skip(ctx: DomainContext, slots: readonly DueSlot[], reason: string): Promise<void> {
  if (slots.length === 0) return;
  const rows = slots.map(({ townId, kind, slot }) => ({ town_id: townId, kind, slot }));
  await ctx.tx.execute(sql`
    insert into occurrence (town_id, kind, slot, at, outcome, reason)
    select town_id, kind, slot, ${ctx.at.toISOString()}::timestamptz, 'skipped', ${reason}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(town_id text, kind text, slot text)
    on conflict do nothing`);
}

function settle(settled: Map<string, Settled>, town: Town, policy: Policy, until: Date): void {
  const before = settled.get(town.id);
  const createdAt = town.createdAt.getTime();
  if (before?.policy === policy && before.createdAt === createdAt && before.until >= until) return;
  settled.set(town.id, { policy, createdAt, until });
}

function slotsSince(ctx: DomainContext, town: Town, policy: Policy, known: Settled | undefined): Slot[] {
  const createdAt = town.createdAt.getTime();
  const isKnown = known?.policy === policy && known.createdAt === createdAt;
  const from = Math.max(ctx.at.getTime() - LOOK_BACK_MS, createdAt, isKnown ? known.until.getTime() : 0);
  return slotsBetween(new Date(from), ctx.at, policy, ctx.calendar).filter(
    (slot) => !isReport(slot.kind) || hasPeriod(town, slot.kind, slot, ctx.at),
  );
}

const REPORTS: ReadonlySet<string> = new Set(['weekly', 'half-monthly', 'monthly', 'quarterly', 'annual']);
const isReport = (kind: RhythmKind): kind is ReportKind => REPORTS.has(kind);

/** A town that began after a period ended has nothing of it to report. */
const hasPeriod = (town: Town, kind: ReportKind, { slot }: Slot, at: Date): boolean =>
  localDayOf(town.createdAt) <= reportedPeriod(kind, slot).to || town.createdAt > at;

async function claimedOf(
  ctx: DomainContext,
  wanted: readonly { readonly town_id: string; readonly kind: string; readonly slot: string }[],
): Promise<Set<string>> {
  const rows = await ctx.tx.execute<{ town_id: string; kind: string; slot: string }>(sql`
    select o.town_id, o.kind, o.slot
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(town_id text, kind text, slot text)
    join occurrence o on o.town_id = w.town_id and o.kind = w.kind and o.slot = w.slot`);
  return new Set([...rows].map((row) => `${row.town_id} ${row.kind} ${row.slot}`));
}

/** Claims an occasion for this transaction. @returns false when another one has it */
export async function claim(ctx: DomainContext, townId: string, kind: RhythmKind, slot: string): Promise<boolean> {
  const rows = await ctx.tx
    .insert(occurrences)
    .values({ townId, kind, slot, at: ctx.at, outcome: 'done', reason: null })
    .onConflictDoNothing()
    .returning({ slot: occurrences.slot });
  return rows.length > 0;
}

/** Whether one of these occasions took place. */
export async function happened(
  ctx: DomainContext,
  townId: string,
  kinds: readonly RhythmKind[],
  slot: string,
): Promise<boolean> {
  const [row] = await ctx.tx
    .select({ slot: occurrences.slot })
    .from(occurrences)
    .where(
      and(
        eq(occurrences.townId, townId),
        inArray(occurrences.kind, [...kinds]),
        eq(occurrences.slot, slot),
        eq(occurrences.outcome, 'done'),
      ),
    )
    .limit(1);
  return row !== undefined;
}
