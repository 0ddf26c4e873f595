import { and, eq, gte, isNotNull, isNull, sql } from 'drizzle-orm';
import { addDays, type LocalDay } from '../../core/local-day.ts';
import { petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { addWorkingDays } from '../deadline/working-days.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { tendQuestions } from '../approval/escalate.ts';
import { takeCount } from '../reminder/count.ts';

/** Follow-ups older than this are no longer asked for. */
const FOLLOW_UP_DAYS = 60;

/** Morning of a working day: what there was to remind of is counted; one message a person; follow-ups that are due. */
export async function morning(
  ctx: DomainContext,
  townId: string,
  slot: LocalDay,
  hasDigest: (userid: string) => Promise<boolean>,
): Promise<void> {
  await tendQuestions(ctx, townId);
  await takeCount(ctx, townId);
  const org = await loadOrg(ctx, townId);
  const messages: Tell[] = [];
  // Asked side by side: nobody's answer depends on another's.
  const people = [...org.people.values()];
  const hasWords = await Promise.all(people.map(({ userid }) => hasDigest(userid)));
  for (const [i, person] of people.entries()) {
    if (hasWords[i] === true) {
      messages.push({
        once: `morning:${slot}:${person.userid}`,
        to: { person: person.userid },
        kind: 'morning-digest',
        townId,
        refs: { day: slot },
        urgent: true,
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
