import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { barredBy, barsOfMatter, loadOrg } from '../org/receivers.ts';
import type { Person, Unit } from '../org/service.ts';
import type { Policy } from '../policy/policy.ts';
import type { CasePart } from '../policy/vocabulary.ts';
import { may } from '../permission/may.ts';
import type { Petition } from '../matter/access.ts';
import { announce } from '../matter/notices.ts';
import { acknowledge } from '../matter/receipts.ts';
import { type PetitionEvent, readNotes, record, standing, timelineOf } from '../matter/record.ts';
import { askHelp, dropHelp, type Helper, helpersOf, openHelp, refuseBarred, tellHelpOver } from './assist.ts';

export interface CaseOrder {
  /** Undefined: whoever leads it already, or the leader who speaks. */
  readonly leader: Person | undefined;
  /** 方案 */
  readonly plan: string | undefined;
  /** 专班: replaces the former team; undefined leaves it. */
  readonly team: readonly Unit[] | undefined;
}

const leads = (person: { readonly roles: readonly string[] }): boolean =>
  person.roles.includes('leader') || person.roles.includes('main-leader');

/**
 * 包案 (S0 四（四）, S1 二（四）, S2 四（五）, S3 一、三是): one matter has one leader, one team, one plan; a second order
 * replaces the first, and the one who led is told. The period of the case counts from the first.
 */
export async function lead(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  order: CaseOrder,
): Promise<{ readonly petition: Petition; readonly changed: boolean }> {
  const leader = order.leader?.userid ?? petition.caseLeader ?? (leads(actor) ? actor.userid : undefined);
  if (leader === undefined) throw new UserError('lead.nobody', { number: petition.number });
  if (order.leader !== undefined && !leads(order.leader)) throw new UserError('lead.no-leader', {});
  if (leader !== actor.userid && !may(actor, 'lead:other', petition)) throw new UserError('lead.others', {});
  const org = await loadOrg(ctx, petition.townId);
  const bars = await barsOfMatter(ctx, petition);
  if (barredBy(org, bars, leader)) throw new UserError('assign.barred', { number: petition.number });
  const team = (order.team ?? []).filter((unit) => unit.id !== petition.ownerUnit);
  refuseBarred(petition, bars, team);

  const timeline = standing(await timelineOf(ctx, petition.id));
  const orders = timeline.filter((event) => event.kind === 'led');
  const now = await helpersOf(ctx, petition.id);
  const added = team.map((unit) => unit.id).filter((id) => !now.some((row) => row.unitId === id));
  const released =
    order.team === undefined
      ? []
      : now.filter((row) => row.doneAt === null && !team.some((unit) => unit.id === row.unitId));
  const former = petition.caseLeader;
  const isNewPlan = order.plan !== undefined && order.plan !== (await lastPlan(ctx, petition.id, orders));
  if (former === leader && !isNewPlan && added.length === 0 && released.length === 0) {
    return { petition, changed: false };
  }
  await openHelp(ctx, actor.userid, petition.id, added);
  const releasedIds = released.map((row) => row.unitId);
  await dropHelp(ctx, petition.id, releasedIds);
  const reopenedAt = timeline.findLast((event) => event.kind === 'reopened')?.seq ?? 0;
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'led',
    by: actor.userid,
    data: {
      leader,
      former,
      again: orders.some((earlier) => earlier.seq > reopenedAt),
      added,
      released: released.map(({ unitId }) => ({ unitId, done: false })),
      plan: order.plan !== undefined,
    },
    ...(order.plan === undefined ? {} : { note: order.plan }),
    patch: { caseLeader: leader },
  });
  await announce(ctx, changed, event, {
    kind: 'led',
    to: ['handler', 'unit-head', 'unit-leader', 'area-leader'],
    people: [leader],
    except: actor.userid,
  });
  if (former !== null && former !== leader) {
    await announce(ctx, changed, event, { kind: 'led-over', to: [], people: [former], except: actor.userid });
  }
  await askHelp(ctx, changed, event, bars, added);
  await tellHelpOver(ctx, changed, event, releasedIds);
  return { petition: changed, changed: true };
}

async function lastPlan(
  ctx: DomainContext,
  petitionId: string,
  orders: readonly PetitionEvent[],
): Promise<string | undefined> {
  const last = orders.findLast((event) => event.data['plan'] === true);
  return last === undefined ? undefined : (await readNotes(ctx, petitionId, [last])).get(last.id);
}

/** Steps of a case that somebody writes down: 掌握情况, 专题分析会, 约访 (S1 二（四）). */
const CASE_STEPS = ['findings', 'meeting', 'interview'] as const;
export type CaseStep = (typeof CASE_STEPS)[number];

export async function caseStep(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  step: CaseStep,
  text: string,
): Promise<Petition> {
  if (petition.caseLeader === null) throw new UserError('lead.none', { number: petition.number });
  const { petition: changed } = await record(ctx, petition, {
    kind: 'case-step',
    by: actor.userid,
    data: { step },
    note: text,
  });
  await acknowledge(ctx, actor.userid, petition.id);
  return changed;
}

export interface CheckedPart {
  readonly title: string;
  readonly done: boolean;
}

/** What the town says a case must have, and which of it is there. */
export function caseChecklist(
  policy: Policy,
  petition: Petition,
  helping: readonly Helper[],
  events: readonly Pick<PetitionEvent, 'id' | 'undoes' | 'kind' | 'data' | 'seq'>[],
): CheckedPart[] {
  const timeline = standing(events);
  const begun = timeline.find((event) => event.kind === 'led')?.seq ?? Number.POSITIVE_INFINITY;
  const stepDone = (step: CaseStep): boolean =>
    timeline.some((event) => event.kind === 'case-step' && (event.data['step'] ?? event.data['caseStep']) === step);
  const isDone: Record<CasePart, boolean> = {
    matter: true,
    leader: petition.caseLeader !== null,
    handler: petition.handler !== null,
    team: helping.length > 0,
    plan: timeline.some((event) => event.kind === 'led' && event.data['plan'] === true),
    findings: stepDone('findings') || timeline.some((event) => event.kind === 'visited' && event.seq > begun),
    meeting: stepDone('meeting'),
    interview: stepDone('interview'),
    settled: petition.status === 'closed',
  };
  return (policy.practice.caseLead?.parts ?? []).map(({ title, shownBy }) => ({ title, done: isDone[shownBy] }));
}
