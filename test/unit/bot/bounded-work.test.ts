/** What a text costs is counted here, in pieces of work, not in seconds: it grows with the text and never with its square. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { HOSTILE_TEXTS } from '../../../bench/support/hostile-texts.ts';
import { nearest } from '../../../src/bot/grammar.ts';
import { liftPersonal } from '../../../src/core/privacy.ts';
import { MOST_ITEMS, splitItems } from '../../../src/core/text.ts';
import { cutMarkdown } from '../../../src/wecom/cut.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('work that a person can cause', () => {
  it('a word is compared only with names of about its length', () => {
    const tables = vi.spyOn(Array, 'from');
    expect(nearest('登', ['登记', '交办'])).toEqual(['登记']);
    for (const text of Object.values(HOSTILE_TEXTS)) expect(nearest(text, ['登记', '交办', 'register'])).toEqual([]);
    const cells = tables.mock.calls.reduce((sum, [list]) => sum + (list as ArrayLike<unknown>).length, 0);
    expect(cells).toBeLessThan(2_000);
  });

  it('9,000 demands become fifty, and no word is lost', () => {
    const demands = Array.from({ length: 9_000 }, (_, i) => `诉求${i}`);
    const items = splitItems(demands.join(';'));
    expect(items).toHaveLength(MOST_ITEMS);
    expect(items.join('；').split('；')).toEqual(demands);
    expect(splitItems('一;二；三')).toEqual(['一', '二', '三']);
  });

  it.each(Object.entries(HOSTILE_TEXTS))('cutting "%s" counts each byte a few times', (_, text) => {
    const long = text.repeat(2);
    let counted = 0;
    const byteLength = Buffer.byteLength.bind(Buffer);
    vi.spyOn(Buffer, 'byteLength').mockImplementation((value, encoding) => {
      counted += (value as string).length;
      return byteLength(value, encoding);
    });
    const parts = cutMarkdown(long);
    expect(counted).toBeLessThan(5 * long.length);
    expect(parts.every((part) => byteLength(part) <= 20_480)).toBe(true);
  });

  it('a name longer than any name is no pattern to look for', () => {
    const marks = { phone: '[#phone]', identity: '[#id]', name: '[#name]' };
    const text = '甲'.repeat(20_000);
    expect(liftPersonal(text, marks, [text]).text).toBe(text);
    expect(liftPersonal('甲某某来访', marks, ['甲某某']).text).toBe('[#name]来访');
  });
});
