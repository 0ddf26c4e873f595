import Router from '@koa/router';
import type { Context } from 'koa';

import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/logger.ts';
import { cookiesNamed, dropCookie, setCookie } from '../cookies.ts';
import { ownPath } from '../own-place.ts';
import type { OnceOnly, Sessions } from '../session.ts';
import { createSigner, type Mark } from '../../core/signed.ts';

/** WeCom recognises its members; there is such a way once a self-built app is set up. */
export interface SignInWay {
  /** Where the reader is sent, to come back to `redirectUri` with a code. */
  address(redirectUri: string, state: string): string;
  /** The member of a code; undefined for somebody outside. @throws an error with `fate` "spent" when the code is over */
  member(code: string): Promise<string | undefined>;
}

export interface SignInOptions {
  readonly mark: Mark;
  readonly clock: Clock;
  readonly sessions: Sessions;
  readonly once: OnceOnly;
  /** Address of the pages, without a slash at its end. */
  base(): string | undefined;
  way(): SignInWay | undefined;
  /** The member as the bot knows them; undefined for whom it does not. */
  known(userid: string): Promise<string | undefined>;
  /** Random characters `[0-9a-z]`. */
  token(length: number): string;
  readonly log: Logger;
}

const STATE = 'xinfang-state';
const STATE_PATH = '/h5/';
const STATE_SECONDS = 600;
const CALLBACK = '/h5/signed-in';

/** Why nobody is signed in; the page has a sentence for each. */
type Refusal = 'off' | 'expired' | 'outsider' | 'stranger' | 'failed';

/**
 * /h5/sign-in sends to WeCom and /h5/signed-in takes whoever comes back (docs 91022, 91023). `state` is bound to the browser by
 * a signed cookie, so that nobody can be signed in as somebody else, and carries where to go, which is one of our own pages.
 */
export function signInRouter(options: SignInOptions): Router {
  const { mark, clock, sessions, base, way, log } = options;
  const signer = createSigner(mark, 'state');
  const router = new Router();
  const secure = (): boolean => base()?.startsWith('https:') === true;
  const refuse = (ctx: Context, to: string, why: Refusal): void => ctx.redirect(`${to}#refused=${why}`);

  router.get('/h5/sign-in', (ctx) => {
    ctx.set('cache-control', 'no-store');
    const to = ownPath(ctx.query['to']);
    const [address, wecom] = [base(), way()];
    if (address === undefined || wecom === undefined) return refuse(ctx, to, 'off');
    const state = options.token(32);
    const until = new Date(clock.now().getTime() + STATE_SECONDS * 1_000);
    setCookie(ctx, STATE, signer.sign({ state, to }, until), {
      path: STATE_PATH,
      maxAgeSeconds: STATE_SECONDS,
      secure: secure(),
    });
    ctx.redirect(wecom.address(`${address}${CALLBACK}`, state));
  });

  router.get(CALLBACK, async (ctx) => {
    ctx.set('cache-control', 'no-store');
    const { code, state } = ctx.query;
    const begun = cookiesNamed(ctx, STATE)
      .map((text) => signer.read(text, clock.now()))
      .find((claims) => claims !== undefined && claims['state'] === state);
    dropCookie(ctx, STATE, { path: STATE_PATH, secure: secure() });
    if (begun === undefined) return refuse(ctx, ownPath(undefined), 'expired');
    // Once: a cookie that was put back, or an address out of somebody's history, signs nobody in again.
    if (!(await options.once.spend(`state:${String(state)}`, ''))) return refuse(ctx, ownPath(begun['to']), 'expired');
    const to = ownPath(begun['to']);
    if (typeof code !== 'string' || code === '') return refuse(ctx, to, 'failed');
    const userid = await memberBy(code);
    if (typeof userid === 'object') return refuse(ctx, to, userid.why);
    sessions.start(ctx, { userid });
    ctx.redirect(to);
  });

  async function memberBy(code: string): Promise<string | { why: Refusal }> {
    try {
      const userid = await way()?.member(code);
      if (userid === undefined) return { why: 'outsider' };
      return (await options.known(userid)) ?? { why: 'stranger' };
    } catch (error) {
      const { fate, errcode } = error as { fate?: string; errcode?: number };
      if (fate === undefined) throw error;
      if (fate === 'spent') return { why: 'expired' };
      log.error({ errcode, fate }, 'sign-in failed at WeCom');
      return { why: 'failed' };
    }
  }

  return router;
}
