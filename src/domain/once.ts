import { PgTransaction } from 'drizzle-orm/pg-core';
import type { Tx } from '../db/client.ts';

const readBefore = new WeakMap<object, Map<string, Promise<unknown>>>();

/** What one command asks several times and nothing changes meanwhile is read once a transaction. */
export function once<T>(tx: Tx, what: string, read: () => Promise<T>): Promise<T> {
  if (!(tx instanceof PgTransaction)) return read();
  const known = readBefore.get(tx) ?? new Map<string, Promise<unknown>>();
  readBefore.set(tx, known);
  const found = (known.get(what) as Promise<T> | undefined) ?? read();
  known.set(what, found);
  return found;
}

/** For whoever does change it: all of it, or one. */
export function forget(tx: Tx, what?: string): void {
  if (what === undefined) readBefore.delete(tx);
  else readBefore.get(tx)?.delete(what);
}
