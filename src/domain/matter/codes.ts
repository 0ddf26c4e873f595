/** Codes stored for what the field calls by Chinese terms; src/copy/terms.ts has the words (docs/glossary.md). */
export { type Channel, type MatterKind } from '../policy/vocabulary.ts';

const STATUSES = [
  'registered',
  'admitted',
  'declined',
  'returned',
  'assigned',
  'handling',
  'replied',
  'served',
  'closed',
  /** A registration taken back. */
  'void',
  /** 并案: handled under another number; only the written notice to its own petitioner is still owed. */
  'merged',
  /** 退回上级: the sender agreed that it is not ours (条例 art. 23). */
  'sent-back',
] as const;
export type Status = (typeof STATUSES)[number];

/** Nobody handles these any more under their own number; the same list stands in the partial indexes of the table. */
export const ENDED = ['closed', 'void', 'merged', 'sent-back'] as const satisfies readonly Status[];

export type AdmitDecision = 'admit' | 'decline' | 'exhausted';
/** What a paper is for, which decides the clocks its service moves. */
export type Paper = 'notice' | 'opinion' | 'review-opinion' | 'report' | 'other';
/** How a paper reached the petitioner. */
export type ServiceMethod = 'direct' | 'post' | 'left' | 'announced' | 'entrusted' | 'passed-on' | 'electronic';
export type Satisfaction = 'satisfied' | 'fairly' | 'unsatisfied' | 'unreached';
