import { and, eq, inArray } from 'drizzle-orm';
import { conversations, events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { type EventKind, type PetitionEvent, readEvent } from './events.ts';
import { EVENTS, rowsOf } from './file.ts';

export type { PetitionEvent };

export async function timelineOf(ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<PetitionEvent[]> {
  return (await rowsOf(ctx, EVENTS, petitionId)).map(readEvent);
}

/** Whether the last that this person did in this chat was such a step on this matter. */
export async function justDid(
  ctx: Pick<DomainContext, 'tx'>,
  { petitionId, userid, chat }: { readonly petitionId: string; readonly userid: string; readonly chat: string },
  kinds: readonly EventKind[],
): Promise<boolean> {
  const [done] = await ctx.tx
    .select({ id: events.id })
    .from(events)
    .innerJoin(conversations, eq(conversations.mentionedAt, events.at))
    .where(
      and(
        eq(conversations.userid, userid),
        eq(conversations.chat, chat),
        eq(events.petitionId, petitionId),
        eq(events.by, userid),
        inArray(events.kind, [...kinds]),
      ),
    )
    .limit(1);
  return done !== undefined;
}

/** Events that were not taken back. */
export function standing<E extends Pick<PetitionEvent, 'id' | 'kind' | 'undoes'>>(timeline: readonly E[]): E[] {
  const off = new Set(timeline.map((event) => event.undoes));
  return timeline.filter((event) => event.kind !== 'undone' && !off.has(event.id));
}

/** 预警提醒单 that still waits for a signed answer. */
export function openWarning(timeline: readonly PetitionEvent[]): PetitionEvent | undefined {
  const last = standing(timeline).findLast((event) => event.kind === 'warned' || event.kind === 'warning-answered');
  return last?.kind === 'warned' ? last : undefined;
}

/** 领办, as long as what set it off stands. */
export function takenOver(timeline: readonly PetitionEvent[]): PetitionEvent | undefined {
  const stands = standing(timeline);
  const ids = new Set(stands.map((event) => event.id));
  return stands.findLast((event) => event.kind === 'taken-over' && ids.has(String(event.data['consequenceOf'])));
}

/** 一核实: the last contact left it unclear, and nobody has gone to see since. Of standing events. */
export function visitWanted(timeline: readonly PetitionEvent[]): boolean {
  const last = timeline.findLast((event) => event.kind === 'contacted' || event.kind === 'visited');
  return last?.kind === 'contacted' && (last.data['result'] ?? 'reached') !== 'reached';
}
