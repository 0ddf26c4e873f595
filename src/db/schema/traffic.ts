import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { Refusal, RefusalReason } from '../../contract/channel.ts';
import { day, moment, sealed } from './columns.ts';

/** What WeCom told us, stored before anything else; the message id makes copies harmless. */
export const inbound = pgTable(
  'inbound',
  {
    /** Ours. */
    id: uuid('id').primaryKey(),
    /** WeCom's: two chats may bring the same. */
    msgid: text('msgid').notNull(),
    /** Who sent it, by the name that WeCom gave then. */
    sender: text('sender').notNull(),
    receivedAt: moment('received_at').notNull(),
    chatid: text('chatid'),
    userid: text('userid').notNull(),
    /** text | card | file | enter | other */
    kind: text('kind').notNull(),
    reqId: text('req_id').notNull(),
    /** The frame as received; dropped (null) once handled. */
    raw: sealed('raw'),
    /** received | handled | answered | ignored | failed */
    state: text('state').notNull(),
    /** The reply still to be given; dropped once it reached its reader. */
    reply: sealed('reply'),
    /** Works that came to a bad end. */
    attempts: integer('attempts').notNull(),
    /** Works that were begun and came to no end: the process died or hung in them. Counted before the work. */
    begun: integer('begun').notNull().default(0),
  },
  (t) => [
    // A copy has the same three.
    uniqueIndex('inbound_once').on(t.msgid, t.sender, sql`coalesce(${t.chatid}, '')`),
    index('inbound_open')
      .on(t.receivedAt)
      .where(sql`${t.state} in ('received', 'handled')`),
  ],
);

/** An intent to tell somebody something; the words are made when it is sent, from what is true then. */
export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    /** Identity of the occasion; a second insert is refused. */
    once: text('once').notNull(),
    /** person | group */
    toKind: text('to_kind').notNull(),
    toId: text('to_id').notNull(),
    kind: text('kind').notNull(),
    petitionId: uuid('petition_id'),
    /** Ids, codes and days only. */
    refs: jsonb('refs').$type<Record<string, string | number | boolean | null>>().notNull(),
    /** Not held back by quiet hours: call-outs and what is due that day. */
    urgent: boolean('urgent').notNull(),
    createdAt: moment('created_at').notNull(),
    /** Quiet hours and budgets hold until this moment of the clock. */
    holdUntil: moment('hold_until').notNull(),
    /** Machine time of the next try after a failure; the sandbox clock does not move it. */
    retryAt: moment('retry_at'),
    attempts: integer('attempts').notNull(),
    /** How often it could not be made: before sending was tried at all. */
    unmade: integer('unmade').notNull().default(0),
    /** pending | sent | superseded | failed | parked */
    state: text('state').notNull(),
    /** In words, for logs: why it was superseded, could not be made, or was refused. */
    reason: text('reason'),
    /** What each channel said that refused it; empty where there was none to try. */
    refusals: jsonb('refusals').$type<readonly Refusal[]>(),
    settledAt: moment('settled_at'),
    /** bot | digest | app | webhook */
    via: text('via'),
    /** app | appchat: WeCom refused that way for its set-up; set free by the first message that it takes again. */
    waitsFor: text('waits_for'),
  },
  (t) => [
    uniqueIndex('outbox_once').on(t.once),
    index('outbox_waiting')
      .on(t.waitsFor)
      .where(sql`${t.waitsFor} is not null`),
    index('outbox_pending')
      .on(t.holdUntil)
      .where(sql`${t.state} = 'pending'`),
    index('outbox_parked')
      .on(t.toId)
      .where(sql`${t.state} = 'parked'`),
    index('outbox_petition').on(t.petitionId),
    index('outbox_undelivered')
      .on(t.townId)
      .where(sql`${t.state} in ('parked', 'failed')`),
    // Rows come in the order of their days: next to nothing to keep, and a day is found without the years before it.
    index('outbox_created').using('brin', t.createdAt),
  ],
);

