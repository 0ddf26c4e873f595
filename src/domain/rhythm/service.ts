import { and, eq, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import { addDays, type LocalDay, localDayOf } from '../../core/local-day.ts';
import { occurrences, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addWorkingDays } from '../deadline/working-days.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { allTowns, boundGroups } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { type RhythmKind, type Slot, slotsBetween, STALE_MS } from './slots.ts';

const LOOK_BACK_MS = 8 * 86_400_000;
/** Follow-ups older than this are no longer asked for. */
const FOLLOW_UP_DAYS = 60;

export interface DueSlot extends Slot {
  readonly townId: string;
}

/** Occasions whose moment has come and that nobody has claimed; stale ones are skipped with the reason. */
export async function dueSlots(ctx: DomainContext): Promise<DueSlot[]> {
  const due: DueSlot[] = [];
  for (const town of await allTowns(ctx.tx)) {
    const policy = await ctx.policy(town.id);
    const from = new Date(Math.max(ctx.at.getTime() - LOOK_BACK_MS, town.createdAt.getTime()));
    // A town that began this week has no week behind it to report.
    const slots = slotsBetween(from, ctx.at, policy, ctx.calendar).filter(
      ({ kind, slot }) => kind !== 'weekly' || localDayOf(town.createdAt) < slot || town.createdAt > ctx.at,
    );
    if (slots.length === 0) continue;
    const done = await ctx.tx
      .select({ kind: occurrences.kind, slot: occurrences.slot })
      .from(occurrences)
      .where(and(eq(occurrences.townId, town.id), gte(occurrences.at, new Date(from.getTime() - LOOK_BACK_MS))));
    const claimed = new Set(done.map((row) => `${row.kind} ${row.slot}`));
    for (const slot of slots) {
      if (claimed.has(`${slot.kind} ${slot.slot}`)) continue;
      if (ctx.at.getTime() - slot.at.getTime() > STALE_MS[slot.kind]) {
        await claim(ctx, town.id, slot.kind, slot.slot, 'skipped', 'nothing was running at its time');
      } else {
        due.push({ ...slot, townId: town.id });
      }
    }
  }
  return due;
}

async function claim(
  ctx: DomainContext,
  townId: string,
  kind: RhythmKind,
  slot: string,
  outcome: 'done' | 'skipped',
  reason?: string,
): Promise<boolean> {
  const rows = await ctx.tx
    .insert(occurrences)
    .values({ townId, kind, slot, at: ctx.at, outcome, reason: reason ?? null })
    .onConflictDoNothing()
    .returning({ slot: occurrences.slot });
  return rows.length > 0;
}

/** Morning of a working day: digests, follow-ups that are due, the watchdog line, what the town still has to fill in. */
export async function morning(
  ctx: DomainContext,
  townId: string,
  slot: LocalDay,
  hasDigest: (userid: string) => Promise<boolean>,
): Promise<void> {
  if (!(await claim(ctx, townId, 'morning', slot, 'done'))) return;
  const org = await loadOrg(ctx, townId);
  const messages: Tell[] = [];
  for (const person of org.people.values()) {
    if (await hasDigest(person.userid)) {
      messages.push({
        once: `morning:${slot}:${person.userid}`,
        to: { person: person.userid },
        kind: 'morning-digest',
        townId,
        refs: { day: slot },
        urgent: true,
      });
    }
    if (person.roles.includes('admin')) {
      messages.push({
        once: `watchdog:${slot}:${person.userid}`,
        to: { person: person.userid },
        kind: 'watchdog',
        townId,
        refs: { day: slot },
        urgent: true,
      });
    }
  }
  const { gaps } = await ctx.policy(townId);
  for (const person of org.people.values()) {
    if (!person.roles.includes('admin')) continue;
    for (const gap of gaps) {
      messages.push({
        once: `gap:${townId}:${gap.setting}:${person.userid}`,
        to: { person: person.userid },
        kind: 'setting-gap',
        townId,
        refs: { setting: gap.setting },
      });
    }
  }
  await tellAll(ctx, [...messages, ...(await followUps(ctx, townId))]);
}

/** 回访: asked of whoever registered the matter, once per closing. */
async function followUps(ctx: DomainContext, townId: string): Promise<Tell[]> {
  const { followUp } = await ctx.policy(townId);
  if (followUp === undefined) return [];
  const rows = await ctx.tx
    .select()
    .from(petitions)
    .where(
      and(
        eq(petitions.townId, townId),
        eq(petitions.status, 'closed'),
        isNull(petitions.followedUpOn),
        isNotNull(petitions.closedOn),
        gte(petitions.closedOn, addDays(ctx.today, -FOLLOW_UP_DAYS)),
        sql`not exists (select 1 from outbox o where o.petition_id = ${petitions.id} and o.kind = 'follow-up' and o.refs ->> 'closedOn' = ${petitions.closedOn}::text)`,
      ),
    );
  const due = rows.filter((row) => addWorkingDays(row.closedOn!, followUp.afterWorkingDays, ctx.calendar) <= ctx.today);
  if (due.length === 0) return [];
  const org = await loadOrg(ctx, townId);
  const bars = await barsOf(
    ctx,
    due.map((row) => row.id),
  );
  return due.flatMap((row) => {
    const [registrar] = receiversOf(org, row, bars.get(row.id) ?? [], ['registrar', 'desk']);
    return registrar === undefined
      ? []
      : [
          {
            once: `follow-up:${row.id}:${row.closedOn}`,
            to: { person: registrar },
            kind: 'follow-up' as const,
            townId,
            petitionId: row.id,
            refs: { closedOn: row.closedOn },
          },
        ];
  });
}

/** Weekly summary of the week that ended: to the leaders and desk in person, to the bound groups without sealed matters. */
export async function weekly(ctx: DomainContext, townId: string, slot: LocalDay): Promise<void> {
  if (!(await claim(ctx, townId, 'weekly', slot, 'done'))) return;
  const policy = await ctx.policy(townId);
  const report = policy.rhythm.reports.find((r) => r.kind === 'weekly');
  if (report === undefined) return;
  const org = await loadOrg(ctx, townId);
  const people = receiversOf(org, { ownerUnit: null, handler: null, registrar: '' }, [], report.to);
  const refs = { from: addDays(slot, -7) };
  const messages: Tell[] = people.map((person) => ({
    once: `weekly:${slot}:${person}`,
    to: { person },
    kind: 'weekly',
    townId,
    refs,
  }));
  const bound = report.group === undefined ? [] : await boundGroups(ctx.tx, townId, report.group);
  for (const group of bound) {
    messages.push({
      once: `weekly:${slot}:${group.chatid}`,
      to: { group: group.chatid },
      kind: 'weekly',
      townId,
      refs,
    });
  }
  await tellAll(ctx, messages);
}

/** The bot was away: every group bound for reminders is told once, from when to when commands were not heard. */
export async function tellOutage(ctx: DomainContext, since: Date): Promise<void> {
  const messages: Tell[] = [];
  for (const town of await allTowns(ctx.tx)) {
    for (const group of await boundGroups(ctx.tx, town.id, 'reminders')) {
      messages.push({
        once: `outage:${since.toISOString().slice(0, 16)}:${group.chatid}`,
        to: { group: group.chatid },
        kind: 'outage',
        townId: town.id,
        refs: { from: since.toISOString(), to: ctx.at.toISOString() },
      });
    }
  }
  await tellAll(ctx, messages);
}
