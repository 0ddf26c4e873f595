/** What every working morning does for handovers: leavers' matters are asked for, and what nobody accepted climbs. */
import { and, eq, isNull, sql } from 'drizzle-orm';
import { localDayOf } from '../../core/local-day.ts';
import { handovers, people } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { workingDaysBetween } from '../deadline/working-days.ts';
import { barsOf, deskOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { handledBy, stillWith, unsettledIn } from './store.ts';
import { climb } from './service.ts';

/**
 * Who left with open matters: the unit's head (or the rung above, where the head left too or is barred) is asked to take
 * them over, and the desk hears who was asked. Asked once; what is asked already is left alone, however many processes look.
 */
export async function handOverLeavers(ctx: DomainContext, townId: string): Promise<void> {
  await ctx.tx.execute(sql`select pg_advisory_xact_lock(hashtext(${`leavers ${townId}`}))`);
  const leavers = await ctx.tx.execute<{ userid: string }>(sql`
    select distinct r.userid from person r
    join petition p on p.handler = r.userid and p.town_id = r.town_id and p.status not in ('closed', 'void', 'merged', 'sent-back')
    where r.town_id = ${townId} and r.left_on is not null order by 1`);
  if (leavers.length === 0) return;
  const org = await loadOrg(ctx, townId);
  const asked = new Set((await unsettledIn(ctx, townId)).flatMap((row) => row.petitionIds));
  for (const { userid } of leavers) {
    const matters = (await handledBy(ctx, townId, userid)).filter((petition) => !asked.has(petition.id));
    const bars = await barsOf(
      ctx,
      matters.map((petition) => petition.id),
    );
    const byReceiver = new Map<string, string[]>();
    for (const petition of matters) {
      const [receiver] = receiversOf(org, petition, bars.get(petition.id) ?? [], ['unit-head']);
      if (receiver !== undefined) byReceiver.set(receiver, [...(byReceiver.get(receiver) ?? []), petition.id]);
    }
    for (const [toUser, petitionIds] of byReceiver) {
      const id = ctx.ids.uuid(ctx.at);
      await ctx.tx.insert(handovers).values({
        id,
        townId,
        fromUser: userid,
        toUser,
        askedBy: userid,
        askedAt: ctx.at,
        state: 'open',
        petitionIds,
      });
      const desk = deskOf(org).filter((person) => person !== toUser);
      await tellAll(ctx, [
        {
          once: `handover-asked:${id}`,
          to: { person: toUser },
          kind: 'handover-asked',
          townId,
          refs: { handover: id },
        },
        ...desk.map((person): Tell => ({
          once: `left:${id}:${person}`,
          to: { person },
          kind: 'left',
          townId,
          refs: { handover: id },
        })),
      ]);
    }
  }
}

/**
 * WeCom no longer knows this person: they leave the town as if the org file no longer named them. Importing a file that does
 * brings them back.
 * @returns false when they had left before
 */
export async function personLeft(ctx: DomainContext, userid: string): Promise<boolean> {
  const [person] = await ctx.tx
    .update(people)
    .set({ leftOn: ctx.today })
    .where(and(eq(people.userid, userid), isNull(people.leftOn)))
    .returning({ townId: people.townId });
  if (person === undefined) return false;
  await handOverLeavers(ctx, person.townId);
  return true;
}

/** Not accepted by the end of the next working day: up one rung, and one more with every further working day. */
export async function climbHandovers(ctx: DomainContext, townId: string): Promise<void> {
  for (const row of await unsettledIn(ctx, townId)) {
    if ((await stillWith(ctx, row)).length === 0) {
      await ctx.tx.update(handovers).set({ state: 'withdrawn', decidedAt: ctx.at }).where(eq(handovers.id, row.id));
      continue;
    }
    const since = row.state === 'open' ? row.askedAt : (row.decidedAt ?? row.askedAt);
    const days = workingDaysBetween(localDayOf(since), ctx.today, ctx.calendar);
    if (row.state === 'open') {
      if (days < 2) continue;
      await ctx.tx.update(handovers).set({ state: 'climbed', decidedAt: ctx.at }).where(eq(handovers.id, row.id));
      await climb(ctx, row, 0);
    } else if (days >= 2) {
      await climb(ctx, row, days - 1);
    }
  }
}