/** A way out that WeCom refuses until somebody changes the set-up: told once, over with the first message that it takes. */
export const wayAlarms = pgTable('way_alarm', {
  /** app | appchat */
  way: text('way').primaryKey(),
  id: uuid('id').notNull(),
  since: moment('since').notNull(),
  errcode: integer('errcode').notNull(),
  reason: text('reason').$type<RefusalReason>().notNull().default('other'),
  /** Our address as WeCom saw it. */
  address: text('address'),
  /** Whose desks were told. */
  towns: text('towns').array().notNull(),
});

/** 已阅/已办 of a reminder. */
export const receipts = pgTable('receipt', {
  outboxId: uuid('outbox_id').primaryKey(),
  petitionId: uuid('petition_id').notNull(),
  userid: text('userid').notNull(),
  sentAt: moment('sent_at').notNull(),
  readAt: moment('read_at'),
  climbedAt: moment('climbed_at'),
});

/** A card that can still be clicked: WeCom never lets a task id be used twice. */
export const cards = pgTable(
  'card',
  {
    taskId: text('task_id').primaryKey(),
    outboxId: uuid('outbox_id'),
    petitionId: uuid('petition_id'),
    kind: text('kind').notNull(),
    toId: text('to_id').notNull(),
    sentAt: moment('sent_at').notNull(),
    /** Of a card of the app: changes it in place once, within 72 hours (doc 94888); null once used. */
    responseCode: text('response_code'),
    /** Up to which event of the matter it was looked at whether the card still holds. */
    lookedSeq: integer('looked_seq'),
  },
  (t) => [
    index('card_changeable')
      .on(t.sentAt)
      .where(sql`${t.responseCode} is not null`),
  ],
);

/** Questions still open and the matter last spoken of, per person and chat. */
export const conversations = pgTable(
  'conversation',
  {
    userid: text('userid').notNull(),
    chat: text('chat').notNull(),
    petitionId: uuid('petition_id'),
    mentionedAt: moment('mentioned_at'),
    /** { petitionId?, asks: string[], draft? } sealed, because a draft is what was typed. */
    pending: sealed('pending'),
    /** Lines that were offered to be done with 1, and when: sealed, because they are what was typed. */
    proposal: sealed('proposal'),
  },
  (t) => [primaryKey({ columns: [t.userid, t.chat] })],
);

/**
 * What a periodic report was made from, at the moment it was due: asked for later, the period says the same, less what may no longer
 * be known. Numbers, codes and days only.
 */
export const keptReports = pgTable(
  'kept_report',
  {
    townId: text('town_id').notNull(),
    kind: text('kind').notNull(),
    fromDay: day('from_day').notNull(),
    toDay: day('to_day').notNull(),
    at: moment('at').notNull(),
    /** Title, parts and rates of that time. */
    frame: jsonb('frame').notNull(),
    /** By part of the report's statement (src/domain/report/kept.ts), each row with the id of its matter. */
    rows: jsonb('rows').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.kind, t.fromDay] })],
);

/** A periodic occasion (digest, weekly summary, prompt) of a town: happens once or its skip is written down. */
/** 提醒核对 of a day: what stands in /readyz and 统计 打扰. */
export const reminderCounts = pgTable(
  'reminder_count',
  {
    townId: text('town_id').notNull(),
    day: day('day').notNull(),
    due: integer('due').notNull(),
    sent: integer('sent').notNull(),
    read: integer('read').notNull(),
    takenAt: moment('taken_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.day] })],
);

export const occurrences = pgTable(
  'occurrence',
  {
    townId: text('town_id').notNull(),
    kind: text('kind').notNull(),
    slot: text('slot').notNull(),
    at: moment('at').notNull(),
    /** done | skipped */
    outcome: text('outcome').notNull(),
    reason: text('reason'),
  },
  (t) => [primaryKey({ columns: [t.townId, t.kind, t.slot] })],
);
