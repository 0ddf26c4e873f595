import { and, eq, gte, sql } from 'drizzle-orm';
import { reminderClaims } from '../../db/schema.ts';
import type { Clock } from '../clock/run.ts';
import type { DomainContext } from '../context.ts';
import { type Bar, barredBy, type OrgSnapshot, receiversOf } from '../org/receivers.ts';
import type { Tell } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';

/** Longer ago it is known, and the desk has reminded by hand. */
const SEEN_MS = 24 * 3_600_000;

/**
 * A stage fell due that the rule of its clock does not know, or whose rule is not stored: nobody can say who was to hear of it. The claim
 * says that it failed, the desk is asked to remind by hand, and each admin who may know of it hears once a rule and stage what to look for.
 */
export async function lostStage(
  ctx: DomainContext,
  org: OrgSnapshot,
  petition: Petition,
  clock: Clock,
  stage: string,
  bars: readonly Bar[],
): Promise<Tell[]> {
  await ctx.tx
    .update(reminderClaims)
    .set({ outcome: 'failed', reason: 'its rule knows no such stage' })
    .where(and(eq(reminderClaims.clockId, clock.id), eq(reminderClaims.stage, stage)));
  const desk = receiversOf(org, petition, bars, ['desk']);
  // An admin may be the one complained of: that a clock of this kind runs at all says that there is such a matter.
  const admins = [...org.people.values()]
    .filter(({ roles, userid }) => roles.includes('admin') && !petition.sealed && !barredBy(org, bars, userid))
    .map(({ userid }) => userid);
  const { townId } = petition;
  return [
    ...desk.map((person): Tell => ({
      once: `stage-lost:${clock.id}:${stage}:${person}`,
      to: { person },
      kind: 'stage-lost',
      townId,
      petitionId: petition.id,
      refs: { clockId: clock.id, stage },
    })),
    ...admins.map((person): Tell => ({
      once: `stage-lost:${townId}:${clock.ruleVersion}:${clock.kind}:${stage}:${person}`,
      to: { person },
      kind: 'stage-lost',
      townId,
      refs: { version: clock.ruleVersion, kind: clock.kind, stage },
    })),
  ];
}

/** How many stages were lost within a day; /readyz says so. */
export async function lostStages(ctx: DomainContext): Promise<number> {
  const [row] = await ctx.tx
    .select({ n: sql<number>`count(*)::int` })
    .from(reminderClaims)
    .where(
      and(eq(reminderClaims.outcome, 'failed'), gte(reminderClaims.claimedAt, new Date(ctx.at.getTime() - SEEN_MS))),
    );
  return row?.n ?? 0;
}
