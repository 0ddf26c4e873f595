/**
 * What each kind of event means, one row a kind: a kind exists by its row, and a row without one of the decisions does not compile.
 * The word that people read for it stands in src/copy/terms.ts, which the type demands as well.
 */
import type { LetterKind } from '../../contract/letter.ts';
import type { events } from '../../db/schema.ts';
import type { Petition } from './access.ts';
import { endsInOpinion } from './conclusions.ts';
import { signaturesFor } from '../policy/applies.ts';
import type { Policy } from '../policy/policy.ts';
import type { ClockEvent } from '../policy/vocabulary.ts';

/** Ids, codes and days that an event carries. */
type EventData = Readonly<Record<string, unknown>>;

/** What 撤销 brings back beside the projection, the clocks and the letters. */
export type Restored =
  /** The number stays, marked void. */
  | 'registration'
  /** The other matter, which 并案 changed together with this one. */
  | 'joined'
  /** Those who help, as they were. */
  | 'help'
  /** The answer that stood there before. */
  | 'answer'
  /** Who was shut out before: the bar that came with it is taken away, whom it let in is kept out again. */
  | 'bars'
  /** Questions for a signature that the event withdrew; not one that another took the place of, whose asker was told so. */
  | 'questions'
  /** Who could sign before. */
  | 'signers';

export interface UndoMeaning {
  /**
   * `never`: it stays, and src/copy/undo.ts says what to type instead. `other`: taken back on the matter that caused it. `passed-over`: nobody's own act (what is looked at, what
   * followed from another act by a rule of the town), so 撤销 looks at the act before it.
   */
  readonly may: 'yes' | 'never' | 'other' | 'passed-over';
  /** Those who had been told of it are told that it is off. */
  readonly tells: boolean;
  readonly restores: readonly Restored[];
}

export type Trait =
  /** A question for a signature, without effect until it is given; taken back as long as it is open, however late. */
  | 'asks'
  /** Other rules may fit the matter now than before it. */
  | 'reclassifies'
  /** 并案, 退回上级: handling under this number ends. */
  | 'ends-handling'
  /** With it a letter that lacked something may have become complete. */
  | 'completes-letters'
  /** After it the counts of the matter may have reached a threshold of its town; with 交办 there is somebody who can act on it. */
  | 'weighs'
  /** Whoever did it handled, answered or reviewed the matter, and does not preside over its hearing. */
  | 'took-part'
  /** Its free text is what the petitioner says: words that accuse seal the matter with it. */
  | 'hears'
  /** A step that reports count. */
  | 'counted';

export interface EventMeaning {
  /**
   * Whether it brings the matter to somebody: to the unit it names, once more to the unit that has it, to others. While nobody knows
   * whom an accusation is about, it goes to discipline only (条例 arts 30, 46).
   */
  readonly carries: 'no' | 'unit' | 'owner' | 'others';
  /** The occasions it is to clocks. */
  readonly clocks: readonly ClockEvent[] | ((data: EventData) => readonly ClockEvent[]);
  readonly onUndo: UndoMeaning;
  /** Which letters it calls for (docs/letters.md says it in words). Commands know nothing of letters: what happened decides. */
  readonly letters: readonly LetterKind[] | ((about: LetterAbout) => readonly LetterKind[]);
  readonly is: readonly Trait[];
}

export interface LetterAbout {
  readonly data: EventData;
  readonly petition: Petition;
  readonly policy: Policy;
}

const SILENT: UndoMeaning = { may: 'yes', tells: false, restores: [] };
const TOLD: UndoMeaning = { may: 'yes', tells: true, restores: [] };
const NEVER = { may: 'never', tells: false, restores: [] } as const satisfies UndoMeaning;
const PASSED_OVER: UndoMeaning = { may: 'passed-over', tells: false, restores: [] };

/** What the service of a paper means, by what the paper is. */
const SERVED: Readonly<Record<string, readonly ClockEvent[] | undefined>> = {
  notice: ['notified'],
  opinion: ['served'],
  'review-opinion': ['review-served'],
  report: ['reported'],
};

/** Sent down with the wish to hear how it ended (条例 art. 22). */
const REPORTED_BACK: readonly string[] = ['superior', 'leader', 'hotline'];

const isAnswered = (petition: Petition): boolean => petition.status === 'replied' && endsInOpinion(petition);

/** Where name or address are unclear no notice is owed (art. 23). */
const ifKnown =
  (...kinds: readonly LetterKind[]) =>
  ({ petition }: LetterAbout): readonly LetterKind[] =>
    petition.identityKnown ? kinds : [];

