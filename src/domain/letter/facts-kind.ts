import { and, desc, eq } from 'drizzle-orm';
import type { LetterFacts, LetterKind } from '../../contract/letter.ts';
import { later, type LocalDay } from '../../core/local-day.ts';
import { approvals, clocks } from '../../db/schema.ts';
import { extendedDue } from '../clock/plan.ts';
import type { DomainContext } from '../context.ts';
import type { Period } from '../deadline/due.ts';
import { addWorkingDays } from '../deadline/working-days.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import { namesOf } from '../org/service.ts';
import type { Petition } from '../matter/access.ts';
import { readNotes } from '../matter/notes.ts';
import { standing, timelineOf } from '../matter/timeline.ts';
import { conclusionsOf } from '../matter/conclusions.ts';
import type { EventRow, Occasion } from './facts.ts';
import { given } from './given.ts';
import { forwarded, heard, mediated, reExamined, warned } from './facts-more.ts';
import { lackingOf, legalPeriod, simplePeriod } from './facts-matter.ts';

type More = Partial<LetterFacts>;

/** 督办函 wants a written answer within so many working days: the rung above hears after as many (product default). */
const ANSWER_WORKING_DAYS = 3;

/** What a kind says beside what all say. */
export async function moreFacts(
  ctx: DomainContext,
  petition: Petition,
  kind: LetterKind,
  occasion: Occasion,
  common: LetterFacts,
): Promise<More> {
  switch (kind) {
    case 'assign':
      return {};
    case 'remind':
    case 'supervise':
      return pressed(ctx, petition, kind, occasion, common);
    case 'accept':
      return accepted(ctx, petition, occasion);
    case 'decline':
    case 'exhausted':
      return declined(occasion, common.said);
    case 'extend':
      return extended(ctx, petition, occasion);
    case 'opinion':
      return answered(ctx, petition, common);
    case 'closing':
      return closed(ctx, petition, common);
    case 'warn':
      return warned(ctx, petition, occasion);
    case 'forward':
      return forwarded(ctx, petition, occasion);
    case 'object':
      return {};
    case 'review':
    case 'recheck':
      return reExamined(ctx, petition, kind, occasion);
    case 'hearing':
      return heard(ctx, occasion, common.said);
    case 'mediation':
      return mediated(occasion, common.said);
  }
}

async function pressed(
  ctx: DomainContext,
  petition: Petition,
  kind: 'remind' | 'supervise',
  occasion: Occasion,
  common: LetterFacts,
): Promise<More> {
  const clockId = 'clockId' in occasion ? occasion.clockId : undefined;
  const [clock] = clockId === undefined ? [] : await ctx.tx.select().from(clocks).where(eq(clocks.id, clockId));
  const deadline =
    clock === undefined ? common.deadline : { title: clock.title, basis: clock.basis, dueOn: clock.dueOn };
  const soon = addWorkingDays(ctx.today, ANSWER_WORKING_DAYS, ctx.calendar);
  const events = await timelineOf(ctx, petition.id);
  const clause = 'clause' in occasion ? occasion.clause : undefined;
  // Art. 40 alone where no clock runs.
  const duty = clause ?? deadline?.basis ?? '';
  return {
    ...(deadline === undefined ? {} : { deadline }),
    lacking: lackingOf(petition, events),
    unanswered: common.demands.filter((demand) => demand.answer === undefined).map(({ position }) => position),
    // Whoever reads it is given at least a working day: a 提醒函 dated on the last day asks for nothing by that day.
    answerBy:
      kind === 'remind' && clock !== undefined
        ? later(clock.remindBy, addWorkingDays(ctx.today, 1, ctx.calendar))
        : soon,
    duty,
  };
}

async function accepted(ctx: DomainContext, petition: Petition, occasion: Occasion): Promise<More> {
  const period = (await simplePeriod(ctx, petition)) ?? (await legalPeriod(ctx, petition.id));
  return {
    ...('event' in occasion ? { admittedOn: occasion.event.onDay } : {}),
    ...(period === undefined ? {} : { period }),
  };
}

