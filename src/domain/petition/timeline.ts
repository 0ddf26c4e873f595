import { asc, eq } from 'drizzle-orm';
import { events } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';

export type PetitionEvent = typeof events.$inferSelect;

export async function timelineOf(ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<PetitionEvent[]> {
  return ctx.tx.select().from(events).where(eq(events.petitionId, petitionId)).orderBy(asc(events.seq));
}

/** Events that were not taken back. */
export function standing<E extends Pick<PetitionEvent, 'id' | 'kind' | 'undoes'>>(timeline: readonly E[]): E[] {
  const off = new Set(timeline.map((event) => event.undoes));
  return timeline.filter((event) => event.kind !== 'undone' && !off.has(event.id));
}
