import { and, eq, sql } from 'drizzle-orm';
import { clocks, outbox } from '../../db/schema.ts';
import { knownRule } from '../clock/kept.ts';
import type { DomainContext } from '../context.ts';
import { has } from '../matter/events.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../org/receivers.ts';
import { tellAll } from '../outbox/store.ts';
import type { Policy } from '../policy/policy.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import type { Petition } from '../matter/access.ts';
import { isOpen, lockPetition, petitionById } from '../matter/find.ts';
import { announce } from '../matter/notices.ts';
import type { EventInput, PetitionEvent } from '../matter/record.ts';
import { isUnnamed } from '../accusation/unnamed.ts';
import { openWarning, standing, takenOver, timelineOf } from '../matter/timeline.ts';

/** How the consequence is written down: `record`, which calls here. */
type Recorder = (
  ctx: DomainContext,
  petition: Petition,
  input: EventInput,
) => Promise<{ event: PetitionEvent; petition: Petition }>;

/** What may press: how often the same matter came, how many people, a scene at the hall. Never where a person went. */
export interface TriggerFacts {
  readonly raised: number;
  readonly headcount: number;
  readonly scene: boolean;
}

type When = NonNullable<NonNullable<Policy['practice']['takeOver']>['when']>;

/** Which thresholds are reached, as codes: `repeat:3`, `headcount:6`, `scene`. Empty: none. */
export function reachedBy(when: When | undefined, facts: TriggerFacts): string[] {
  if (when === undefined) return [];
  return [
    ...(when.repeatFrom !== undefined && facts.raised >= when.repeatFrom ? [`repeat:${facts.raised}`] : []),
    ...(when.headcountFrom !== undefined && facts.headcount >= when.headcountFrom
      ? [`headcount:${facts.headcount}`]
      : []),
    ...(when.scene === true && facts.scene ? ['scene'] : []),
  ];
}

/**
 * 领办, 预警, 包案 (S1 一（四）, 二（二）, 二（四）): the first time a matter reaches a threshold of its town, the leader is told
 * to handle it in person, and the desk is offered the next step once, with the reason; the clerk decides.
 * @returns the matter as it stands then
 */
export async function pullTriggers(
  ctx: DomainContext,
  petition: Petition,
  event: PetitionEvent,
  record: Recorder,
): Promise<Petition> {
  if (event.kind === 'repeated' || event.kind === 'linked') await tellBegun(ctx, petition, event);
  if (!has(event, 'weighs')) return petition;
  const { practice } = await ctx.policy(petition.townId);
  if (practice.takeOver === undefined && practice.warning === undefined && practice.caseLead?.when === undefined) {
    return petition;
  }
  if (event.kind === 'repeated' && event.data['linked'] === true) {
    // It came again under a number of its own: that one is worked on, with the count of the first.
    await evaluate(
      ctx,
      await lockPetition(ctx, String(event.data['matter'])),
      { id: String(event.data['cause']), by: event.by },
      petition.raised,
      practice,
      record,
    );
    return petition;
  }
  const first = petition.linkedTo === null ? undefined : await petitionById(ctx, petition.linkedTo);
  return evaluate(ctx, petition, event, Math.max(petition.raised, first?.raised ?? 0), practice, record);
}

/** What set a trigger off: undoing it takes the consequence back. */
type Cause = Pick<PetitionEvent, 'id' | 'by'>;

/** A repeat may start a clock of its own (S0 四（四）: the leader explains): the stage that speaks with its start is told here. */
async function tellBegun(ctx: DomainContext, petition: Petition, event: PetitionEvent): Promise<void> {
  const begun = await ctx.tx
    .select()
    .from(clocks)
    .where(and(eq(clocks.startedBy, event.id), eq(clocks.state, 'running')));
  if (begun.length === 0) return;
  for (const clock of begun) {
    const { ladder } = (await knownRule(ctx, clock)).rule;
    for (const stage of ladder.filter(({ when }) => when.at === 'start')) {
      await announce(ctx, petition, event, {
        kind: 'reminder',
        to: stage.to,
        refs: { clockId: clock.id, stage: stage.id, letter: stage.letter ?? null },
      });
    }
  }
}

