/** What this browser remembers between visits. Storage may be refused (private windows); then it lasts for the visit. */

const PREFIX = 'local-wecom:';
const fallback = new Map<string, unknown>();

export function recall<T>(key: string, otherwise: T): T {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    if (text !== null) return JSON.parse(text) as T;
  } catch {
    // The copy in memory, if there is one.
  }
  return fallback.has(key) ? (fallback.get(key) as T) : otherwise;
}

export function remember(key: string, value: unknown): void {
  fallback.set(key, value);
  try {
    window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Nothing to do: the copy in memory serves this visit.
  }
}
