import type { UnfinishedLetter } from '../contract/letter.ts';
import type { Ids } from '../core/ids.ts';
import { type LocalDay, localDayOf } from '../core/local-day.ts';
import type { Vault } from '../core/vault.ts';
import type { Tx } from '../db/client.ts';
import type { WorkCalendar } from './deadline/calendar.ts';
import type { Verdict } from './accusation/text/reader.ts';
import type { PolicyBook, TownPolicies } from './policy/book.ts';

/** What every use case gets: one transaction, one moment, and the town's rules. */
export interface DomainContext {
  readonly tx: Tx;
  readonly at: Date;
  readonly today: LocalDay;
  readonly ids: Ids;
  /** Sealed with DATA_KEY itself; matters have keys of their own. */
  readonly vault: Vault;
  readonly calendar: WorkCalendar;
  readonly policy: TownPolicies;
  /** Conversations for which this transaction wrote something that may go at once. */
  readonly told: Map<string, Conversation>;
  /** Letters that this transaction's events call for and that lack a field; the typist is told. */
  readonly unfinished: UnfinishedLetter[];
  /** Matters that this command wrote into: whoever gave it reads which. */
  readonly written: Set<string>;
  /** What the petitioner's words, written down by this command, read as: by the id of the matter; the typist is told. */
  readonly heard: Map<string, Verdict>;
  /** The typist says that what reads as an accusation is the office's own word. */
  readonly saidOwn?: boolean;
  /** A group has just read who is accused of what: no group is told of what this command does. */
  readonly isHushed?: boolean;
  /** The group in which the command stands: it reads the answer there, and no second line about the same. */
  readonly saidIn?: string | undefined;
  /** All policies as loaded, for settings. */
  readonly policies: PolicyBook;
}

export interface Conversation {
  readonly toKind: 'person' | 'group';
  readonly toId: string;
}

/** What stays the same from one transaction to the next. */
export interface DomainBase {
  readonly ids: Ids;
  readonly vault: Vault;
  readonly policies: PolicyBook;
  calendar(): WorkCalendar;
  /** Reads it anew where it is no longer of this version (`calendarVersion` of src/domain/calendar/store.ts). */
  refreshCalendar?(tx: Tx, version: number): Promise<void>;
}

export const contextOf = (base: DomainBase, tx: Tx, at: Date): DomainContext => ({
  tx,
  at,
  today: localDayOf(at),
  ids: base.ids,
  vault: base.vault,
  calendar: base.calendar(),
  policies: base.policies,
  policy: base.policies.forTown(tx),
  told: new Map(),
  unfinished: [],
  written: new Set(),
  heard: new Map(),
});
