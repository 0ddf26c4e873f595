/** A matter as a message about it is made from it: read by one statement, and nothing of it locked. */
import { workOf } from '../../db/client.ts';
import { bars, clocks, events, petitionKeys, petitioners, petitions, petitionTexts } from '../../db/schema.ts';
import { readRows } from '../../db/work.ts';
import type { DomainContext } from '../context.ts';
import { knowVersion } from '../org/known.ts';
import type { Petition } from './access.ts';
import { type PetitionEvent, readEvent } from './events.ts';
import { BARS, CLOCKS, columnsOf, KEYS, PETITIONERS, readTogether, TEXTS } from './file.ts';

/** What is read with the matter. For whoever reads it alone what was typed as well; for its plain sentence only who may read that. */
const PARTS = { person: [BARS, CLOCKS, TEXTS, KEYS, PETITIONERS], group: [BARS, CLOCKS], plain: [BARS] } as const;
type For = keyof typeof PARTS;
const textFor = (reader: For): string =>
  `select (select to_json(t) from petition t where t.id = $1) as matter,
    (select v.version from petition t join org_version v on v.town_id = t.town_id where t.id = $1) as version,
    (select to_json(t) from event t where t.id = $2) as told, ${columnsOf(PARTS[reader])}`;
const TEXT = { person: textFor('person'), group: textFor('group'), plain: textFor('plain') };
const LOOKED_AT = [petitions, events, bars, clocks, petitionTexts, petitionKeys, petitioners];

export interface Look {
  readonly petition: Petition;
  /** The event that was asked for. */
  readonly told: PetitionEvent | undefined;
}

/** @returns undefined where there is no such matter */
export async function lookAt(
  { tx }: Pick<DomainContext, 'tx'>,
  id: string,
  { reader, eventId }: { readonly reader: For; readonly eventId: string | undefined },
): Promise<Look | undefined> {
  const work = workOf(tx);
  if (work === undefined) throw new Error('a matter is looked at in a transaction');
  return work.once(`look for a ${reader} at ${id} ${eventId ?? ''}`, LOOKED_AT, async () => {
    if (work.isHolding(LOOKED_AT)) work.flush();
    const asked = { text: TEXT[reader], values: [id, eventId ?? null] };
    const row = await readTogether(work, id, PARTS[reader], asked);
    const json = (name: string): Record<string, unknown>[] =>
      row?.[name] == null ? [] : [row[name] as Record<string, unknown>];
    const [petition] = readRows(petitions, json('matter'));
    if (petition === undefined) return undefined;
    knowVersion(tx, petition.townId, Number(row?.['version'] ?? 0));
    const [event] = readRows(events, json('told'));
    return { petition, told: event && readEvent(event) };
  });
}
