/**
 * Figures of a report. They hold numbers, categories, units and days, never a name or a text: a renderer cannot show what it
 * does not receive. Figures for a group are computed without sealed matters; figures for a person, for what that person may
 * know. Units stand in the order of the organisation and are never ranked.
 */
import type { LocalDay } from '../core/local-day.ts';

/** How many were due, and how many of them were done in time. */
interface InTime {
  readonly due: number;
  readonly inTime: number;
}

/** The parts of the on-time rate, which counts what is open and overdue, so that a pile cannot hide behind it. */
export interface OnTimeParts {
  readonly onTimeClosed: number;
  /** All closed in the week, in time or not. */
  readonly closed: number;
  /** Open past their due day at the report's moment. */
  readonly openOverdue: number;
}

export interface OverdueRow {
  readonly number: string;
  readonly unit: string;
  /** Subject or legal kind. */
  readonly category: string;
  readonly daysOverdue: number;
}

export interface UnitRow extends OnTimeParts {
  readonly unit: string;
  /** Registered for the unit in the week. */
  readonly registered: number;
  readonly open: number;
}

export interface WeeklyFigures {
  readonly town: string;
  /** Monday and Sunday of the week reported. */
  readonly from: LocalDay;
  readonly to: LocalDay;
  /** `YYYY-MM-DD HH:mm` in Shanghai: the one moment all figures were read at. */
  readonly asOf: string;
  readonly registered: number;
  /** 作废 in the period: registered twice or by mistake; counted nowhere else. */
  readonly voided?: number;
  readonly closed: number;
  /** Whose closing period ended in the week, so far. */
  readonly fellDue: number;
  readonly open: number;
  /** Open and yellow; absent where the town uses no colours. */
  readonly yellowOpen?: number;
  /** Longest overdue first. */
  readonly overdueOpen: readonly OverdueRow[];
  readonly onTime: OnTimeParts;
  /** Written notices that fell due in the week. */
  readonly notices: InTime;
  /** First contacts that fell due in the week; only where the town has that clock. */
  readonly contacts?: InTime;
  readonly units: readonly UnitRow[];
  /** The town's target for the on-time rate, shown beside it. */
  readonly target?: { readonly percent: number; readonly basis: string };
}

/** Facts of handling of one unit (条例 art. 39); the units stand in the order of the organisation, never ranked. */
export interface UnitFacts {
  readonly unit: string;
  /** Matters that the period concerns; below a few nothing more is said, so that no person can be guessed. */
  readonly matters: number;
  readonly notices: InTime;
  readonly contacts: InTime;
  readonly closed: InTime;
  readonly overdue: number;
  /** Replies that reached the petitioner. */
  readonly served: number;
  readonly followedUp: number;
}

export interface Counted {
  readonly name: string;
  readonly count: number;
}

/** A rate as its parts, with the town's target beside it. */
export interface RateFacts {
  readonly title: string;
  readonly done: number;
  readonly of: number;
  readonly targetPercent: number | undefined;
  readonly basis: string;
}

/** What a report says beside its figures; a part that was not asked for is absent. */
export interface PeriodFacts {
  readonly units: readonly UnitFacts[];
  /** Whether the town runs the contact clock. */
  readonly hasContacts: boolean;
  readonly rates: readonly RateFacts[];
  /** Open matters by their age in days: up to 30, 60, 180, 365, five years, and longer. */
  readonly ages: readonly number[];
  /** Closed in the period and older than a year; than five years. */
  readonly settledOld: { readonly year: number; readonly fiveYears: number };
  /** What was complained about: fields, and units complained of. */
  readonly subjects: readonly Counted[];
  readonly accusedUnits: readonly Counted[];
  readonly steps: { readonly assigned: number; readonly transferred: number; readonly supervised: number };
  readonly suggestions: { readonly registered: number; readonly answered: number };
}

/** One open matter in a list for a reader who may know it. */
export interface MatterRow {
  readonly number: string;
  readonly unit: string;
  readonly category: string;
  readonly clock: string | null;
  readonly dueOn: LocalDay | null;
  /** Why a meeting has it on its agenda: a period given anew was missed, the matter came again, an explanation is owed. */
  readonly missedAgain: boolean;
  readonly repeated: boolean;
  readonly explanation: boolean;
}

/** A chart as data: the option holds no functions, so that it can be handed to another process. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly option: Readonly<Record<string, unknown>>;
}

/** Turns a chart into a PNG. */
export interface ChartPainter {
  paint(chart: Chart): Promise<Uint8Array>;
  close(): Promise<void>;
}
