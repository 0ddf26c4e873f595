/** The small pieces that both halves of the policy schema are made of. */
import { z } from 'zod';
import { CHANNELS, MATTER_KINDS } from '../vocabulary.ts';

/** Reasons of our own checks; load.ts passes them on as the code. */
export const REASON = {
  numberOrSetting: 'number-or-setting',
  timeOrSetting: 'time-or-setting',
  monthDay: 'month-day',
  weekday: 'weekday',
  badId: 'bad-id',
  badTime: 'bad-time',
  badEvent: 'bad-event',
  oneWhen: 'one-when',
  noPeriod: 'no-period',
  tooLong: 'too-long',
  noSchedule: 'no-schedule',
} as const;

export const id = z.string().regex(/^[a-z0-9][a-z0-9+-]*$/u, REASON.badId);
export const settingName = z.string().regex(/^[a-z][A-Za-z0-9]*$/u, REASON.badId);
export const words = z.string().trim().min(1);
export const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/u, REASON.badTime);
const settingRef = z.strictObject({ setting: settingName });
const wholeUpTo = (min: number, max: number, reason: string) =>
  z.union([z.int().min(min).max(max), settingRef], reason);

export const count = wholeUpTo(0, 3660, REASON.numberOrSetting);
/** A day that every month has. */
export const monthDay = wholeUpTo(1, 28, REASON.monthDay);
/** 1 = Monday. */
export const weekday = wholeUpTo(1, 7, REASON.weekday);
export const timeOfDay = z.union([time, settingRef], REASON.timeOrSetting);

/** All given conditions must hold; one that is absent does not matter. */
export const appliesWhen = z.strictObject({
  channels: z.array(z.enum(CHANNELS)).min(1).optional(),
  kinds: z.array(z.enum(MATTER_KINDS)).min(1).optional(),
  /** Branches of 条例 art. 31. */
  branches: z.array(z.int().min(1).max(6)).min(1).optional(),
  /** Raised for the first time, or again. */
  first: z.boolean().optional(),
  /** Name and address are clear, so that a notice can be written (art. 23). */
  identityKnown: z.boolean().optional(),
  /** 简易办理 was chosen for it, or not. */
  simple: z.boolean().optional(),
  /** 反馈: the sender named a day. */
  feedback: z.boolean().optional(),
  /** 电话先报: told by phone, and not yet completed in writing. */
  toldFirst: z.boolean().optional(),
});

/** A value with the town's settings put in; undefined is a gap. */
export type Filled<T> = T extends { readonly setting: string }
  ? undefined
  : T extends readonly (infer U)[]
    ? readonly Filled<U>[]
    : T extends object
      ? { readonly [K in keyof T]: Filled<T[K]> }
      : T;
