import { byteLength } from './errors.ts';

/** What WeCom does to a text that is too long where it does not refuse it. */
export function cutBytes(text: string, maxBytes: number): string {
  let cut = text;
  while (byteLength(cut) > maxBytes) cut = cut.slice(0, -1);
  return cut;
}
