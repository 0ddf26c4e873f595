import type { LetterKind } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import { standing, timelineOf } from '../matter/timeline.ts';
import type { Paper } from '../matter/codes.ts';
import { type LetterRow, lettersOfMatter } from './store.ts';

/** Letters that are handed to somebody outside, and which duty that fulfils (条例 arts 23, 35, 36). All others stay in the offices. */
export const SERVED_AS: Readonly<Partial<Record<LetterKind, Paper>>> = {
  accept: 'notice',
  decline: 'notice',
  exhausted: 'notice',
  extend: 'other',
  opinion: 'opinion',
  closing: 'report',
  review: 'review-opinion',
  recheck: 'other',
  hearing: 'other',
  mediation: 'other',
};

/** Papers of this matter that were made here and whose service is not written down yet, in the order they were made. */
export async function unservedPapers(ctx: DomainContext, petitionId: string): Promise<LetterRow[]> {
  const served = standing(await timelineOf(ctx, petitionId)).filter((event) => event.kind === 'served');
  const ids = new Set(served.map((event) => event.data['letter']));
  return (await issuedPapers(ctx, petitionId)).filter(
    (row) => !ids.has(row.id) && !served.some((event) => isOfBefore(event, row)),
  );
}

/** Served before it was written down which letter it was, or under a name of its own. */
const isOfBefore = (event: { data: Record<string, unknown>; at: Date }, row: LetterRow): boolean =>
  event.data['letter'] === undefined &&
  event.data['paper'] !== 'other' &&
  event.data['paper'] === SERVED_AS[row.kind as LetterKind] &&
  row.madeAt <= event.at;

/** The newest paper of this kind that was made here. */
export const paperMade = async (
  ctx: DomainContext,
  petitionId: string,
  kind: LetterKind,
): Promise<LetterRow | undefined> => (await issuedPapers(ctx, petitionId)).findLast((row) => row.kind === kind);

const issuedPapers = async (ctx: DomainContext, petitionId: string): Promise<LetterRow[]> =>
  (await lettersOfMatter(ctx, petitionId)).filter(
    (row) => row.state === 'issued' && SERVED_AS[row.kind as LetterKind] !== undefined,
  );
