/**
 * What one transaction holds back and knows (ADR 36). What it writes is kept until something reads those tables or the transaction ends,
 * and goes as one statement of several parts; what it has read of a matter is read once, with what it holds back laid over it.
 */
import type { InferInsertModel, InferSelectModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { compose, type Held, type OnConflict } from './held-rows.ts';
import { TABLES, type TableFacts } from './table-facts.ts';

type Rows = readonly Record<string, unknown>[];
type Row = Record<string, unknown>;

/** How a scope of the transaction sends; the answer is a query of the driver. */
export type Send = (text: string, values: readonly unknown[]) => Promise<Rows> & { execute(): unknown };

const MENTION = new RegExp(`\\b(?:${[...TABLES.values()].map(({ name }) => name).join('|')})\\b`, 'gu');
const WRITES =
  /\b(?:insert\s+into|delete\s+from|truncate)\b|\bupdate\s+(?:only\s+)?[\w".]+(?:\s+(?:as\s+)?\w+)?\s+set\b/iu;

/** Which tables a statement names, and whether it may change them. */
export interface Mention {
  readonly tables: ReadonlySet<string>;
  readonly writes: boolean;
}

const mentionIn = (text: string): Mention => ({
  tables: new Set(text.match(MENTION) ?? []),
  writes: WRITES.test(text),
});

/** What a database handle keeps from one transaction to the next. */
export class Kept {
  readonly #mentions = new Map<string, Mention>();
  readonly #things = new Map<symbol, unknown>();

  mention(text: string): Mention {
    const known = this.#mentions.get(text);
    if (known !== undefined) return known;
    // Lists of values make texts of many lengths.
    if (this.#mentions.size >= 5_000) this.#mentions.clear();
    const found = mentionIn(text);
    this.#mentions.set(text, found);
    return found;
  }

  /** One thing a handle, made when it is first asked for. */
  of<T>(what: symbol, make: () => T): T {
    if (!this.#things.has(what)) this.#things.set(what, make());
    return this.#things.get(what) as T;
  }
}

interface Mark {
  readonly name: string;
  /** What was known when its savepoint was sent, and holds again when it is rolled back; undefined before. */
  before: Map<string, Promise<unknown>> | undefined;
}

const isSame = (id: readonly string[], a: Row, b: Row): boolean => id.every((key) => a[key] === b[key]);

export class Work {
  readonly kept: Kept;
  readonly #senders: Send[] = [];
  readonly #held = new Map<string, Held>();
  readonly #marks: Mark[] = [];
  #memo = new Map<string, Promise<unknown>>();
  /** What each thing that was read was read from, by its name. */
  readonly #about = new Map<string, readonly PgTable[]>();
  readonly #notes = new Map<string, readonly unknown[]>();
  readonly #written = new Set<string>();
  /** How often each table was changed, or what was held back of it went out. */
  readonly #turns = new Map<string, number>();
  readonly #after: (() => void)[] = [];
  #sent: Promise<unknown> = Promise.resolve();
  #fault: { readonly error: unknown } | undefined;
  #count = 0;

  constructor(kept: Kept) {
    this.kept = kept;
  }

  /** Before a statement that somebody else sends: what it may read is written, what it may change is known no more. */
  hear(text: string): void {
    const { tables, writes } = this.kept.mention(text);
    for (const table of tables) {
      if (this.#held.has(table)) {
        this.flush();
        break;
      }
    }
    if (!writes) return;
    this.#secure();
    for (const table of tables) {
      this.#written.add(table);
      this.#drop(table);
    }
  }

  /** Whether this transaction has written into one of these tables. */
  hasWritten(tables: readonly PgTable[]): boolean {
    return tables.some((table) => this.#written.has(TABLES.get(table)!.name));
  }

  /** Whether something is held back of one of these tables. */
  isHolding(tables: readonly PgTable[]): boolean {
    return tables.some((table) => this.#held.has(TABLES.get(table)!.name));
  }

  /** What is read once a transaction, from these tables: a statement that may change one of them makes it be read again. */
  once<T>(name: string, tables: readonly PgTable[], read: () => Promise<T>): Promise<T> {
    const found = this.#memo.get(name) as Promise<T> | undefined;
    if (found !== undefined) return found;
    // A query of drizzle's runs anew each time it is awaited.
    const reading = Promise.resolve(read());
    this.#memo.set(name, reading);
    this.#about.set(name, tables);
    return reading;
  }

  /** What is known already, or was worked out from what is held back. */
  know<T>(name: string, tables: readonly PgTable[], value: T): void {
    this.#memo.set(name, Promise.resolve(value));
    this.#about.set(name, tables);
  }

  /** What was read from these tables is read again when it is asked for next. */
  forget(tables: readonly PgTable[]): void {
    for (const table of tables) this.#drop(TABLES.get(table)!.name);
  }

  /** The same by their names. */
  drop(names: readonly string[]): void {
    for (const name of names) this.#memo.delete(name);
  }

  /** A list that a caller keeps for the length of the transaction; `now` takes its place. */
  note<T>(name: string, now?: readonly T[]): readonly T[] {
    if (now !== undefined) this.#notes.set(name, now);
    return (this.#notes.get(name) ?? []) as readonly T[];
  }

  known<T>(name: string): Promise<T> | undefined {
    return this.#memo.get(name) as Promise<T> | undefined;
  }

  /** Asks past what is held back: what it reads has `over` laid over it. */
  ask(text: string, values: readonly unknown[]): Promise<Rows> {
    return this.#send(text, values);
  }

  /** A number that moves when a table is changed, or what is held back of it goes out. */
  turn(table: PgTable): number {
    return this.#turns.get(TABLES.get(table)!.name) ?? 0;
  }

  /**
   * Rows of a table with what is held back of it. Rows that were asked for before it went out and come after it lack it on both sides: then
   * they are read once more.
   */
  async rows<T extends PgTable>(
    table: T,
    read: () => Promise<readonly InferSelectModel<T>[]>,
    isOf: (row: InferSelectModel<T>) => boolean,
  ): Promise<InferSelectModel<T>[]> {
    for (;;) {
      const turn = this.turn(table);
      const found = await read();
      if (turn === this.turn(table)) return this.#over(table, found, isOf);
    }
  }

  #over<T extends PgTable>(
    table: T,
    rows: readonly InferSelectModel<T>[],
    isOf: (row: InferSelectModel<T>) => boolean,
  ): InferSelectModel<T>[] {
    const held = this.#held.get(TABLES.get(table)!.name);
    // Copies: whoever reads may note on a row what it has just written of it.
    if (held === undefined) return rows.map((row) => ({ ...row }));
    const { id } = held.facts;
    const now = (rows as readonly Row[]).map((row) => ({
      ...row,
      ...held.changed.find((one) => isSame(id, one.id, row))?.patch,
    }));
    const added = held.added.filter(({ row }) => isOf(row as InferSelectModel<T>)).map(({ row }) => ({ ...row }));
    return [...now, ...added] as InferSelectModel<T>[];
  }

  /** Writes rows with the next statement. @returns them as they will stand */
  add<T extends PgTable>(
    table: T,
    rows: readonly InferInsertModel<T>[],
    conflict: OnConflict = 'fail',
  ): InferSelectModel<T>[] {
    const held = this.#heldOf(table);
    return rows.map((given) => {
      const row = complete(held.facts, given as Row);
      const same = Array.isArray(conflict) ? held.added.find((one) => isSame(held.facts.id, one.row, row)) : undefined;
      if (same === undefined) held.added.push({ row, conflict });
      else takeOver(same, given as Row, conflict as readonly string[]);
      return row as InferSelectModel<T>;
    });
  }

  /** Changes one row with the next statement. */
  change<T extends PgTable>(table: T, row: Partial<InferSelectModel<T>>, patch: Partial<InferInsertModel<T>>): void {
    const held = this.#heldOf(table);
    const { id } = held.facts;
    const fresh = held.added.find((one) => isSame(id, one.row, row as Row));
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
    if (fresh !== undefined) {
      fresh.row = { ...fresh.row, ...given };
      return;
    }
    const before = held.changed.find((one) => isSame(id, one.id, row as Row));
    if (before !== undefined) Object.assign(before.patch, given);
    else held.changed.push({ id: Object.fromEntries(id.map((key) => [key, (row as Row)[key]])), patch: given });
  }

  #heldOf(table: PgTable): Held {
    const facts = TABLES.get(table)!;
    const held = this.#held.get(facts.name) ?? { facts, added: [], changed: [] };
    this.#held.set(facts.name, held);
    this.#written.add(facts.name);
    return held;
  }

  /** Writes what is held back. The answer is waited for at the end of the scope; statements behind it come after it. */
  flush(): void {
    if (this.#held.size === 0) return;
    this.#secure();
    const { text, values } = compose([...this.#held.values()]);
    for (const table of this.#held.keys()) this.#drop(table);
    this.#held.clear();
    void this.#send(text, values);
  }

  #send(text: string, values: readonly unknown[]): Promise<Rows> {
    const query = this.#senders.at(-1)!(text, values);
    query.execute();
    const answer = query.then((rows) => rows);
    const settled = answer.then(
      () => undefined,
      (error: unknown) => void (this.#fault ??= { error }),
    );
    this.#sent = Promise.all([this.#sent, settled]);
    return answer;
  }

  /** Runs with the sender of a scope; nothing held back leaves it. */
  async within<T>(send: Send, run: () => Promise<T>): Promise<T> {
    this.#senders.push(send);
    try {
      const done = await run();
      this.flush();
      return done;
    } finally {
      this.#senders.pop();
    }
  }

  /** Before a savepoint of the driver's: what is held back does not belong to it. */
  settle(): void {
    this.flush();
    this.#secure();
  }

  /** Within a savepoint of the driver's, whose caller may go on when it fails. */
  async nested<T>(send: Send, run: () => Promise<T>): Promise<T> {
    const memo = new Map(this.#memo);
    const relied = this.#after.length;
    try {
      const done = await this.within(send, run);
      await this.#answered();
      return done;
    } catch (error) {
      await this.#sent;
      this.#fault = undefined;
      this.#held.clear();
      this.#after.length = relied;
      this.#memo = memo;
      throw error;
    }
  }

  async #answered(): Promise<void> {
    await this.#sent;
    if (this.#fault !== undefined) throw this.#fault.error;
  }

  /**
   * Takes back what `run` wrote when it throws. The savepoint is set only when something of it has to reach the database before its end.
   */
  async undoable<T>(run: () => Promise<T>): Promise<T> {
    this.flush();
    const mark: Mark = { name: `held_${(this.#count += 1)}`, before: undefined };
    const relied = this.#after.length;
    this.#marks.push(mark);
    try {
      return await run();
    } catch (error) {
      this.#held.clear();
      this.#after.length = relied;
      // Where nothing was sent, what was read meanwhile is as true as before.
      if (mark.before !== undefined) {
        this.#memo = mark.before;
        void this.#send(`rollback to savepoint ${mark.name}`, []);
      }
      throw error;
    } finally {
      this.#marks.splice(this.#marks.indexOf(mark), 1);
    }
  }

  #secure(): void {
    for (const mark of this.#marks) {
      if (mark.before !== undefined) continue;
      mark.before = new Map(this.#memo);
      void this.#send(`savepoint ${mark.name}`, []);
    }
  }

  #drop(table: string): void {
    this.#turns.set(table, (this.#turns.get(table) ?? 0) + 1);
    for (const [name, about] of this.#about) {
      if (about.some((one) => TABLES.get(one)!.name === table)) this.#memo.delete(name);
    }
  }

  /** For what may be relied on once the transaction is committed. */
  afterwards(then: () => void): void {
    this.#after.push(then);
  }

  /** The transaction was committed; the database takes a commit of what failed for a rollback, without a word. */
  async committed(): Promise<void> {
    await this.#answered();
    for (const then of this.#after) then();
  }
}

function takeOver(one: { row: Row; conflict: OnConflict }, given: Row, keys: readonly string[]): void {
  one.row = { ...one.row, ...Object.fromEntries(keys.map((key) => [key, given[key]])) };
  one.conflict = [...new Set([...(Array.isArray(one.conflict) ? (one.conflict as string[]) : []), ...keys])].toSorted();
}

/** A row with all its members, as the database will have it: what is JSON there is JSON here. */
function complete({ fields }: TableFacts, given: Row): Row {
  const row: Row = {};
  for (const { key, otherwise } of fields) row[key] = given[key] === undefined ? otherwise : given[key];
  return row;
}

/** Rows as the driver gives them, or as the database writes them in JSON, as drizzle reads them. */
export function readRows<T extends PgTable>(table: T, rows: Rows): InferSelectModel<T>[] {
  const { fields } = TABLES.get(table)!;
  return rows.map((given) => {
    const row: Row = {};
    for (const { key, name, kind } of fields) {
      const value = given[name] ?? null;
      row[key] =
        value === null || kind === 'plain'
          ? value
          : kind === 'moment'
            ? new Date(value as string)
            : Buffer.isBuffer(value)
              ? value
              : Buffer.from((value as string).slice(2), 'hex');
    }
    return row as InferSelectModel<T>;
  });
}
