/**
 * Letters (文书): what one says, apart from its words. The facts are kept sealed with the letter; src/letters makes the Word file
 * from them and a template, so that the same letter can be made again.
 */
import type { LocalDay } from '../core/local-day.ts';

/** Kinds that can be issued; each has a template of its name in templates/. */
export const LETTER_KINDS = [
  'assign',
  'remind',
  'supervise',
  'warn',
  'forward',
  'object',
  'accept',
  'decline',
  'exhausted',
  'extend',
  'opinion',
  'closing',
  'review',
  'recheck',
  'hearing',
  'mediation',
] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** The notice to somebody who reports an official is no ordinary one (条例 art. 30): same kind and series, a paper of its own. */
export const LETTER_TEMPLATES = [...LETTER_KINDS, 'accept-accusation'] as const;
export type LetterTemplate = (typeof LETTER_TEMPLATES)[number];

/** A field that a letter may not lack (信访工作条例; docs/letters.md). */
export const LETTER_FIELDS = [
  'unit',
  'petitioner',
  'category',
  'demands',
  'fact',
  'basis',
  'answer',
  'conclusion',
  'deadline',
  'duty',
  'answer-by',
  'reason',
  'elsewhere',
  'extension',
  'approver',
  'contact',
  'phone',
  'issuer',
  'review-organ',
  'recheck-organ',
  'result',
  'service',
  'signer',
  'destination',
  'request',
  'original',
  'decision',
  'hearing',
  'terms',
] as const;
export type LetterField = (typeof LETTER_FIELDS)[number];

export interface MissingField {
  readonly field: LetterField;
  /** Of which demand, where it is a demand's. */
  readonly demand?: number;
}

/** A letter that an event calls for and that cannot be made yet. */
export interface UnfinishedLetter {
  readonly kind: LetterKind;
  /** The matter's number. */
  readonly number: string;
  readonly missing: readonly MissingField[];
}

export interface LetterDemand {
  readonly position: number;
  readonly body: string;
  readonly fact?: string;
  readonly basis?: string;
  readonly answer?: string;
  /** 支持 解释 不予支持 (条例 art. 32). */
  readonly conclusion?: string;
}

/** The clock a letter speaks of. */
export interface LetterDeadline {
  readonly title: string;
  readonly basis: string;
  readonly dueOn: LocalDay;
}

/** What has not been done yet when a unit is reminded; codes, and the demands without an answer. */
export type Lacking = 'sign' | 'contact' | 'answer' | 'review' | 'serve' | 'close';

/** Everything any letter may say. Names and free text stand in here: it is stored sealed and never logged. */
export interface LetterFacts {
  /** The day it bears. */
  readonly on: LocalDay;
  readonly town: string;
  /** The organ that seals it, where its name is set; else the town's government. */
  readonly organ?: string;
  /** The desk's name. */
  readonly desk: string;
  readonly contact: { readonly person?: string; readonly phone?: string };
  readonly matter: {
    readonly number: string;
    readonly title?: string;
    readonly kind?: string;
    readonly branch?: number;
    readonly simple: boolean;
    readonly channel: string;
    readonly receivedOn: LocalDay;
    readonly headcount: number;
    readonly sourceNumber?: string;
    readonly stateNumber?: string;
    readonly feedbackOn?: LocalDay;
  };
  /** Accusation or sealed: what is reported stays out of letters to units (条例 art. 30). */
  readonly confidential: boolean;
  readonly demands: readonly LetterDemand[];
  /** Only in letters to the petitioner and in the report to the sender. */
  readonly petitioner?: string;
  readonly unit?: { readonly name: string; readonly head?: string };
  readonly handler?: string;
  readonly deadline?: LetterDeadline;
  /** What was typed with the event: 办理要求, 督办要求, 理由. */
  readonly said?: string;
  readonly lacking?: readonly Lacking[];
  readonly unanswered?: readonly number[];
  readonly answerBy?: LocalDay;
  /** Clause that names the duty. */
  readonly duty?: string;
  readonly admittedOn?: LocalDay;
  /** The legal period for the petitioner. */
  readonly period?: LetterDeadline;
  /** Where the petitioner should turn instead. */
  readonly elsewhere?: string;
  readonly extension?: {
    readonly days: number;
    readonly from: LocalDay;
    readonly to: LocalDay;
    readonly basis: string;
    readonly approver?: string;
  };
  /** 上一级机关, to whom 复查 is requested. */
  readonly reviewOrgan?: string;
  /** To whom 复核 is requested. */
  readonly recheckOrgan?: string;
  readonly closedOn?: LocalDay;
  /** 签发人: who answers for a paper that goes up (GB/T 9704, 上行文). */
  readonly issuer?: string;
  /** Who signs the answer to a warning. */
  readonly signer?: string;
  /** Where a matter is passed on: a unit's name, or what kind of help. */
  readonly destination?: { readonly unit?: string; readonly help?: string };
  /** 复查、复核: asked for on a day, of which paper, with which outcome. */
  readonly remedy?: {
    readonly requestedOn?: LocalDay;
    readonly original?: string;
    readonly outcome?: string;
    readonly on: LocalDay;
  };
  readonly hearing?: {
    readonly on: LocalDay;
    readonly place?: string;
    readonly chair?: string;
    readonly note?: string;
  };
  readonly mediation?: { readonly on: LocalDay; readonly terms?: string; readonly mediator?: string };
  readonly service?: { readonly paper: string; readonly on: LocalDay; readonly method?: string };
}

/** A letter as it is kept. */
export interface Letter {
  readonly id: string;
  readonly kind: LetterKind;
  /** 文号 */
  readonly number: string;
  readonly townId: string;
  readonly facts: LetterFacts;
}

/** Which paper a letter is written on. */
export const templateOf = ({ kind, facts }: Pick<Letter, 'kind' | 'facts'>): LetterTemplate =>
  kind === 'accept' && facts.matter.kind === 'accusation' ? 'accept-accusation' : kind;
