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
  read(ctx: Context): Session | undefined;
  start(ctx: Context, session: Session): void;
  end(ctx: Context): void;
}

export interface SessionOptions {
  readonly mark: Mark;
  /** Machine time: a played month signs nobody out. */
  readonly clock: Clock;
  /** Whether the pages are reached by HTTPS. */
  secure(): boolean;
}

const NAME = 'xinfang';
const PATH = '/';
/** A working day. */
const SECONDS = 12 * 3_600;
/** Long enough to read and act, short enough for a borrowed computer. */
const MATTER_SECONDS = 2 * 3_600;

/**
 * Who is signed in, kept in a signed cookie and nowhere else. Rights are not in it: they are read anew with every request,
 * so that who left is out at once.
 */
export function createSessions({ mark, clock, secure }: SessionOptions): Sessions {
  const signer = createSigner(mark, 'session');
  return {
    read(ctx) {
      for (const text of cookiesNamed(ctx, NAME)) {
        const { u: userid, m: matter } = signer.read(text, clock.now()) ?? {};
        if (typeof userid !== 'string') continue;
        return { userid, ...(typeof matter === 'string' && { matter }) };
      }
      return undefined;
    },
    start(ctx, { userid, matter }) {
      const maxAgeSeconds = matter === undefined ? SECONDS : MATTER_SECONDS;
      const until = new Date(clock.now().getTime() + maxAgeSeconds * 1_000);
      const text = signer.sign({ u: userid, ...(matter !== undefined && { m: matter }) }, until);
      setCookie(ctx, NAME, text, { path: PATH, maxAgeSeconds, secure: secure() });
    },
    end(ctx) {
      dropCookie(ctx, NAME, { path: PATH, secure: secure() });
    },
  };
}
