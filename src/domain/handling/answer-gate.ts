import { UserError } from '../../core/errors.ts';
import type { demands } from '../../db/schema.ts';
import { factsOf } from '../clock/moves.ts';
import type { DomainContext } from '../context.ts';
import type { EventKind, PetitionEvent } from '../matter/events.ts';
import { DEMANDS, rowsOf } from '../matter/file.ts';
import { requiredParts } from '../policy/file/schema-reply.ts';
import type { AnswerPart } from '../policy/vocabulary.ts';
import type { Petition } from '../matter/access.ts';
import { type Matter, readMatter } from '../matter/parts.ts';

export type Demand = typeof demands.$inferSelect;

/** A demand and what its answer still lacks. */
export interface Gap {
  readonly position: number;
  readonly missing: readonly [AnswerPart, ...AnswerPart[]];
}

export interface Gate {
  /** The parts each demand must have; empty where the law and the town ask for none. */
  readonly parts: readonly AnswerPart[];
  /** Demands that lack something, in order. */
  readonly gaps: readonly Gap[];
  readonly count: number;
}

export const demandsOf = (ctx: Pick<DomainContext, 'tx'>, petitionId: string): Promise<Demand[]> =>
  rowsOf(ctx, DEMANDS, petitionId);

/** What an answer is judged by. */
type Answered = Matter<'policy' | 'demands' | 'timeline'>;

const lastFirst = (timeline: readonly PetitionEvent[], kinds: readonly EventKind[]): PetitionEvent[] =>
  timeline.filter(({ kind }) => kinds.includes(kind)).toReversed();

/** 不予受理 and 不再受理 are answered by their own notice (条例 art. 23); what was admitted again is owed an answer again. */
function isDeclined(timeline: readonly PetitionEvent[]): boolean {
  const rows = lastFirst(timeline, ['admitted', 'declined', 'undone']);
  const undone = new Set(rows.map((row) => row.undoes));
  return rows.find((row) => row.kind !== 'undone' && !undone.has(row.id))?.kind === 'declined';
}

/** Demands that both parties settled in a written agreement are answered by it (条例 art. 33). */
function settledByAgreement(timeline: readonly PetitionEvent[]): Set<number> {
  const rows = lastFirst(timeline, ['mediated', 'reopened', 'undone']);
  const undone = new Set(rows.map((row) => row.undoes));
  const held = rows.filter((row) => row.kind !== 'undone' && !undone.has(row.id));
  const reopened = held.findIndex((row) => row.kind === 'reopened');
  const since = reopened < 0 ? held : held.slice(0, reopened);
  return new Set(since.flatMap((row) => (row.data['at'] as { answer?: number[] } | undefined)?.answer ?? []));
}

/** What the answer of this matter must hold (条例 arts 29, 31(6), 32; S1 三（三）), and what it lacks. */
export function gateIn({ petition, policy, demands: list, timeline }: Answered): Gate {
  const parts = requiredParts(policy.reply, factsOf(petition));
  const count = Math.max(1, list.length);
  if (parts.length === 0 || isDeclined(timeline)) return { parts: [], gaps: [], count };
  const agreed = settledByAgreement(timeline);
  return { parts, gaps: gapsIn(list, parts).filter(({ position }) => !agreed.has(position)), count };
}

export const gateOf = async (ctx: DomainContext, petition: Petition): Promise<Gate> =>
  gateIn(await readMatter(ctx, petition, 'policy', 'demands', 'timeline'));

/** A matter without listed demands is one demand: its whole text. */
export function gapsIn(list: readonly Demand[], parts: readonly AnswerPart[]): Gap[] {
  const each = list.length === 0 ? [{ position: 1, fact: null, basis: null, answer: null }] : list;
  return each.flatMap((demand): Gap[] => {
    const [first, ...rest] = parts.filter((part) => demand[part] === null || demand[part] === '');
    return first === undefined ? [] : [{ position: demand.position, missing: [first, ...rest] }];
  });
}

/**
 * The gate before a closing and before the 处理意见书 is printed: every demand has its fact, basis and answer.
 * @throws UserError answer.incomplete with the one part to write next
 */
export function refuseUnanswered(matter: Answered): void {
  const { gaps, count, parts } = gateIn(matter);
  const [gap] = gaps;
  if (gap === undefined) return;
  throw new UserError('answer.incomplete', {
    number: matter.petition.number,
    position: gap.position,
    count,
    left: gaps.length,
    part: gap.missing[0],
    parts: gap.missing.length === parts.length ? [...parts] : [gap.missing[0]],
  });
}
