import { sql } from 'drizzle-orm';
import { clocks, petitions } from '../../db/schema.ts';
import { type Clock, MISSED_STAGE, startAfterMiss } from '../clock/run.ts';
import { knownRule, rulesOf } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { sharedReaders } from '../org/desk-share.ts';
import { barsOf, type Bar, loadOrgs, type OrgSnapshot } from '../org/receivers.ts';
import { type Group, groupsForUnit } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { lostStage } from './lost.ts';
import { stillSpeaks } from '../matter/find.ts';
import type { Petition } from '../matter/access.ts';
import type { StageRule } from '../policy/policy.ts';

interface Claim extends Record<string, unknown> {
  readonly clock_id: string;
  readonly stage: string;
  readonly outcome: 'told' | 'skipped';
}

/**
 * Claims what fell due: one row per clock and stage, however often and from however many processes it runs. After an
 * outage several stages of one clock are due at once; the last speaks, the others are written down as skipped.
 */
export const claimStatement = (at: Date, limit: number) => sql`
  with due as (
    select id, stages from clock where next_stage_at <= ${at.toISOString()}::timestamptz
    order by next_stage_at, town_id limit ${limit} for update skip locked
  ), slot as (
    select due.id, entry.value ->> 'stage' as stage, (entry.value ->> 'at')::timestamptz as at, entry.ordinality as position
    from due, jsonb_array_elements(due.stages) with ordinality entry
  ), ready as (
    select slot.*, row_number() over (partition by slot.id, slot.stage = ${MISSED_STAGE} order by slot.position desc) as rank
    from slot
    where slot.at <= ${at.toISOString()}::timestamptz
      and not exists (select 1 from reminder_claim c where c.clock_id = slot.id and c.stage = slot.stage)
  ), moved as (
    update clock set next_stage_at = (
      select min(slot.at) from slot where slot.id = clock.id and slot.at > ${at.toISOString()}::timestamptz
    ) from due where clock.id = due.id returning clock.id
  )
  insert into reminder_claim (clock_id, stage, claimed_at, outcome, reason)
  select id, stage, ${at.toISOString()}::timestamptz,
    case when rank = 1 then 'told' else 'skipped' end,
    case when rank = 1 then null else 'a later stage was due as well' end
  from ready
  on conflict do nothing
  returning clock_id, stage, outcome`;

const BATCH = 500;
/** While the server claims for one, the other makes its messages. */
const SIDE_BY_SIDE = 2;

/** Everything that is due, in bounded batches, each in a transaction of its own. @returns how many stages were claimed */
export async function sweepDue(
  transact: (work: (ctx: DomainContext) => Promise<number>) => Promise<number>,
): Promise<number> {
  let claimed = 0;
  const next = async (): Promise<boolean> => {
    const batch = await transact((ctx) => sweepBatch(ctx, BATCH));
    claimed += batch;
    return batch === BATCH;
  };
  const rest = async (): Promise<void> => {
    while (await next());
  };
  if (await next()) await Promise.all(Array.from({ length: SIDE_BY_SIDE }, rest));
  return claimed;
}

