/** Which addresses the page may open. Anything else (javascript:, data:, file: …) stays text. */
import { state } from './store.ts';

/** The address as an absolute http(s) URL, or null. */
export function safeUrl(value: string | undefined): string | null {
  if (value === undefined || value.trim() === '') return null;
  try {
    const url = new URL(value.trim(), document.baseURI);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Pictures may come from this machine's server or be inline; the page loads nothing from elsewhere. */
export function safeImage(value: string | undefined): string | null {
  if (value !== undefined && /^data:image\/(?:png|jpeg|gif|webp);base64,/i.test(value)) return value;
  const href = safeUrl(value);
  return href !== null && new URL(href).origin === window.location.origin ? href : null;
}

/**
 * The same, to be followed: pages of a program on this machine open in the client of whoever is played, so that they are signed in
 * as that person and not as the one before.
 */
export function linkUrl(value: string | undefined): string | null {
  const href = safeUrl(value);
  if (href === null) return null;
  const { hostname, origin, pathname } = new URL(href);
  const isHere = hostname === window.location.hostname;
  const isMine = origin === window.location.origin && pathname.startsWith('/sandbox/');
  return isHere && !isMine ? `/sandbox/open?${new URLSearchParams({ as: state.me, url: href }).toString()}` : href;
}

export function openUrl(value: string | undefined): void {
  const href = linkUrl(value);
  if (href !== null) window.open(href, '_blank', 'noopener,noreferrer');
}
