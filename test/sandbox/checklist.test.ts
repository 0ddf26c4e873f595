import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../sandbox/server/world/options.ts';
import { CHECKLIST, SWITCHES } from './checklist.ts';

const here = new URL('./', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, here), 'utf8');
const tests = readdirSync(here)
  .filter((name) => name.endsWith('.test.ts') && name !== 'checklist.test.ts')
  .map(read);
const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}/]/gu, '\\$&');

describe('every line of the simulator checklist has tests of its name', () => {
  for (const [part, lines] of Object.entries(CHECKLIST)) {
    test(`in the part ${part}`, () => {
      const without = lines.filter((line) => {
        const title = new RegExp(`\\b(?:describe|test)(?:\\.\\w+)*\\(\\s*(["'\`])${escaped(line)}\\1,`, 'u');
        return !tests.some((text) => title.test(text));
      });
      expect(without).toEqual([]);
    });
  }
});

test('every behaviour that is not confirmed is a switch, and its other value is tested', () => {
  expect(Object.keys(SWITCHES).filter((name) => !(name in defaultBehaviour))).toEqual([]);
  const untested = Object.entries(SWITCHES).filter(([, setting]) => !tests.some((text) => text.includes(setting)));
  expect(untested).toEqual([]);
});

test('whatever options.ts calls unconfirmed is among the switches', () => {
  const options = read('../../sandbox/server/world/options.ts');
  const body = options.slice(options.indexOf('defaultBehaviour = {'), options.indexOf('export type Behaviour'));
  // A comment stands above the switches it is about, up to the next comment.
  const doubtful = body
    .split(/(?=\/\*\*)/u)
    .filter((block) =>
      /unconfirmed|undocumented|assum|disagree|not said|nobody|confirmed/iu.test(block.split('*/')[0] ?? ''),
    )
    .flatMap((block) => [...block.matchAll(/^ {2}(\w+):/gmu)].map(([, name]) => name!));
  expect(doubtful.length).toBeGreaterThan(10);
  expect(doubtful.filter((name) => !(name in SWITCHES))).toEqual([]);
});
