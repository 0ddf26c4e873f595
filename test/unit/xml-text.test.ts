import { expect, test } from 'vitest';
import { forXml, xmlText } from '../../src/core/xml-text.ts';

const ALLOWED = '路灯\t不亮\n\r"<&>\u0085\u200b\ud83d\ude00\ue000\ufffd';

test('what XML 1.0 forbids is dropped, everything else stays', () => {
  expect(xmlText(ALLOWED)).toBe(ALLOWED);
  const forbidden = [...Array.from({ length: 32 }, (_, code) => code), 0xfffe, 0xffff, 0xd800, 0xdc00, 0xdfff]
    .filter((code) => ![9, 10, 13].includes(code))
    .map((code) => String.fromCharCode(code));
  for (const sign of forbidden) expect(xmlText(`路${sign}灯`)).toBe('路灯');
  expect(xmlText('\udc00\ud800')).toBe('');
});

test('all texts of a value are mended, bytes are not touched', () => {
  const bytes = new Uint8Array([0, 1]);
  expect(forXml({ a: 'x\u0000', list: [{ b: '\u0008y' }, 3, null], bytes })).toEqual({
    a: 'x',
    list: [{ b: 'y' }, 3, null],
    bytes,
  });
});