const EVENTS = {
  received: {
    carries: 'no',
    clocks: ['received'],
    onUndo: { ...SILENT, restores: ['registration'] },
    letters: [],
    is: [],
  },
  supplemented: {
    carries: 'no',
    clocks: ({ written }) => (written === true ? ['written'] : []),
    onUndo: { ...SILENT, restores: ['bars'] },
    letters: [],
    is: ['reclassifies', 'completes-letters', 'weighs'],
  },
  /** 更正 that waits for the main leader. */
  'correction-held': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'hears'] },
  /** What was written down wrong, put right; it is put right again by another one, not taken back. */
  corrected: { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: ['reclassifies', 'completes-letters'] },
  /** 作废 that waits for a signature. */
  'void-held': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks'] },
  voided: { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: ['ends-handling'] },
  classified: {
    carries: 'no',
    clocks: [],
    onUndo: { ...SILENT, restores: ['bars'] },
    letters: [],
    is: ['reclassifies', 'completes-letters'],
  },
  admitted: {
    carries: 'no',
    clocks: ['admitted'],
    onUndo: SILENT,
    letters: ifKnown('accept'),
    is: ['completes-letters'],
  },
  declined: {
    carries: 'no',
    clocks: ['declined'],
    onUndo: SILENT,
    letters: (about) => ifKnown(about.data['decision'] === 'exhausted' ? 'exhausted' : 'decline')(about),
    is: [],
  },
  instructed: { carries: 'no', clocks: [], onUndo: TOLD, letters: [], is: [] },
  /** 交办 that waits for a signature. */
  'assignment-held': { carries: 'unit', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'took-part'] },
  assigned: {
    carries: 'unit',
    clocks: ['assigned'],
    onUndo: { ...TOLD, restores: ['bars'] },
    // An accusation goes to those who may handle it, on their own terms (art. 30).
    letters: ({ petition }) => (petition.kind === 'accusation' ? ['forward'] : ['assign']),
    is: ['completes-letters', 'weighs', 'counted'],
  },
  signed: { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  'return-asked': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'took-part'] },
  'return-refused': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  returned: { carries: 'no', clocks: ['returned'], onUndo: TOLD, letters: [], is: [] },
  contacted: {
    carries: 'no',
    // Nobody answered: who petitions has not been asked yet.
    clocks: ({ result }) => (result === 'unreached' ? [] : ['contacted']),
    onUndo: SILENT,
    letters: [],
    is: ['took-part', 'hears'],
  },
  progressed: { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  replied: {
    carries: 'no',
    // Written and not yet signed: 'replied' is the occasion of its review.
    clocks: [],
    onUndo: { ...SILENT, restores: ['answer', 'questions'] },
    letters: ({ petition, policy }) =>
      isAnswered(petition) && signaturesFor(policy, 'review', petition).length === 0 ? ['opinion'] : [],
    is: ['completes-letters', 'took-part'],
  },
  reviewed: {
    carries: 'no',
    clocks: ({ agreed }) => (agreed === true ? ['replied'] : []),
    onUndo: TOLD,
    letters: ({ data, petition }) => (data['agreed'] === true && isAnswered(petition) ? ['opinion'] : []),
    is: ['took-part'],
  },
  served: {
    carries: 'no',
    clocks: ({ paper }) => SERVED[String(paper)] ?? [],
    onUndo: SILENT,
    letters: [],
    is: ['completes-letters', 'counted'],
  },
  'extension-asked': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'took-part'] },
  extended: {
    carries: 'no',
    clocks: [],
    onUndo: SILENT,
    // A town's own limit is no concern of the petitioner's.
    letters: ({ data, policy }) => {
      // Events of before 2026-12 do not say it themselves.
      const isLegal = data['legal'] ?? policy.clocks.some((rule) => rule.legal && rule.kind === data['clock']);
      return isLegal === true ? ['extend'] : [];
    },
    is: [],
  },
  'limit-reset': { carries: 'no', clocks: ['limit-reset'], onUndo: SILENT, letters: [], is: [] },
  explained: { carries: 'no', clocks: ['explained'], onUndo: SILENT, letters: [], is: [] },
  /** 办结 that waits for a signature. */
  'closing-held': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'took-part'] },
  closed: {
    carries: 'no',
    clocks: ['closed'],
    onUndo: { ...TOLD, restores: ['questions'] },
    letters: ({ petition }) => (REPORTED_BACK.includes(petition.channel) ? ['closing'] : []),
    is: [],
  },
  'followed-up': { carries: 'no', clocks: ['followed-up'], onUndo: SILENT, letters: [], is: ['counted'] },
  reopened: {
    carries: 'owner',
    clocks: ({ unit }) => ((unit ?? null) === null ? ['reopened'] : ['reopened', 'assigned']),
    onUndo: TOLD,
    letters: [],
    is: [],
  },
  urged: { carries: 'owner', clocks: [], onUndo: TOLD, letters: [], is: [] },
  recused: { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: [] },
  /** What somebody who was shut out had in hand passes on; taken back with what shut them out. */
  'passed-on': {
    carries: 'no',
    clocks: ({ unit }) => (unit === undefined ? [] : ['returned']),
    onUndo: { ...TOLD, restores: ['help', 'questions', 'signers'] },
    letters: [],
    is: [],
  },
  supervised: { carries: 'owner', clocks: [], onUndo: TOLD, letters: ['supervise'], is: ['counted'] },
  objected: { carries: 'no', clocks: ['objected'], onUndo: SILENT, letters: ['object'], is: [] },
  'objection-refused': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  assisted: { carries: 'others', clocks: [], onUndo: { ...TOLD, restores: ['help'] }, letters: [], is: [] },
  'assist-done': { carries: 'no', clocks: [], onUndo: { ...TOLD, restores: ['help'] }, letters: [], is: [] },
  'assist-released': { carries: 'no', clocks: [], onUndo: { ...TOLD, restores: ['help'] }, letters: [], is: [] },
  'agent-named': { carries: 'others', clocks: [], onUndo: TOLD, letters: [], is: [] },
  led: {
    carries: 'others',
    // A new leader, team or plan of a case that runs already does not give it more time.
    clocks: ({ again }) => (again === true ? [] : ['led']),
    onUndo: { ...TOLD, restores: ['help'] },
    letters: [],
    is: [],
  },
  /** A step of a case (包案) that somebody writes down. */
  'case-step': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  warned: { carries: 'owner', clocks: ['warned'], onUndo: TOLD, letters: ['warn'], is: [] },
  /** 预警报回 that waits for a signature. */
  'warning-held': { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['asks', 'took-part'] },
  'warning-answered': { carries: 'no', clocks: ['warning-answered'], onUndo: TOLD, letters: [], is: [] },
  'taken-over': { carries: 'others', clocks: [], onUndo: PASSED_OVER, letters: [], is: [] },
  'called-out': { carries: 'others', clocks: [], onUndo: TOLD, letters: [], is: ['weighs'] },
  referred: { carries: 'others', clocks: [], onUndo: { ...TOLD, restores: ['help'] }, letters: ['forward'], is: [] },
  visited: { carries: 'no', clocks: [], onUndo: SILENT, letters: [], is: ['took-part'] },
  repeated: {
    carries: 'no',
    // A closed matter that came again under a number of its own: that one runs the clock of a repeat, not this one.
    // Merged on the day it was registered it is one letter that came by two ways, and nobody has to explain it.
    clocks: ({ linked, inTime, duplicate }) =>
      linked === true || inTime === false || duplicate === true ? [] : ['repeated'],
    onUndo: { ...SILENT, may: 'other' },
    letters: [],
    is: ['weighs'],
  },
  merged: {
    carries: 'others',
    clocks: [],
    onUndo: { ...SILENT, restores: ['joined', 'questions'] },
    letters: [],
    is: ['ends-handling'],
  },
  linked: {
    carries: 'no',
    clocks: ({ inTime }) => (inTime === true ? ['repeated'] : []),
    onUndo: { ...SILENT, restores: ['joined'] },
    letters: [],
    is: ['reclassifies'],
  },
  'sent-back': {
    carries: 'no',
    clocks: [],
    onUndo: { ...SILENT, restores: ['questions'] },
    letters: [],
    is: ['ends-handling'],
  },
  'handed-over': { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: [] },
  'review-requested': {
    carries: 'no',
    clocks: ({ level }) => [level === 'recheck' ? 'recheck-requested' : 'review-requested'],
    onUndo: TOLD,
    letters: [],
    is: [],
  },
  're-examined': {
    carries: 'no',
    clocks: ({ level }) => [level === 'recheck' ? 'rechecked' : 're-examined'],
    onUndo: TOLD,
    letters: (about) => ifKnown(about.data['level'] === 'recheck' ? 'recheck' : 'review')(about),
    is: [],
  },
  'hearing-set': { carries: 'owner', clocks: [], onUndo: TOLD, letters: ifKnown('hearing'), is: [] },
  'hearing-held': { carries: 'no', clocks: [], onUndo: TOLD, letters: [], is: [] },
  mediated: {
    carries: 'no',
    clocks: [],
    onUndo: { ...TOLD, restores: ['answer'] },
    letters: ifKnown('mediation'),
    is: [],
  },
  /** Days that a notice of holidays moved. */
  'days-recounted': { carries: 'no', clocks: [], onUndo: PASSED_OVER, letters: [], is: [] },
  revealed: { carries: 'no', clocks: [], onUndo: PASSED_OVER, letters: [], is: [] },
  undone: { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: [] },
  /** A matter that was no accusation after all: it has an open number from now on, which another would miss if this were taken back. */
  unsealed: { carries: 'no', clocks: [], onUndo: NEVER, letters: [], is: ['reclassifies'] },
} as const satisfies Readonly<Record<string, EventMeaning>>;

