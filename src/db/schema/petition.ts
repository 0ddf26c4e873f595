import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  type AnyPgColumn,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { day, moment, sealed } from './columns.ts';

/** The projection of a matter's timeline. Holds no identity and no text of the petition. */
export const petitions = pgTable(
  'petition',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    number: text('number').notNull().unique(),
    year: integer('year').notNull(),
    serial: integer('serial').notNull(),
    channel: text('channel').notNull(),
    receivedOn: day('received_on').notNull(),
    registeredAt: moment('registered_at').notNull(),
    /** 首问责任人 */
    registrar: text('registrar').notNull(),
    /** suggestion | accusation | appeal | litigation (条例 arts 22, 28–31) */
    kind: text('kind'),
    /** Branch 1–6 of art. 31 for an appeal. */
    branch: smallint('branch'),
    subject: text('subject'),
    areaUnit: text('area_unit'),
    headcount: integer('headcount').notNull(),
    /** False once the clerk said that name or address is unclear: then no written notice is owed (art. 23). */
    identityKnown: boolean('identity_known').notNull(),
    reopenedOn: day('reopened_on'),
    /** Same matter raised earlier, if this one is linked to it. */
    linkedTo: uuid('linked_to').references((): AnyPgColumn => petitions.id),
    important: boolean('important').notNull(),
    sensitive: boolean('sensitive').notNull(),
    sealed: boolean('sealed').notNull(),
    /** 题目 shown in groups; null until the clerk wrote or confirmed it. */
    title: text('title'),
    /** Number in the state's 信访信息系统. */
    stateNumber: text('state_number'),
    /** 来文号 of a matter that a superior or leader sent, and the day it must be fed back by. */
    sourceNumber: text('source_number'),
    feedbackOn: day('feedback_on'),
    /** 电话先报: told by phone first, to be completed in writing by this day; null once it is. */
    writtenBy: day('written_by'),
    /** 简易办理 (国信办发〔2022〕17号). */
    simple: boolean('simple').notNull().default(false),
    /** 疑难复杂: the reply goes to a collective review (S0 四（二）). */
    complex: boolean('complex').notNull().default(false),
    /** What the matter is about, for the routing table: line | area | conduct. */
    about: text('about'),
    /** 并案: handled under that number from now on. */
    mergedInto: uuid('merged_into').references((): AnyPgColumn => petitions.id),
    /** How often this matter was raised, itself included. Of the matter, never of a person. */
    raised: integer('raised').notNull().default(1),
    /** 代办员 (S1 二（三）). */
    agent: text('agent'),
    /** 包案领导 (S1 二（四）, S3 一、三是). */
    caseLeader: text('case_leader'),
    /** registered | admitted | declined | returned | assigned | handling | replied | served | closed | void (a registration taken back) | merged | sent-back */
    status: text('status').notNull(),
    ownerUnit: text('owner_unit'),
    handler: text('handler'),
    assignedOn: day('assigned_on'),
    closedOn: day('closed_on'),
    followedUpOn: day('followed_up_on'),
    /** Sequence and hash of the last event of the chain. */
    lastSeq: integer('last_seq').notNull(),
    lastHash: text('last_hash').notNull(),
  },
  (t) => [
    // Answers "the only open matter of that serial" for `/签收 12`.
    index('petition_open_serial')
      .on(t.townId, t.serial)
      .where(sql`${t.status} not in ('closed', 'void', 'merged', 'sent-back')`),
    index('petition_owner_open')
      .on(t.townId, t.ownerUnit)
      .where(sql`${t.status} not in ('closed', 'void', 'merged', 'sent-back')`),
    index('petition_merged')
      .on(t.mergedInto)
      .where(sql`${t.mergedInto} is not null`),
    index('petition_linked')
      .on(t.linkedTo)
      .where(sql`${t.linkedTo} is not null`),
    index('petition_registered').on(t.townId, t.registeredAt),
    index('petition_closed')
      .on(t.townId, t.closedOn)
      .where(sql`${t.closedOn} is not null`),
  ],
);

/** The matter's own text, phone and identity numbers lifted out of it; searchable, apart from identities. */
export const petitionTexts = pgTable('petition_text', {
  petitionId: uuid('petition_id').primaryKey(),
  body: text('body').notNull(),
  place: text('place'),
});

/** Each matter's own key, wrapped by DATA_KEY. Erasing the row erases the identities and leaves the chain valid. */
export const petitionKeys = pgTable('petition_key', {
  petitionId: uuid('petition_id').primaryKey(),
  wrapped: sealed('wrapped').notNull(),
});

