import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';

import type { ApiError, JsConfig, LetterAddress, MatterPages, Me } from '../../contract/page.ts';
import { readable } from '../../copy/lifted.ts';
import { pageText } from '../../copy/page.ts';
import { pageLinks } from '../../copy/page-links.ts';
import { isOwnUrl, originOf } from '../own-place.ts';
import { RequestError } from '../on-error.ts';
import type { Session, Sessions } from '../session.ts';

export interface LetterKey {
  readonly userid: string;
  readonly number: string;
  readonly place: number;
}

export interface PageApiOptions {
  readonly sessions: Sessions;
  readonly service: MatterPages;
  /** Address of the pages, without a slash at its end. */
  base(): string | undefined;
  /** `now`: this browser is recognised without a question, being WeCom's own client. */
  signIn(userAgent: string): { readonly now: boolean } | undefined;
  /** For `ww.register`; undefined without a self-built app. */
  signatures(url: string): Promise<JsConfig | undefined>;
  /** The same for the same reader, today and tomorrow. */
  draftKey(userid: string): string;
  /** Opens one letter for one reader, for two minutes; the reader's right is looked at again. */
  readonly letterKey: { sign(key: LetterKey): string; read(text: string): LetterKey | undefined };
  /** Whom a link of the bot signs in, and for which matter: once. */
  openLink(key: string): Promise<Required<Session> | undefined>;
}

/** Sent by our own pages with everything that changes something; another site's form cannot. */
const OWN_HEADER = 'x-xinfang-page';
const MATTER = '/api/matters/:number';
const NUMBER = /^([A-Z]{1,6}\d{4})-(\d{1,6})$/u;
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
/** Somebody who tries numbers finds none faster than by hand. */
const PER_MINUTE = 120;

const actBody = z.strictObject({
  id: z.string().regex(/^[\w-]{16,64}$/u),
  verb: z.string().max(30),
  form: z.int().min(0).max(20),
  values: z.record(z.string().max(20), z.string().max(20_000)),
});
const enterBody = z.strictObject({ key: z.string().max(2_000) });

/** Whatever is answered, no mark of ours stands in it. */
const inPlainWords: Middleware = async (ctx, next) => {
  await next();
  // Nothing as a body would make an answer of what found no route.
  if (ctx.body !== undefined && ctx.body !== null) ctx.body = readable(ctx.body);
};

