/**
 * The shape of `policies/<id>.yaml`: numbers and signers of the law (national) and of one town, each with its clause.
 * A number may be `{ setting: name }`: the town fills it in its org file. Codes stand in words.ts.
 */
import { z } from 'zod';
import { LONGEST } from '../../../core/local-day.ts';
import {
  CLOCK_EVENTS,
  CLOCK_OWNERS,
  type ClockStart,
  GROUP_PURPOSES,
  LETTERS,
  RATES,
  RECEIVERS,
  REPORT_KINDS,
  REPORT_PARTS,
  SIGNATURE_KINDS,
} from '../vocabulary.ts';
import { practiceParts, rhythmParts } from './schema-practice.ts';
import { appliesWhen, count, id, REASON, settingName, time, timeOfDay, words } from './schema-parts.ts';
import { replyParts } from './schema-reply.ts';

export type * from '../policy.ts';

const unit = z.enum(['days', 'working-days', 'months']);
const isShortEnough = ({ n, unit: counted }: { n: unknown; unit: z.output<typeof unit> }): boolean =>
  typeof n !== 'number' || n <= LONGEST[counted];
const period = z.strictObject({ n: count, unit }).refine(isShortEnough, REASON.tooLong);
const fixedPeriod = z.strictObject({ n: z.int().min(1), unit }).refine(isShortEnough, REASON.tooLong);

const startWord = z.custom<ClockStart>(
  (value) =>
    typeof value === 'string' &&
    ((CLOCK_EVENTS as readonly string[]).includes(value) || /^missed:[a-z0-9][a-z0-9+-]*$/u.test(value)),
  REASON.badEvent,
);

const extension = z.strictObject({
  /** In total, over all extensions of this clock. */
  max: fixedPeriod,
  /** For special or complex matters, where the text has a longer one. */
  maxSpecial: fixedPeriod.optional(),
  /** Any one of them approves. */
  by: z.array(z.enum(RECEIVERS)).min(1),
  tellPetitioner: z.boolean(),
  basis: words,
  legal: z.boolean(),
});

const clock = z
  .strictObject({
    id,
    /** 时限名 as people read it. */
    title: words,
    /** Article or clause. */
    basis: words,
    legal: z.boolean(),
    appliesWhen: appliesWhen.optional(),
    startsOn: z.array(startWord).min(1),
    /** Whose day the count runs from, where that is not the starting event's own. */
    countsFrom: z.enum(CLOCK_EVENTS).optional(),
    /** Where givenBy is set this is the default when the event names none. */
    period: period.optional(),
    /** The event that may carry a period of its own. */
    givenBy: z.enum(CLOCK_EVENTS).optional(),
    /** A given period may shorten `period` and never lengthen it. */
    givenOnlyShortens: z.literal(true).optional(),
    /** Longest period that may be given, and the one for special or complex matters. */
    max: fixedPeriod.optional(),
    maxSpecial: fixedPeriod.optional(),
    /** Events that fulfil the duty. */
    metBy: z.array(z.enum(CLOCK_EVENTS)),
    /** Events that end the clock without fulfilment: the duty has lapsed. */
    lapsesOn: z.array(z.enum(CLOCK_EVENTS)).optional(),
    /** Owed to this matter's own petitioner even after 并案; every other clock of it ends. */
    keptAfterMerge: z.literal(true).optional(),
    owner: z.enum(CLOCK_OWNERS),
    ladder: id.optional(),
    extension: extension.optional(),
    /** Runs only while this switch of the town is on, and is then shown as borrowed from… */
    enabledBy: settingName.optional(),
    borrowedFrom: words.optional(),
    /** What a reader should know of this number, e.g. that the text leaves it open. */
    note: words.optional(),
  })
  .refine((c) => c.period !== undefined || c.givenBy !== undefined, { error: REASON.noPeriod, path: ['period'] });

/** Exactly one key. */
const when = z
  .strictObject({
    /** With the starting event. */
    start: z.literal(true).optional(),
    /** The middle day, moved back to a working day. */
    halfTime: z.literal(true).optional(),
    /** The first yellow day of the policy's colours. */
    yellow: z.literal(true).optional(),
    /** The first day with fewer calendar days left than this. */
    daysLeftBelow: count.optional(),
    /** Working days before the last working day that serves the period. */
    workingDaysBefore: count.optional(),
    /** The last working day on or before the counted end. */
    due: z.literal(true).optional(),
    /** Days after the due day; told on the first working day from there. */
    daysAfter: count.optional(),
    /** Working days after the due day. */
    workingDaysAfter: count.optional(),
  })
  .refine((w) => Object.values(w).filter((value) => value !== undefined).length === 1, { error: REASON.oneWhen });

