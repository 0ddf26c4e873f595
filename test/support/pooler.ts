/**
 * A pooler as PgBouncer is one in transaction mode: a client keeps a connection to the server for as long as a transaction lasts, and gets any
 * other for the next one. Each client logs in over a connection of its own, which then goes into the pool.
 */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface Pooler {
  readonly port: number;
  close(): Promise<void>;
}

const READY = 'Z'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

/** Calls back with the state of each ReadyForQuery; messages are a byte of type and four of length. */
function watchReady(server: Socket, onReady: (state: number) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  server.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const length = rest.readUInt32BE(1) + 1;
      if (rest.length < length) return;
      if (rest[0] === READY) onReady(rest[5]!);
      rest = rest.subarray(length);
    }
  });
}

export async function startPooler(to: { readonly host: string; readonly port: number }): Promise<Pooler> {
  const free: Socket[] = [];
  const waiting: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const servedBy = new Map<Socket, Socket>();

  const release = (server: Socket): void => {
    servedBy.delete(server);
    free.push(server);
    waiting.shift()?.();
  };

  const pooler = createServer((client) => {
    const own = connect(to.port, to.host);
    let server: Socket | undefined = own;
    servedBy.set(own, client);
    for (const socket of [client, own]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    own.on('data', (chunk) => servedBy.get(own)?.write(chunk));
    watchReady(own, (state) => {
      const served = servedBy.get(own);
      if (state === IDLE && served !== undefined) served.emit('released');
    });
    client.on('released', () => {
      const done = server;
      server = undefined;
      if (done !== undefined) release(done);
    });
    const forward = (chunk: Buffer): void => {
      if (chunk[0] === TERMINATE && chunk.length === 5 && server === undefined) return client.end() as never;
      if (server === undefined) {
        server = free.pop();
        if (server === undefined) return void waiting.push(() => forward(chunk));
        servedBy.set(server, client);
      }
      server.write(chunk);
    };
    client.on('data', forward);
  });
  await new Promise<void>((resolve) => pooler.listen(0, '127.0.0.1', resolve));
  return {
    port: (pooler.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => pooler.close(resolve));
    },
  };
}
