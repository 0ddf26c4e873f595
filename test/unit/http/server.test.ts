import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import { describe, expect, test as base } from 'vitest';

import { StartupError } from '../../../src/core/errors.ts';
import { createLogger } from '../../../src/core/logger.ts';
import { createMetrics, type Ages } from '../../../src/http/metrics.ts';
import { clockControl } from '../../../src/http/routes/clock.ts';
import type { Check } from '../../../src/http/routes/health.ts';
import { startHttp, type HttpOptions, type HttpServer } from '../../../src/http/server.ts';

interface Web {
  start(options?: Partial<HttpOptions>): Promise<{ server: HttpServer; url: string }>;
  lines: string[];
  checks: Check[];
  ages: { value: Ages };
  metrics: ReturnType<typeof createMetrics>;
}

const test = base.extend<{ web: Web }>({
  web: async ({}, use) => {
    const lines: string[] = [];
    const checks: Check[] = [];
    const ages = { value: { outbox: 0, sweep: 1 } as Ages };
    const metrics = createMetrics(() => Promise.resolve(ages.value));
    const servers: HttpServer[] = [];
    await use({
      lines,
      checks,
      ages,
      metrics,
      async start(options = {}) {
        const server = await startHttp({
          port: 0,
          host: '127.0.0.1',
          log: createLogger({ write: (line) => void lines.push(line) }),
          checks: () => Promise.resolve(checks),
          metrics,
          ...options,
        });
        servers.push(server);
        return { server, url: `http://127.0.0.1:${server.port}` };
      },
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

const json = async (response: Response): Promise<unknown> => response.json();

test('browsers are told to come by https only where they come by https', async ({ web }) => {
  const header = async (isSecure: boolean): Promise<string | null> => {
    const { url } = await web.start({ isSecure });
    return (await fetch(`${url}/healthz`)).headers.get('strict-transport-security');
  };
  expect([await header(true), await header(false)]).toEqual(['max-age=31536000', null]);
});

test('a request that drips in is cut, its head or its body, and fills no log', async ({ web }) => {
  const reads = new Router().post('/api/enter', bodyParser(), (ctx) => void (ctx.body = {}));
  const { server } = await web.start({ arrivesWithinMs: 100, routers: [reads] });
  const head = 'POST /api/enter HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  for (const begun of [head, `${head}Content-Length: 50\r\n\r\n{"key":`]) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(begun);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 408 /u);
  }
  expect(web.lines).toEqual([]);
});

describe('health', () => {
  test('/healthz says that the process lives', async ({ web }) => {
    const { url } = await web.start();
    const response = await fetch(`${url}/healthz`);
    expect([response.status, await json(response)]).toEqual([200, { ok: true }]);
  });

  test('/healthz answers what only this deployment can, and nothing to what is no question', async ({ web }) => {
    const { url } = await web.start({ answerTo: (asked) => `to ${asked}` });
    expect(await json(await fetch(`${url}/healthz?ask=a-1_B`))).toEqual({ ok: true, answer: 'to a-1_B' });
    for (const asked of ['', 'a b', 'x'.repeat(65), 'a&ask=b']) {
      expect(await json(await fetch(`${url}/healthz?ask=${asked}`))).toEqual({ ok: true });
    }
  });

  test('/readyz names what is wrong', async ({ web }) => {
    const { url } = await web.start();
    web.checks.push({ name: 'database', ok: true });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    web.checks.push({ name: 'sweep', ok: false, detail: '180 s' });
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await json(response)).toEqual({
      ok: false,
      checks: [
        { name: 'database', ok: true },
        { name: 'sweep', ok: false, detail: '180 s' },
      ],
    });
  });

  test('/readyz is not ready when it cannot find out', async ({ web }) => {
    const { url } = await web.start({ checks: () => Promise.reject(new Error('王小明')) });
    const response = await fetch(`${url}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('王小明');
  });
});

describe('/metrics', () => {
  test('counts, and asks for the ages when looked at', async ({ web }) => {
    const { url } = await web.start();
    web.metrics.inbound(0.03);
    web.metrics.delivery('sent');
    web.metrics.delivery('sent');
    web.ages.value = { outbox: 12.5, sweep: undefined };
    const response = await fetch(`${url}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    expect(text).toContain('xinfang_outbox_age_seconds 12.5');
    expect(text).toMatch(/^xinfang_sweep_age_seconds nan$/imu);
    expect(text).toContain('xinfang_inbound_seconds_bucket{le="0.05"} 1');
    expect(text).toContain('xinfang_deliveries_total{outcome="sent"} 2');
    expect(text).toContain('xinfang_deliveries_total{outcome="failed"} 0');
  });
});

describe('the clock', () => {
  const start = async (web: Web) => {
    let now = new Date('2026-03-02T01:00:00.000Z');
    const moves: string[] = [];
    const clock = {
      now: () => now,
      async move(to: Date) {
        moves.push(`${now.toISOString()} → ${to.toISOString()}`);
        await new Promise((resolve) => setImmediate(resolve));
        now = to;
      },
    };
    const { url } = await web.start({ clock: clockControl(clock) });
    const post = (body: unknown) =>
      fetch(`${url}/sandbox/api/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    return { url, post, moves };
  };

  test('tells and sets the time', async ({ web }) => {
    const { url, post } = await start(web);
    expect(await json(await fetch(`${url}/sandbox/api/clock`))).toEqual({ now: '2026-03-02T01:00:00.000Z' });
    const response = await post({ now: '2026-02-01T09:00:00+08:00' });
    expect([response.status, await json(response)]).toEqual([200, { now: '2026-02-01T01:00:00.000Z' }]);
  });

  test.for([
    ['P1D', '2026-03-03T01:00:00.000Z'],
    ['PT2H30M', '2026-03-02T03:30:00.000Z'],
    ['P1W', '2026-03-09T01:00:00.000Z'],
    ['P1M', '2026-04-02T01:00:00.000Z'],
    ['P1Y2M3DT4H5M6S', '2027-05-05T05:05:06.000Z'],
  ] as const)('advances by %s', async ([advance, now], { web }) => {
    const { post } = await start(web);
    expect(await json(await post({ advance }))).toEqual({ now });
  });

  test('a month later is the last day of a shorter month, in China', async ({ web }) => {
    const { post } = await start(web);
    await post({ now: '2026-01-31T00:30:00+08:00' });
    expect(await json(await post({ advance: 'P1M' }))).toEqual({ now: '2026-02-27T16:30:00.000Z' });
  });

  test('moves that come together are made one after another', async ({ web }) => {
    const { post, moves } = await start(web);
    const answers = await Promise.all([post({ advance: 'P1D' }), post({ advance: 'P1D' }), post({ advance: 'P1D' })]);
    const days = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { now: string }).now));
    expect(days.toSorted()).toEqual(['03', '04', '05'].map((day) => `2026-03-${day}T01:00:00.000Z`));
    expect(moves).toHaveLength(3);
    expect(moves[1]).toMatch(/^2026-03-03/u);
  });

  test.for([
    [{}],
    [{ now: '明天' }],
    [{ now: '2026-03-02' }],
    [{ now: '2026-03-02T09:00:00' }],
    [{ advance: '1 day' }],
    [{ advance: 'P' }],
    [{ advance: 'P999999999Y' }],
    [{ now: '2026-03-02T09:00:00+08:00', advance: 'P1D' }],
    ['{'],
    ['[1]'],
  ])('refuses %j', async ([body], { web }) => {
    const { post, moves } = await start(web);
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(((await json(response)) as { error: string }).error).toMatch(/\p{Script=Han}/u);
    expect(moves).toEqual([]);
  });

  test('a move that fails does not block the next', async () => {
    let isFirst = true;
    const control = clockControl({
      now: () => new Date(0),
      async move() {
        if (!isFirst) return;
        isFirst = false;
        throw new Error('database away');
      },
    });
    await expect(control.set({ advance: 'P1D' })).rejects.toThrow('database away');
    expect((await control.set({ advance: 'P1D' })).status).toBe(200);
  });

  test('is not there unless asked for', async ({ web }) => {
    const { url } = await web.start();
    expect((await fetch(`${url}/sandbox/api/clock`)).status).toBe(404);
  });
});

describe('the local WeCom', () => {
  const sandbox = {
    handle: (_req: IncomingMessage, res: { end(text: string): void }) => Promise.resolve(res.end('page')),
    upgrade: (_req: unknown, socket: { end(text: string): void }) => socket.end('HTTP/1.1 101 Yes\r\n\r\n'),
  };

  test('has everything below /sandbox/, and / leads there', async ({ web }) => {
    const control = clockControl({ now: () => new Date(0), move: () => Promise.resolve() });
    const { url } = await web.start({ sandbox, clock: control });
    expect(await (await fetch(`${url}/`)).text()).toBe('page');
    expect(await (await fetch(`${url}/sandbox/api/clock?x=1`)).text()).toBe('page');
    expect((await fetch(`${url}/sandboxes`)).status).toBe(404);
    expect((await fetch(`${url}/`, { redirect: 'manual' })).headers.get('location')).toBe('/sandbox/');
  });

  test('gets the upgrades below /sandbox/ only', async ({ web }) => {
    const { server } = await web.start({ sandbox });
    const upgrade = async (path: string): Promise<string> => {
      const socket = connect(server.port, '127.0.0.1');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
      const [data] = (await once(socket, 'data')) as [Buffer];
      socket.destroy();
      return data.toString().split('\r\n', 1)[0]!;
    };
    expect(await upgrade('/sandbox/ws')).toBe('HTTP/1.1 101 Yes');
    expect(await upgrade('/elsewhere')).toBe('HTTP/1.1 404 Not Found');
  });

  test('failing does not take the server along', async ({ web }) => {
    const { url } = await web.start({ sandbox: { ...sandbox, handle: () => Promise.reject(new Error('broken')) } });
    await expect(fetch(`${url}/sandbox/`)).rejects.toThrow('fetch failed');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(web.lines.join('')).toContain('local WeCom failed');
  });
});

describe('answers to what is wrong', () => {
  test('are JSON with a Chinese sentence', async ({ web }) => {
    const { url } = await web.start();
    const unknown = await fetch(`${url}/nowhere`);
    expect([unknown.status, await json(unknown)]).toEqual([404, { error: '没有这个地址。' }]);
    const method = await fetch(`${url}/healthz`, { method: 'DELETE' });
    expect([method.status, await json(method)]).toEqual([405, { error: '这个地址不支持这种请求方法。' }]);
  });

  test('a failure is logged and says nothing of itself', async ({ web }) => {
    const control = clockControl({ now: () => new Date(0), move: () => Promise.reject(new Error('relation lost')) });
    const { url } = await web.start({ clock: control });
    const response = await fetch(`${url}/sandbox/api/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"advance":"P1D"}',
    });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('relation');
    expect(web.lines.join('')).toContain('relation lost');
  });

  test('/ without the local WeCom is one line', async ({ web }) => {
    const { url } = await web.start();
    expect(await (await fetch(`${url}/`)).text()).toBe('信访工作群机器人正在运行。\n');
  });
});

describe('starting and stopping', () => {
  test('a port in use is one line with a way out', async ({ web }) => {
    const { server } = await web.start();
    const failure = await web.start({ port: server.port }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as Error).message).toBe(
      `端口 ${server.port} 已被占用：请关掉占用它的程序，或设 PORT=${server.port + 1} 再启动。`,
    );
  });

  test('a host that is not ours is one line too', async ({ web }) => {
    await expect(web.start({ host: '203.0.113.1' })).rejects.toBeInstanceOf(StartupError);
  });

  test('a running request is finished, then the port is free', async ({ web }) => {
    let finish = (): void => {};
    const asked = new Promise<void>((resolve) => (finish = resolve));
    let begin = (): void => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const { server, url } = await web.start({
      checks: async () => {
        begin();
        await asked;
        return [];
      },
    });
    const answer = fetch(`${url}/readyz`);
    await begun;
    const closed = server.close();
    finish();
    expect((await answer).status).toBe(200);
    await closed;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  test('kept-alive sockets and event streams do not hold it up', async ({ web }) => {
    const sandbox = {
      handle: async (_req: IncomingMessage, res: ServerResponse) => {
        res.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 1000\n\n');
      },
      upgrade: () => {},
    };
    const { server, url } = await web.start({ sandbox });
    const agent = new Agent({ keepAlive: true });
    const ask = async (path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> => {
      const [response] = (await once(request(`${url}${path}`, { agent, headers }).end(), 'response')) as [
        IncomingMessage,
      ];
      return response;
    };
    (await ask('/healthz')).resume();
    const stream = await ask('/sandbox/api/events', { accept: 'text/event-stream' });
    const ended = once(stream.resume(), 'end');
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET /sandbox/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    await once(socket, 'connect');
    const before = performance.now();
    await server.close();
    await ended;
    expect(performance.now() - before).toBeLessThan(2_000);
    agent.destroy();
    socket.destroy();
  });
});
