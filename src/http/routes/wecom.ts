import Router from '@koa/router';
import type { Context } from 'koa';

import type { Logger } from '../../core/logger.ts';
import { CallbackRefused } from '../../wecom/callback/crypto.ts';
import type { CallbackQuery, CallbackReceiver } from '../../wecom/callback/receiver.ts';
import type { Incoming } from '../../contract/channel.ts';

export interface CallbackRoutes {
  readonly app?: Omit<CallbackReceiver, 'reply'> | undefined;
  readonly bot?: CallbackReceiver | undefined;
  /** Proofs of who owns the trusted domain, at the root (WW_verify_….txt). */
  readonly files?: readonly { readonly name: string; readonly content: string }[];
  /** Moments by which a callback may be fresh: the machine's, and the town's where it can be moved. */
  clocks(): readonly Date[];
  /** Resolves once the message is stored, with the body of a passive reply if there is one. */
  take(incoming: Incoming): Promise<object | undefined>;
  readonly log: Logger;
}

/** Texts of 20 KB, encrypted and in base64, with room to spare; media come as addresses. */
const MAX_BODY_BYTES = 256 * 1024;
/** WeCom itself hangs up after five seconds (doc 90238). */
const BODY_MS = 5_000;
const QUIET_MS = 60_000;

/** /wecom/bot and /wecom/app (design 7.6). A message is acknowledged as soon as it is stored; its answer follows by itself. */
export function wecomRouter({ app, bot, files = [], clocks, take, log }: CallbackRoutes): Router {
  const router = new Router();
  const complain = oncePerMinute(log);

  const serve = (path: string, receiver: Omit<CallbackReceiver, 'reply'>, reply?: CallbackReceiver['reply']): void => {
    router.get(path, (ctx) =>
      guarded(ctx, path, () => {
        // A `+` that was not encoded arrives as a space; base64 has none.
        const plain = receiver.verify(queryOf(ctx), one(ctx, 'echostr').replaceAll(' ', '+'));
        ctx.type = 'text/plain';
        ctx.body = plain;
      }),
    );
    router.post(path, (ctx) =>
      guarded(ctx, path, async () => {
        const body = await readBody(ctx);
        if (body === undefined) return;
        const query = queryOf(ctx);
        const incoming = receiver.read(query, body, clocks(), (why) => log.info({ path, why }, 'frame dropped'));
        const passive = incoming === undefined ? undefined : await take(incoming);
        if (passive !== undefined && reply !== undefined) {
          ctx.type = 'application/json';
          ctx.body = reply(query, passive);
          return;
        }
        ctx.status = 200;
        ctx.body = '';
      }),
    );
  };

  async function guarded(ctx: Context, path: string, answer: () => void | Promise<void>): Promise<void> {
    try {
      await answer();
    } catch (error) {
      if (!(error instanceof CallbackRefused)) throw error;
      complain(path, error.why);
      ctx.status = error.why === 'content' || error.why === 'incomplete' ? 400 : 403;
    }
  }

  if (bot !== undefined) serve('/wecom/bot', bot, (query, message) => bot.reply(query, message));
  if (app !== undefined) serve('/wecom/app', app);
  for (const { name, content } of files) {
    router.get(`/${name}`, (ctx) => {
      ctx.type = 'text/plain';
      ctx.body = content;
    });
  }
  return router;
}

/** A parameter that comes once; of several nobody knows which one was signed. */
function one(ctx: Context, name: string): string {
  const value = ctx.query[name];
  return typeof value === 'string' ? value : '';
}

const queryOf = (ctx: Context): CallbackQuery => ({
  signature: one(ctx, 'msg_signature'),
  timestamp: one(ctx, 'timestamp'),
  nonce: one(ctx, 'nonce'),
});

/** Bounded in size and time; undefined after it has been refused. */
async function readBody(ctx: Context): Promise<string | undefined> {
  const tooLarge = (): undefined => {
    ctx.status = 413;
    ctx.set('connection', 'close');
  };
  if (Number(ctx.get('content-length')) > MAX_BODY_BYTES) return tooLarge();
  const timer = setTimeout(() => ctx.req.destroy(), BODY_MS);
  const pieces: Buffer[] = [];
  let size = 0;
  try {
    // Kept open on refusal: the answer still has to go out over the same socket.
    for await (const piece of ctx.req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > MAX_BODY_BYTES) return tooLarge();
      pieces.push(piece);
    }
  } catch {
    // The sender broke off: there is nobody left to answer.
    ctx.status = 400;
    return undefined;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(pieces).toString('utf8');
}

/** Anybody can send rubbish here; the log hears of each cause once a minute, with how often: behind a mended Token the next one shows. */
function oncePerMinute(log: Logger): (path: string, why: string) => void {
  const heard = new Map<string, { saidAt: number; since: number }>();
  return (path, why) => {
    const key = `${path} ${why}`;
    const one = heard.get(key) ?? { saidAt: Number.NEGATIVE_INFINITY, since: 0 };
    heard.set(key, one);
    one.since += 1;
    if (performance.now() - one.saidAt < QUIET_MS) return;
    log.warn({ path, why, count: one.since }, 'callback refused');
    one.saidAt = performance.now();
    one.since = 0;
  };
}
