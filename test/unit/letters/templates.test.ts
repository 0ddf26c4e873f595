import { readFile } from 'node:fs/promises';
import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';

import {
  LETTER_FIELDS,
  LETTER_KINDS,
  LETTER_TEMPLATES,
  type Letter,
  type LetterFacts,
} from '../../../src/contract/letter.ts';
import { CHANNELS } from '../../../src/domain/policy/vocabulary.ts';
import { LETTER_NAMES, letterWords } from '../../../src/copy/letters.ts';
import { letterNumber, shortTown } from '../../../src/domain/letter/number.ts';
import { missingIn } from '../../../src/domain/letter/required.ts';
import { chineseNumber, fieldsOf } from '../../../src/letters/fields.ts';
import { fillTemplate } from '../../../src/letters/fill.ts';
import { createLetterWriter } from '../../../src/letters/write.ts';
import { isKept, paragraph, wordFile } from '../../../templates/docx.ts';
import { TEXTS } from '../../../templates/texts.ts';
import { textOf } from '../../support/docx.ts';
import { ACCUSATION_NOTICE, SAMPLES } from '../../support/letter-samples.ts';

const template = (kind: string): URL => new URL(`../../../templates/${kind}.docx`, import.meta.url);
const shipped = new URL('../../../templates', import.meta.url).pathname;

async function documentOf(letter: Letter): Promise<string> {
  const { bytes } = await createLetterWriter(shipped, '/nonexistent')(letter);
  return (await JSZip.loadAsync(bytes)).file('word/document.xml')!.async('string');
}

describe.each(SAMPLES)('$kind', (letter) => {
  it('has a template as its text is written (node --import tsx templates/make.ts)', async () => {
    expect((await readFile(template(letter.kind))).equals(await wordFile(TEXTS[letter.kind]))).toBe(true);
  });

  it('is filled into a sound Word file that leaves no tag and carries what it must', async () => {
    const { bytes, name, fault } = await createLetterWriter(shipped, '/nonexistent')(letter);
    expect(fault).toBeUndefined();
    expect(name).toBe(`FJ2026-0001 ${LETTER_NAMES[letter.kind]} ${letter.number}.docx`);
    const text = await textOf(bytes);
    expect(text).not.toMatch(/[{}]|undefined|NaN/u);
    expect(text).toContain(letter.number);
    expect(text).toContain('FJ2026-0001');
    expect(missingIn(letter.kind, letter.facts)).toEqual([]);
  });

  it('loses what no XML may hold, and nothing else', async () => {
    const facts = { ...letter.facts, town: '分\u0000界\u000b镇\ud800\uffff' };
    const { bytes } = await createLetterWriter(shipped, '/nonexistent')({ ...letter, facts });
    const text = await textOf(bytes);
    expect(text).toBe(
      await textOf(
        (await createLetterWriter(shipped, '/nonexistent')({ ...letter, facts: { ...facts, town: '分界镇' } })).bytes,
      ),
    );
  });

  it('is refused for what it lacks, by name and with the line to type', () => {
    const { on, town, desk, matter } = letter.facts;
    const { title: _, kind: __, ...bare } = matter;
    const empty: LetterFacts = { on, town, desk, contact: {}, matter: bare, confidential: false, demands: [] };
    const missing = missingIn(letter.kind, empty);
    expect(missing.length).toBeGreaterThan(0);
    const line = letterWords.unfinished({ kind: letter.kind, number: 'FJ2026-0001', missing });
    expect(line).toMatch(new RegExp(`^《${LETTER_NAMES[letter.kind]}》还没出，缺：[^。]+。\\n请发：`, 'u'));
  });
});