export type EventKind = keyof typeof EVENTS;

/** Kinds that 撤销 never takes back: each has its sentence. */
export type Kept = {
  [K in EventKind]: [(typeof EVENTS)[K]['onUndo']['may']] extends ['never'] ? K : never;
}[EventKind];

const TABLE: Readonly<Record<EventKind, EventMeaning>> = EVENTS;
export const EVENT_KINDS = Object.keys(EVENTS) as readonly EventKind[];

/** Kinds with a trait, for lists and queries. */
export const kindsThat = (trait: Trait): EventKind[] => EVENT_KINDS.filter((kind) => TABLE[kind].is.includes(trait));
/** Kinds that 撤销 treats so. */
export const kindsUndone = (may: UndoMeaning['may']): EventKind[] =>
  EVENT_KINDS.filter((kind) => TABLE[kind].onUndo.may === may);

export const isKept = (kind: EventKind): kind is Kept => TABLE[kind].onUndo.may === 'never';

/** A row of the timeline as stored. */
type Stored = typeof events.$inferSelect;
/** The same, read. */
export type PetitionEvent = Omit<Stored, 'kind'> & { readonly kind: EventKind };
/** As much of an event as says what it means. */
export type EventLike = Pick<Stored, 'kind' | 'data'>;

/** Until 2026-11 these were written as 进展, told apart by a key of their data. Stored events are never rewritten: they are read so. */
const WRITTEN_AS_PROGRESS: readonly (readonly [key: string, kind: EventKind])[] = [
  ['extensionAsked', 'extension-asked'],
  ['assignmentHeld', 'assignment-held'],
  ['closingHeld', 'closing-held'],
  ['returnAsked', 'return-asked'],
  ['returnRefused', 'return-refused'],
  ['warningAnswer', 'warning-held'],
  ['caseStep', 'case-step'],
  ['objectionRefused', 'objection-refused'],
];

