import Router from '@koa/router';
import Koa from 'koa';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import { httpText } from '../copy/http.ts';
import { StartupError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { Metrics } from './metrics.ts';
import { onError } from './on-error.ts';
import { clockRouter, type ClockControl } from './routes/clock.ts';
import { type AnswerTo, healthRouter, type Checks } from './routes/health.ts';

/** The local WeCom: it reads and answers by itself, and guards its own door. */
interface MountedSandbox {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
}

export interface HttpOptions {
  readonly port: number;
  readonly host: string;
  readonly log: Logger;
  readonly checks: Checks;
  readonly metrics: Metrics;
  readonly answerTo?: AnswerTo;
  /** Takes over everything below /sandbox/, the clock too. */
  readonly sandbox?: MountedSandbox;
  /** Serves /sandbox/api/clock without a local WeCom. */
  readonly clock?: ClockControl;
  readonly routers?: readonly Router[];
  /** PUBLIC_URL is an https address: browsers are told to use no other way. */
  readonly isSecure?: boolean;
  /** So long a request may take to arrive whole, in milliseconds: a body that drips keeps no socket. */
  readonly arrivesWithinMs?: number;
}

export interface HttpServer {
  /** The real one, when 0 was asked for. */
  readonly port: number;
  /** Takes nothing new, lets requests finish for a moment, then hangs up on all. */
  close(): Promise<void>;
}

const SANDBOX = '/sandbox';
const HSTS_SECONDS = 365 * 24 * 3_600;
const GRACE_MS = 3_000;
/** Readers leave, or drip until they are cut: no failure of ours, and nothing that fills the log. */
const GONE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_HTTP_REQUEST_TIMEOUT']);
/** The largest thing that comes in is a form of 64 KB, over a phone. */
const ARRIVES_WITHIN_MS = 30_000;

const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?', 1)[0]!;
const isSandboxPath = (path: string): boolean => path === SANDBOX || path.startsWith(`${SANDBOX}/`);

function createApp({
  log,
  checks,
  metrics,
  answerTo,
  sandbox,
  clock,
  routers = [],
  isSecure = false,
}: HttpOptions): Koa {
  const app = new Koa();
  app.on('error', (error: Error & { code?: string }) => {
    if (!GONE.has(error.code ?? '')) log.error({ err: error }, 'answer failed');
  });
  app.use(async (ctx, next) => {
    ctx.set({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    // Reached by https once, by https only (RFC 6797); a browser ignores it where it came without.
    if (isSecure) ctx.set('strict-transport-security', `max-age=${HSTS_SECONDS}`);
    await next();
  });
  app.use(onError(log));
  const root = new Router();
  root.get('/', (ctx) => {
    if (sandbox !== undefined) return ctx.redirect(`${SANDBOX}/`);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `${httpText.running}\n`;
  });
  const health = healthRouter(checks, metrics, answerTo);
  const all = [root, health, ...(clock === undefined ? [] : [clockRouter(clock)]), ...routers];
  for (const router of all) {
    app.use(router.routes());
    app.use(router.allowedMethods());
  }
  return app;
}

/** Listens, or fails with one line that says what to do. */
export async function startHttp(options: HttpOptions): Promise<HttpServer> {
  const { sandbox, log, arrivesWithinMs = ARRIVES_WITHIN_MS } = options;
  const koa = createApp(options).callback();
  const limits = {
    headersTimeout: arrivesWithinMs,
    requestTimeout: arrivesWithinMs,
    // Node looks at its sockets so often.
    connectionsCheckingInterval: Math.min(arrivesWithinMs / 2, 5_000),
  };
  const server = createServer(limits, (req, res) => {
    if (sandbox === undefined || !isSandboxPath(pathOf(req))) {
      void koa(req, res);
      return;
    }
    sandbox.handle(req, res).catch((error: unknown) => {
      log.error({ err: error }, 'local WeCom failed');
      res.destroy();
    });
  });
  server.on('upgrade', (req, socket: Duplex, head) => {
    if (sandbox !== undefined && isSandboxPath(pathOf(req))) sandbox.upgrade(req, socket, head);
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  const close = closer(server);
  await listen(server, options);
  server.on('error', (error) => log.error({ err: error }, 'web server failed'));
  return { port: (server.address() as AddressInfo).port, close };
}

function listen(server: Server, { port, host }: HttpOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      const lines: Record<string, string> = {
        EADDRINUSE: httpText.portBusy(port),
        EACCES: httpText.portForbidden(port),
        EADDRNOTAVAIL: httpText.noHost(host),
        ENOTFOUND: httpText.noHost(host),
      };
      const line = lines[error.code ?? ''];
      reject(line === undefined ? error : new StartupError(line, { cause: error }));
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve();
    });
  });
}

/** `server.close` alone waits for ever: event streams, kept-alive and upgraded sockets do not end by themselves. */
function closer(server: Server): () => Promise<void> {
  const sockets = new Set<Socket>();
  const streams = new Set<ServerResponse>();
  const upgraded = new Set<Duplex>();
  let isClosing = false;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('request', (req, res) => {
    if (req.headers.accept?.includes('text/event-stream')) streams.add(res);
    res.once('close', () => {
      streams.delete(res);
      if (isClosing) server.closeIdleConnections();
    });
  });
  server.on('upgrade', (_req, socket: Duplex) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    if (isClosing) socket.destroy();
  });
  return async () => {
    isClosing = true;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const res of streams) res.end();
    for (const socket of upgraded) socket.destroy();
    server.closeIdleConnections();
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, GRACE_MS);
    await closed;
    clearTimeout(timer);
  };
}
