import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';

import { readPlainXml } from '../../../../src/wecom/callback/plain-xml.ts';
import { seeded } from '../../../support/random.ts';

/** The real parser, as it reads what the plain one leaves to it. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
});

/** Without the white space between elements, which the real parser keeps. */
function withoutSpace(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSpace);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '#text')
      .map(([name, one]) => [name, withoutSpace(one)]),
  );
}
const real = (text: string): unknown => withoutSpace((parser.parse(text) as { xml?: unknown }).xml);
const plain = (text: string): unknown => withoutSpace(readPlainXml(text));

describe('what WeCom writes', () => {
  it.each([
    '<xml></xml>',
    '<xml><a>b</a></xml>',
    ' <xml>\n<a><![CDATA[b]]></a>\n<c/></xml>\n'.replace('<c/>', '<c></c>'),
    '<xml><a>1</a><b><c>2</c><c>3</c><c></c></b><a>4</a></xml>',
    '<xml><a>x<![CDATA[<y>&amp;]]>z &amp; &lt;</a></xml>',
    '<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>',
    '<xml><a> \n</a><b> <![CDATA[ ]]> </b></xml>',
  ])('%j is read as by the real parser', (text) => {
    const read = plain(text);
    // An element of nothing but elements is '' to the one and {} to nobody.
    expect(read).toEqual(text === '<xml></xml>' ? undefined : real(text));
  });

  it('10,000 documents made at random are read the same', () => {
    const random = seeded(5);
    const word = (): string =>
      random.pick(['a', 'Bc', '信访', '<![CDATA[<b>&]]>', ' ', '\n', '&amp;', '&#x0a;', ']', '"']);
    const element = (depth: number): string => {
      const name = random.pick(['A', 'B1', 'MsgId', 'OptionId', 'Content']);
      const inside =
        depth < 4 && random.chance(0.3)
          ? Array.from({ length: random.between(1, 3) }, () => element(depth + 1)).join(random.pick(['', '\n', ' ']))
          : Array.from({ length: random.between(0, 4) }, word).join('');
      return `<${name}>${inside}</${name}>`;
    };
    const different: string[] = [];
    let read = 0;
    for (let index = 0; index < 10_000; index += 1) {
      const text = `<xml>${Array.from({ length: random.between(1, 5) }, () => element(1)).join('')}</xml>`;
      const ours = readPlainXml(text);
      read += Number(ours !== undefined);
      if (ours !== undefined && JSON.stringify(withoutSpace(ours)) !== JSON.stringify(real(text))) different.push(text);
    }
    expect(different).toEqual([]);
    expect(read).toBeGreaterThan(9_900);
  });
});

it('names that every object has are names like others', () => {
  for (const name of ['constructor', 'toString', 'hasOwnProperty']) {
    const read = readPlainXml(`<xml><${name}>1</${name}></xml>`);
    expect([Object.getPrototypeOf(read), Object.entries(read!)]).toEqual([null, [[name, '1']]]);
  }
});

describe('is left to the real parser, or refused by it', () => {
  it.each([
    '',
    'xml',
    '<xml>',
    '<xml><a></xml>',
    '<xml><a></b></xml>',
    '<xml><a>1</a></xml><xml></xml>',
    '<xml><a>1</a>text</xml>',
    '<xml>text<a>1</a></xml>',
    '<xml><a b="c">1</a></xml>',
    '<xml><a/></xml>',
    '<xml><!-- a --><a>1</a></xml>',
    '<xml><a><!-- a --></a></xml>',
    '<?xml version="1.0"?><xml><a>1</a></xml>',
    '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
    '<xml><!DOCTYPE a><a>1</a></xml>',
    '<xml><a><![CDATA[x</a></xml>',
    '<xml><><</xml>',
    '<xml><__proto__>1</__proto__></xml>',
    `<xml><${'a'.repeat(65)}>1</${'a'.repeat(65)}></xml>`,
    '<xml>'.repeat(5_000),
    `<xml>${'<a>'.repeat(6)}1${'</a>'.repeat(6)}</xml>`,
  ])('%j', (text) => expect(readPlainXml(text)).toBeUndefined());

  it('whatever stands where an element or its end should', () => {
    const whole = '<xml><FromUserName><![CDATA[u]]></FromUserName><B><C>1</C></B></xml>';
    for (let cut = 0; cut < whole.length; cut += 1) {
      expect(readPlainXml(whole.slice(0, cut))).toBeUndefined();
    }
  });
});
