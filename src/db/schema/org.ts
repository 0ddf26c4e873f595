import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { day, moment, sealed } from './columns.ts';

export const towns = pgTable('town', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull().unique(),
  policy: text('policy').notNull(),
  /** Values by which the town fills or overrides its policy; checked by the policy's settings schema. */
  settings: jsonb('settings').$type<Record<string, number | string | boolean>>().notNull(),
  /** What the last org file said of them: a value that differs was set by hand (/设置) and stays as long as the file says the same. */
  importedSettings: jsonb('imported_settings').$type<Record<string, number | string | boolean>>().notNull().default({}),
  createdAt: moment('created_at').notNull(),
});

/** Every change of a town's parameter: a rule that moved has somebody who moved it. */
export const settingChanges = pgTable(
  'setting_change',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    name: text('name').notNull(),
    fromValue: jsonb('from_value').$type<number | string | boolean | null>(),
    toValue: jsonb('to_value').$type<number | string | boolean>().notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [index('setting_change_town').on(t.townId, t.at)],
);

export const units = pgTable(
  'unit',
  {
    townId: text('town_id').notNull(),
    id: text('id').notNull(),
    name: text('name').notNull(),
    kind: text('kind').notNull(),
    parentId: text('parent_id'),
    head: text('head'),
    /** 分管领导 of an office. */
    leader: text('leader'),
    /** 联村领导 (片长) of a village. */
    areaLeader: text('area_leader'),
    /** Words by which a matter is known to be this unit's, for the suggestion at 交办. */
    handles: text('handles')
      .array()
      .notNull()
      .default(sql`'{}'::text[]`),
    position: integer('position').notNull(),
    /** No longer in the org file: its name stands in what was, and it gets nothing any more. */
    removedOn: day('removed_on'),
  },
  (t) => [primaryKey({ columns: [t.townId, t.id] })],
);

export const people = pgTable(
  'person',
  {
    /** WeCom userid: unique in the corporation, hence in the deployment. */
    userid: text('userid').primaryKey(),
    townId: text('town_id').notNull(),
    name: text('name').notNull(),
    unitId: text('unit_id').notNull(),
    roles: text('roles').array().notNull(),
    leftOn: day('left_on'),
    /** First message this person sent the bot: from then on WeCom lets the bot push to them. */
    reachableSince: moment('reachable_since'),
  },
  (t) => [index('person_town').on(t.townId, t.unitId)],
);

/**
 * 授权: a role that an org file gives and that waits for a second person's word. Until it is granted the person does not have it; refused,
 * it is not asked again as long as the file goes on naming it.
 */
export const roleGrants = pgTable(
  'role_grant',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    userid: text('userid').notNull(),
    role: text('role').notNull(),
    askedAt: moment('asked_at').notNull(),
    /** open | granted | refused | withdrawn (the file does not name it any more) */
    state: text('state').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
  },
  (t) => [
    // A role is asked for once at a time.
    uniqueIndex('role_grant_standing')
      .on(t.townId, t.userid, t.role)
      .where(sql`${t.state} in ('open', 'refused')`),
  ],
);

/** The encrypted id by which a bot knows a person, where its maker is no super administrator (doc 100719). */
export const openUserids = pgTable('open_userid', {
  openUserid: text('open_userid').primaryKey(),
  userid: text('userid').notNull(),
});

export const groups = pgTable(
  'chat_group',
  {
    chatid: text('chatid').primaryKey(),
    townId: text('town_id').notNull(),
    name: text('name').notNull(),
    unitId: text('unit_id'),
    /** reminders | escalations | weekly */
    receives: text('receives').array().notNull(),
    webhook: sealed('webhook'),
    /** Made by the self-built app, which alone can write there (doc 90244). */
    appchat: boolean('appchat').notNull().default(false),
    bound: boolean('bound').notNull(),
    /** What the last org file said of it; null for what no file brought (/绑定). */
    imported: jsonb('imported').$type<{ unit: string | null; receives: string[] }>(),
    reachableSince: moment('reachable_since'),
  },
  (t) => [index('chat_group_town').on(t.townId)],
);

/**
 * Counts the changes of a town's settings, units, people and groups, by triggers (migrations/0020): what a process remembers of them holds as
 * long as this stands where it stood (ADR 36). From when somebody can be written to does not count.
 */
export const orgVersions = pgTable('org_version', {
  townId: text('town_id').primaryKey(),
  version: integer('version').notNull(),
});

/** The last serial given per town, series and year; locked inside the insert's transaction, hence gapless. */
export const serials = pgTable(
  'serial',
  {
    townId: text('town_id').notNull(),
    series: text('series').notNull(),
    year: integer('year').notNull(),
    last: integer('last').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.series, t.year] })],
);

