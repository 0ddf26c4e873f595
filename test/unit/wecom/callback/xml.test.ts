import { describe, expect, it } from 'vitest';

import { CallbackRefused } from '../../../../src/wecom/callback/crypto.ts';
import { elementsOf, readXml, textOf, textsOf } from '../../../../src/wecom/callback/xml.ts';

describe('what WeCom writes', () => {
  it.each([
    ['<xml><a>b</a></xml>', 'b'],
    [' <xml>\n<c/><a><![CDATA[b]]></a>\n</xml>\n', 'b'],
    ['<xml><a>x<![CDATA[<y>&amp;]]>z &amp; &lt;</a></xml>', 'x<y>&amp;z &amp; &lt;'],
    ['<xml><a><![CDATA[x]]]]><![CDATA[>y]]></a></xml>', 'x]]>y'],
    ['<xml><a>1234567890123456789</a></xml>', '1234567890123456789'],
    ['<xml><a></a></xml>', ''],
    ['<xml><b>1</b></xml>', ''],
  ])('%j', (text, wanted) => expect(textOf(readXml(text), 'a')).toBe(wanted));

  it('several elements of one name, and elements in elements', () => {
    const read = readXml('<xml><a>1</a>\n<b>\n<c>2</c><c>3</c><c></c></b><a>4</a></xml>');
    expect(textsOf(read, 'a')).toEqual(['1', '4']);
    expect(elementsOf(read, 'b').map((one) => textsOf(one, 'c'))).toEqual([['2', '3', '']]);
    expect(textOf(read, 'a')).toBe('');
  });
});

/** The text of `a`, or that all of it is refused; any other error is one. */
function valueOf(text: string): string {
  try {
    return textOf(readXml(text), 'a');
  } catch (error) {
    if (error instanceof CallbackRefused) return 'refused';
    throw error;
  }
}

/** Whatever is not written by WeCom is refused, or read without effect: nothing of it becomes a name that every object has. */
it.each([
  '',
  'xml',
  '<xml>',
  '<xml><a></xml>',
  '<xml><a></b></xml>',
  '<xml><a>1</a>text</xml>',
  '<xml><a b="c">1</a></xml>',
  '<xml><!-- a --><a>1</a></xml>',
  '<?xml version="1.0"?><xml><a>1</a></xml>',
  '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
  '<xml><!DOCTYPE a><a>1</a></xml>',
  '<xml><a><![CDATA[x</a></xml>',
  '<xml><><</xml>',
  '<xml><__proto__><a>1</a></__proto__></xml>',
  '<xml><constructor>1</constructor><toString>2</toString></xml>',
  '<xml>'.repeat(5_000),
  `<xml>${'<a>'.repeat(7)}1${'</a>'.repeat(7)}</xml>`,
])('%j', (text) => {
  expect(['refused', '', '1']).toContain(valueOf(text));
  expect(textOf({}, 'a')).toBe('');
  expect(Object.keys(Object.prototype)).toEqual([]);
});

it.each([
  '<xml><!DOCTYPE a><a>1</a></xml>',
  '<!DOCTYPE xml [<!ENTITY a "b">]><xml><a>&a;</a></xml>',
  '<xml><!-- b --></xml>',
])('a declaration is refused wherever it stands: %s', (text) =>
  expect(() => readXml(text)).toThrow(expect.objectContaining({ name: 'CallbackRefused' })),
);
