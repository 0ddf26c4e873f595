/** /sandbox/api/…: what people and outside checks do to the local WeCom. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Domain } from '../rest/domain.ts';
import { Refusal, isRecord } from '../wire/errors.ts';
import type { EventStream } from '../world/events.ts';
import type { Behaviour, ClockControl } from '../world/options.ts';
import type { clickBody, enterBody, feedbackBody, rangeBody, sayBody, PeopleSide } from './people-side.ts';
import type { Menu } from './menu.ts';
import type { Tickets } from '../rest/tickets.ts';
import { readJson, sendJson } from './web.ts';
import type { World } from '../world/world.ts';
import type { z } from 'zod';

interface Parts {
  world: World;
  people: PeopleSide;
  clock: ClockControl;
  stream: EventStream;
  tickets: Tickets;
  domain: Domain;
  menu: Menu;
  isConnected: (botId: string) => boolean;
  verify: (of: 'bot' | 'app') => Promise<boolean>;
}

interface Call {
  req: IncomingMessage;
  res: ServerResponse;
  query: URLSearchParams;
}

type Route = (call: Call) => Promise<void> | void;

/** Bodies are parsed by the people side; the type only names what it expects. */
const unchecked = <T>(body: unknown): T => body as T;

export function createControlApi(parts: Parts): Route {
  const { world, people, clock, stream, tickets, domain, menu, isConnected, verify } = parts;
  const { behaviour, bus, directory, faults, store, time } = world;

  const routes: Record<string, Route> = {
    'GET people': ({ res }) =>
      sendJson(
        res,
        200,
        directory.people().map(({ userid, name, unit, roles }) => ({ userid, name, unit, roles })),
      ),
    'GET chats': ({ res }) =>
      sendJson(
        res,
        200,
        directory.chats().map(({ chatid, name, members }) => ({ chatid, name, members })),
      ),
    'GET state': ({ res }) => {
      const bots = directory.bots.map(({ id, name }) => ({ id, name, connected: isConnected(id) }));
      sendJson(res, 200, { bot: bots[0], bots, now: time.iso() });
    },
    'GET messages': ({ res, query }) => {
      const limit = query.get('limit');
      if (limit !== null && !/^\d{1,6}$/.test(limit)) throw new Refusal(400, 'limit 应为正整数');
      sendJson(
        res,
        200,
        store.list(query.get('chat') ?? undefined, query.get('after') ?? undefined, limit ? Number(limit) : undefined),
      );
    },
    'POST messages': async ({ req, res }) =>
      sendJson(res, 200, people.say(unchecked<z.input<typeof sayBody>>(await readJson(req)))),
    'POST clicks': async ({ req, res }) =>
      sendJson(res, 200, people.click(unchecked<z.input<typeof clickBody>>(await readJson(req)))),
    'POST enter': async ({ req, res }) =>
      sendJson(res, 200, people.enter(unchecked<z.input<typeof enterBody>>(await readJson(req)))),
    'POST feedback': async ({ req, res }) =>
      sendJson(res, 200, people.feedback(unchecked<z.input<typeof feedbackBody>>(await readJson(req)))),
    'POST range': async ({ req, res }) =>
      sendJson(res, 200, people.range(unchecked<z.input<typeof rangeBody>>(await readJson(req)))),
    // What the console does when the callback's address is saved.
    'POST verify': async ({ req, res }) => {
      const body = await readJson(req);
      const of = isRecord(body) ? body['of'] : undefined;
      if (of !== 'bot' && of !== 'app') throw new Refusal(400, 'of 应为 bot 或 app');
      sendJson(res, 200, { ok: await verify(of) });
    },
    'GET domain': ({ res }) => sendJson(res, 200, domain.proof()),
    'POST domain': async ({ req, res }) => {
      const body = await readJson(req);
      const given = isRecord(body) ? body['domain'] : undefined;
      if (typeof given !== 'string') throw new Refusal(400, '要有 domain');
      sendJson(res, 200, { ok: await domain.trust(given) });
    },
    'POST register': async ({ req, res }) => sendJson(res, 200, tickets.register(await readJson(req))),
    'GET commands': ({ res }) => sendJson(res, 200, menu.list()),
    'POST commands': async ({ req, res }) => sendJson(res, 200, menu.set(await readJson(req))),
    'GET faults': ({ res }) => sendJson(res, 200, faults.view()),
    'POST faults': async ({ req, res }) => sendJson(res, 200, faults.apply(await readJson(req))),
    'GET behaviour': ({ res }) => sendJson(res, 200, behaviour),
    'POST behaviour': async ({ req, res }) => sendJson(res, 200, change(behaviour, await readJson(req))),
    'GET clock': async ({ res }) => sendJson(res, 200, await clock.get()),
    'POST clock': async ({ req, res }) => {
      const { status, body } = await clock.set(await readJson(req));
      if (status < 400) bus.emit({ type: 'clock', data: { now: time.iso() } });
      sendJson(res, status, body);
    },
    'GET events': ({ res }) => stream.open(res),
  };

  return async (call) => {
    const name = new URL(call.req.url ?? '/', 'http://sandbox').pathname.replace(/^\/sandbox\/api\//, '');
    const route = routes[`${call.req.method ?? 'GET'} ${name}`];
    if (!route) {
      const isKnown = Object.keys(routes).some((one) => one.endsWith(` ${name}`));
      throw new Refusal(isKnown ? 405 : 404, isKnown ? '这个接口不支持这种请求方法' : `没有接口 ${name}`);
    }
    await route(call);
  };
}

/** Sets switches of `options.ts`; a name that is none, or a value of another kind, changes nothing. */
function change(behaviour: Behaviour, body: unknown): Behaviour {
  const wanted = isRecord(body) ? body : {};
  for (const [name, value] of Object.entries(wanted)) {
    if (!Object.hasOwn(behaviour, name)) throw new Refusal(400, `没有开关 ${name}，全部开关见 GET behaviour`);
    const now: unknown = behaviour[name as keyof Behaviour];
    const isAddresses = name === 'trustedIps' && (value === null || Array.isArray(value));
    if (typeof value !== typeof now && !isAddresses) throw new Refusal(400, `开关 ${name} 应为 ${typeof now}`);
  }
  return Object.assign(behaviour, wanted);
}
