import { and, eq, isNotNull, isNull, lte } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { approvals } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { delegatesToday, endAbsences, writeAbsence } from '../org/absences.ts';
import { readersNow } from '../org/desk-share.ts';
import { barsOf, loadOrg, receiversOf } from '../org/receivers.ts';
import type { Person } from '../org/service.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, askBySignCard, delegatesOf } from './ask.ts';
import { countableAmong, petitionById } from '../matter/find.ts';

/**
 * Each working morning: open questions of people who are away go to their delegates too; what nobody signed in time climbs one
 * rung, once, and the desk is told. Until then the question stands in its signer's morning digest.
 */
export async function tendQuestions(ctx: DomainContext, townId: string): Promise<void> {
  await passOn(ctx, townId);
  const rows = await ctx.tx
    .select()
    .from(approvals)
    .where(
      and(
        eq(approvals.townId, townId),
        eq(approvals.state, 'open'),
        isNull(approvals.climbedAt),
        isNotNull(approvals.expiresAt),
        lte(approvals.expiresAt, ctx.at),
      ),
    )
    .for('update');
  for (const row of rows) {
    const petition = await petitionById(ctx, row.petitionId);
    if (petition !== undefined) await climb(ctx, petition, row);
  }
}

/** From a leader to the main leaders, from one main leader to the others; where nobody stands above, the desk alone hears of it. */
async function climb(ctx: DomainContext, petition: Petition, row: Approval): Promise<void> {
  const org = await loadOrg(ctx, petition.townId);
  const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
  const next = receiversOf(org, petition, bars, ['main-leader']).filter(
    (userid) => !row.approvers.includes(userid) && userid !== row.askedBy,
  );
  const delegates = await delegatesOf(ctx, petition, next, row.askedBy);
  await addSigners(ctx, row, next, delegates, true);
  const desk = await readersNow(ctx, petition, ['desk']);
  await tellAll(
    ctx,
    desk.map((person): Tell => ({
      once: `sign-climbed:${row.id}:${person}`,
      to: { person },
      kind: 'sign-climbed',
      townId: petition.townId,
      petitionId: petition.id,
      refs: { approvalId: row.id, climbed: next.length > 0 },
    })),
  );
}

async function addSigners(
  ctx: DomainContext,
  row: Approval,
  people: readonly string[],
  delegates: Readonly<Record<string, string>>,
  climbed: boolean,
): Promise<void> {
  const added = [...new Set([...people, ...Object.keys(delegates)])].filter((id) => !row.approvers.includes(id));
  const known = row.held['delegates'] as Record<string, string> | undefined;
  await ctx.tx
    .update(approvals)
    .set({
      approvers: [...row.approvers, ...added],
      held: Object.keys(delegates).length > 0 ? { ...row.held, delegates: { ...known, ...delegates } } : row.held,
      ...(climbed ? { climbedAt: ctx.at } : {}),
    })
    .where(eq(approvals.id, row.id));
  await askBySignCard(ctx, row, added, true);
}

/** Open questions of everybody who is away today reach the delegate too; twice does nothing more. @returns the matter of each */
async function passOn(ctx: DomainContext, townId: string): Promise<readonly string[]> {
  const away = await delegatesToday(ctx, townId);
  if (away.size === 0) return [];
  const rows = await ctx.tx
    .select()
    .from(approvals)
    .where(and(eq(approvals.townId, townId), eq(approvals.state, 'open')))
    .for('update');
  const passed: string[] = [];
  for (const row of rows.filter(({ approvers }) => approvers.some((userid) => away.has(userid)))) {
    const petition = await petitionById(ctx, row.petitionId);
    if (petition === undefined) continue;
    const delegates = await delegatesOf(ctx, petition, row.approvers, row.askedBy);
    if (Object.keys(delegates).length === 0) continue;
    await addSigners(ctx, row, [], delegates, false);
    passed.push(petition.id);
  }
  return passed;
}

/** Who may be asked for a signature may take another's place: leaders and heads of units. */
const MAY_SIGN = ['main-leader', 'leader', 'unit-head'];

/** 外出: while away a delegate is asked too. A leader for themselves, an admin for anybody. @returns open questions passed on now, of matters that the actor may see counted */
export async function setAbsence(
  ctx: DomainContext,
  actor: Actor,
  input: { readonly who: string; readonly delegate: Person; readonly from: LocalDay; readonly to: LocalDay },
): Promise<number> {
  const { who, delegate, from, to } = input;
  if (to < from || to < ctx.today) throw new UserError('absence.days', {});
  if (delegate.userid === who) throw new UserError('absence.self', {});
  if (!delegate.roles.some((role) => MAY_SIGN.includes(role))) throw new UserError('absence.delegate', {});
  await writeAbsence(ctx, actor.townId, actor.userid, {
    userid: who,
    delegate: delegate.userid,
    fromDay: from,
    toDay: to,
  });
  const passed = await passOn(ctx, actor.townId);
  const known = await countableAmong(ctx, actor, passed);
  return passed.filter((id) => known.has(id)).length;
}

/** Back early: the delegate is asked no more. */
export async function endAbsence(ctx: DomainContext, actor: Actor, who: string): Promise<void> {
  if ((await endAbsences(ctx, actor.townId, who)) === 0) throw new UserError('absence.none', {});
}
