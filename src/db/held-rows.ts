/** One statement of all that a transaction holds back (ADR 36). */
import type { InferSelectModel } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { jsonText, TABLES, type TableFacts } from './table-facts.ts';

type Row = Record<string, unknown>;

/** `pass`: a row that is there already stays; `take`: these members are put in its place. */
export type OnConflict = 'fail' | 'pass' | readonly string[];

export interface Held {
  readonly facts: TableFacts;
  readonly added: { row: Row; conflict: OnConflict }[];
  readonly changed: { readonly id: Row; readonly patch: Row }[];
}

/** Rows as JSON; bytes in the database's own writing. */
function jsonOf(facts: TableFacts, rows: readonly Row[]): string {
  return jsonText(
    rows.map((row) => {
      const named: Row = {};
      for (const key in row) {
        const { name, kind } = facts.byKey.get(key)!;
        const value = row[key];
        named[name] = kind === 'bytes' && value !== null ? `\\x${(value as Buffer).toString('hex')}` : value;
      }
      return named;
    }),
  );
}

/** The same of whole rows. */
export const jsonRows = <T extends PgTable>(table: T, rows: readonly InferSelectModel<T>[]): string =>
  jsonOf(TABLES.get(table)!, rows as readonly Row[]);

const quoted = (name: string): string => `"${name}"`;
const listed = (names: readonly string[]): string => names.map(quoted).join(', ');

/** Changed rows of a table that are parts of their own: more go as one, joined with the table. */
const FEW = 4;

/**
 * One statement of all that is held back, a part for each table and kind of change. A row by itself is written with a value for each member, so
 * that a change finds it by its key; several as JSON, so that there are few texts and each is planned once.
 */
export function compose(all: readonly Held[]): { readonly text: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const put = (value: unknown): string => `$${values.push(value)}`;
  const parts = all.flatMap((held) => [...addedParts(held, put), ...changedParts(held, put)]);
  const text =
    parts.length === 1 ? parts[0]! : `with ${parts.map((part, i) => `w${i} as (${part})`).join(', ')} select 1`;
  return { text, values };
}

type Put = (value: unknown) => string;

const source = (facts: TableFacts, rows: readonly Row[], put: Put): string =>
  `json_populate_recordset(null::${quoted(facts.name)}, ${put(jsonOf(facts, rows))}::text::json)`;

function addedParts({ facts, added }: Held, put: Put): string[] {
  return [...grouped(added, ({ conflict }) => String(conflict))].map(([name, rows]) => {
    const names = listed(facts.fields.map((field) => field.name));
    const [{ row, conflict }] = rows as [Held['added'][number]];
    const given =
      rows.length === 1
        ? `values (${facts.fields.map(({ key, driven }) => put(driven(row[key]))).join(', ')})`
        : `select ${names} from ${source(
            facts,
            rows.map((one) => one.row),
            put,
          )}`;
    return `insert into ${quoted(facts.name)} (${names}) ${given}${conflictOf(facts, conflict, name)}`;
  });
}

function changedParts({ facts, changed }: Held, put: Put): string[] {
  return [...grouped(changed, ({ patch }) => Object.keys(patch).toSorted().join())].flatMap(([keys, rows]) => {
    const members = keys.split(',');
    const nameOf = (key: string): string => quoted(facts.byKey.get(key)!.name);
    const table = quoted(facts.name);
    if (rows.length > FEW) {
      const from = source(
        facts,
        rows.map(({ id, patch }) => ({ ...id, ...patch })),
        put,
      );
      const set = members.map((key) => `${nameOf(key)} = r.${nameOf(key)}`);
      const same = facts.id.map((key) => `t.${nameOf(key)} = r.${nameOf(key)}`);
      return `update ${table} t set ${set.join(', ')} from ${from} r where ${same.join(' and ')}`;
    }
    return rows.map(({ id, patch }) => {
      const equal =
        (row: Row) =>
        (key: string): string =>
          `${nameOf(key)} = ${put(facts.byKey.get(key)!.driven(row[key]))}`;
      return `update ${table} set ${members.map(equal(patch)).join(', ')} where ${facts.id.map(equal(id)).join(' and ')}`;
    });
  });
}

function conflictOf(facts: TableFacts, conflict: OnConflict, name: string): string {
  if (name === 'fail') return '';
  if (conflict === 'pass') return ' on conflict do nothing';
  const target = listed(facts.id.map((key) => facts.byKey.get(key)!.name));
  const set = (conflict as readonly string[]).map((key) => quoted(facts.byKey.get(key)!.name));
  return ` on conflict (${target}) do update set ${set.map((column) => `${column} = excluded.${column}`).join(', ')}`;
}

function grouped<T>(list: readonly T[], by: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const group = groups.get(by(one));
    if (group === undefined) groups.set(by(one), [one]);
    else group.push(one);
  }
  return groups;
}