/** Reason and, in a line of its own, where to turn instead. */
function declined(occasion: Occasion, said: string | undefined): More {
  if (!('event' in occasion)) return {};
  const { data } = occasion.event;
  const lines = (said ?? '').split('\n');
  const elsewhere = data['elsewhere'] === true ? lines.pop() : undefined;
  return {
    said: lines.join('\n'),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
}

async function extended(ctx: DomainContext, petition: Petition, occasion: Occasion): Promise<More> {
  if (!('event' in occasion)) return {};
  const { event } = occasion;
  const rows = await ctx.tx.select().from(clocks).where(eq(clocks.petitionId, petition.id));
  const days = Number(event.data['days']);
  // In the event's own transaction the clock still has its former day; later a new row carries the new one.
  const now = rows.find((clock) => clock.startedBy === event.id);
  const former = rows.find((clock) => clock.kind === event.data['clock'] && clock.state === 'running');
  const source = now ?? former;
  if (source === undefined) return {};
  const period: Period = { n: source.periodN, unit: source.periodUnit as Period['unit'] };
  const to = now?.dueOn ?? extendedDue({ ...source, period }, days, ctx.calendar).dueOn;
  const reason = await askedReason(ctx, petition, event);
  const approver = (await namesOf(ctx.tx, [event.by])).get(event.by);
  return {
    extension: {
      days,
      from: event.data['from'] as LocalDay,
      to,
      basis: source.basis,
      ...(approver === undefined ? {} : { approver }),
    },
    ...(reason === undefined ? {} : { said: reason }),
  };
}

/** The reason stands with the request, which the signature answered. */
async function askedReason(ctx: DomainContext, petition: Petition, event: EventRow): Promise<string | undefined> {
  const [approval] = await ctx.tx
    .select()
    .from(approvals)
    .where(eq(approvals.id, String(event.data['approval'])));
  const asked = (await timelineOf(ctx, petition.id)).filter((one) => one.id === approval?.askedByEvent);
  return (await readNotes(ctx, petition.id, asked)).get(asked[0]?.id ?? '');
}

/** Each demand with what was found, on which law, and the answer; 支持、解释、不予支持 as the author said. */
async function answered(ctx: DomainContext, petition: Petition, common: LetterFacts): Promise<More> {
  const events = standing(await timelineOf(ctx, petition.id));
  const concluded = conclusionsOf(events);
  const admitted = events.findLast((event) => event.kind === 'admitted');
  return {
    demands: common.demands.map((demand) => ({ ...demand, ...given('conclusion', concluded.get(demand.position)) })),
    ...(admitted === undefined ? {} : { admittedOn: admitted.onDay }),
  };
}

async function closed(ctx: DomainContext, petition: Petition, common: LetterFacts): Promise<More> {
  const events = standing(await timelineOf(ctx, petition.id));
  const served = events.findLast((event) => event.kind === 'served' && event.data['paper'] === 'opinion');
  const note = served === undefined ? undefined : (await readNotes(ctx, petition.id, [served])).get(served.id);
  const [paper = '', method = ''] = (note ?? '').split('\n');
  return {
    ...(petition.closedOn === null ? {} : { closedOn: petition.closedOn }),
    ...(await answered(ctx, petition, common)),
    ...given('issuer', await issuerOf(ctx, petition)),
    ...(served === undefined ? {} : { service: { paper, on: served.onDay, ...(method === '' ? {} : { method }) } }),
  };
}

/** 签发人 of a paper that goes up: who signed the closing, else the main leader; nobody who is barred from the matter. */
async function issuerOf(ctx: DomainContext, petition: Petition): Promise<string | undefined> {
  const [signed] = await ctx.tx
    .select({ by: approvals.decidedBy })
    .from(approvals)
    .where(and(eq(approvals.petitionId, petition.id), eq(approvals.kind, 'close'), eq(approvals.state, 'approved')))
    .orderBy(desc(approvals.decidedAt))
    .limit(1);
  const org = await loadOrg(ctx, petition.townId);
  const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
  const leaders = receiversOf(org, petition, bars, ['main-leader']);
  const by = signed?.by ?? leaders.find((userid) => org.people.get(userid)?.roles.includes('main-leader'));
  return by === undefined ? undefined : (await namesOf(ctx.tx, [by])).get(by);
}
