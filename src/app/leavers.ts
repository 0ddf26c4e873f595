import { and, eq, sql } from 'drizzle-orm';
import type { Logger } from '../core/logger.ts';
import { outbox } from '../db/schema.ts';
import type { DomainContext } from '../domain/context.ts';
import { personLeft } from '../domain/handover/rounds.ts';
import { findActor, peopleOf, type Person, spellingOf } from '../domain/org/service.ts';
import { cameIntoRange } from '../domain/outbox/waiting.ts';
import { isGone } from '../wecom/contacts.ts';
import type { RestClient } from '../wecom/rest/client.ts';

interface LeaverDeps {
  readonly rest: RestClient;
  transact<T>(work: (ctx: DomainContext) => Promise<T>): Promise<T>;
  readonly log: Logger;
}

/** More than this at once is no wave of leavers but the wrong corporation or a damaged file: nobody is touched. */
const MOST = 3;
const MOST_SHARE = 0.2;

export interface LeaverWatch {
  /** WeCom did not find this person: asked about soon. */
  suspect(townId: string, userid: string): void;
  /**
   * WeCom says that somebody came into the app's range, or left it. Who came gets what waited. Who left may have left the
   * corporation, which is asked at once; else nothing is kept of it: callbacks may be lost (doc 90930), and a note that outlives
   * the one of coming back would hold messages that the app could deliver. The next message finds out by itself.
   */
  range(userid: string, isInside: boolean): Promise<undefined>;
  /** @returns how many left */
  check(townId: string, suspect?: string): Promise<number>;
}

/** Who leaves is noticed through the app; without one the org file alone says it. */
export function watchLeavers({
  rest,
  enqueue,
  nudge,
  ...deps
}: Omit<LeaverDeps, 'rest'> & {
  readonly rest: RestClient | undefined;
  enqueue(payload: { readonly townId: string; readonly suspect: string }): Promise<void>;
  nudge(): void;
}): LeaverWatch {
  const suspect: LeaverWatch['suspect'] = (townId, userid) => {
    if (rest === undefined) return;
    enqueue({ townId, suspect: userid }).catch((error: unknown) =>
      deps.log.warn({ err: error }, 'leaver not asked about; the morning will'),
    );
  };
  return {
    suspect,
    async range(userid, isInside) {
      const known = await deps.transact(async (ctx) => {
        const person = await findActor(ctx.tx, (await spellingOf(ctx.tx, userid)) ?? userid);
        if (person !== undefined && isInside) await cameIntoRange(ctx, person.userid);
        return person;
      });
      // Most of a corporation is of no town.
      if (known === undefined) return;
      if (isInside) nudge();
      else suspect(known.townId, known.userid);
    },
    async check(townId, suspect) {
      if (rest === undefined) return 0;
      const left = await checkPeople({ rest, ...deps }, townId, suspect);
      if (left > 0) nudge();
      return left;
    },
  };
}

/**
 * Asks WeCom's address book who of a town has left, and hands their matters over. Who was never reached may be a slip in the
 * org file, which doctor names; only who was there before can leave.
 * @param suspect asked about first: when WeCom still knows this one, nobody else is asked about
 * @returns how many left
 */
async function checkPeople(deps: LeaverDeps, townId: string, suspect?: string): Promise<number> {
  const { rest, transact, log } = deps;
  if (suspect !== undefined && !(await isGone(rest, suspect))) return 0;
  const all = await transact(async (ctx) => peopleOf(ctx.tx, townId));
  const gone: Person[] = [];
  for (const person of all) if (await isGone(rest, person.userid)) gone.push(person);
  if (gone.length > Math.max(MOST, all.length * MOST_SHARE)) {
    log.error({ townId, unknown: gone.length, people: all.length }, 'too many unknown to WeCom at once; nobody marked');
    return 0;
  }
  return transact(async (ctx) => {
    let left = 0;
    for (const person of gone) {
      if (!(await wasReached(ctx, person)) || !(await personLeft(ctx, person.userid))) continue;
      left += 1;
      log.info({ townId, userid: person.userid }, 'left, as WeCom says');
    }
    return left;
  });
}

async function wasReached({ tx }: DomainContext, { userid, reachableSince }: Person): Promise<boolean> {
  if (reachableSince !== null) return true;
  const [row] = await tx
    .select({ one: sql`1` })
    .from(outbox)
    .where(and(eq(outbox.toKind, 'person'), eq(outbox.toId, userid), eq(outbox.state, 'sent')))
    .limit(1);
  return row !== undefined;
}
