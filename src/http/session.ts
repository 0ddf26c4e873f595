import type { Context } from 'koa';

import type { Clock } from '../core/clock.ts';
import { cookiesNamed, dropCookie, setCookie } from './cookies.ts';
import { createSigner, type Mark } from '../core/signed.ts';

/** Whose browser this is. */
export interface Session {
  readonly userid: string;
  /** Signed in by a link for one matter: this one only. */
  readonly matter?: string;
}

export interface Sessions {
  read(ctx: Context): Promise<Session | undefined>;
  start(ctx: Context, session: Session): void;
  /** Signs out: the cookie is dropped, and a copy of it is worth nothing either. */
  end(ctx: Context): Promise<void>;
}

/** What holds once, written down on the server: a session that was ended, a sign-in that came back. */
export interface OnceOnly {
  /** Writes it down. @returns false where it stood there already */
  spend(what: string, userid: string): Promise<boolean>;
  isSpent(what: string): Promise<boolean>;
}

export interface SessionOptions {
  readonly mark: Mark;
  /** Machine time: a played month signs nobody out. */
  readonly clock: Clock;
  readonly once: OnceOnly;
  /** Random characters `[0-9a-z]`. */
  token(length: number): string;
  /** Whether the pages are reached by HTTPS. */
  secure(): boolean;
}

const NAME = 'xinfang';
const PATH = '/';
/** A working day. */
const SECONDS = 12 * 3_600;
/** Long enough to read and act, short enough for a borrowed computer. */
const MATTER_SECONDS = 2 * 3_600;

const leftOf = (id: string): string => `left:${id}`;

/**
 * Who is signed in, kept in a signed cookie; the server keeps which of them were ended. Rights are not in it: they are read anew with
 * every request, so that who left is out at once.
 */
export function createSessions({ mark, clock, once, token, secure }: SessionOptions): Sessions {
  const signer = createSigner(mark, 'session');
  /** Signed by us and not over; one without an id was given before sessions could be ended, and is asked to sign in anew. */
  const held = (ctx: Context): (Session & { readonly id: string })[] =>
    cookiesNamed(ctx, NAME).flatMap((text) => {
      const { i: id, u: userid, m: matter } = signer.read(text, clock.now()) ?? {};
      if (typeof userid !== 'string' || typeof id !== 'string') return [];
      return [{ id, userid, ...(typeof matter === 'string' && { matter }) }];
    });
  return {
    async read(ctx) {
      for (const { id, ...session } of held(ctx)) {
        if (!(await once.isSpent(leftOf(id)))) return session;
      }
      return undefined;
    },
    start(ctx, { userid, matter }) {
      const maxAgeSeconds = matter === undefined ? SECONDS : MATTER_SECONDS;
      const until = new Date(clock.now().getTime() + maxAgeSeconds * 1_000);
      const text = signer.sign({ i: token(20), u: userid, ...(matter !== undefined && { m: matter }) }, until);
      setCookie(ctx, NAME, text, { path: PATH, maxAgeSeconds, secure: secure() });
    },
    async end(ctx) {
      for (const { id, userid } of held(ctx)) await once.spend(leftOf(id), userid);
      dropCookie(ctx, NAME, { path: PATH, secure: secure() });
    },
  };
}