describe('templates', () => {
  it('are there for every kind', () => {
    expect(SAMPLES.map(({ kind }) => kind)).toEqual([...LETTER_KINDS]);
    expect(new Set(LETTER_FIELDS).size).toBe(LETTER_FIELDS.length);
  });

  it('have the margins and typefaces of GB/T 9704', async () => {
    const xml = await documentOf(SAMPLES[0]!);
    expect(xml).toContain('w:top="2098" w:right="1474" w:bottom="1984" w:left="1587"');
    for (const face of ['方正小标宋简体', '仿宋_GB2312', '黑体', '楷体_GB2312']) expect(xml).toContain(face);
    expect(xml).toContain('w:line="560" w:lineRule="exact"');
  });

  it('hold 28 characters of 三号 in a line, by the grid and by the runs themselves', async () => {
    const xml = await documentOf(SAMPLES[0]!);
    const inGrid = Number(/w:type="linesAndChars" w:linePitch="560" w:charSpace="(-\d+)"/u.exec(xml)?.[1]);
    const inRuns = new Set(
      [...xml.matchAll(/<w:spacing w:val="(-\d+)"\/><w:sz w:val="32"\/>/gu)].map(([, v]) => Number(v)),
    );
    const line = (156 / 25.4) * 72;
    for (const closer of [inGrid / 4096, ...[...inRuns].map((v) => v / 20)]) {
      expect(28 * (16 + closer)).toBeLessThanOrEqual(line + 0.01);
      expect(29 * (16 + closer)).toBeGreaterThan(line);
    }
    expect(inRuns.size).toBe(1);
  });

  it.each(LETTER_TEMPLATES)('%s: the seal never stands on a page without the text that goes before it', (name) => {
    const body = TEXTS[name];
    const seal = body.findIndex((one) => one.includes('（印章）'));
    if (seal < 0) return;
    // The date, the organ, the empty line, and at least two lines of text: kept together all the way.
    expect(body.slice(seal - 5, seal).filter((one) => isKept(one)).length).toBe(5);
  });

  it.each(CHANNELS)('what came by %s is never said to have been raised through those who sent it down', (channel) => {
    for (const { kind, facts } of SAMPLES) {
      const fields = fieldsOf({ kind, number: '', facts: { ...facts, matter: { ...facts.matter, channel } } });
      expect(fields['来由']).toMatch(/的$/u);
      expect(fields['来由']).not.toMatch(/通过(上级|领导|12345|排查)/u);
    }
    for (const name of LETTER_TEMPLATES) expect(TEXTS[name].join('')).not.toContain('通过{信访形式}');
  });

  it('never leave open whether a day itself counts', () => {
    for (const name of LETTER_TEMPLATES) expect(TEXTS[name].join('')).not.toMatch(/(到期日|期限)\}前(?!（含当日）)/u);
  });

  it('tell who reports an official neither the periods of an ordinary matter nor what was reported', async () => {
    const ordinary = await textOf(
      (await createLetterWriter(shipped, '/nonexistent')(SAMPLES.find(({ kind }) => kind === 'accept')!)).bytes,
    );
    const text = await textOf((await createLetterWriter(shipped, '/nonexistent')(ACCUSATION_NOTICE)).bytes);
    expect(ordinary).toMatch(/自受理之日起60日内办结/u);
    expect(text).toContain('第三十条');
    for (const { body } of ACCUSATION_NOTICE.facts.demands) expect(text).not.toContain(body);
    expect(text).not.toMatch(/60日内|处理意见书|国家信访信息系统/u);
    expect(text).not.toMatch(/[{}]|undefined|NaN/u);
  });

  it('a report that goes up names whom it goes to and who answers for it', async () => {
    const text = await textOf(
      (await createLetterWriter(shipped, '/nonexistent')(SAMPLES.find(({ kind }) => kind === 'closing')!)).bytes,
    );
    expect(text).toContain('示例县信访局：');
    expect(text).toContain('签发人：钱某');
  });

  it('with a tag that is no field are refused, and the tag is named', async () => {
    const file = await wordFile([paragraph('{承办单伴}')]);
    await expect(fillTemplate(file, fieldsOf(SAMPLES[0]!))).rejects.toMatchObject({ tag: '承办单伴' });
    // Its tags are remembered then.
    await expect(fillTemplate(file, fieldsOf(SAMPLES[0]!))).rejects.toMatchObject({ tag: '承办单伴' });
  });
});

describe('numbers', () => {
  it('name the town in short, the kind, the year and the serial', () => {
    expect(letterNumber('分界镇', { kind: 'assign', year: 2026, serial: 3, isSealed: false })).toBe(
      '分界信交〔2026〕3号',
    );
    const towns = [
      '分界镇',
      '沥海街道',
      '示例县西集镇',
      '城区街道',
      '开发区街道办事处',
      '三五乡',
      '某某民族乡',
      '白镇',
    ];
    expect(towns.map(shortTown)).toEqual(['分界', '沥海', '西集', '城区', '开发区', '三五', '某某', '白镇']);
    expect(
      new Set(
        [true, false].flatMap((isSealed) =>
          LETTER_KINDS.map((kind) => letterNumber('分界镇', { kind, year: 2026, serial: 1, isSealed })),
        ),
      ).size,
    ).toBe(2 * LETTER_KINDS.length);
    expect([1, 10, 11, 20, 21, 35].map(chineseNumber)).toEqual(['一', '十', '十一', '二十', '二十一', '三十五']);
  });
});
