/**
 * What belongs to one matter. A command that has found its matter reads all of it by one statement, when it asks for the first part, and what it
 * writes is held back and laid over it (ADR 36); outside of a command each part is a statement of its own.
 */
import { and, eq, getTableName, type InferInsertModel, type InferSelectModel } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Tx, workOf } from '../../db/client.ts';
import {
  approvals,
  bars,
  clocks,
  demands,
  events,
  helpers,
  letters,
  matterMarks,
  petitioners,
  petitionKeys,
  petitionTexts,
  receipts,
} from '../../db/schema.ts';
import { idOf } from '../../db/table-facts.ts';
import type { OnConflict } from '../../db/held-rows.ts';
import { readRows, type Work } from '../../db/work.ts';

type Ctx = { readonly tx: Tx };
type OfMatter = PgTable & { readonly petitionId: PgColumn };

interface Part<T extends OfMatter> {
  readonly table: T;
  readonly name: string;
  /** As SQL. */
  readonly only: string;
  readonly before: (a: InferSelectModel<T>, b: InferSelectModel<T>) => number;
}

const byKeys =
  <R>(...keys: readonly ((row: R) => string | number | Date)[]) =>
  (a: R, b: R): number => {
    for (const key of keys) {
      const [one, other] = [key(a), key(b)];
      if (one < other) return -1;
      if (one > other) return 1;
    }
    return 0;
  };

const part = <T extends OfMatter>(table: T, before: Part<T>['before'], only = ''): Part<T> => ({
  table,
  name: getTableName(table),
  before,
  only,
});

export const CLOCKS = part(
  clocks,
  byKeys(
    ({ dueOn }) => dueOn,
    ({ id }) => id,
  ),
);
export const BARS = part(
  bars,
  byKeys(({ id }) => id),
);
export const APPROVALS = part(
  approvals,
  byKeys(
    ({ askedAt }) => askedAt,
    ({ id }) => id,
  ),
);
export const HELPERS = part(
  helpers,
  byKeys(
    ({ addedAt }) => addedAt,
    ({ unitId }) => unitId,
  ),
);
export const DEMANDS = part(
  demands,
  byKeys(({ position }) => position),
);
export const TEXTS = part(
  petitionTexts,
  byKeys(() => 0),
);
export const KEYS = part(
  petitionKeys,
  byKeys(() => 0),
);
export const PETITIONERS = part(
  petitioners,
  byKeys(({ position }) => position),
);
export const LETTERS = part(
  letters,
  byKeys(
    ({ madeAt }) => madeAt,
    ({ id }) => id,
  ),
);
/** Reminders that nobody has acknowledged. */
export const UNREAD = part(
  receipts,
  byKeys(({ outboxId }) => outboxId),
  ' and t.read_at is null',
);
/** What the same matter is found again by. */
export const MARKS = part(
  matterMarks,
  byKeys(
    ({ kind }) => kind,
    ({ mark }) => mark,
  ),
);
export const EVENTS = part(
  events,
  byKeys(({ seq }) => seq),
);

/** A long matter has many events, and not every command looks at them. */
const TOGETHER = [CLOCKS, BARS, APPROVALS, HELPERS, DEMANDS, TEXTS, KEYS, PETITIONERS, LETTERS, UNREAD];

const columnOf = ({ name, only }: { readonly name: string; readonly only: string }): string =>
  `(select json_agg(t) from "${name}" t where t.petition_id = $1${only}) as "${name}"`;
/** Parts as columns of a statement whose first value is the id of their matter. */
export const columnsOf = (parts: readonly { readonly name: string; readonly only: string }[]): string =>
  parts.map(columnOf).join(', ');
const WHOLE = `select ${columnsOf(TOGETHER)}`;
const WITH_EVENTS = `select ${columnsOf([...TOGETHER, EVENTS])}`;

const baseName = (name: string, id: string): string => `${name} ${id}`;
const jsonName = (name: string, id: string): string => `json ${name} ${id}`;
const namesOf = (name: string, id: string): string[] => [baseName(name, id), jsonName(name, id)];
const wholeName = (id: string): string => `whole ${id}`;

interface Opening {
  /** It was locked just now: what was read before says nothing. */
  readonly isLocked: boolean;
  /** Its events will be looked at, too. */
  readonly events: boolean;
}