/** @throws for a kind this program does not know: its meaning would have to be guessed */
export function kindOf({ kind, data }: EventLike): EventKind {
  if (kind === 'progressed') return WRITTEN_AS_PROGRESS.find(([key]) => data[key] !== undefined)?.[1] ?? kind;
  if (!Object.hasOwn(EVENTS, kind)) throw new Error(`unknown kind of event: ${kind}`);
  return kind as EventKind;
}

/** How a stored event is read. */
export const readEvent = (row: Stored): PetitionEvent => ({ ...row, kind: kindOf(row) });

export const meaningOf = (event: EventLike): EventMeaning => TABLE[kindOf(event)];
export const has = (event: EventLike, trait: Trait): boolean => meaningOf(event).is.includes(trait);
export const restores = (event: EventLike, what: Restored): boolean => meaningOf(event).onUndo.restores.includes(what);

/** What an event of the timeline means for clocks. */
export function occasionsOf(event: EventLike): readonly ClockEvent[] {
  const { clocks } = meaningOf(event);
  return typeof clocks === 'function' ? clocks(event.data) : clocks;
}

/** Which letters an event calls for. */
export function lettersOf(event: EventLike, petition: Petition, policy: Policy): readonly LetterKind[] {
  const { letters } = meaningOf(event);
  return typeof letters === 'function' ? letters({ data: event.data, petition, policy }) : letters;
}

/** An event of this kind may call for a letter at all: all others cost nothing. */
export function mayCall(event: EventLike): boolean {
  const { letters } = meaningOf(event);
  return typeof letters === 'function' || letters.length > 0;
}
