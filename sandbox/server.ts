/** The local WeCom: long connection, control API, media and the page, for one process. Imports nothing of src/. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refusalOf } from './server/control/access.ts';
import { createBudget } from './server/world/budget.ts';
import { createTime } from './server/world/clock.ts';
import { createCommands } from './server/wire/commands.ts';
import { createLongConnection } from './server/wire/connection.ts';
import type { LongConnection } from './server/wire/connection.ts';
import { createControlApi } from './server/control/control-api.ts';
import { createDirectory } from './server/world/directory.ts';
import { Refusal, isRecord } from './server/wire/errors.ts';
import { createBus, createEventStream } from './server/world/events.ts';
import { createDomain } from './server/rest/domain.ts';
import { createFaults } from './server/world/faults.ts';
import { openJournal } from './server/world/journal.ts';
import type { Journal } from './server/world/journal.ts';
import { createMedia } from './server/world/media.ts';
import { createMenu } from './server/control/menu.ts';
import { createOAuth } from './server/rest/oauth.ts';
import { serveMedia, serveSealedMedia } from './server/control/media-routes.ts';
import { defaultBehaviour } from './server/world/options.ts';
import type { LocalWecom, LocalWecomOptions } from './server/world/options.ts';
import { createOwnClock } from './server/world/own-clock.ts';
import { createOutbound } from './server/wire/outbound.ts';
import { createPassive } from './server/wire/passive.ts';
import { createPeopleSide } from './server/control/people-side.ts';
import { createReplies } from './server/wire/replies.ts';
import { createRest } from './server/rest/rest.ts';
import { createSender } from './server/wire/sender.ts';
import { serveStatic } from './server/control/static.ts';
import { createStore } from './server/world/store.ts';
import { createTickets } from './server/rest/tickets.ts';
import { redirect, sendJson } from './server/control/web.ts';
import { createWire } from './server/wire/wire.ts';
import type { World } from './server/world/world.ts';

export type { Behaviour, LocalWecom, LocalWecomOptions } from './server/world/options.ts';
export type { ChatMessage, MenuCommand } from './contract.ts';
export { readTown, SAMPLE_TOWN_FILE } from './server/world/town.ts';

export function createLocalWecom(options: LocalWecomOptions): LocalWecom {
  const behaviour = { ...defaultBehaviour, ...options.behaviour };
  const rules = { openToAll: options.openToAll ?? false, publicHost: options.publicHost ?? [] };
  const time = createTime(options.now, options.monotonic);
  const bus = createBus();
  const faults = createFaults();
  let journal: Journal | null = null;
  const append = (entry: unknown): void => journal?.append(entry);

  const app =
    options.app === undefined
      ? undefined
      : { settings: options.app, sender: { id: `app-${options.app.agentId}`, secret: '', name: options.app.name } };
  const robots = (options.robots ?? []).map((robot) => ({
    ...robot,
    sender: { id: `robot-${robot.chatid}`, secret: '', name: '消息推送' },
  }));
  const others = [...(app === undefined ? [] : [app.sender]), ...robots.map((robot) => robot.sender)];

  const world: World = {
    time,
    behaviour,
    everyoneHasSpoken: options.everyoneHasSpoken ?? false,
    app,
    robots,
    selfUrl: options.selfUrl ?? (() => 'http://127.0.0.1'),
    directory: createDirectory(options.bots, { people: options.people, chats: options.chats }, others, append),
    store: createStore(append, bus),
    media: createMedia({
      directory: options.stateFile === undefined ? undefined : `${options.stateFile}.media`,
      behaviour,
      time,
      append,
    }),
    replies: createReplies(time, behaviour, append),
    faults,
    bus,
    messageBudget: createBudget(time, () => {
      const limit = faults.view().rateLimit;
      return { perMinute: limit?.perMinute ?? behaviour.perMinute, perHour: limit?.perHour ?? behaviour.perHour };
    }),
    uploadBudget: createBudget(time, () => ({
      perMinute: behaviour.uploadsPerMinute,
      perHour: behaviour.uploadsPerHour,
    })),
  };
  journal = openJournal(options.stateFile, (entry) => {
    if (!isRecord(entry)) return;
    if (entry['t'] === 'clock' && !options.clock) time.setOffset(Number(entry['offset']));
    else if (!world.store.replay(entry) && !world.media.replay(entry) && !world.directory.replay(entry)) {
      world.replies.replay(entry);
    }
  });

  const sender = createSender(world);
  const people = createPeopleSide(world, () => wire);
  const commands = createCommands(world, sender, people);
  const connection: LongConnection = createLongConnection(world, commands);
  const outbound = createOutbound(world);
  const wire = createWire(world, connection, outbound, createPassive(world, commands, sender));
  faults.onDisconnect(connection.cut);
  const stream = createEventStream(bus);
  const clock = options.clock ?? createOwnClock(time, (offset) => append({ t: 'clock', offset }));
  const verify = async (of: 'bot' | 'app'): Promise<boolean> => {
    const target = of === 'app' ? app?.settings.callback : world.directory.bot(undefined).callback;
    return target !== undefined && outbound.verify(target, of === 'app' ? (app?.settings.corpId ?? '') : '');
  };
  const oauth = createOAuth(world);
  const tickets = createTickets(world);
  const domain = createDomain(world);
  const menu = createMenu(bus);
  const { isConnected } = wire;
  const api = createControlApi({ world, people, clock, stream, tickets, domain, menu, isConnected, verify });
  const rest = createRest(world, { sender, onAnswered: people.onAnswered, oauth, tickets });

  const route = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const { pathname, searchParams: query } = new URL(req.url ?? '/', 'http://sandbox');
    const cgi = /^(?:\/sandbox)?\/cgi-bin\/(.*)$/.exec(pathname);
    if (cgi) return rest(req, res, cgi[1] ?? '', query);
    if (pathname.startsWith('/sandbox/api/')) return api({ req, res, query });
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new Refusal(405, '这个地址不支持这种请求方法');
    if (pathname === '/' || pathname === '/sandbox') return redirect(res, '/sandbox/');
    if (/^(?:\/sandbox)?\/connect\/oauth2\/authorize$/.test(pathname)) return oauth.authorize(req, res, query);
    if (pathname === '/sandbox/open') return oauth.open(req, res, query);
    const media = /^\/sandbox\/media\/(sealed\/)?([\w-]+)$/.exec(pathname);
    if (media?.[1] !== undefined) return serveSealedMedia(world.media, res, media[2] ?? '');
    if (media) return serveMedia(world.media, res, media[2] ?? '');
    if (pathname.startsWith('/sandbox/')) return serveStatic(req, res, pathname.slice('/sandbox/'.length));
    throw new Refusal(404, '没有这个地址');
  };

  return {
    handle: async (req, res) => {
      try {
        const refusal = refusalOf(req, rules);
        if (refusal !== null) throw new Refusal(403, refusal);
        await route(req, res);
      } catch (error) {
        if (res.headersSent) {
          res.destroy();
          return;
        }
        if (error instanceof Refusal) sendJson(res, error.status, { error: error.message });
        else sendJson(res, 500, { error: `沙箱内部错误：${error instanceof Error ? error.message : String(error)}` });
      }
    },
    upgrade: (req, socket, head) => {
      const refusal = refusalOf(req, rules);
      if (refusal === null) return connection.upgrade(req, socket, head);
      const bytes = Buffer.from(`${refusal}\n`);
      socket.write('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n');
      socket.write(`Content-Length: ${bytes.length}\r\n\r\n`);
      socket.end(bytes);
    },
    close: () => {
      stream.close();
      outbound.close();
      connection.close();
      journal?.close();
      return Promise.resolve();
    },
    setTown: (town) => {
      world.directory.setTown(town);
      bus.emit({ type: 'town', data: { people: town.people.length, chats: town.chats.length } });
    },
    setCommands: (commands) => menu.set({ commands }),
    people,
    messages: (chat, after) => world.store.list(chat, after),
    setFaults: (body) => faults.apply(body),
    connected: (botId) => connection.isConnected(world.directory.bot(botId).id),
    verifyCallback: verify,
    trustDomain: domain.trust,
    bus,
    behaviour,
  };
}