/** From here on the parts of this matter are read together. */
export function openFile({ tx }: Ctx, id: string, { isLocked, events: isWithEvents }: Opening): void {
  const work = workOf(tx);
  if (isLocked) work?.drop([wholeName(id), ...[...TOGETHER, EVENTS].flatMap(({ name }) => namesOf(name, id))]);
  work?.know(baseName('file', id), [], isWithEvents ? 'with events' : 'without');
}

/** The file of a matter that this transaction makes: nothing of it has to be read. */
export function newFile({ tx }: Ctx, id: string): void {
  const work = workOf(tx);
  for (const { name, table } of [...TOGETHER, EVENTS, MARKS]) work?.know(baseName(name, id), [table], []);
}

type Json = Record<string, unknown>[] | null;

/**
 * Parts of a matter as the database has them, by a statement that has them as columns; each is kept as long as nothing changes its table.
 * @returns the row with what else was asked
 */
export async function readTogether(
  work: Work,
  id: string,
  parts: readonly { readonly name: string; readonly table: PgTable }[],
  { text, values }: { readonly text: string; readonly values: readonly unknown[] },
): Promise<Record<string, unknown> | undefined> {
  const turns = parts.map(({ table }) => work.turn(table));
  const [row] = await work.ask(text, values);
  for (const [i, { name, table }] of parts.entries()) {
    // What was changed meanwhile is read by itself.
    if (work.turn(table) === turns[i]) work.know(jsonName(name, id), [table], row?.[name] as Json);
  }
  return row;
}

const readWhole = (work: Work, id: string, isWithEvents: boolean): Promise<unknown> =>
  isWithEvents
    ? readTogether(work, id, [...TOGETHER, EVENTS], { text: WITH_EVENTS, values: [id] })
    : readTogether(work, id, TOGETHER, { text: WHOLE, values: [id] });

/** One part of a matter, in its order, with what this transaction has written. */
export async function rowsOf<T extends OfMatter>(
  { tx }: Ctx,
  { table, name, only, before }: Part<T>,
  id: string,
): Promise<InferSelectModel<T>[]> {
  const work = workOf(tx);
  if (work === undefined) {
    const rows = await tx
      .select()
      .from(table as PgTable)
      .where(eq(table.petitionId, id));
    return (rows as InferSelectModel<T>[]).toSorted(before);
  }
  const read = async (): Promise<InferSelectModel<T>[]> => {
    const opened = await work.known<string>(baseName('file', id));
    const isWithEvents = opened === 'with events';
    if (opened !== undefined && (isWithEvents || name !== EVENTS.name)) {
      await work.once(wholeName(id), [], () => readWhole(work, id, isWithEvents));
    }
    const json = await (work.known<Json>(jsonName(name, id)) ??
      work.ask(`select ${columnOf({ name, only })}`, [id]).then(([row]) => row?.[name] as Json));
    return readRows(table, json ?? []);
  };
  const isOf = (row: InferSelectModel<T>): boolean => (row as { petitionId: string }).petitionId === id;
  const rows = await work.rows(table, () => work.once(baseName(name, id), [table], read), isOf);
  return rows.toSorted(before);
}

/** Writes rows of a matter. @returns them as they will stand */
export async function addRows<T extends PgTable>(
  { tx }: Ctx,
  table: T,
  rows: readonly InferInsertModel<T>[],
  conflict: OnConflict = 'fail',
): Promise<InferSelectModel<T>[]> {
  if (rows.length === 0) return [];
  const work = workOf(tx);
  if (work !== undefined) return work.add(table, rows, conflict);
  const insert = tx.insert(table as PgTable).values([...rows] as Record<string, unknown>[]);
  if (conflict === 'fail') return (await insert.returning()) as InferSelectModel<T>[];
  if (conflict === 'pass') return (await insert.onConflictDoNothing().returning()) as InferSelectModel<T>[];
  throw new Error('what takes the place of a row is written in a transaction');
}

/** Changes one row, named by its own identity. */
export async function changeRow<T extends PgTable>(
  { tx }: Ctx,
  table: T,
  row: Partial<InferSelectModel<T>>,
  patch: Partial<InferInsertModel<T>>,
): Promise<void> {
  const work = workOf(tx);
  if (work !== undefined) {
    work.change(table, row, patch);
    return;
  }
  const columns = table as unknown as Record<string, PgColumn>;
  const same = idOf(table).map((key) => eq(columns[key]!, (row as Record<string, unknown>)[key]));
  await tx
    .update(table as PgTable)
    .set(patch as Record<string, unknown>)
    .where(and(...same));
}