/** Who petitions: every field sealed with the matter's key. */
export const petitioners = pgTable(
  'petitioner',
  {
    petitionId: uuid('petition_id').notNull(),
    position: smallint('position').notNull(),
    name: sealed('name'),
    phone: sealed('phone'),
    address: sealed('address'),
    /** Phone and identity numbers that stood in the text, and particulars as they were given before they were put right. */
    lifted: sealed('lifted'),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.position] })],
);

/** 诉求: each must be answered before closing. */
export const demands = pgTable(
  'demand',
  {
    petitionId: uuid('petition_id').notNull(),
    position: smallint('position').notNull(),
    body: text('body').notNull(),
    /** 事实认定, 依据 and 答复: closing waits until each demand has all three. */
    fact: text('fact'),
    basis: text('basis'),
    answer: text('answer'),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.position] })],
);

/** The accused-aware firewall: who must learn nothing of the matter (条例 arts 28, 30, 46). */
export const bars = pgTable(
  'bar',
  {
    id: uuid('id').primaryKey(),
    petitionId: uuid('petition_id').notNull(),
    userid: text('userid'),
    unitId: text('unit_id'),
    /** accused | recused | named */
    reason: text('reason').notNull(),
    addedAt: moment('added_at').notNull(),
    /** What shut them out: 撤销 of it lets them in again, and nobody else. */
    eventId: uuid('event_id'),
  },
  (t) => [index('bar_petition').on(t.petitionId)],
);

/** Append-only, hash-chained; a trigger refuses update and delete. */
export const events = pgTable(
  'event',
  {
    id: uuid('id').primaryKey(),
    petitionId: uuid('petition_id').notNull(),
    townId: text('town_id').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind').notNull(),
    at: moment('at').notNull(),
    /** The working day the event counts for: service or receipt may lie before the day it is typed. */
    onDay: day('on_day').notNull(),
    by: text('by').notNull(),
    /** Ids, codes and days only. */
    data: jsonb('data').$type<Record<string, unknown>>().notNull(),
    /** Free text, sealed with the matter's key; the hash runs over the ciphertext. */
    note: sealed('note'),
    /** The projection and clocks as they were, for undo. */
    before: jsonb('before').$type<Record<string, unknown>>(),
    undoes: uuid('undoes'),
    prevHash: text('prev_hash').notNull(),
    hash: text('hash').notNull(),
    /** The form of the chain it was written by (src/domain/matter/chain.ts). */
    chain: smallint('chain').notNull().default(1),
  },
  (t) => [uniqueIndex('event_seq').on(t.petitionId, t.seq), index('event_at').on(t.townId, t.at)],
);

/** The rules clocks run under, whole, one a version of a town's policy and kind (src/domain/clock/kept.ts): written once, never changed. */
export const clockRules = pgTable(
  'clock_rule',
  {
    version: text('version').notNull(),
    kind: text('kind').notNull(),
    content: jsonb('content').$type<unknown>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.version, t.kind] })],
);

/** One running period of a matter (时限). */
export const clocks = pgTable(
  'clock',
  {
    id: uuid('id').primaryKey(),
    petitionId: uuid('petition_id').notNull(),
    townId: text('town_id').notNull(),
    kind: text('kind').notNull(),
    title: text('title').notNull(),
    basis: text('basis').notNull(),
    legal: boolean('legal').notNull(),
    /** With the kind, which of `clock_rule` it runs under. */
    ruleVersion: text('rule_version').notNull(),
    startedBy: uuid('started_by').notNull(),
    startOn: day('start_on').notNull(),
    periodN: integer('period_n').notNull(),
    periodUnit: text('period_unit').notNull(),
    /** Legal last day, rolled to a working day (民法典 203). */
    dueOn: day('due_on').notNull(),
    /** Last working day on or before the unrolled day: reminders never gain time from a roll. */
    remindBy: day('remind_by').notNull(),
    yellowOn: day('yellow_on'),
    provisional: boolean('provisional').notNull(),
    owner: text('owner').notNull(),
    /** running | met | missed | stopped | superseded */
    state: text('state').notNull(),
    endedOn: day('ended_on'),
    endedBy: uuid('ended_by'),
    extendedDays: integer('extended_days').notNull(),
    /** Stages still ahead, in order, computed when the clock started: [{ stage, at }]. */
    stages: jsonb('stages').$type<StageSlot[]>().notNull(),
    nextStageAt: moment('next_stage_at'),
  },
  (t) => [
    // The sweep reads only what is due: its cost follows the due, not the open. By town, so that a batch concerns few.
    index('clock_next_stage_town')
      .on(t.nextStageAt, t.townId)
      .where(sql`${t.nextStageAt} is not null`),
    index('clock_petition').on(t.petitionId),
    index('clock_ended')
      .on(t.townId, t.endedOn)
      .where(sql`${t.endedOn} is not null`),
    index('clock_running_due')
      .on(t.townId, t.dueOn)
      .where(sql`${t.state} = 'running'`),
  ],
);
export interface StageSlot {
  readonly stage: string;
  readonly at: string;
}