/** Serials of what is sealed: drawn at random, the row is the claim. Nothing counts here. */
export const sealedSerials = pgTable(
  'sealed_serial',
  {
    townId: text('town_id').notNull(),
    series: text('series').notNull(),
    year: integer('year').notNull(),
    serial: integer('serial').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.series, t.year, t.serial] })],
);

export const calendarDays = pgTable('calendar_day', {
  day: day('day').primaryKey(),
  /** holiday | makeup */
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  source: text('source').notNull(),
});

/** Years whose holiday notice is published; a year that is not here is unknown, not free of holidays. */
export const calendarYears = pgTable('calendar_year', {
  year: integer('year').primaryKey(),
  source: text('source').notNull(),
});

/** A notice that an admin pasted, and what a second one made of it: where a year's calendar is from when no package brought it (ADR 42). */
export const holidayNotices = pgTable(
  'holiday_notice',
  {
    id: uuid('id').primaryKey(),
    year: integer('year').notNull(),
    /** 国办发明电〔2026〕9号 */
    number: text('number').notNull(),
    /** It changes holidays of a year that was known. */
    corrects: boolean('corrects').notNull(),
    festivals: text('festivals').array().notNull(),
    days: jsonb('days').$type<readonly { day: string; kind: 'holiday' | 'makeup'; name: string }[]>().notNull(),
    text: text('text').notNull(),
    townId: text('town_id').notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
    /** open | confirmed | refused | withdrawn (pasted again) */
    state: text('state').notNull(),
    decidedBy: text('decided_by'),
    decidedAt: moment('decided_at'),
    /** Since when every limit that it concerns has been counted anew. */
    movedAt: moment('moved_at'),
  },
  (t) => [
    // One of a year is asked about at a time.
    uniqueIndex('holiday_notice_open')
      .on(t.year)
      .where(sql`${t.state} = 'open'`),
  ],
);

/** 值班表: who receives on a weekday, or on one day; the one day outranks the weekday. */
export const dutyRoster = pgTable(
  'duty_roster',
  {
    townId: text('town_id').notNull(),
    /** reception (leaders at the town) | a unit's id (somebody always there in the village) */
    place: text('place').notNull(),
    /** `weekday:1` … `weekday:7`, or a day `2026-03-02` */
    slot: text('slot').notNull(),
    userid: text('userid').notNull(),
    substitute: text('substitute'),
    changedBy: text('changed_by').notNull(),
    changedAt: moment('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.place, t.slot] })],
);

/** 接访 约访 下访 in 批 and 人次: who received when, never who came. */
export const receptionLog = pgTable(
  'reception_log',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    onDay: day('on_day').notNull(),
    /** 接访 | 约访 | 下访 */
    kind: text('kind').notNull(),
    leader: text('leader').notNull(),
    batches: integer('batches').notNull(),
    people: integer('people').notNull(),
    loggedBy: text('logged_by').notNull(),
    loggedAt: moment('logged_at').notNull(),
    undoneAt: moment('undone_at'),
  },
  (t) => [index('reception_log_day').on(t.townId, t.onDay)],
);

/** What a unit answered to a prompt (排查、零报告): the first answer of a period stands, a later one with matters replaces a nil. */
export const promptAnswers = pgTable(
  'prompt_answer',
  {
    townId: text('town_id').notNull(),
    promptId: text('prompt_id').notNull(),
    slot: text('slot').notNull(),
    unitId: text('unit_id').notNull(),
    /** 零报告 */
    nil: boolean('nil').notNull(),
    /** Numbers of matters registered for it. */
    matters: text('matters').array().notNull(),
    by: text('by').notNull(),
    at: moment('at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.townId, t.promptId, t.slot, t.unitId] })],
);

/** 交接: matters pass to another person only when that person accepts. */
export const handovers = pgTable(
  'handover',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    fromUser: text('from_user').notNull(),
    toUser: text('to_user').notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: moment('asked_at').notNull(),
    /** open | accepted | refused | climbed | withdrawn */
    state: text('state').notNull(),
    decidedAt: moment('decided_at'),
    petitionIds: text('petition_ids').array().notNull(),
  },
  (t) => [
    index('handover_open')
      .on(t.townId)
      .where(sql`${t.state} = 'open'`),
  ],
);

/** 外出、请假: while away a delegate signs; both names stand in the record. */
export const absences = pgTable(
  'absence',
  {
    id: uuid('id').primaryKey(),
    townId: text('town_id').notNull(),
    userid: text('userid').notNull(),
    delegate: text('delegate').notNull(),
    fromDay: day('from_day').notNull(),
    toDay: day('to_day').notNull(),
    setBy: text('set_by').notNull(),
    setAt: moment('set_at').notNull(),
    endedAt: moment('ended_at'),
  },
  (t) => [index('absence_user').on(t.townId, t.userid)],
);

export const meta = pgTable('app_meta', { key: text('key').primaryKey(), value: text('value').notNull() });
