import type { Ids } from '../core/ids.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { Vault } from '../core/vault.ts';
import type { Tx } from '../db/client.ts';
import type { WorkCalendar } from './deadline/calendar.ts';
import type { Policy } from './policy/policy.ts';

/** What every use case gets: one transaction, one moment, and the town's rules. */
export interface DomainContext {
  readonly tx: Tx;
  readonly at: Date;
  readonly today: LocalDay;
  readonly ids: Ids;
  /** Sealed with DATA_KEY itself; matters have keys of their own. */
  readonly vault: Vault;
  readonly calendar: WorkCalendar;
  policy(townId: string): Promise<Policy>;
}
