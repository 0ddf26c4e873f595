import type { PetitionEvent } from './events.ts';
import { IDENTITY_FIELDS, type Identity } from './identity.ts';

/** What the record says of a matter and may turn out wrong; codes and days, so that before and after can stand in the event. */
export const CORRECTABLE = ['receivedOn', 'channel', 'headcount', 'kind', 'branch'] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** Texts: how they stood and how they are right stands in the event's sealed note. */
export type TextField = 'body' | 'place' | keyof Identity;
export type TextChange = { readonly field: TextField } | { readonly field: 'demand'; readonly position: number };

/** One field, as it stood and as it is right. */
export type Change =
  | { readonly field: Correctable; readonly from: string | number | null; readonly to: string | number }
  | TextChange;

/** What is said of an event that changed the record: which fields, from what to what. */
export const changesIn = ({ data }: Pick<PetitionEvent, 'data'>): readonly Change[] =>
  Array.isArray(data['changes']) ? (data['changes'] as readonly Change[]) : [];

const SEPARATOR = '\n----\n';

/** The parts of a correction's note; a line of dashes that somebody typed is none between them. */
export const joined = (parts: readonly string[]): string =>
  parts.map((part) => part.split(SEPARATOR).join('\n')).join(SEPARATOR);

/** One text, as it stood and as it is right. */
export interface Reworded {
  readonly change: TextChange;
  readonly before: string;
  readonly after: string;
}

export interface CorrectionNote {
  readonly reason: string;
  readonly texts: readonly Reworded[];
}

const isOfPerson = ({ change }: Reworded): boolean => IDENTITY_FIELDS.some((field) => field === change.field);

/**
 * What a correction's note says: why, and of each text how it stood and how it is right. Of persons' particulars only that they were put
 * right, unless somebody looks `inFull`, which is written down.
 */
export function readCorrection({ data }: Pick<PetitionEvent, 'data'>, note: string, inFull = false): CorrectionNote {
  const [reason = '', ...parts] = note.split(SEPARATOR);
  const texts = changesIn({ data })
    .filter((change): change is TextChange => !('from' in change))
    .map((change, i) => ({ change, before: parts[2 * i] ?? '', after: parts[2 * i + 1] ?? '' }));
  return { reason, texts: inFull ? texts : texts.filter((text) => !isOfPerson(text)) };
}
