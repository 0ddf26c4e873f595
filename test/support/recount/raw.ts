/** What a town wrote down, as rows: its timelines, its registers of letters and receptions, who is shut out, who belongs where. */
import { asc, eq, inArray } from 'drizzle-orm';

import type { Tx } from '../../../src/db/client.ts';
import {
  approvals,
  bars,
  events,
  letters,
  people,
  petitions,
  receptionLog,
  towns,
  units,
} from '../../../src/db/schema.ts';
import { type PetitionEvent, readEvent } from '../../../src/domain/matter/events.ts';

export type Row = typeof petitions.$inferSelect;

export interface RawMatter {
  /** As it stands now. */
  readonly now: Row;
  /** In order. */
  readonly events: readonly PetitionEvent[];
  readonly bars: readonly (typeof bars.$inferSelect)[];
  readonly letters: readonly (typeof letters.$inferSelect)[];
  readonly approvals: readonly (typeof approvals.$inferSelect)[];
}

export interface RawTown {
  readonly town: typeof towns.$inferSelect;
  readonly units: readonly (typeof units.$inferSelect)[];
  readonly people: readonly (typeof people.$inferSelect)[];
  readonly matters: readonly RawMatter[];
  readonly receptions: readonly (typeof receptionLog.$inferSelect)[];
}

export async function readTown(db: Tx, townId: string): Promise<RawTown> {
  const [town] = await db.select().from(towns).where(eq(towns.id, townId));
  const rows = await db.select().from(petitions).where(eq(petitions.townId, townId));
  const ids = rows.map(({ id }) => id);
  const all = {
    events: await db.select().from(events).where(inArray(events.petitionId, ids)).orderBy(asc(events.seq)),
    bars: await db.select().from(bars).where(inArray(bars.petitionId, ids)),
    letters: await db.select().from(letters).where(inArray(letters.petitionId, ids)),
    approvals: await db.select().from(approvals).where(inArray(approvals.petitionId, ids)),
  };
  const of = <T extends { readonly petitionId: string }>(list: readonly T[], id: string): T[] =>
    list.filter(({ petitionId }) => petitionId === id);
  return {
    town: town!,
    units: await db.select().from(units).where(eq(units.townId, townId)).orderBy(asc(units.position)),
    people: await db.select().from(people).where(eq(people.townId, townId)),
    matters: rows.map((now) => ({
      now,
      events: of(all.events, now.id).map(readEvent),
      bars: of(all.bars, now.id),
      letters: of(all.letters, now.id),
      approvals: of(all.approvals, now.id),
    })),
    receptions: await db.select().from(receptionLog).where(eq(receptionLog.townId, townId)),
  };
}
