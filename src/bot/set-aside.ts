/** A message that stopped the process, or failed, whenever it was worked on: who wrote it and the admins are told, once. */
import { hearingWords } from '../copy/heard.ts';
import { zhMoment } from '../copy/terms.ts';
import type { inbound } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { findActor, peopleWithRole } from '../domain/org/service.ts';
import { type Tell, tellAll } from '../domain/outbox/store.ts';
import { type Outcome, stranger } from './converse.ts';
import type { Heard } from './heard.ts';

/** Writes what the admins are told. @returns what its author reads, in the chat it came from */
export async function tellSetAside(
  ctx: DomainContext,
  row: typeof inbound.$inferSelect,
  heard: Heard,
): Promise<Outcome> {
  const actor = await findActor(ctx.tx, heard.userid);
  if (actor === undefined) return stranger;
  const admins = await peopleWithRole(ctx.tx, actor.townId, 'admin');
  const readers = admins.length > 0 ? admins : await peopleWithRole(ctx.tx, actor.townId, 'desk');
  await tellAll(
    ctx,
    readers.map(({ userid }): Tell => ({
      once: `set-aside:${row.id}:${userid}`,
      to: { person: userid },
      kind: 'message-set-aside',
      townId: actor.townId,
      refs: { by: actor.userid, at: row.receivedAt.toISOString(), inbound: row.id },
    })),
  );
  const at = zhMoment(row.receivedAt, ctx.today);
  return { chat: row.state === 'handled' ? hearingWords.answerLost(at) : hearingWords.setAside(at) };
}
