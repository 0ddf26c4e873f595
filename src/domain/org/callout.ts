import type { Actor } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import { type Tell, tellAll } from '../outbox/store.ts';
import { peopleWithRole } from './service.ts';

/** 到场: all leaders at once, quiet hours or not (S1 一（三）: a group of five or more is received by a leader at once). */
export async function callLeaders(ctx: DomainContext, actor: Actor, people: number, msgid: string): Promise<number> {
  const called = new Map<string, true>();
  for (const role of ['main-leader', 'leader'] as const) {
    for (const person of await peopleWithRole(ctx.tx, actor.townId, role)) called.set(person.userid, true);
  }
  called.delete(actor.userid);
  const messages: Tell[] = [...called.keys()].map((person) => ({
    once: `callout:${msgid}:${person}`,
    to: { person },
    kind: 'callout',
    townId: actor.townId,
    refs: { people, by: actor.userid },
    urgent: true,
  }));
  await tellAll(ctx, messages);
  return messages.length;
}
