/** Longer, and whoever asks on a phone has given up too. */
export const TIMEOUT_MS = 10_000;

/** The answer, whatever it says; undefined when nobody gave one in time. */
export const reach = (
  url: string | URL,
  { timeoutMs = TIMEOUT_MS, ...init }: RequestInit & { readonly timeoutMs?: number } = {},
): Promise<Response | undefined> =>
  fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs), ...init }).catch(() => undefined);
