/** The bot's markdown as plain lines: the page knows no markup, and shows none of its signs. */
export const plainLines = (text: string): readonly string[] =>
  text
    .replace(/\[([^\]]+)\]\([^)]*\)/gu, '$1')
    .replace(/[*`]/gu, '')
    .split('\n')
    .map((line) => line.replace(/^[>#\-\s]+/u, '').trim())
    .filter((line) => line !== '');

/** A new id for something that is done once, however often it is sent. */
export function newActId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
