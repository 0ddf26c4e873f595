import { boolean, index, integer, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { day, moment, sealed } from './columns.ts';

export const towns = pgTable('town', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull().unique(),
  policy: text('policy').notNull(),
  /** Values by which the town fills or overrides its policy; checked by the policy's settings schema. */
  settings: jsonb('settings').$type<Record<string, number | string | boolean>>().notNull(),
  createdAt: moment('created_at').notNull(),
});

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
    position: integer('position').notNull(),
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
    bound: boolean('bound').notNull(),
    reachableSince: moment('reachable_since'),
  },
  (t) => [index('chat_group_town').on(t.townId)],
);

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

export const meta = pgTable('app_meta', { key: text('key').primaryKey(), value: text('value').notNull() });
