import { fillPlaceholders, type SQL } from 'drizzle-orm';
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';
import * as schema from './schema.ts';
import { Kept, type Send, Work } from './work.ts';

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
  /** Of the same server, in place of the port of the URL. */
  readonly socket?: string | undefined;
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

export function openDatabase(url: string, { max = 10, socket, heard }: OpenOptions = {}): Database {
  const sql = postgres(url, {
    max,
    ...(socket === undefined ? {} : { path: socket }),
    ...(heard === undefined ? {} : { debug: heard }),
    onnotice: () => {},
    connection: { application_name: 'xinfang-bot', TimeZone: 'UTC', ...LEFT_ALONE },
  });
  return { db: drizzle(prepared(sql, new Kept()), { schema }), sql, close: () => sql.end({ timeout: 5 }) };
}

/**
 * For each connection the driver (3.4.9) asks which types are arrays, and leaves the failure of that question to nobody: a session that ends
 * in that moment would end the process. The first answer is good for all connections.
 */
export function askNoMoreForTypes({ sql }: Pick<Database, 'sql'>): void {
  (sql.options as { fetch_types: boolean }).fetch_types = false;
}

/** What a proxied client answers beside what the driver's has. */
const KEPT = Symbol('kept');
const WORK = Symbol('work');
interface Ours {
  readonly [KEPT]?: Kept;
  readonly [WORK]?: Work;
  readonly unsafe: Unsafe;
}
const clientOf = (tx: Tx): Ours => (tx as unknown as { session: { client: Ours } }).session.client;

/** What a transaction holds back and knows; undefined outside of one. */
export const workOf = (tx: Tx): Work | undefined => clientOf(tx)[WORK];
/** What the handle that a transaction belongs to keeps; undefined for a handle that `openDatabase` did not make. */
export const keptBy = (tx: Tx): Kept | undefined => clientOf(tx)[KEPT];

interface Text {
  readonly sql: string;
  readonly params: unknown[];
}
const dialectOf = (tx: Tx): { sqlToQuery(query: SQL): Text } =>
  (tx as unknown as { dialect: { sqlToQuery(query: SQL): Text } }).dialect;

const TEXTS = Symbol('texts of queries');
const MOST_TEXTS = 1_000;

/**
 * Asks by a query whose text the handle keeps: making it takes drizzle longer than PostgreSQL takes to answer.
 * @param name says all that the text depends on, and all values in it that are no placeholder
 * @param values of its placeholders
 * @returns rows as the driver reads them, by the names of their columns
 */
export async function askKept<T extends Record<string, unknown>>(
  tx: Tx,
  name: string,
  make: () => SQL,
  values: Record<string, unknown>,
): Promise<readonly T[]> {
  const texts = keptBy(tx)?.of(TEXTS, () => new Map<string, Text>());
  let text = texts?.get(name);
  if (text === undefined) {
    text = dialectOf(tx).sqlToQuery(make());
    if (texts !== undefined && texts.size >= MOST_TEXTS) texts.clear();
    texts?.set(name, text);
  }
  return (await clientOf(tx).unsafe(text.sql, fillPlaceholders(text.params, values))) as readonly T[];
}

/** Asks about what this transaction holds nothing back of, though the statement names its tables. */
export async function askPast<T extends Record<string, unknown>>(tx: Tx, query: SQL): Promise<readonly T[]> {
  const work = workOf(tx);
  if (work === undefined) return [...(await tx.execute(query))] as unknown as readonly T[];
  const { sql: text, params } = dialectOf(tx).sqlToQuery(query);
  return (await work.ask(text, params)) as unknown as readonly T[];
}

/** Takes back what `run` wrote when it throws a UserError; what else it throws ends the transaction. */
export const undoable = <T>(tx: Tx, run: (tx: Tx) => Promise<T>): Promise<T> =>
  workOf(tx)?.undoable(() => run(tx)) ?? tx.transaction(run);

type Unsafe = (text: string, values?: readonly unknown[], options?: object) => unknown;
type Scope = (...args: unknown[]) => unknown;

/**
 * drizzle asks for its statements unprepared, which costs a round trip and a plan each time. Prepared ones are kept by
 * connection; their number is that of the statements in this program.
 */
function prepared<S extends object>(sql: S, kept: Kept, life?: Life): S {
  return new Proxy(sql, {
    get(target, key) {
      if (key === KEPT) return kept;
      if (key === WORK) return life?.work;
      const value: unknown = Reflect.get(target, key);
      if (key === 'unsafe') {
        return (text: string, values: unknown[] = [], options = {}) => {
          if (life?.isLost === true) throw lost();
          life?.work.hear(text);
          return (value as Unsafe)(text, values, { ...options, prepare: true });
        };
      }
      if (key === 'begin') return (...args: unknown[]) => begun(value as Scope, kept, args);
      if (key === 'savepoint' && life !== undefined) {
        return (...args: unknown[]) => {
          life.work.settle();
          return (value as Scope)(...args.map((arg) => scoped(arg, kept, life, true)));
        };
      }
      return value;
    },
  });
}

async function begun(begin: Scope, kept: Kept, args: readonly unknown[]): Promise<unknown> {
  const life: Life = { isLost: false, work: new Work(kept) };
  try {
    const done = await begin(...args.map((arg) => scoped(arg, kept, life, false)));
    await life.work.committed();
    return done;
  } catch (error) {
    life.isLost = true;
    throw error;
  }
}

/** What the driver calls with the client of a transaction or a savepoint. */
function scoped(arg: unknown, kept: Kept, life: Life, isNested: boolean): unknown {
  if (typeof arg !== 'function') return arg;
  return (client: { readonly unsafe: Unsafe }) => {
    const send: Send = (text, values) => {
      if (life.isLost) throw lost();
      return client.unsafe(text, values, { prepare: true }) as ReturnType<Send>;
    };
    const run = (): Promise<unknown> => (arg as Scope)(prepared(client, kept, life)) as Promise<unknown>;
    return whileAlive(life, isNested ? life.work.nested(send, run) : life.work.within(send, run));
  };
}

const lost = (): Error => new Error('the connection of this transaction was lost');

/** Of a transaction: its connection may be lost while it waits for something else than the database. */
interface Life {
  isLost: boolean;
  readonly work: Work;
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
