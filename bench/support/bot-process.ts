// The bot of one work tree as a process of its own: `bot-process.ts <data dir> <port of the local WeCom> <org files as JSON>`. It is laid into the work
// tree of an older commit as well, so that it uses of src what that has, too.
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';

import postgres from 'postgres';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';

/** What one process has spent since it began. */
export interface Spent {
  /** Milliseconds of processor time. */
  readonly node: number;
  readonly postgres: number;
  /** Messages to PostgreSQL that have something executed, those of transactions among them. */
  readonly statements: number;
}
export type Order = 'spent' | 'times' | 'know' | 'end' | { readonly floor: number; readonly towns: unknown };

const [dataDir = '', wecomPort = '', files = '[]'] = process.argv.slice(2);
const BOT = { id: 'aibBench', secret: 'bench-secret' };
/** Of /proc: a tick of processor time. */
const TICK_MS = 10;
const EXECUTE = 'E'.codePointAt(0);
const QUERY = 'Q'.codePointAt(0);

let statements = 0;
let databasePort = 0;
const connect = Socket.prototype.connect;
const write = Socket.prototype.write;
/** Of those that are connected by a path. */
const onPath = new WeakSet<Socket>();
Socket.prototype.connect = function connected(this: Socket, ...args: unknown[]): Socket {
  if (typeof args[0] === 'string' && args[0].includes('.s.PGSQL.')) onPath.add(this);
  return (connect as (...args: unknown[]) => Socket).apply(this, args);
} as typeof connect;
Socket.prototype.write = function counted(this: Socket, chunk: unknown, ...rest: unknown[]): boolean {
  if (Buffer.isBuffer(chunk) && (this.remotePort === databasePort || onPath.has(this))) statements += executedIn(chunk);
  return (write as (...args: unknown[]) => boolean).call(this, chunk, ...rest);
} as typeof write;

/** The drivers hand over whole messages: a letter, the length without it, the rest. */
function executedIn(chunk: Buffer): number {
  let found = 0;
  for (let at = 0; at + 5 <= chunk.length && chunk[at] !== 0; at += 1 + chunk.readInt32BE(at + 1)) {
    if (chunk[at] === EXECUTE || chunk[at] === QUERY) found += 1;
  }
  return found;
}

let times: number[] = [];
const config = readConfig({
  SANDBOX: '0',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'silent',
  WECOM_BOT_ID: BOT.id,
  WECOM_BOT_SECRET: BOT.secret,
});
const app = await buildApp(config, silentLogger, {
  inbound: (seconds) => void times.push(seconds * 1000),
  delivery: () => {},
  hop: () => {},
  lost: () => {},
});
for (const file of JSON.parse(files) as string[]) await app.importTown(file);
databasePort = Number(new URL(app.storage.url).port);
await app.start({ id: BOT.id, secret: new Secret(BOT.secret), wsUrl: `ws://127.0.0.1:${wecomPort}` });
const admin = postgres(app.storage.url, { max: 1, onnotice: () => {} });

const ticksOf = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /u, '')
      .split(' ');
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    // Ended meanwhile.
    return 0;
  }
};

async function spent(): Promise<Spent> {
  await app.settle();
  const backends = await admin<{ pid: number }[]>`
    select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;
  const { user, system } = process.cpuUsage();
  return {
    node: (user + system) / 1000,
    postgres: backends.reduce((sum, { pid }) => sum + ticksOf(pid), 0) * TICK_MS,
    statements,
  };
}

async function answer(order: Order): Promise<unknown> {
  if (order === 'spent') return spent();
  if (order === 'times') {
    const now = times;
    times = [];
    return now;
  }
  if (order === 'know') {
    // What a server that has run for a day knows of its tables; plans made while they were empty read them from end to end.
    await admin.unsafe('analyze');
    return true;
  }
  if (order === 'end') {
    await admin.end({ timeout: 5 });
    await app.close();
    return true;
  }
  await app.settle();
  const { replayFloor } = await import('./replay.ts');
  return replayFloor(app, order.towns as never, order.floor);
}

process.on('message', (order: Order) => void answer(order).then((said) => process.send?.({ said })));
process.send?.({ said: 'ready' });