/** One bounded batch. @returns how many stages were claimed; fewer than the limit means nothing is left. */
export async function sweepBatch(ctx: DomainContext, limit: number): Promise<number> {
  const claims = [...(await ctx.tx.execute<Claim>(claimStatement(ctx.at, limit)))];
  // In the order in which the clocks were started, which their ids have: letters are numbered as they are issued, and nothing else may decide their numbers.
  const told = claims
    .filter((claim) => claim.outcome === 'told')
    .toSorted((a, b) => (a.clock_id < b.clock_id ? -1 : 1));
  if (told.length === 0) return claims.length;
  const clockRows = await ctx.tx
    .select()
    .from(clocks)
    .where(sql`${clocks.id} = any(${sql.param(told.map((claim) => claim.clock_id))}::uuid[])`);
  const byId = new Map(clockRows.map((clock) => [clock.id, clock]));
  const petitionIds = [...new Set(clockRows.map((clock) => clock.petitionId))];
  const [matterRows, bars, town] = await Promise.all([
    ctx.tx
      .select()
      .from(petitions)
      .where(sql`${petitions.id} = any(${sql.param(petitionIds)}::uuid[])`),
    barsOf(ctx, petitionIds),
    townsNow(ctx, [...new Set(clockRows.map((clock) => clock.townId))]),
  ]);
  const ruleOf = await rulesOf(ctx, clockRows);
  const matters = new Map(matterRows.map((petition) => [petition.id, petition]));
  const messages: Tell[] = [];
  for (const claim of told) {
    const clock = byId.get(claim.clock_id);
    const petition = clock === undefined ? undefined : matters.get(clock.petitionId);
    if (clock === undefined || petition === undefined || clock.state !== 'running') continue;
    if (claim.stage === MISSED_STAGE) {
      const now = town(petition.townId);
      for (const begun of await startAfterMiss(ctx, petition, clock)) {
        const { ladder } = (await knownRule(ctx, begun)).rule;
        for (const stage of ladder.filter(({ when }) => when.at === 'start')) {
          messages.push(
            ...stageMessages(ctx, now, { petition, clock: begun, stage, bars: bars.get(petition.id) ?? [] }),
          );
        }
      }
      continue;
    }
    if (!stillSpeaks(petition)) continue;
    const now = town(petition.townId);
    const stage = ruleOf(clock)?.rule.ladder.find((s) => s.id === claim.stage);
    if (stage === undefined) {
      messages.push(...(await lostStage(ctx, now.org, petition, clock, claim.stage, bars.get(petition.id) ?? [])));
      continue;
    }
    messages.push(...stageMessages(ctx, now, { petition, clock, stage, bars: bars.get(petition.id) ?? [] }));
  }
  await tellAll(ctx, messages);
  return claims.length;
}

interface Stage {
  readonly petition: Petition;
  readonly clock: Clock;
  readonly stage: StageRule;
  readonly bars: readonly Bar[];
}

function stageMessages(ctx: DomainContext, now: TownNow, { petition, clock, stage, bars }: Stage): Tell[] {
  const common = {
    townId: petition.townId,
    petitionId: petition.id,
    refs: {
      clockId: clock.id,
      stage: stage.id,
      letter: stage.letter ?? null,
      ...(clock.dueOn < ctx.today && { red: true }),
    },
    urgent: stage.when.at === 'due' || clock.dueOn === ctx.today,
  };
  // Red ones are read by every clerk.
  const share = { isShared: now.isDeskShared, today: ctx.today, whole: clock.dueOn < ctx.today };
  const people = sharedReaders(now.org, petition, bars, stage.to, share).map((person): Tell => ({
    once: `stage:${clock.id}:${stage.id}:${person}`,
    to: { person },
    kind: 'reminder',
    ...common,
  }));
  if (stage.group === undefined || petition.sealed) return people;
  const lines = now.groups(stage.group, petition.ownerUnit).map((group): Tell => ({
    once: `stage:${clock.id}:${stage.id}:${group.chatid}`,
    to: { group: group.chatid },
    kind: 'group-line',
    ...common,
    refs: { ...common.refs, about: 'stage' },
  }));
  return [...people, ...lines];
}

interface TownNow {
  readonly org: OrgSnapshot;
  readonly isDeskShared: boolean;
  readonly groups: (purpose: string, unitId: string | null) => readonly Group[];
}

/** One snapshot of the towns' rules, people and groups per batch. */
async function townsNow(ctx: DomainContext, townIds: readonly string[]): Promise<(townId: string) => TownNow> {
  const [orgs] = await Promise.all([loadOrgs(ctx, townIds), ctx.policy.prime(townIds)]);
  const shared = new Map(
    await Promise.all(townIds.map(async (id) => [id, (await ctx.policy(id)).rhythm.isDeskShared] as const)),
  );
  return (townId) => {
    const org = orgs.get(townId)!;
    const isDesk = (unitId: string): boolean => org.units.get(unitId)?.kind === 'desk';
    const bound = (purpose: string): Group[] => org.groups.filter((group) => group.receives.includes(purpose));
    return {
      org,
      isDeskShared: shared.get(townId) === true,
      groups: (purpose, unitId) => groupsForUnit(bound(purpose), unitId, isDesk),
    };
  };
}
