import type { ServerResponse } from 'node:http';
import type { SandboxEvent } from '../../contract.ts';

export interface Bus {
  emit(event: SandboxEvent): void;
  on(listener: (event: SandboxEvent) => void): () => void;
}

export function createBus(): Bus {
  const listeners = new Set<(event: SandboxEvent) => void>();
  return {
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A page this far behind is cut off; it reconnects by itself and reads again. */
const MAX_BACKLOG_BYTES = 8 * 1024 * 1024;
const KEEP_ALIVE_MS = 20_000;

export interface EventStream {
  open(res: ServerResponse): void;
  close(): void;
}

/** Server-sent events: each event is written once as text, then handed to every page that listens. */
export function createEventStream(bus: Bus): EventStream {
  const pages = new Set<ServerResponse>();
  const send = (text: string): void => {
    for (const page of pages) {
      if (page.writableLength > MAX_BACKLOG_BYTES) page.destroy();
      else page.write(text);
    }
  };
  const off = bus.on((event) => {
    if (pages.size > 0) send(`event: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
  });
  const keepAlive = setInterval(() => send(': alive\n\n'), KEEP_ALIVE_MS);
  keepAlive.unref();
  return {
    open: (res) => {
      res.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      res.write('retry: 1000\n\n');
      pages.add(res);
      res.on('close', () => pages.delete(res));
    },
    close: () => {
      off();
      clearInterval(keepAlive);
      for (const page of pages) page.end();
      pages.clear();
    },
  };
}
