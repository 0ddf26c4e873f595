/** The long connection: sockets, subscribe, heartbeat, takeover, acknowledgements, callbacks. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { WecomError, errmsg, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Bot } from '../world/options.ts';
import type { World } from '../world/world.ts';

const MAX_FRAME_BYTES = 32 * 1024 * 1024;

interface Connection {
  socket: WebSocket;
  /** Address the client used, for links back to this server. */
  base: string;
  bot: Bot | null;
  /** Another connection of the same bot has taken over. */
  isStale: boolean;
  /** Half open: the socket lives, nothing passes. */
  isDeaf: boolean;
  /** Monotonic moment of the last subscribe or ping. */
  heardAt: number;
  idle: NodeJS.Timeout | undefined;
  heldAcks: Json[];
}

export type CallbackCommand = 'aibot_msg_callback' | 'aibot_event_callback';

export interface LongConnection {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  isConnected: (botId: string) => boolean;
  /** Sends a callback to the bot's newest connection. `lost` is a fault at work that WeCom would not notice. */
  callback(bot: Bot, cmd: CallbackCommand, reqId: string, body: (base: string) => Json): 'sent' | 'lost' | 'offline';
  cut: (how: true | 'halfOpen') => void;
  close(): void;
}

export interface Handlers {
  /** Carries a command out; what it returns becomes the body of the acknowledgement. */
  run(bot: Bot, cmd: string, reqId: string, body: Json): Json | undefined;
  /** Conversation a command is about, for faults that name one. */
  chatOf(reqId: string, body: Json): string | undefined;
  onSubscribed: (bot: Bot) => void;
}