/** Every stage of a clock is told once: this row is the claim. */
export const reminderClaims = pgTable(
  'reminder_claim',
  {
    clockId: uuid('clock_id').notNull(),
    stage: text('stage').notNull(),
    claimedAt: moment('claimed_at').notNull(),
    /** told | skipped | failed: its rule knows no such stage, and the desk and an admin were told */
    outcome: text('outcome').notNull(),
    reason: text('reason'),
  },
  (t) => [
    primaryKey({ columns: [t.clockId, t.stage] }),
    index('reminder_claim_failed')
      .on(t.claimedAt)
      .where(sql`${t.outcome} = 'failed'`),
  ],
);

/** A signature asked of somebody; what it holds back takes effect with 同意. */
export const approvals = pgTable(
  'approval',
  {
    id: uuid('id').primaryKey(),
    petitionId: uuid('petition_id').notNull(),
    townId: text('town_id').notNull(),
    /** instruct | extend | review | close | return | warning */
    kind: text('kind').notNull(),
    /** Any one of them signs. */
    approvers: text('approvers').array().notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    /** Event that asked: undoing it withdraws the question. */
    askedByEvent: uuid('asked_by_event'),
    /** What takes effect with 同意: ids, days and codes only. */
    held: jsonb('held').$type<Record<string, unknown>>().notNull(),
    /** open | approved | refused | withdrawn */
    state: text('state').notNull(),
    decidedAt: moment('decided_at'),
    decidedBy: text('decided_by'),
    /** Nobody signed by then: the question climbs to the next rung, once. */
    expiresAt: moment('expires_at'),
    climbedAt: moment('climbed_at'),
  },
  (t) => [
    index('approval_open')
      .on(t.townId)
      .where(sql`${t.state} = 'open'`),
    index('approval_petition').on(t.petitionId),
  ],
);

/** 协办: units that help with a matter; a unit that was released has no row. */
export const helpers = pgTable(
  'helper',
  {
    petitionId: uuid('petition_id').notNull(),
    unitId: text('unit_id').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: moment('added_at').notNull(),
    /** Set when the unit answered. */
    doneAt: moment('done_at'),
  },
  (t) => [primaryKey({ columns: [t.petitionId, t.unitId] }), index('helper_unit').on(t.unitId)],
);

/** Same-matter finder: keyed hashes of contact, place and subject words; erased with the matter's key. Never a person's index. */
export const matterMarks = pgTable(
  'matter_mark',
  {
    townId: text('town_id').notNull(),
    petitionId: uuid('petition_id').notNull(),
    /** contact | place | words */
    kind: text('kind').notNull(),
    /** HMAC with the town's own secret. */
    mark: text('mark').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.petitionId, t.kind, t.mark] }),
    index('matter_mark_find').on(t.townId, t.mark, t.petitionId),
  ],
);

/** 文书: numbered per town, kind and year, those of sealed matters by lot; what it says is kept sealed with the matter's key. */
export const letters = pgTable(
  'letter',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    petitionId: uuid('petition_id').notNull(),
    kind: text('kind').notNull(),
    year: integer('year').notNull(),
    serial: integer('serial').notNull(),
    /** 文号 */
    number: text('number').notNull(),
    /** The occasion it was made for: the same occasion twice is one letter. */
    once: text('once').notNull(),
    madeAt: moment('made_at').notNull(),
    madeBy: text('made_by').notNull(),
    /** Fields as filled at that moment, sealed. */
    fields: sealed('fields').notNull(),
    /** issued | withdrawn */
    state: text('state').notNull(),
  },
  (t) => [
    uniqueIndex('letter_once').on(t.once),
    uniqueIndex('letter_number').on(t.townId, t.number),
    index('letter_petition').on(t.petitionId),
  ],
);

/** Every look at an unmasked identity, with its reason (个人信息保护法 art. 51). */
export const reveals = pgTable('reveal', {
  id: uuid('id').primaryKey(),
  petitionId: uuid('petition_id').notNull(),
  userid: text('userid').notNull(),
  at: moment('at').notNull(),
  reason: sealed('reason'),
});

/** Attempts of barred people to reach a matter, for 纪检 only. */
export const refusals = pgTable('refusal', {
  id: uuid('id').primaryKey(),
  petitionId: uuid('petition_id').notNull(),
  userid: text('userid').notNull(),
  at: moment('at').notNull(),
  verb: text('verb').notNull(),
});
