// Which addresses the page may open. Anything else (javascript:, data:, file: …) stays text.
import { state } from './store.js';

/** The address as an absolute http(s) URL, or null. */
export function safeUrl(value) {
  if (typeof value !== 'string' || value.trim() === '') return null;
  try {
    const url = new URL(value.trim(), document.baseURI);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** Pictures may come from this machine's server or be inline; the page loads nothing from elsewhere. */
export function safeImage(value) {
  if (typeof value === 'string' && /^data:image\/(?:png|jpeg|gif|webp);base64,/i.test(value)) return value;
  const href = safeUrl(value);
  return href && new URL(href).origin === window.location.origin ? href : null;
}

/**
 * The same, to be followed: pages of a program on this machine open in the client of whoever is played, so that they are signed in
 * as that person and not as the one before.
 */
export function linkUrl(value) {
  const href = safeUrl(value);
  if (href === null) return null;
  const { hostname, origin, pathname } = new URL(href);
  const isHere = hostname === window.location.hostname;
  const isMine = origin === window.location.origin && pathname.startsWith('/sandbox/');
  return isHere && !isMine ? `/sandbox/open?${new URLSearchParams({ as: state.me, url: href })}` : href;
}

export function openUrl(value) {
  const href = linkUrl(value);
  if (href) window.open(href, '_blank', 'noopener,noreferrer');
  return href !== null;
}
