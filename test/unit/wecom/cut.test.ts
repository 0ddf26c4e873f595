import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { cutLine, cutMarkdown, cutNumbered, plainText } from '../../../src/wecom/cut.ts';
import { cases } from '../../support/cases.ts';

const bytes = (text: string): number => Buffer.byteLength(text);

describe('cutMarkdown', () => {
  it('leaves what fits alone', () => {
    expect(cutMarkdown('一\n\n二', 20)).toEqual(['一\n\n二']);
    expect(cutMarkdown('')).toEqual(['']);
  });

  it('counts bytes and cuts at line ends', () => {
    expect(cutMarkdown('第一行\n第二行\n第三行', 19)).toEqual(['第一行\n第二行', '第三行']);
  });

  it('cuts a long line after a mark of punctuation, never inside a character', () => {
    expect(cutMarkdown('经核查，路灯已修复。谢谢反映', 36)).toEqual(['经核查，路灯已修复。', '谢谢反映']);
    expect(cutMarkdown('👨‍👩‍👧👨‍👩‍👧', 20)).toEqual(['👨‍👩‍👧', '👨‍👩‍👧']);
  });

  it('loses nothing but line breaks, and no part is too long', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 20 }),
        fc.integer({ min: 4, max: 120 }),
        (lines, max) => {
          const text = lines.join('\n');
          const parts = cutMarkdown(text, max);
          expect(parts.every((part) => bytes(part) <= max)).toBe(true);
          const bare = (all: string): string => all.replaceAll(/\s/gu, '');
          expect(bare(parts.join(''))).toBe(bare(text));
        },
      ),
      cases(100),
    );
  });
});

describe('what stays whole', () => {
  const thing = fc.oneof(
    fc
      .tuple(fc.stringMatching(/^[a-z一-龥]{1,8}$/u), fc.stringMatching(/^[a-z/]{1,12}$/u))
      .map(([label, path]) => `[${label}](https://xf.example/${path})`),
    fc.stringMatching(/^[a-z]{1,8}$/u).map((userid) => `<@${userid}>`),
    fc.stringMatching(/^[a-z]{1,16}$/u).map((path) => `https://xf.example/${path}`),
  );
  const filler = fc.stringMatching(/^[一-龥，。a-z🌙]{0,20}$/u);

  it('no link, address or mention is cut, and no half of a surrogate pair is left', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(filler, thing), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 80, max: 200 }),
        (pieces, max) => {
          const text = pieces.map(([before, whole]) => `${before} ${whole} `).join('');
          const parts = cutMarkdown(text, max);
          expect(parts.every((part) => bytes(part) <= max && !/\p{Cs}/u.test(part))).toBe(true);
          const count = (all: string, whole: string): number => all.split(whole).length - 1;
          for (const [, whole] of pieces) {
            const kept = parts.reduce((sum, part) => sum + count(part, whole), 0);
            expect(kept).toBe(count(text, whole));
          }
        },
      ),
      cases(100),
    );
  });

  it('a link longer than a message is cut all the same', () => {
    const link = `[a](https://xf.example/${'b'.repeat(200)})`;
    expect(cutMarkdown(link, 60).join('')).toBe(link);
  });
});

describe('blocks of markdown_v2', () => {
  const rows = Array.from({ length: 12 }, (_, index) => `| 单位${index} | ${index} |`);
  const code = Array.from({ length: 12 }, (_, index) => `第${index}行`);

  it('a table that is cut goes on with its first two lines', () => {
    const head = ['| 单位 | 件 |', '| --- | :-: |'];
    const parts = cutMarkdown(['说明', ...head, ...rows, '完'].join('\n'), 120);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every((part) => bytes(part) <= 120)).toBe(true);
    expect(parts[0]).toMatch(/^说明\n/u);
    for (const part of parts.slice(1)) expect(part.split('\n').slice(0, 2)).toEqual(head);
    expect(parts.flatMap((part) => part.split('\n')).filter((line) => rows.includes(line))).toEqual(rows);
    // The rule is not torn from the line above it.
    const torn = cutMarkdown([`${'长'.repeat(30)}`, ...head, ...rows].join('\n'), 112);
    expect(torn.slice(1).every((part) => part.startsWith(head.join('\n')))).toBe(true);
  });

  it('a block of code that is cut is closed and opened again', () => {
    const parts = cutMarkdown(['前', '```text', ...code, '```', '后'].join('\n'), 60);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      expect(bytes(part)).toBeLessThanOrEqual(60);
      expect(part.split('\n').filter((line) => line.startsWith('```')).length % 2).toBe(0);
    }
    expect(parts.slice(1).every((part) => part.startsWith('```text\n'))).toBe(true);
    expect(parts.flatMap((part) => part.split('\n')).filter((line) => code.includes(line))).toEqual(code);
    expect(parts.at(-1)).toMatch(/\n```\n后$/u);
  });

  it('whatever blocks there are, no part is too long and no line is lost', () => {
    const line = fc.constantFrom(
      '```',
      '~~~',
      '| a | b |',
      '| --- | --- |',
      '正文',
      '',
      '长'.repeat(40),
      'x'.repeat(90),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.integer({ min: 12, max: 150 }), (lines, max) => {
        const parts = cutMarkdown(lines.join('\n'), max);
        expect(parts.every((part) => bytes(part) <= max)).toBe(true);
        const bare = (all: readonly string[]): string => all.join('').replaceAll(/[\s`~|ab-]/gu, '');
        expect(bare(parts)).toBe(bare(lines));
      }),
      cases(100),
    );
  });
});

describe('cutNumbered', () => {
  it('says of each part which it is, within the bytes; one part says nothing', () => {
    expect(cutNumbered('一\n二', 20)).toEqual(['一\n二']);
    const lines = Array.from({ length: 30 }, (_, index) => `第${index}行`);
    const parts = cutNumbered(lines.join('\n'), 60);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.every((part) => bytes(part) <= 60)).toBe(true);
    expect(parts.map((part) => part.split('\n').at(-1))).toEqual(
      parts.map((_, index) => `(${index + 1}/${parts.length})`),
    );
    expect(parts.flatMap((part) => part.split('\n').slice(0, -1))).toEqual(lines);
  });
});

describe('cutLine', () => {
  it('keeps what fits, on one line', () => expect(cutLine(' 路灯\n不亮 ', 26)).toBe('路灯 不亮'));
  it('shows that something is missing', () => expect(cutLine('一二三四五六', 5)).toBe('一二三四…'));
  it('ends after a pause that is near', () => expect(cutLine('五里墩村一组，路灯不亮', 9)).toBe('五里墩村一组…'));
  it('counts what people see', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (text, max) => {
        const shown = [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(cutLine(text, max))];
        expect(shown.length).toBeLessThanOrEqual(max);
      }),
      cases(100),
    );
  });
});

it('plainText takes marks out and spells links out', () => {
  expect(plainText('# 你好\n> **先** 看 `/帮助`\n[页面](https://xf.example/h5)')).toBe(
    '你好\n先 看 /帮助\n页面 https://xf.example/h5',
  );
});
