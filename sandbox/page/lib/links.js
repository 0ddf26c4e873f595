// Which addresses the page may open. Anything else (javascript:, data:, file: …) stays text.

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

export function openUrl(value) {
  const href = safeUrl(value);
  if (href) window.open(href, '_blank', 'noopener,noreferrer');
  return href !== null;
}
