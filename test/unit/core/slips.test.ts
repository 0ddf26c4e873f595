import { expect, it } from 'vitest';

import { readNumber, readNumbers } from '../../../src/core/matter-number.ts';
import { doubled, lines, WORDS } from '../../support/slips.ts';

const LINES = 5_000;

it(`${LINES} of them: what begins with a figure is a number, a doubt or an amount, and a number that is read stands there`, () => {
  const wrong: string[] = [];
  for (const { slipped } of lines(LINES, 10)) {
    const rest = slipped.replace(/^[/／]?\s*\p{Script=Han}+\s*/u, '');
    const read = readNumber(rest);
    const plain = rest.normalize('NFKC').replace(/[\s_—–]/gu, '');
    if (read.kind === 'said') {
      const serial = String(Number(read.number.split('-').at(-1)));
      if (!plain.includes(serial) && !plain.includes(WORDS[Number(serial)] ?? '?')) {
        wrong.push(`${rest} → ${read.number}`);
      }
    }
    const isAmount = /^\d+\D?[一-鿿年月日天次户个件号]|^\d+[.:,/]\d/u.test(plain);
    if (read.kind === 'none' && /^[#\d]/u.test(plain) && !isAmount) wrong.push(`${rest} → text`);
  }
  expect(wrong).toEqual([]);
});

it(`${LINES} that name two: never one of them, and never a text`, () => {
  const wrong = doubled(LINES, 13).filter((line) => {
    const { kind } = readNumbers(line.replace(/^\/\p{Script=Han}+\s*/u, ''));
    return kind === 'said' || kind === 'none';
  });
  expect(wrong).toEqual([]);
});
