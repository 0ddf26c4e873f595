import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';

import type { Database } from '../../src/db/client.ts';
import * as schema from '../../src/db/schema.ts';

export interface Statement {
  /** Statements of one connection keep their order. */
  readonly connection: number;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The database as the bot opens it, telling each statement as it is sent. */
export function captured(url: string, tell: (statement: Statement) => void, max = 10): Database {
  const sql = postgres(url, {
    max,
    onnotice: () => {},
    connection: { application_name: 'xinfang-bench', TimeZone: 'UTC' },
    debug: (connection, text, values) => tell({ connection, text, values: [...values] }),
  });
  return { db: drizzle(sql, { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}