const stage = z.strictObject({
  id,
  when,
  letter: z.enum(LETTERS).optional(),
  to: z.array(z.enum(RECEIVERS)).min(1),
  /** The kind of group that sees the group-safe line; absent: none. */
  group: z.enum(GROUP_PURPOSES).optional(),
  clause: words.optional(),
});

const signature = z.strictObject({
  kind: z.enum(SIGNATURE_KINDS),
  title: words,
  basis: words,
  /** Any one of them signs. */
  by: z.array(z.enum(RECEIVERS)).min(1),
  /** Any of these asks for the signature; absent: always. */
  whenAny: z
    .strictObject({
      important: z.literal(true).optional(),
      sensitive: z.literal(true).optional(),
      headcountFrom: count.optional(),
    })
    .optional(),
  /** Of 审核: a complex matter's answer is reviewed by a meeting instead, which the desk calls. */
  collectiveWhenComplex: z.literal(true).optional(),
  note: words.optional(),
});

const setting = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('integer'),
    title: words,
    min: z.int(),
    max: z.int().max(LONGEST.days),
    /** Absent: the text leaves a gap, and only the step that needs the number is missing. */
    default: z.int().optional(),
    basis: words,
  }),
  z.strictObject({ type: z.literal('switch'), title: words, default: z.boolean(), basis: words }),
  z.strictObject({ type: z.literal('time'), title: words, earliest: time, latest: time, default: time, basis: words }),
  /** A name or number that letters carry; no clock depends on it, so that it is no gap of the town's paper. */
  z.strictObject({
    type: z.literal('text'),
    title: words,
    maxLength: z.int().min(1).max(100),
    default: words.optional(),
    basis: words,
  }),
]);

export const policyFileSchema = z.strictObject({
  id,
  title: words,
  /** The document this file renders, with number and date. */
  source: words,
  /** A town builds on the law. */
  extends: id.optional(),
  settings: z.record(settingName, setting).optional(),
  clocks: z.array(clock),
  /** Named ladders; a town replaces a national one by giving its own under the same name. */
  ladders: z.record(id, z.array(stage).min(1)).optional(),
  signatures: z.array(signature).optional(),
  colours: z
    .strictObject({
      clocks: z.array(id).min(1),
      /** Yellow when fewer days than this are left: period under a month, and of a month or longer. */
      yellowUnderMonth: count,
      yellowMonthOrLonger: count,
      basis: words,
    })
    .optional(),
  /** The same matter again within so many months counts as repeated. */
  repeat: z.strictObject({ withinMonths: count, basis: words }).optional(),
  rates: z
    .array(
      z.strictObject({
        kind: z.enum(RATES),
        title: words,
        targetPercent: z.int().min(0).max(100).optional(),
        basis: words,
      }),
    )
    .optional(),
  rhythm: z
    .strictObject({
      digestAt: timeOfDay.optional(),
      quietFrom: timeOfDay.optional(),
      quietTo: timeOfDay.optional(),
      reports: z
        .array(
          z.strictObject({
            kind: z.enum(REPORT_KINDS),
            title: words,
            at: timeOfDay,
            /** 1 = Monday, for a weekly report; the others come on the first working day of their period (half-monthly: from
             * the 1st and the 16th) and speak of the period that ended. */
            weekday: z.int().min(1).max(7).optional(),
            to: z.array(z.enum(RECEIVERS)).min(1),
            group: z.enum(GROUP_PURPOSES).optional(),
            /** In the order shown; absent: what a report of its kind usually holds. */
            parts: z.array(z.enum(REPORT_PARTS)).min(1).optional(),
            basis: words,
          }),
        )
        .optional(),
      ...rhythmParts,
    })
    .optional(),
  ...practiceParts,
  ...replyParts,
  /** 回访: asked for so many working days after closing. */
  followUp: z.strictObject({ afterWorkingDays: count, basis: words }).optional(),
  undoMinutes: z.int().min(1).max(60).optional(),
  /** What the town's text says and this product does not do, with the lawful counterpart. */
  declined: z
    .array(
      z.strictObject({
        text: words,
        clause: words,
        reason: words,
        /** Article that stands against it. */
        law: words.optional(),
        instead: words.optional(),
        /** Rows of the field study that it settles. */
        rows: z.array(z.string().regex(/^\d\.\d{1,2}$/u, REASON.badId)).optional(),
      }),
    )
    .optional(),
});

/** One file as written, checked. */
export type PolicyFile = z.output<typeof policyFileSchema>;
export type ClockEntry = PolicyFile['clocks'][number];
export type StageEntry = z.output<typeof stage>;
export type SettingEntry = z.output<typeof setting>;
export type CountEntry = z.output<typeof count>;
export type TimeEntry = z.output<typeof timeOfDay>;
/** A setting's value as the org file gives it. */
export type SettingValue = number | string | boolean;
