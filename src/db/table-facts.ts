/** What each table is made of, as far as rows are written and read as JSON. */
import { type AnyColumn, type Column, getTableColumns, getTableName, is } from 'drizzle-orm';
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core';
import * as schema from './schema.ts';

interface Field {
  readonly key: string;
  readonly name: string;
  readonly kind: 'moment' | 'bytes' | 'plain';
  readonly otherwise: unknown;
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

const isLiteral = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) || Array.isArray(value);

function factsOf(table: PgTable): TableFacts {
  const columns: Record<string, Column> = getTableColumns(table);
  const fields = Object.entries(columns).map(([key, column]): Field => ({
    key,
    name: column.name,
    kind: kindOf(column),
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
