/** Which addresses are ours: to come back to after a sign-in, to sign for, to be asked from. */

/**
 * A path of our own pages to go to, or the way in. Whatever a browser could read as another host (`//`, `\`, control
 * characters, encoded or not) is refused.
 */
export function ownPath(given: unknown): string {
  const start = '/h5/';
  if (typeof given !== 'string' || given.length > 500 || !/^\/h5\/[\w\-./~%=&?]*$/u.test(given)) return start;
  const home = 'http://own.invalid';
  const url = URL.canParse(given, home) ? new URL(given, home) : undefined;
  const isOwn = url?.origin === home && url.pathname.startsWith(start) && !url.pathname.includes('//');
  return isOwn ? `${url.pathname}${url.search}` : start;
}

export const originOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).origin : undefined;

/** Whether an address belongs to the pages at `base`. */
export const isOwnUrl = (url: string, base: string | undefined): boolean =>
  base !== undefined && originOf(url) === originOf(base);
