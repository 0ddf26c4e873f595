// What this browser remembers between visits. Storage may be refused (private windows); then it lasts for the visit.

const PREFIX = 'local-wecom:';
const fallback = new Map();

export function recall(key, otherwise) {
  try {
    const text = window.localStorage.getItem(PREFIX + key);
    return text === null ? (fallback.get(key) ?? otherwise) : JSON.parse(text);
  } catch {
    return fallback.get(key) ?? otherwise;
  }
}

export function remember(key, value) {
  fallback.set(key, value);
  try {
    window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // Nothing to do: the copy in memory serves this visit.
  }
}
