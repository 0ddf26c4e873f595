/**
 * How a town works beside its clocks: routes, call-outs, warnings, case leaders, rosters, prompts. Every key here is checked,
 * filled from the town's settings and shown by `policy check`; who acts on it stands at the key. "Not yet": inert data.
 */
import { z } from 'zod';
import {
  CASE_PARTS,
  PROMPT_RHYTHMS,
  PROMPTED_UNITS,
  RECEIVERS,
  REFERRALS,
  ROUTE_PARTS,
  ROUTE_SUBJECTS,
} from '../vocabulary.ts';
import { count, type Filled, id, monthDay, REASON, settingName, timeOfDay, weekday, words } from './schema-parts.ts';

const receivers = z.array(z.enum(RECEIVERS)).min(1);
const routeParts = z.array(z.enum(ROUTE_PARTS)).min(1);

/** What may make a matter urgent: how often the same matter came, how many people, a scene. Never where a person went. */
const trigger = z.strictObject({
  repeatFrom: count.optional(),
  headcountFrom: count.optional(),
  /** 吵闹、静坐、滞留: the scene needs a leader now; nothing is kept about a person. */
  scene: z.literal(true).optional(),
});

/** Who leads, handles and helps, by what the matter is about. Read by the suggestion at 登记 and 交办. */
const route = z.strictObject({
  id,
  title: words,
  basis: words,
  about: z.enum(ROUTE_SUBJECTS),
  lead: routeParts,
  handler: routeParts,
  helpers: z.array(z.enum(ROUTE_PARTS)),
  /** The accused and their unit take no part; a route for conduct must say so (条例 arts 28, 30). */
  excludeAccused: z.literal(true).optional(),
});

/** One prompt to units that answer with problems found or one tap 零报告. Read by the rhythm and /零报告. */
const prompt = z
  .strictObject({
    id,
    title: words,
    basis: words,
    every: z.enum(PROMPT_RHYTHMS),
    /** Of a weekly prompt. */
    weekday: weekday.optional(),
    /** Of a monthly prompt: the last day to answer, and the day from which it is asked. */
    monthDay: monthDay.optional(),
    askFrom: monthDay.optional(),
    at: timeOfDay,
    from: z.array(z.enum(PROMPTED_UNITS)).min(1),
    to: receivers,
    /** 零报告 with one tap. */
    nil: z.boolean(),
  })
  .refine((p) => (p.every === 'week') === (p.weekday !== undefined), { error: REASON.noSchedule, path: ['every'] })
  .refine((p) => (p.every === 'month') === (p.monthDay !== undefined), { error: REASON.noSchedule, path: ['every'] });

/** Open matters whose dates fall into a coming holiday, with the last working day to act. Read by the rhythm. */
const beforeHolidays = z.strictObject({ workingDaysBefore: count, to: receivers, basis: words });

/** Messages a person and working day, by what the person is; what is over it waits and is merged. Read by src/notify/delivery. */
const budget = z.strictObject({ desk: count, head: count, leader: count, member: count });

export const rhythmParts = {
  prompts: z.array(prompt).optional(),
  beforeHolidays: beforeHolidays.optional(),
  budget: budget.optional(),
  /** What the desk is told of a matter goes to the clerk who registered it. Read by src/domain/org/readers.ts. */
  deskShare: z.strictObject({ enabledBy: settingName }).optional(),
};

export const practiceParts = {
  /** 简易办理: from so many people on a matter is a joint one and excluded. Read by /分类. */
  simple: z.strictObject({ jointFrom: count, basis: words }).optional(),
  routes: z.array(route).optional(),
  /** 到场接待: the office head or leader receives at once. Read by /到场; without it all leaders are called. */
  callOut: z.strictObject({ when: trigger, to: receivers, basis: words }).optional(),
  /** 领办: the leader handles in person. Read by src/domain/handling/thresholds.ts, once a matter. */
  takeOver: z.strictObject({ when: trigger, by: receivers, basis: words }).optional(),
  /** 预警提醒单 and its signed answer; the answer's clock is an ordinary clock. Read by /预警 and the triggers. */
  warning: z
    .strictObject({
      when: trigger,
      to: receivers,
      copyTo: z.array(z.enum(RECEIVERS)),
      signedBy: receivers,
      backTo: receivers,
      basis: words,
    })
    .optional(),
  /** 包案: who may lead and what a case must have. Read by /包案, /查 and the triggers. */
  caseLead: z
    .strictObject({
      by: receivers,
      when: trigger.optional(),
      /** What the case must have, as the town names it, and by what it is seen to be there. */
      parts: z.array(z.strictObject({ title: words, shownBy: z.enum(CASE_PARTS) })).min(1),
      basis: words,
    })
    .optional(),
  /** 责任层级, from the first who acts upwards. Read by /查 and /为什么. */
  tiers: z.array(z.strictObject({ title: words, who: receivers, basis: words })).optional(),
  /** 接访. Read by /值班, /接访 and the morning's announcement. */
  reception: z
    .strictObject({
      leadersPerWorkingDay: count.optional(),
      mainLeaderDaysPerWeek: count.optional(),
      announceAt: timeOfDay,
      /** 约访、下访 are logged beside 接访, in 批 and 人次. */
      alsoLogged: z.array(words).optional(),
      basis: words,
    })
    .optional(),
  /** 转介. Read by /协办 转介:… */
  referrals: z.array(z.strictObject({ to: z.enum(REFERRALS), title: words, basis: words })).optional(),
  /** What each line of the ledger holds; persons are not among it. Read by /台账. */
  ledger: z.strictObject({ columns: z.array(words).min(1), to: receivers, basis: words }).optional(),
  /** What the text rests on that is no longer in force. Read by `policy check`. */
  outdated: z.array(z.strictObject({ text: words, clause: words, now: words })).optional(),
};

const practice = z.strictObject(practiceParts);
export type Practice = Filled<z.output<typeof practice>>;
export type Route = Filled<z.output<typeof route>>;
export type Prompt = Filled<z.output<typeof prompt>>;
export type BeforeHolidays = Filled<z.output<typeof beforeHolidays>>;
export const PRACTICE_KEYS = Object.keys(practiceParts) as (keyof typeof practiceParts)[];
