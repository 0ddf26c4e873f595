/** A PostgreSQL of the test's own that can be stopped, started and asked to end everybody's sessions. Its address stays the same. */
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';

import { silentLogger } from '../../src/core/logger.ts';
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts';
import { scratch, testDirectory } from './servers.ts';

export interface OwnPostgres {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends the sessions of everybody but the asker, in the middle of whatever they do. @returns how many */
  endSessions(): Promise<number>;
  close(): Promise<void>;
}

/** The server takes a new port at each start: who connects goes through a door that does not move, and is refused while there is none. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const root = await testDirectory(await scratch());
  const options = { dir: join(root, 'pg'), log: silentLogger, isDurable: false, maxConnections: 100 };
  let server: Embedded | undefined = await startEmbedded(options);
  const sockets = new Set<Socket>();
  const door = createServer((inside) => {
    if (server === undefined) return void inside.resetAndDestroy();
    const outside = connect(Number(new URL(server.url).port), '127.0.0.1');
    for (const socket of [inside, outside]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === inside ? outside : inside).destroy();
      });
    }
    inside.pipe(outside);
    outside.pipe(inside);
  });
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const url = new URL(server.url);
  url.port = String((door.address() as AddressInfo).port);
  const stop = async (): Promise<void> => {
    const running = server;
    server = undefined;
    await running?.stop();
  };
  return {
    url: url.href,
    stop,
    async start() {
      server = await startEmbedded(options);
    },
    async endSessions() {
      if (server === undefined) return 0;
      const sql = postgres(server.url, { max: 1, onnotice: () => {} });
      try {
        const ended = await sql`select pg_terminate_backend(pid) from pg_stat_activity
          where pid <> pg_backend_pid() and datname = current_database()`;
        return ended.length;
      } finally {
        await sql.end({ timeout: 5 });
      }
    },
    async close() {
      await stop();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => door.close(resolve));
      await rm(root, { recursive: true, force: true });
    },
  };
}
