import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema.ts';

export type Db = PostgresJsDatabase<typeof schema>;
/** A transaction or the pool: stores take either. */
export type Tx = Db | Parameters<Parameters<Db['transaction']>[0]>[0];

export interface Database {
  readonly db: Db;
  readonly sql: Sql;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Connections at most. */
  readonly max?: number;
  /** Hears every statement as it is sent, with the number of its connection. */
  readonly heard?: (connection: number, text: string, values: readonly unknown[]) => void;
}

/**
 * A process that hangs, or whose machine is dead, keeps its sessions and in them the rows that it had locked: what is asked of the same
 * matters waits for them. Two minutes are longer than WeCom may take with a file, the longest that a transaction waits for anything.
 */
const LEFT_ALONE = {
  idle_in_transaction_session_timeout: 120_000,
  tcp_keepalives_idle: 60,
  tcp_keepalives_interval: 10,
};

export function openDatabase(url: string, { max = 10, heard }: OpenOptions = {}): Database {
  const sql = postgres(url, {
    max,
    ...(heard === undefined ? {} : { debug: heard }),
    onnotice: () => {},
    connection: { application_name: 'xinfang-bot', TimeZone: 'UTC', ...LEFT_ALONE },
  });
  return { db: drizzle(prepared(sql), { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}

/**
 * For each connection the driver (3.4.9) asks which types are arrays, and leaves the failure of that question to nobody: a session that ends
 * in that moment would end the process. The first answer is good for all connections.
 */
export function askNoMoreForTypes({ sql }: Pick<Database, 'sql'>): void {
  (sql.options as { fetch_types: boolean }).fetch_types = false;
}

/**
 * drizzle asks for its statements unprepared, which costs a round trip and a plan each time. Prepared ones are kept by
 * connection; their number is that of the statements in this program.
 */
function prepared<S extends object>(sql: S, life?: Life): S {
  type Unsafe = (text: string, values?: unknown[], options?: object) => unknown;
  type Scope = (...args: unknown[]) => unknown;
  return new Proxy(sql, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (key === 'unsafe') {
        return (text: string, values: unknown[] = [], options = {}) => {
          if (life?.isLost === true) throw new Error('the connection of this transaction was lost');
          return (value as Unsafe)(text, values, { ...options, prepare: true });
        };
      }
      if (key === 'begin' || key === 'savepoint') {
        return (...args: unknown[]) => {
          const own = life ?? { isLost: false };
          const run = (value as Scope)(
            ...args.map((arg) =>
              typeof arg === 'function'
                ? (scoped: object) => whileAlive(own, (arg as Scope)(prepared(scoped, own)) as Promise<unknown>)
                : arg,
            ),
          ) as Promise<unknown>;
          if (life === undefined) run.catch(() => void (own.isLost = true));
          return run;
        };
      }
      return value;
    },
  });
}

/** Of a transaction: its connection may be lost while it waits for something else than the database. */
interface Life {
  isLost: boolean;
}

/**
 * The driver (3.4.9) ends such a transaction for its caller, but lets the work in it go on and writes its end to a socket that is not there,
 * which ends the process, or to the next one's connection. Here the work of a lost transaction never comes to its end.
 */
const whileAlive = <T>(life: Life, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    work.then(
      (value) => life.isLost || resolve(value),
      // A query that failed may be the first sign of the loss; the next moment knows.
      (error: unknown) => setImmediate(() => life.isLost || reject(error as Error)),
    );
  });
