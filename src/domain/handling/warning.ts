import type { Actor } from '../../contract/command.ts';
import { may } from '../permission/may.ts';
import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { barsOfMatter, loadOrg, receiversOf } from '../org/receivers.ts';
import type { Policy } from '../policy/policy.ts';
import type { Receiver } from '../policy/vocabulary.ts';
import type { Petition } from '../matter/access.ts';
import { type Approval, askSignature, recordSigned } from '../approval/ask.ts';
import { announce } from '../matter/notices.ts';
import { acknowledge } from '../matter/receipts.ts';
import { record } from '../matter/record.ts';
import { openWarning, timelineOf } from '../matter/timeline.ts';

type WarningRule = NonNullable<Policy['practice']['warning']>;

/** @throws UserError warn.none where the town's paper knows no 预警提醒单 */
export function warningRule({ practice: { warning } }: Policy, { number }: Petition): WarningRule {
  if (warning === undefined) throw new UserError('warn.none', { number });
  return warning;
}

const ruleOf = async (ctx: DomainContext, petition: Petition): Promise<WarningRule> =>
  warningRule(await ctx.policy(petition.townId), petition);

/**
 * 预警提醒单 (S1 二（二）): to the head of the office with the leaders in copy; the clock of its answer starts. One at a
 * time: the next follows when this one is answered.
 */
export async function warn(ctx: DomainContext, actor: Actor, petition: Petition, reason: string): Promise<Petition> {
  const rule = await ruleOf(ctx, petition);
  if (!may(actor, 'warn:give', petition)) throw new UserError('warn.who', { number: petition.number });
  if (petition.ownerUnit === null) throw new UserError('not-assigned', { number: petition.number });
  if (openWarning(await timelineOf(ctx, petition.id)) !== undefined) {
    throw new UserError('warn.open', { number: petition.number });
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'warned',
    by: actor.userid,
    data: { unit: petition.ownerUnit },
    note: reason,
  });
  await announce(ctx, changed, event, { kind: 'warned', to: rule.to, except: actor.userid });
  // Who is named for both has the one that asks for the answer: the occasion is the same.
  await announce(ctx, changed, event, {
    kind: 'warned',
    to: rule.copyTo,
    except: actor.userid,
    refs: { copy: true },
  });
  return changed;
}

export interface WarningAnswer {
  /** 再次调查核实 */
  readonly found: string;
  /** 原因 */
  readonly cause: string;
  /** 化解措施 */
  readonly measures: string;
}

/** 报回 by the responsible unit: sent to the leader who signs it; a leader's own answer is signed with it. */
export async function answerWarning(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  answer: WarningAnswer,
): Promise<{ readonly petition: Petition; readonly waiting: Approval | undefined }> {
  const rule = await ruleOf(ctx, petition);
  if (openWarning(await timelineOf(ctx, petition.id)) === undefined) {
    throw new UserError('warn.nothing', { number: petition.number });
  }
  const signers = await signersOf(ctx, petition, rule.signedBy);
  const isSigner = signers.includes(actor.userid);
  if (!may(actor, 'warn:answer', petition, isSigner ? ['signer'] : [])) {
    throw new UserError('warn.answer-who', { number: petition.number });
  }
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'warning-held',
    by: actor.userid,
    note: [answer.found, answer.cause, answer.measures].join('\n'),
  });
  await acknowledge(ctx, actor.userid, petition.id);
  if (isSigner) {
    await recordSigned(ctx, changed, 'warning', actor.userid);
    return { petition: await warningSigned(ctx, actor.userid, changed, event.id, event.id), waiting: undefined };
  }
  const held = { answer: event.id, by: actor.userid };
  const waiting = await askSignature(
    ctx,
    changed,
    'warning',
    actor,
    event.id,
    held,
    await signingRungs(ctx, changed, rule),
  );
  return { petition: changed, waiting };
}

const signersOf = async (ctx: DomainContext, petition: Petition, by: readonly Receiver[]): Promise<string[]> =>
  receiversOf(await loadOrg(ctx, petition.townId), petition, await barsOfMatter(ctx, petition), by);

/** An office without a leader of its own has it signed by the main leader. */
async function signingRungs(ctx: DomainContext, petition: Petition, rule: WarningRule): Promise<readonly Receiver[]> {
  const found = await signersOf(ctx, petition, rule.signedBy);
  return found.length > 0 ? rule.signedBy : ['main-leader'];
}

/** The leader signed: the answer counts from now on, and goes back to the desk. */
export async function warningSigned(
  ctx: DomainContext,
  signer: string,
  petition: Petition,
  answerEvent: string,
  /** The act that this is part of: taken back together. */
  partOf: string,
): Promise<Petition> {
  const rule = await ruleOf(ctx, petition);
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'warning-answered',
    by: signer,
    data: { answer: answerEvent, partOf },
  });
  await announce(ctx, changed, event, { kind: 'warning-answered', to: rule.backTo, except: signer });
  return changed;
}
