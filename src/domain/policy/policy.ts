/** A policy ready for use: law and town merged, settings filled in, gaps listed. Made by resolvePolicy. */
import type { LocalTime } from '../../core/local-day.ts';
import type { Period } from '../deadline/due.ts';
import type { ReplyRules } from './file/schema-reply.ts';
import type { BeforeHolidays, Practice, Prompt } from './file/schema-practice.ts';
import type {
  Channel,
  ClockEvent,
  ClockOwner,
  ClockStart,
  GroupPurpose,
  LetterKind,
  MatterKind,
  RateKind,
  Receiver,
  ReportKind,
  ReportPart,
  SignatureKind,
} from './vocabulary.ts';

export interface Policy {
  readonly id: string;
  readonly title: string;
  /** The document it renders. */
  readonly source: string;
  /** Stamped onto every clock: id and a hash of the content with the town's settings. */
  readonly version: string;
  readonly clocks: readonly ClockRule[];
  readonly signatures: readonly SignatureRule[];
  /** Undefined: this town uses no colours. */
  readonly colours: ColourRule | undefined;
  readonly repeat: { readonly withinMonths: number; readonly basis: string } | undefined;
  readonly rates: readonly RateTarget[];
  readonly rhythm: Rhythm;
  readonly followUp: { readonly afterWorkingDays: number; readonly basis: string } | undefined;
  readonly undoMinutes: number;
  /** Numbers the town's text leaves out and nobody has filled in; only the steps named are missing. */
  readonly gaps: readonly PolicyGap[];
  readonly declined: readonly DeclinedRule[];
  /** Routes, call-outs, warnings, case leaders, rosters: schema-practice.ts says who reads which. */
  readonly practice: Practice;
  /** What answers and closings must hold. */
  readonly reply: ReplyRules;
}

/** One kind of clock (时限), with the article or clause it rests on. */
export interface ClockRule {
  readonly kind: string;
  readonly title: string;
  readonly basis: string;
  /** From the law; a town's clock never moves it. */
  readonly legal: boolean;
  readonly appliesWhen: Conditions;
  readonly startsOn: readonly ClockStart[];
  /** Whose day the count runs from; undefined: the starting event's own. */
  readonly countsFrom: ClockEvent | undefined;
  /** The fixed period, or the default where `givenBy` may carry another; undefined: only a given one starts the clock. */
  readonly period: Period | undefined;
  readonly givenBy: ClockEvent | undefined;
  /** A given period counts only where it ends earlier than `period`. */
  readonly givenOnlyShortens: boolean;
  readonly max: Period | undefined;
  readonly maxSpecial: Period | undefined;
  readonly metBy: readonly ClockEvent[];
  readonly lapsesOn: readonly ClockEvent[];
  /** Goes on after 并案: owed to this matter's own petitioner. */
  readonly keptAfterMerge: boolean;
  readonly owner: ClockOwner;
  /** In the order written; empty: nobody is reminded. */
  readonly ladder: readonly StageRule[];
  readonly extension: ExtensionRule | undefined;
  readonly borrowedFrom: string | undefined;
  readonly note: string | undefined;
}

/** All given conditions must hold. */
export interface Conditions {
  readonly channels?: readonly Channel[] | undefined;
  readonly kinds?: readonly MatterKind[] | undefined;
  readonly branches?: readonly number[] | undefined;
  readonly first?: boolean | undefined;
  readonly identityKnown?: boolean | undefined;
  readonly simple?: boolean | undefined;
  readonly feedback?: boolean | undefined;
  readonly toldFirst?: boolean | undefined;
}

export interface ExtensionRule {
  readonly max: Period;
  readonly maxSpecial: Period | undefined;
  readonly by: readonly Receiver[];
  readonly tellPetitioner: boolean;
  readonly basis: string;
  readonly legal: boolean;
}

/** When a stage speaks; see stages.ts for the day it falls on. */
export type StageWhen =
  | { readonly at: 'start' | 'half-time' | 'yellow' | 'due' }
  | {
      readonly at: 'days-left-below' | 'working-days-before' | 'days-after' | 'working-days-after';
      readonly n: number;
    };

export interface StageRule {
  readonly id: string;
  readonly when: StageWhen;
  readonly letter: LetterKind | undefined;
  readonly to: readonly Receiver[];
  readonly group: GroupPurpose | undefined;
  readonly clause: string | undefined;
}

export interface SignatureRule {
  readonly kind: SignatureKind;
  readonly title: string;
  readonly basis: string;
  readonly by: readonly Receiver[];
  /** Undefined: always asked. */
  readonly whenAny:
    | { readonly important: boolean; readonly sensitive: boolean; readonly headcountFrom: number | undefined }
    | undefined;
  /** 审核 of a complex matter is done by a meeting. */
  readonly collectiveWhenComplex: boolean;
  readonly note: string | undefined;
}

export interface ColourRule {
  /** Clock kinds that have a colour. */
  readonly clocks: readonly string[];
  /** Yellow when fewer days than this are left; undefined is a gap. */
  readonly yellowUnderMonth: number | undefined;
  readonly yellowMonthOrLonger: number | undefined;
  readonly basis: string;
}

/** Shown beside a rate, never ranked. */
export interface RateTarget {
  readonly kind: RateKind;
  readonly title: string;
  /** Undefined where the text names the rate and no number. */
  readonly targetPercent: number | undefined;
  readonly basis: string;
}

export interface Rhythm {
  /** Morning digest, on working days. */
  readonly digestAt: LocalTime;
  readonly quietFrom: LocalTime;
  readonly quietTo: LocalTime;
  readonly reports: readonly ReportRule[];
  readonly prompts: readonly Prompt[];
  readonly beforeHolidays: BeforeHolidays | undefined;
  /** Messages a person and working day; undefined: as many as there are. */
  readonly budget: Readonly<Record<BudgetRole, number>> | undefined;
  /** What the desk is told of a matter goes to the clerk who registered it, as long as they are there. */
  readonly isDeskShared: boolean;
}

/** Whose budget somebody's messages count for; of several the first. */
export type BudgetRole = 'desk' | 'leader' | 'head' | 'member';

interface ReportRule {
  readonly kind: ReportKind;
  readonly title: string;
  readonly at: LocalTime;
  /** Of a weekly report, 1 = Monday; others come on the first working day of their period. */
  readonly weekday: number | undefined;
  readonly to: readonly Receiver[];
  readonly group: GroupPurpose | undefined;
  readonly parts: readonly ReportPart[];
  readonly basis: string;
}

/** A setting without value, and what is missing because of it. */
export interface PolicyGap {
  readonly setting: string;
  /** Its place in the list that /设置 shows. */
  readonly number: number;
  readonly title: string;
  readonly basis: string;
  readonly min: number;
  readonly max: number;
  /** Field paths as in the file: `colours.yellowUnderMonth`, `ladders.resolve.yellow`. */
  readonly missing: readonly string[];
}

export interface DeclinedRule {
  readonly text: string;
  readonly clause: string;
  readonly reason: string;
  readonly law: string | undefined;
  readonly instead: string | undefined;
  readonly rows: readonly string[];
}
