/** What each table is made of, as far as rows are written and read as JSON. */
import { type AnyColumn, type Column, getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';

interface Field {
  readonly key: string;
  readonly name: string;
  readonly kind: 'moment' | 'bytes' | 'plain';
  readonly otherwise: unknown;
  /** A value as the driver takes it. */
  driven(value: unknown): unknown;
}

export interface TableFacts {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly byKey: ReadonlyMap<string, Field>;
  /** Members that identify a row. */
  readonly id: readonly string[];
}

const kindOf = (column: Column): Field['kind'] =>
  column.columnType === 'PgTimestamp' ? 'moment' : column.getSQLType() === 'bytea' ? 'bytes' : 'plain';

/** An escaped half of a character: JSON.stringify writes the halves of whole ones as they are. An escaped backslash is walked over. */
const LONE = /\\\\|\\ud[89a-f][0-9a-f]{2}/gu;

/** JSON that the database takes: halves of characters that came alone made whole. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes('\\ud')) return text;
  return text.replaceAll(LONE, (half) => (half.startsWith('\\ud') ? '\\ufffd' : half));
}

const drivenBy = (column: Column): Field['driven'] => {
  const isJson = column.columnType === 'PgJsonb';
  return (value) => (value === null ? null : isJson ? jsonText(value) : column.mapToDriverValue(value));
};

const isLiteral = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);

function factsOf(table: PgTable): TableFacts {
  const columns: Record<string, Column> = getTableColumns(table);
  const fields = Object.entries(columns).map(([key, column]): Field => ({
    key,
    name: column.name,
    kind: kindOf(column),
    driven: drivenBy(column),
    otherwise: isLiteral(column.default) || column.default?.constructor === Object ? column.default : null,
  }));
  const [composite] = getTableConfig(table).primaryKeys;
  const ids: readonly AnyColumn[] = composite?.columns ?? Object.values(columns).filter((column) => column.primary);
  const names = new Set(ids.map((column) => column.name));
  return {
    name: getTableName(table),
    fields,
    byKey: new Map(fields.map((field) => [field.key, field])),
    id: fields.filter(({ name }) => names.has(name)).map(({ key }) => key),
  };
}

export const TABLES = new Map<PgTable, TableFacts>(
  Object.values(schema)
    .filter((table) => is(table, PgTable))
    .map((table) => [table, factsOf(table)]),
);
/** Members that identify a row of a table. */
export const idOf = (table: PgTable): readonly string[] => TABLES.get(table)!.id;
