import { describe, expect, test } from 'vitest';
import { MARKS } from '../../src/core/text-marks.ts';
import { shortened } from '../../src/core/text.ts';
import { readable } from '../../src/copy/lifted.ts';
import { plain } from '../../src/copy/terms.ts';

const TEXT = `${MARKS.name}说路灯不亮，回电${MARKS.phone}，证件${MARKS.identity}。`;

describe('what goes out to readers', () => {
  test('has words where something was lifted out, wherever in it the text stands', () => {
    const words = '〔姓名〕说路灯不亮，回电〔电话〕，证件〔证件号〕。';
    expect(readable({ markdown: TEXT, card: { rows: [{ body: plain(TEXT) }], n: 1, none: null, off: false } })).toEqual(
      {
        markdown: words,
        card: { rows: [{ body: words }], n: 1, none: null, off: false },
      },
    );
  });

  test.each(Array.from({ length: [...TEXT].length }, (_, i) => i + 1))(
    'cut at %i characters shows no piece of a mark',
    (max) => {
      expect(readable(plain(shortened(TEXT, max)))).not.toMatch(/#|phone|[a-z]/u);
    },
  );

  test('keeps bytes as they are', () => {
    const bytes = new Uint8Array([91, 35]);
    expect(readable({ file: bytes, name: 'x' }).file).toBe(bytes);
  });
});
