import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { outbox } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { tell } from '../outbox/store.ts';

/** 我到 · 派人 · 不在 */
export type CallOutAnswer = 'coming' | 'sending' | 'away';

/** Whoever was called answers on the day: later it helps nobody at the hall. */
const ANSWERED_WITHIN_MS = 12 * 3_600_000;

/** What a card gives along with its answer, so that it answers the call that it was for. */
export const callOutKey = (outboxId: string): string => outboxId.slice(-12);

/**
 * Tells whoever called somebody out what they answer; a second answer of another kind is told as well.
 * @param call which call is answered (`callOutKey`); the newest when absent
 * @returns who called, by userid
 * @throws UserError call-out.none
 */
export async function answerCallOut(
  ctx: DomainContext,
  actor: Actor,
  answer: CallOutAnswer,
  call?: string,
): Promise<string> {
  const wanted: SQL[] = call === undefined ? [] : [sql`right(${outbox.id}::text, 12) = ${call}`];
  const [called] = await ctx.tx
    .select({ id: outbox.id, petitionId: outbox.petitionId, refs: outbox.refs })
    .from(outbox)
    .where(
      and(
        eq(outbox.kind, 'callout'),
        eq(outbox.toKind, 'person'),
        eq(outbox.toId, actor.userid),
        eq(outbox.townId, actor.townId),
        gt(outbox.createdAt, new Date(ctx.at.getTime() - ANSWERED_WITHIN_MS)),
        ...wanted,
      ),
    )
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1);
  if (called === undefined) throw new UserError('call-out.none', {});
  const by = String(called.refs['by']);
  await tell(ctx, {
    once: `callout-answered:${called.id}:${answer}`,
    to: { person: by },
    kind: 'callout-answered',
    townId: actor.townId,
    ...(called.petitionId === null ? {} : { petitionId: called.petitionId }),
    refs: { answer, from: actor.userid },
    urgent: true,
  });
  return by;
}
