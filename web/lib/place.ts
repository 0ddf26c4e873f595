/** Where we are: which matter the address names, and what came with it behind the #. */

export const matterHere = (path = window.location.pathname): string | undefined =>
  /^\/h5\/matters\/([^/]+)$/u.exec(path)?.[1];

/** What stood behind the #, taken out of the address so that it is neither kept nor passed on. */
export function takeFragment(): { readonly key: string | undefined; readonly refused: string | undefined } {
  const given = new URLSearchParams(window.location.hash.slice(1));
  const [key, refused] = [given.get('k') ?? undefined, given.get('refused') ?? undefined];
  if (window.location.hash !== '') {
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
  }
  return { key, refused };
}

export const isInWecom = (agent = navigator.userAgent): boolean => /wxwork\//iu.test(agent);

export const isOnPhone = (agent = navigator.userAgent): boolean => /android|iphone|ipad/iu.test(agent);
