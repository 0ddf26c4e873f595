import { and, eq, isNull } from 'drizzle-orm';
import { helpers } from '../../db/schema.ts';
import { computeDue } from '../deadline/due.ts';
import type { LocalDay } from '../../core/local-day.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';

/** Why a matter may not be handled in the simple way; src/copy/triage.ts has the words. */
export type SimpleFault =
  | 'unclassified'
  | 'other-procedure'
  | 'from-above'
  | 'several-units'
  | 'joint'
  | 'repeat'
  | 'refusal'
  | 'complex'
  | 'late';

/**
 * 简易办理 (《信访事项简易办理办法》, field study C11): only first matters that are clear and easy. Left out are those assigned from
 * above, with several duty-bearers or joint petitioners, likely to be refused, or belonging to another legal procedure.
 * What the matter itself tells is checked here; whether it is clear and easy the clerk judges.
 */
export async function simpleFaults(
  ctx: DomainContext,
  petition: Petition,
  admittedOn: LocalDay | undefined,
): Promise<SimpleFault[]> {
  const policy = await ctx.policy(petition.townId);
  const [helper] = await ctx.tx
    .select({ unitId: helpers.unitId })
    .from(helpers)
    .where(and(eq(helpers.petitionId, petition.id), isNull(helpers.doneAt)))
    .limit(1);
  const jointFrom = policy.practice.simple?.jointFrom;
  const period = policy.clocks.find(
    (rule) => rule.kind === (admittedOn === undefined ? 'simple-accept' : 'simple-handle'),
  )?.period;
  const due = period === undefined ? undefined : computeDue(admittedOn ?? petition.receivedOn, period, ctx.calendar);
  const isOther =
    petition.kind === 'accusation' ||
    petition.kind === 'litigation' ||
    (petition.kind === 'appeal' && petition.branch !== null && petition.branch < 6);
  const found: readonly (readonly [boolean, SimpleFault])[] = [
    [petition.kind === null, 'unclassified'],
    [isOther, 'other-procedure'],
    [petition.channel === 'superior' || petition.channel === 'leader' || petition.feedbackOn !== null, 'from-above'],
    [helper !== undefined, 'several-units'],
    [jointFrom !== undefined && petition.headcount >= jointFrom, 'joint'],
    [petition.linkedTo !== null || petition.raised > 1 || petition.reopenedOn !== null, 'repeat'],
    [petition.status === 'declined', 'refusal'],
    [petition.complex || petition.important || petition.sensitive, 'complex'],
    [due !== undefined && due.dueOn < ctx.today, 'late'],
  ];
  return found.flatMap(([holds, fault]) => (holds ? [fault] : []));
}