/** /api/ for the pages. Rights are the commands' own: what the chat does not show or take, this does not either (ADR 16). */
export function pageApiRouter(options: PageApiOptions): Router {
  const { sessions, service, base } = options;
  const router = new Router();
  const json = bodyParser({ enableTypes: ['json'], jsonLimit: '64kb' });
  const tries = perMinute(PER_MINUTE);

  const signInFor = (ctx: Context): Pick<ApiError, 'signIn' | 'signInNow'> => {
    const way = options.signIn(ctx.get('user-agent'));
    return way === undefined ? { signIn: null } : { signIn: '/h5/sign-in', signInNow: way.now };
  };
  const answer401 = (ctx: Context): undefined => {
    ctx.status = 401;
    ctx.body = { error: pageLinks.needSignIn, ...signInFor(ctx) } satisfies ApiError;
  };
  const answer404 = (ctx: Context): undefined => {
    ctx.status = 404;
    ctx.body = { error: pageText.notFound } satisfies ApiError;
  };
  const sessionOf = async (ctx: Context): Promise<Session | undefined> => (await sessions.read(ctx)) ?? answer401(ctx);

  /** Whose request and for which matter, or undefined after it has been refused. */
  const reader = async (ctx: Context): Promise<{ userid: string; number: string } | undefined> => {
    const session = await sessionOf(ctx);
    if (session === undefined) return undefined;
    if (!tries(session.userid)) throw new RequestError(429, pageLinks.noTries);
    const found = NUMBER.exec((ctx['params'] as { number: string }).number.toUpperCase());
    if (found === null) return answer404(ctx);
    const number = `${found[1]!}-${found[2]!.padStart(4, '0')}`;
    if (session.matter === undefined || session.matter === number) return { userid: session.userid, number };
    ctx.status = 403;
    ctx.body = { error: pageLinks.onlyOne, ...signInFor(ctx) } satisfies ApiError;
    return undefined;
  };

  router.use('/api', noStore, fromOwnPage(base), inPlainWords);

  router.get('/api/me', async (ctx) => {
    const session = await sessionOf(ctx);
    if (session === undefined) return;
    const me = await service.me(session.userid);
    if (me === undefined) {
      await sessions.end(ctx);
      answer401(ctx);
      return;
    }
    ctx.body = {
      ...me,
      ...(session.matter !== undefined && { matter: session.matter }),
      draftKey: options.draftKey(session.userid),
    } satisfies Me;
  });

  router.get('/api/jssdk', async (ctx) => {
    if ((await sessionOf(ctx)) === undefined) return;
    const { url } = ctx.query;
    if (typeof url !== 'string' || !isOwnUrl(url, base())) throw new RequestError(400, pageLinks.foreignUrl);
    const signed = await options.signatures(url);
    if (signed === undefined) throw new RequestError(404, pageLinks.noApp);
    ctx.body = signed;
  });

  router.post('/api/enter', json, async (ctx) => {
    const given = enterBody.safeParse(ctx.request.body);
    const session = given.success ? await options.openLink(given.data.key) : undefined;
    if (session === undefined) throw new RequestError(403, pageLinks.badLink);
    sessions.start(ctx, session);
    ctx.body = { matter: session.matter };
  });

  router.post('/api/leave', async (ctx) => {
    await sessions.end(ctx);
    ctx.body = { ok: true };
  });

  router.get(MATTER, async (ctx) => {
    const who = await reader(ctx);
    if (who === undefined) return;
    const page = await service.view(who.userid, who.number);
    if (page === undefined) return answer404(ctx);
    ctx.body = page;
  });

  router.get(`${MATTER}/actions`, async (ctx) => {
    const who = await reader(ctx);
    if (who === undefined) return;
    const found = await service.actions(who.userid, who.number);
    if (found === undefined) return answer404(ctx);
    ctx.body = found;
  });

  router.post(`${MATTER}/act`, json, async (ctx) => {
    const who = await reader(ctx);
    if (who === undefined) return;
    const given = actBody.safeParse(ctx.request.body);
    if (!given.success) throw new RequestError(400, pageLinks.gone);
    const done = await service.act(who.userid, who.number, given.data);
    if (done === undefined) return answer404(ctx);
    if (done === 'bad-form') throw new RequestError(409, pageLinks.badForm);
    ctx.body = done;
  });

  interface File {
    readonly bytes: Uint8Array;
    readonly name: string;
  }
  const letterOf = async (ctx: Context, who: Omit<LetterKey, 'place'>, place: number): Promise<File | undefined> => {
    const file = await service.letter(who.userid, who.number, place);
    if (file === undefined) return answer404(ctx);
    if (file === 'gone') throw new RequestError(404, pageLinks.letterGone);
    return file;
  };
  const send = (ctx: Context, { bytes, name }: File): void => {
    ctx.type = WORD;
    // The name is Chinese; RFC 6266 wants it encoded.
    ctx.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
    ctx.body = Buffer.from(bytes);
  };
  const placeIn = (ctx: Context): number => {
    const given = (ctx['params'] as { place: string }).place;
    return /^[1-9]\d{0,3}$/u.test(given) ? Number(given) : 0;
  };

  router.get(`${MATTER}/letters/:place`, async (ctx) => {
    const who = await reader(ctx);
    const file = who && (await letterOf(ctx, who, placeIn(ctx)));
    if (file !== undefined) send(ctx, file);
  });

  router.post(`${MATTER}/letters/:place/address`, async (ctx) => {
    const who = await reader(ctx);
    const place = placeIn(ctx);
    const file = who && (await letterOf(ctx, who, place));
    if (file === undefined) return;
    const { userid, number } = who!;
    // No key in the path: paths are logged where a request fails.
    const url = `/api/letters/${place}?k=${encodeURIComponent(options.letterKey.sign({ userid, number, place }))}`;
    ctx.body = { url, name: file.name, size: file.bytes.length } satisfies LetterAddress;
  });

  router.get('/api/letters/:place', async (ctx) => {
    const { k } = ctx.query;
    const key = typeof k === 'string' ? options.letterKey.read(k) : undefined;
    if (key === undefined || key.place !== placeIn(ctx)) throw new RequestError(403, pageLinks.letterOver);
    if (!tries(key.userid)) throw new RequestError(429, pageLinks.noTries);
    const file = await letterOf(ctx, key, key.place);
    if (file !== undefined) send(ctx, file);
  });

  return router;
}

const noStore: Middleware = async (ctx, next) => {
  ctx.set('cache-control', 'no-store');
  await next();
};

/** Whatever changes something must come from our own pages: SameSite cookies, a header no form can set, and the origin. */
function fromOwnPage(base: () => string | undefined): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      const origin = ctx.get('origin');
      const isOwn = origin === '' || origin === originOf(base()) || hostOf(origin) === ctx.host;
      if (ctx.get(OWN_HEADER) !== '1' || !isOwn) throw new RequestError(403, pageLinks.notNow);
    }
    await next();
  };
}

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);

/** Requests of one reader in the running minute, by this process. */
function perMinute(limit: number): (userid: string) => boolean {
  let minute = 0;
  let counts = new Map<string, number>();
  return (userid) => {
    const now = Math.floor(performance.now() / 60_000);
    if (now !== minute) [minute, counts] = [now, new Map()];
    const count = (counts.get(userid) ?? 0) + 1;
    counts.set(userid, count);
    return count <= limit;
  };
}
