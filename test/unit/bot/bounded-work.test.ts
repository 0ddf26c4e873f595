/** What a text costs is counted here, in pieces of work, not in seconds: it grows with the text and never with its square. */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { HOSTILE_TEXTS } from '../../../bench/support/hostile-texts.ts';
import progress from '../../../commands/progress.ts';
import register from '../../../commands/register.ts';
import { commandLines, nearest, parseArgs, withoutMention } from '../../../src/bot/grammar.ts';
import { readAs } from '../../../src/bot/read-as.ts';
import { plain } from '../../../src/copy/terms.ts';
import { numbersIn, readNumber } from '../../../src/core/matter-number.ts';
import { liftPersonal } from '../../../src/core/privacy.ts';
import { MOST_ITEMS, splitItems } from '../../../src/core/text.ts';
import { titleReader } from '../../../src/core/title-words.ts';
import { readAccusation } from '../../../src/domain/accusation/text/reader.ts';
import { wordPairs } from '../../../src/domain/intake/similar.ts';
import { MARKS } from '../../../src/core/text-marks.ts';
import { proposeTitle } from '../../../src/domain/title/title.ts';
import { cutMarkdown, plainText } from '../../../src/wecom/cut.ts';
import { countWork } from '../../support/work.ts';

const CALLED = { units: ['信访办', '城建办', '五里墩村'], people: ['钱某', '韩某山'] };
const ACCUSATION = 'words of accusation';
/** A title is narrowed sign by sign, and asked about once or twice. */
const PER_TITLE = 100;

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

/** Everything that reads what a person typed before anybody has allowed it, each over the whole text. */
const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  'numbers of persons': (text) => liftPersonal(text, MARKS, ['王某某', '五里墩村三组十二号']),
  [ACCUSATION]: (text) => readAccusation(text, CALLED),
  'a number at the beginning': readNumber,
  'full numbers': numbersIn,
  'a proposed title': (text) => proposeTitle(text, { people: ['王某某'], units: ['信访办'] }),
  'words of the same matter': (text) => wordPairs({ title: undefined, body: text }),
  'the mention': (text) => withoutMention(`@别名 ${text}`, '信访助手', (word) => word === '登记'),
  'a command and its pairs': (text) => parseArgs(text, register),
  'the commands of one message': (text) =>
    commandLines(`/进展 1 ${text}`, (line) => (/^\/进展/u.test(line) ? progress : undefined)),
  'what was read as what': (text) => readAs(register, { text, pairs: {} }),
  'a chat without markdown': plainText,
  'beside markdown': plain,
};

/** All that is read for words of accusation: cut up as small as may be, each piece is looked at again with what stands near it. */
const LENGTH = 4_000;
const beginning = (text: string, length: number): string =>
  text.repeat(Math.ceil(length / text.length)).slice(0, length);

describe('what a text costs to read', () => {
  for (const [what, read] of Object.entries(READERS)) {
    it(`${what}: grows with the text and no faster, whatever it is made of`, () => {
      const most = (what === ACCUSATION ? 2_000 : 70) * LENGTH;
      const work = Object.entries(HOSTILE_TEXTS).map(([kind, text]) => {
        const [once, twice] = [1, 2].map((times) => countWork(() => read(beginning(text, times * LENGTH))));
        return { kind, once: once!, twice: twice! };
      });
      expect(work.filter(({ once, twice }) => once > most || twice > 2.1 * once + LENGTH)).toEqual([]);
    });
  }

  it('which of many matters is meant is one look at each title', () => {
    const titles = Array.from({ length: 300 }, (_, i) => `村口路灯第${i}盏不亮`);
    for (const text of Object.values(HOSTILE_TEXTS)) {
      const work = countWork(() => titles.map(titleReader(text.slice(0, 300))));
      expect(work).toBeLessThan(PER_TITLE * titles.length);
    }
  });

  it('openings of links that nothing closes are looked at once', () => {
    for (const opening of ['[', '](', '[](', '[a](', `[${'a'.repeat(150)}](`]) {
      const text = beginning(opening, 20_000);
      expect(countWork(() => plainText(text))).toBeLessThan(8 * text.length);
    }
    expect(plainText('见[网页](https://a.example/1)和[x](y)，[不是](\n)[也不是]')).toBe(
      '见网页 https://a.example/1和x y，[不是](\n)[也不是]',
    );
  });
});