async function evaluate(
  ctx: DomainContext,
  petition: Petition,
  event: Cause,
  raised: number,
  practice: Policy['practice'],
  record: Recorder,
): Promise<Petition> {
  if (petition.ownerUnit === null || !isOpen(petition) || (await isUnnamed(ctx, petition))) return petition;
  const timeline = standing(await timelineOf(ctx, petition.id));
  const scene = timeline.some((past) => past.kind === 'called-out' && past.data['scene'] === true);
  const facts: TriggerFacts = { raised, headcount: petition.headcount, scene };
  await suggest(ctx, petition, event, timeline, facts, practice);
  return takeOver(ctx, petition, event, timeline, facts, practice, record);
}

const SUGGESTIONS = ['warning', 'case'] as const;
type Suggestion = (typeof SUGGESTIONS)[number];

async function suggest(
  ctx: DomainContext,
  petition: Petition,
  event: Cause,
  timeline: readonly PetitionEvent[],
  facts: TriggerFacts,
  { warning, caseLead }: Policy['practice'],
): Promise<void> {
  const before = await suggestedBefore(ctx, petition.id);
  const forWarning =
    before.has('warning') || openWarning(timeline) !== undefined ? [] : reachedBy(warning?.when, facts);
  const forCase = before.has('case') || petition.caseLeader !== null ? [] : reachedBy(caseLead?.when, facts);
  const what: Suggestion[] = [
    ...(forWarning.length > 0 ? (['warning'] as const) : []),
    ...(forCase.length > 0 ? (['case'] as const) : []),
  ];
  if (what.length === 0) return;
  const because = [...new Set([...forWarning, ...forCase])].join(',');
  await tellAll(
    ctx,
    (await receivers(ctx, petition, ['desk'])).map((person) => ({
      once: `suggested:${petition.id}:${what.join('+')}:${event.id}:${person}`,
      to: { person },
      kind: 'suggested' as const,
      townId: petition.townId,
      petitionId: petition.id,
      refs: { eventId: event.id, what: what.join(','), because },
    })),
  );
}

/** What the desk was offered already; an offer that went with an undone act does not count. */
async function suggestedBefore(ctx: DomainContext, petitionId: string): Promise<Set<string>> {
  const rows = await ctx.tx
    .selectDistinct({ what: sql<string>`${outbox.refs} ->> 'what'` })
    .from(outbox)
    .where(
      and(
        eq(outbox.petitionId, petitionId),
        eq(outbox.kind, 'suggested'),
        sql`${outbox.reason} is distinct from 'undone'`,
      ),
    );
  return new Set(rows.flatMap((row) => row.what.split(',')));
}

const receivers = async (ctx: DomainContext, petition: Petition, by: readonly Receiver[]): Promise<string[]> =>
  receiversOf(await loadOrg(ctx, petition.townId), petition, await barsOfMatter(ctx, petition), by);

async function takeOver(
  ctx: DomainContext,
  petition: Petition,
  event: Cause,
  timeline: readonly PetitionEvent[],
  facts: TriggerFacts,
  practice: Policy['practice'],
  record: Recorder,
): Promise<Petition> {
  const because = reachedBy(practice.takeOver?.when, facts);
  if (practice.takeOver === undefined || because.length === 0 || takenOver(timeline) !== undefined) return petition;
  const found = await receivers(ctx, petition, practice.takeOver.by);
  const leaders = found.length > 0 ? found : await receivers(ctx, petition, ['main-leader']);
  const { petition: changed, event: taken } = await record(ctx, petition, {
    kind: 'taken-over',
    by: event.by,
    data: { leaders, because, consequenceOf: event.id },
  });
  await announce(ctx, changed, taken, {
    kind: 'taken-over',
    to: [],
    people: leaders,
    // Undoing what set it off takes this back too.
    refs: { eventId: event.id, because: because.join(',') },
  });
  return changed;
}
