import type { Petition } from './access.ts';
import type { PetitionEvent } from './timeline.ts';

type Written = Readonly<Record<string, readonly number[]>>;

/** Which demands an answer's conclusion was given for; before it was written down apart, those that its parts were written for. */
function concludedBy({ data }: Pick<PetitionEvent, 'data'>): readonly number[] {
  const own = data['concluded'] as readonly number[] | undefined;
  return own ?? Object.values((data['at'] ?? {}) as Written).flat();
}

/** 支持、解释、不予支持 of each demand (条例 art. 32), by its place: the last one that stands. Of standing events. */
export function conclusionsOf(events: readonly Pick<PetitionEvent, 'kind' | 'data'>[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const event of events) {
    const conclusion = event.data['conclusion'];
    if (event.kind !== 'replied' || typeof conclusion !== 'string') continue;
    for (const position of concludedBy(event)) found.set(position, conclusion);
  }
  return found;
}

/** 处理意见书 is the paper of art. 31(6); the other branches end in papers of their own procedures. */
export const endsInOpinion = ({
  kind,
  branch,
  identityKnown,
}: Pick<Petition, 'kind' | 'branch' | 'identityKnown'>): boolean =>
  identityKnown && (kind === null || (kind === 'appeal' && (branch === null || branch === 6)));

/** Said which way a demand is answered, and nothing else written: no new answer, and nothing to review again. */
export const isConclusionOnly = ({ kind, data }: Pick<PetitionEvent, 'kind' | 'data'>): boolean =>
  kind === 'replied' && Object.keys((data['at'] ?? {}) as Written).length === 0 && data['concluded'] !== undefined;