export function createLongConnection(world: World, handlers: Handlers): LongConnection {
  const { behaviour, bus, directory, faults, store, time } = world;
  const server = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });
  const connections = new Set<Connection>();
  const newest = new Map<string, Connection>();
  const timers = new Set<NodeJS.Timeout>();

  const later = (ms: number, action: () => void): void => {
    if (ms <= 0) return action();
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, ms);
    timers.add(timer);
  };

  const send = (connection: Connection, frame: Json): void => {
    if (!connection.isDeaf && connection.socket.readyState === WebSocket.OPEN) {
      connection.socket.send(JSON.stringify(frame));
    }
  };

  const acknowledge = (connection: Connection, cmd: string, frame: Json): void => {
    if (cmd === 'aibot_subscribe') return send(connection, frame);
    if (cmd !== 'ping') {
      if (faults.takeAckDrop(cmd)) return;
      if (faults.takeAckHold()) {
        connection.heldAcks.push(frame);
        if (faults.view().reorderAcks > 0) return;
      }
    }
    const due = connection.heldAcks.length > 0 ? connection.heldAcks.reverse() : [frame];
    if (!due.includes(frame)) due.push(frame);
    connection.heldAcks = [];
    later(faults.view().delayAcksMs, () => {
      for (const one of due) send(connection, one);
    });
  };

  /** Closes the connection once it has been silent for too long. */
  const watch = (connection: Connection): void => {
    const left = behaviour.heartbeatTimeoutMs - (time.monotonic() - connection.heardAt);
    if (left <= 0) connection.socket.terminate();
    else connection.idle = setTimeout(() => watch(connection), left);
  };

  const subscribe = (connection: Connection, body: Json): void => {
    const bot = directory.findBot(String(body['bot_id']));
    if (!bot || bot.secret !== body['secret']) throw new WecomError(853000, 'invalid bot_id or secret');
    // Each excludes the other; the console decides (doc 101463).
    if (bot.callback !== undefined) throw new WecomError(846601, 'bot has no long connection');
    const previous = newest.get(bot.id);
    connection.bot = bot;
    connection.isStale = false;
    newest.set(bot.id, connection);
    if (previous && previous !== connection) {
      previous.isStale = true;
      send(previous, {
        cmd: 'aibot_event_callback',
        headers: { req_id: store.id('req') },
        body: {
          msgid: store.id('event'),
          create_time: time.seconds(),
          aibotid: bot.id,
          msgtype: 'event',
          event: { eventtype: 'disconnected_event' },
        },
      });
      later(behaviour.takeoverCloseDelayMs, () => previous.socket.terminate());
    }
  };

  const run = (connection: Connection, cmd: string, reqId: string, body: Json): Json | undefined => {
    const code = faults.takeError(cmd, handlers.chatOf(reqId, body));
    if (code !== null) throw new WecomError(code, 'fault injected');
    if (cmd === 'aibot_subscribe') {
      subscribe(connection, body);
      return undefined;
    }
    const { bot } = connection;
    if (!bot) {
      if (behaviour.beforeSubscribe === 'close') connection.socket.terminate();
      throw new WecomError(846609, 'bot not subscribed');
    }
    if (cmd === 'ping') return undefined;
    if (connection.isStale && behaviour.staleCommands === 'refuse') throw new WecomError(846609, 'bot not subscribed');
    return handlers.run(bot, cmd, reqId, body);
  };

  const receive = (connection: Connection, data: string): void => {
    const frame = parseFrame(data);
    const { cmd, reqId } = frame;
    if (cmd === 'ping' || cmd === 'aibot_subscribe') connection.heardAt = time.monotonic();
    // An acknowledgement carries no cmd: the SDK knows it by its req_id alone.
    const headers = { req_id: reqId };
    try {
      const body = run(connection, cmd, reqId, frame.body);
      acknowledge(connection, cmd, { headers, errcode: 0, errmsg: 'ok', ...(body && { body }) });
    } catch (error) {
      const code = error instanceof WecomError ? error.code : -1;
      const text = error instanceof Error ? error.message : 'system busy';
      acknowledge(connection, cmd, { headers, errcode: code, errmsg: errmsg(code, text, time.ms()) });
      return;
    }
    if (cmd === 'aibot_subscribe' && connection.bot) {
      bus.emit({ type: 'connection', data: { bot: connection.bot.id, connected: true } });
      handlers.onSubscribed(connection.bot);
    }
  };

  server.on('connection', (socket: WebSocket, req: IncomingMessage) => {
    const connection: Connection = {
      socket,
      base: `http://${req.headers.host ?? 'localhost'}`,
      bot: null,
      isStale: false,
      isDeaf: false,
      heardAt: time.monotonic(),
      idle: undefined,
      heldAcks: [],
    };
    connections.add(connection);
    watch(connection);
    socket.on('message', (data: Buffer) => {
      if (!connection.isDeaf) receive(connection, data.toString('utf8'));
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(connection.idle);
      connections.delete(connection);
      const { bot } = connection;
      if (!bot || newest.get(bot.id) !== connection) return;
      newest.delete(bot.id);
      bus.emit({ type: 'connection', data: { bot: bot.id, connected: false } });
    });
  });

  const open = (botId: string): Connection | undefined => {
    const connection = newest.get(botId);
    return connection?.socket.readyState === WebSocket.OPEN ? connection : undefined;
  };

  return {
    upgrade: (req, socket, head) => {
      if (faults.takeRefusal()) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      server.handleUpgrade(req, socket, head, (webSocket) => server.emit('connection', webSocket, req));
    },
    isConnected: (botId) => open(botId) !== undefined,
    callback: (bot, cmd, reqId, body) => {
      const connection = open(bot.id);
      if (!connection) return 'offline';
      if (faults.takeInboundDrop() || connection.isDeaf) return 'lost';
      const copies = faults.takeCopies();
      const frame = { cmd, headers: { req_id: reqId }, body: body(connection.base) };
      faults.inOrder(() =>
        later(faults.view().delayInboundMs, () => {
          // Delivery follows the newest connection, also for what was on its way.
          const target = open(bot.id);
          for (let copy = 0; target && copy < copies; copy += 1) send(target, frame);
        }),
      );
      return 'sent';
    },
    cut: (how) => {
      for (const connection of connections) {
        if (how === 'halfOpen') connection.isDeaf = true;
        else connection.socket.terminate();
      }
    },
    close: () => {
      for (const timer of timers) clearTimeout(timer);
      for (const connection of connections) {
        clearTimeout(connection.idle);
        connection.socket.terminate();
      }
      server.close();
    },
  };
}

function parseFrame(data: string): { cmd: string; reqId: string; body: Json } {
  let frame: unknown;
  try {
    frame = JSON.parse(data);
  } catch {
    frame = null;
  }
  if (!isRecord(frame)) return { cmd: '', reqId: '', body: {} };
  const headers = isRecord(frame['headers']) ? frame['headers'] : {};
  return {
    cmd: typeof frame['cmd'] === 'string' ? frame['cmd'] : '',
    reqId: typeof headers['req_id'] === 'string' ? headers['req_id'] : '',
    body: isRecord(frame['body']) ? frame['body'] : {},
  };
}
