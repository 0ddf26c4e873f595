import { and, asc, gt, gte, inArray, isNull, lt, ne, or } from 'drizzle-orm';
import { addDays, instantOf, type LocalDay } from '../../../core/local-day.ts';
import type { Db, Tx } from '../../../db/client.ts';
import { events, petitions } from '../../../db/schema.ts';
import { loadCalendar } from '../../calendar/store.ts';
import { factsOf } from '../../clock/moves.ts';
import { occasionsOf, type PetitionEvent, readEvent } from '../../matter/events.ts';
import { groupVisible, type Petition } from '../../matter/access.ts';
import { stillSpeaks } from '../../matter/find.ts';
import type { Policy } from '../policy.ts';
import { type PastEvent, type PastMatter, simulate, type Spoken } from './simulate.ts';

/** So long after its closing a matter may still be asked for, e.g. by 回访. */
const CLOSED_REACH_DAYS = 90;
const BATCH = 500;

export interface Span {
  readonly from: LocalDay;
  readonly to: LocalDay;
}

/**
 * What each policy would have said to a town's matters within the span, in one read-only transaction. Sealed matters are
 * left out: whoever runs this may be the one complained of. @returns the number of matters looked at and a list a policy
 */
export function replayTown(
  db: Db,
  townId: string,
  span: Span,
  policies: readonly Policy[],
): Promise<{ readonly matters: number; readonly spoken: readonly (readonly Spoken[])[] }> {
  return db.transaction(
    async (tx) => {
      const calendar = await loadCalendar(tx);
      const spoken = policies.map((): Spoken[] => []);
      const [from, end] = [instantOf(span.from), instantOf(addDays(span.to, 1))];
      let matters = 0;
      for (let after: string | undefined; ;) {
        const rows = await matterBatch(tx, townId, span, after);
        const past = await pastOf(tx, rows);
        matters += rows.length;
        for (const [i, policy] of policies.entries()) {
          for (const matter of past) {
            const said = simulate(matter, policy, calendar, span.to);
            spoken[i]!.push(...said.filter(({ at }) => at >= from && at < end));
          }
        }
        after = rows.at(-1)?.id;
        if (rows.length < BATCH) break;
      }
      const ordered = spoken.map((list) =>
        list.toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.number.localeCompare(b.number)),
      );
      return { matters, spoken: ordered };
    },
    { accessMode: 'read only', isolationLevel: 'repeatable read' },
  );
}

const matterBatch = (tx: Tx, townId: string, span: Span, after: string | undefined): Promise<Petition[]> =>
  tx
    .select()
    .from(petitions)
    .where(
      and(
        groupVisible(townId),
        ne(petitions.status, 'void'),
        lt(petitions.registeredAt, instantOf(addDays(span.to, 1))),
        or(isNull(petitions.closedOn), gte(petitions.closedOn, addDays(span.from, -CLOSED_REACH_DAYS))),
        after === undefined ? undefined : gt(petitions.id, after),
      ),
    )
    .orderBy(asc(petitions.id))
    .limit(BATCH);

async function pastOf(tx: Tx, rows: readonly Petition[]): Promise<PastMatter[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const all = await tx.select().from(events).where(inArray(events.petitionId, ids)).orderBy(asc(events.seq));
  const byMatter = new Map<string, PetitionEvent[]>(ids.map((id) => [id, []]));
  for (const event of all) byMatter.get(event.petitionId)?.push(readEvent(event));
  return rows.map((row) => ({ number: row.number, events: pastEvents(row, byMatter.get(row.id) ?? []) }));
}

/** The projection as each event left it, walked back from today; what was undone never happened. */
function pastEvents(petition: Petition, list: readonly PetitionEvent[]): PastEvent[] {
  const undone = new Set(list.map((event) => event.undoes));
  const past: PastEvent[] = [];
  let now = petition;
  for (const event of list.toReversed()) {
    if (event.kind !== 'undone' && !undone.has(event.id)) {
      past.push({
        kind: event.kind,
        at: event.at,
        onDay: event.onDay,
        data: event.data,
        occasions: occasionsOf(event),
        facts: factsOf(now),
        weight: now,
        receivedOn: now.receivedOn,
        reopenedOn: now.reopenedOn,
        assignedOn: now.assignedOn,
        open: stillSpeaks(now),
      });
    }
    now = { ...now, ...event.before };
  }
  return past.toReversed();
}
