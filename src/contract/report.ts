/**
 * Figures of a report. They hold numbers, categories, units and days, never a name or a text: a renderer cannot show what it
 * does not receive. Figures for a group are computed without sealed matters; figures for a person, for what that person may
 * know. Units stand in the order of the organisation and are never ranked.
 */
import type { LocalDay } from '../core/local-day.ts';

/** How many were due, and how many of them were done in time. */
export interface InTime {
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
  readonly closed: number;
  /** Whose closing period ended in the week. */
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
