import { pageText } from '../../src/copy/page.ts';
import type { Refused } from './api.ts';

/** How to get in: what to read first, and where WeCom recognises its members. */
export interface SignInWays {
  readonly lines: readonly string[];
  /** undefined where no self-built app is set up. */
  readonly href: string | undefined;
  /** The client of WeCom knows who is there; anywhere else the bot's link comes first. */
  readonly isHere: boolean;
}

export const isNobody = ({ status }: Refused): boolean => status === 401 || status === 403;

/**
 * The ways to sign in from here. WeCom's authorize page answers inside its own client only; outside, the link that the bot gives in
 * private is the way.
 */
export function waysFor(error: Refused, number: string): SignInWays {
  const href = error.signIn === null ? undefined : `${error.signIn}?to=${encodeURIComponent(window.location.pathname)}`;
  const isHere = href !== undefined && error.signInNow;
  const lines = isHere
    ? [pageText.needSignIn]
    : [pageText.askLink(number), ...(href === undefined ? [] : [pageText.orInWecom])];
  return { lines, href, isHere };
}
