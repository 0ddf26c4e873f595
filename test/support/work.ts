import { vi } from 'vitest';

/** How far a pattern may look on at each place of a text, by the longest of its bounds: `{0,2000}`. Read by hand: patterns are what is counted. */
function reachOf(source: string): number {
  if (source.startsWith('^')) return 1;
  let reach = 1;
  for (const part of source.split('{').slice(1)) {
    const bound = Number(part.split('}', 1)[0]!.split(',').at(-1));
    if (Number.isInteger(bound)) reach = Math.max(reach, bound);
  }
  return reach;
}

/**
 * Characters that patterns and searches may walk over while `run` works: what a text costs, counted and not timed. A pattern that goes on
 * from where it stood counts what it went on by, one that begins anew counts the text again, and each place as often as it may look on.
 */
export function countWork(run: () => unknown): number {
  let walked = 0;
  const exec = RegExp.prototype.exec;
  const { indexOf, includes, normalize } = String.prototype;
  const spies = [
    vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function counted(this: RegExp, text: string) {
      const reach = reachOf(this.source);
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const found = exec.call(this, text);
      const missed = this.sticky ? from + 1 : text.length;
      walked += ((found === null ? missed : found.index + found[0].length) - from) * reach;
      return found;
    }),
    vi.spyOn(String.prototype, 'indexOf').mockImplementation(function counted(this: string, word: string, from = 0) {
      const at = indexOf.call(this, word, from);
      walked += (at < 0 ? this.length : at + word.length) - from;
      return at;
    }),
    vi.spyOn(String.prototype, 'includes').mockImplementation(function counted(this: string, word: string, from = 0) {
      const at = indexOf.call(this, word, from);
      walked += (at < 0 ? this.length : at + word.length) - from;
      return includes.call(this, word, from);
    }),
    vi.spyOn(String.prototype, 'normalize').mockImplementation(function counted(this: string, form?: string) {
      walked += this.length;
      return normalize.call(this, form);
    }),
  ];
  try {
    run();
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return walked;
}
