/** The rows of what was heard: stored before anything else, counted before each work on it, emptied when it is done. */
import { and, eq, inArray, lte, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../core/clock.ts';
import { askKept, type Database, type Tx } from '../db/client.ts';
import { conversations, inbound } from '../db/schema.ts';
import { readRows } from '../db/work.ts';
import type { DomainBase } from '../domain/context.ts';
import { calendarVersion } from '../domain/calendar/store.ts';
import { knowConversations } from '../domain/conversation/store.ts';
import { changeRow } from '../domain/matter/file.ts';
import { type Belonging, belongingOf } from '../domain/org/service.ts';
import type { Outcome } from './converse.ts';
import { chatOf, type Heard, withoutText } from './heard.ts';

/** Works on one message that did not come to an end, because the process died or hung in them, before it is set aside. */
export const MOST_BEGUN = 3;

type Row = typeof inbound.$inferSelect;

/** What is sealed until the answer has reached its reader. */
export interface Kept {
  readonly heard: Heard;
  readonly outcome: Outcome;
  /** Nothing was done: the message stopped the process whenever it was worked on. */
  readonly isSetAside?: true;
}

export interface InboundDeps {
  readonly database: Database;
  readonly base: Pick<DomainBase, 'ids' | 'vault' | 'refreshCalendar'>;
  readonly clock: Clock;
}

const context = (msgid: string): string => `inbound:${msgid}`;
const OPEN = ['received', 'handled'];
/**
 * Of the same sender, written before, left by another process, and never tried: what came to a bad end once was told, and holds
 * nothing up; what this process heard itself is in its hands.
 */
const leftBefore = (mine: string | Placeholder) => sql<string[]>`array(
  select e.id from inbound e
  where e.state = 'received' and e.attempts = 0 and e.sender = inbound.sender and e.id < inbound.id and e.id < ${mine}
  order by e.id)`;

const lockedMessage = (): SQL => {
  const from = sql.placeholder('from');
  return sql`
    select msgid, raw, ${leftBefore(sql.placeholder('mine'))} as earlier, ${belongingOf(from)} as belonging,
      (select json_agg(c) from conversation c where c.userid = ${from}) as talks, (${calendarVersion}) as calendar
    from inbound where id = ${sql.placeholder('id')} and state = 'received' for update skip locked`;
};

interface Waiting {
  readonly row: Pick<Row, 'id' | 'msgid'>;
  readonly heard: Heard;
  readonly earlier: readonly string[];
  /** Where its sender belongs, as far as the sender was known; undefined for strangers. */
  readonly belonging: Belonging | undefined;
}

export function createInbound({ database, base, clock }: InboundDeps) {
  const { vault } = base;
  /** Lower ids are of messages that somebody else heard. */
  let mine = base.ids.uuid(clock.now());

  const given = sql.placeholder;
  // Made once: every command sends both.
  const inserted = database.db
    .insert(inbound)
    .values({
      id: given('id'),
      msgid: given('msgid'),
      sender: given('sender'),
      receivedAt: given('receivedAt'),
      chatid: given('chatid'),
      userid: given('sender'),
      kind: given('kind'),
      reqId: given('reqId'),
      raw: given('raw'),
      state: 'received',
      attempts: 0,
      begun: 1,
    })
    .onConflictDoNothing()
    .returning({ id: inbound.id })
    .prepare('inbound');
  const settled = database.db
    .update(inbound)
    .set({ state: sql`${given('state')}`, reply: null, begun: 0 })
    .where(eq(inbound.id, given('id')))
    .prepare('settled');

  /** The first work on it is counted with it: it begins at once. @returns undefined for a copy */
  async function store(heard: Heard): Promise<string | undefined> {
    const receivedAt = clock.now();
    const [row] = await inserted.execute({
      id: base.ids.uuid(receivedAt),
      msgid: heard.msgid,
      sender: heard.userid,
      receivedAt,
      chatid: chatOf(heard) ?? null,
      kind: heard.what.kind,
      reqId: heard.reqId,
      raw: vault.seal(JSON.stringify(heard), context(heard.msgid)),
    });
    return row?.id;
  }

  const find = async ({ msgid, userid, chat }: Heard): Promise<string | undefined> => {
    const [row] = await database.db
      .select({ id: inbound.id })
      .from(inbound)
      .where(
        and(
          eq(inbound.msgid, msgid),
          eq(inbound.sender, userid),
          sql`coalesce(${inbound.chatid}, '') = ${chat.kind === 'group' ? chat.id : ''}`,
        ),
      );
    return row?.id;
  };

  const keptOf = ({ reply, msgid }: Row): Kept | undefined =>
    reply === null ? undefined : (JSON.parse(vault.openText(reply, context(msgid))) as Kept);

  return {
    store,

    /** From here on this process hears what another heard before. */
    takeOver(): void {
      mine = base.ids.uuid(clock.now());
    },

    /** Of a message that this process holds: it may stand there already, by an attempt whose answer was lost. */
    storeHeld: async (heard: Heard): Promise<string> => (await store(heard)) ?? (await find(heard))!,

    /**
     * Waits for its work, and nobody else is at it; beside it what its sender wrote before and nobody has tried, and, read by the same
     * statement, who a known sender is and what is asked of them.
     */
    async lock(tx: Tx, id: string, from = ''): Promise<Waiting | undefined> {
      const [found] = await askKept<{
        msgid: string;
        raw: Buffer | null;
        earlier: string[];
        belonging: Belonging | null;
        talks: Record<string, unknown>[] | null;
        calendar: number;
      }>(tx, 'locked message', lockedMessage, { id, from, mine });
      if (found?.raw == null) return undefined;
      const { msgid, raw, earlier, belonging, talks } = found;
      await base.refreshCalendar?.(tx, found.calendar);
      if (from !== '') knowConversations(tx, from, readRows(conversations, talks ?? []));
      const heard = JSON.parse(vault.openText(raw, context(msgid))) as Heard;
      return { row: { id, msgid }, earlier, heard, belonging: belonging ?? undefined };
    },

    /** Who wrote what is not done yet, how many works on it did not come to an end, and what they wrote before. */
    async open(id: string): Promise<{ sender: string; begun: number; earlier: string[] } | undefined> {
      const [row] = await database.db
        .select({ sender: inbound.sender, begun: inbound.begun, earlier: leftBefore(mine) })
        .from(inbound)
        .where(and(eq(inbound.id, id), inArray(inbound.state, OPEN)));
      return row;
    },

    /** Handled, in the transaction of what it did. Giving the answer is counted like the work. */
    async handled(tx: Tx, { id, msgid }: Pick<Row, 'id' | 'msgid'>, { heard, ...kept }: Kept): Promise<void> {
      const reply = JSON.stringify({ ...kept, heard: withoutText(heard) } satisfies Kept);
      await changeRow(
        { tx },
        inbound,
        { id },
        {
          state: 'handled',
          userid: heard.userid,
          // What was set aside is kept for the engineer, sealed like everything; what was done is dropped.
          ...(kept.isSetAside === true ? {} : { raw: null }),
          reply: vault.seal(reply, context(msgid)),
          attempts: 0,
          begun: 1,
        },
      );
    },

    /** Handled, and its answer not given. */
    async unanswered(id: string): Promise<Kept | undefined> {
      const [row] = await database.db
        .select()
        .from(inbound)
        .where(and(eq(inbound.id, id), eq(inbound.state, 'handled')));
      return row === undefined ? undefined : keptOf(row);
    },

    keptOf,

    heardOf: ({ raw, msgid }: Row): Heard | undefined =>
      raw === null ? undefined : (JSON.parse(vault.openText(raw, context(msgid))) as Heard),

    /** The answer reached its reader, or never will. */
    async settle(id: string, isSetAside = false): Promise<void> {
      await settled.execute({ id, state: isSetAside ? 'failed' : 'answered' });
    },

    /** Nothing can be told of it. */
    async giveUp(tx: Tx, id: string): Promise<void> {
      await tx.update(inbound).set({ state: 'failed', reply: null, begun: 0 }).where(eq(inbound.id, id));
    },

    /** Counts a work before it, in a transaction of its own. @returns how many before did not come to an end; undefined for what is done */
    async begin(id: string): Promise<number | undefined> {
      const [row] = await database.db
        .update(inbound)
        .set({ begun: sql`${inbound.begun} + 1` })
        .where(and(eq(inbound.id, id), inArray(inbound.state, OPEN)))
        .returning({ begun: inbound.begun });
      return row === undefined ? undefined : row.begun - 1;
    },

    /** A work on it came to an end, though to a bad one. @param counts whether it is one of few */
    async failed(id: string, counts: boolean): Promise<Row | undefined> {
      const [row] = await database.db
        .update(inbound)
        .set({ begun: 0, ...(counts ? { attempts: sql`${inbound.attempts} + 1` } : {}) })
        .where(and(eq(inbound.id, id), inArray(inbound.state, OPEN)))
        .returning();
      return row;
    },

    async lockOpen(tx: Tx, id: string): Promise<Row | undefined> {
      const [row] = await tx
        .select()
        .from(inbound)
        .where(and(eq(inbound.id, id), inArray(inbound.state, OPEN)))
        .for('update');
      return row;
    },

    /** What a crash left without handling or without answer, the oldest first. */
    async leftBehind(before: Date): Promise<string[]> {
      const rows = await database.db
        .select({ id: inbound.id })
        .from(inbound)
        .where(and(inArray(inbound.state, OPEN), lte(inbound.receivedAt, before)))
        .orderBy(inbound.receivedAt)
        .limit(200);
      return rows.map(({ id }) => id);
    },
  };
}
