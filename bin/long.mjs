// `npm run test:long`: what the suite does a few of, many times. One part after the other; a line each, with its time, at the end.
import { join } from 'node:path';
import { run } from './tools.mjs';

const unit = (name) => `test/unit/${name}.test.ts`;

/**
 * By name: a test file with what makes it long, or a campaign. Figures of a run stand in docs/testing.md.
 */
const PARTS = {
  histories: { chaos: ['--histories', '200', '--seed', '7'] },
  slips: { files: ['test/db/bot/slips.test.ts'], env: { FUZZ: '5000' } },
  letters: { files: ['test/flow/letters.test.ts'], env: { LETTERS_EVERY: '1' } },
  worlds: {
    files: ['test/flow/two-worlds.test.ts'],
    env: { WORLDS_FROM: '2026-03-02T09:00', WORLDS_DAYS: '31' },
  },
  carried: { files: ['test/flow/carried.test.ts'], env: { CARRIED_UNTIL: '2026-05-08T18:00' } },
  recount: { files: ['test/db/domain/recount.test.ts'], env: { RECOUNTED: '50', RECOUNT_SEED: '9' } },
  properties: {
    files: [
      ...['bot/waiting-room', 'core/personal-numbers', 'deadline/properties', 'deadline/reach', 'http/signed'].map(
        unit,
      ),
      ...['wecom/cut', 'wecom/render-card'].map(unit),
      ...['clock-properties', 'clock-still', 'firewall-properties', 'missed'].map(
        (name) => `test/db/domain/${name}.test.ts`,
      ),
      ...['test/db/bot/offers.test.ts', 'test/flow/callback-mutations.test.ts'],
    ],
    env: { PROPERTY_RUNS: '500', CALLBACKS: '10000' },
  },
  /** Files share their process (vitest.config.ts): in whatever order they come. */
  shuffled: { files: ['--sequence.shuffle.files'] },
  kills: { chaos: ['--kills', '200', '--seed', '4876', '--together', '9'] },
  broken: { chaos: ['--broken', '60', '--seed', '21'] },
};
/** No part may end for want of time alone: the longest test file plays five towns for a month. */
const PATIENCE_MS = 3_600_000;

const argsOf = (root, { files, chaos }) =>
  chaos === undefined
    ? [join(root, 'node_modules/vitest/vitest.mjs'), 'run', `--testTimeout=${PATIENCE_MS}`, ...files]
    : [join(root, 'bin/run.mjs'), 'chaos', ...chaos];

/** @param names of parts; all of them when empty @returns the exit code: 0 when every part held */
export async function long(root, names) {
  const unknown = names.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    console.error(`no such part: ${unknown.join(', ')}; there are ${Object.keys(PARTS).join(', ')}`);
    return 2;
  }
  const ends = [];
  for (const name of names.length > 0 ? names : Object.keys(PARTS)) {
    const part = PARTS[name];
    const begun = performance.now();
    console.log(`\n== ${name}`);
    const { code, isInterrupted } = await run(root, argsOf(root, part), { env: part.env });
    if (isInterrupted) return code;
    ends.push({ name, code, minutes: (performance.now() - begun) / 60_000 });
  }
  console.log('');
  const line = ({ name, code, minutes }) => `${code === 0 ? '✓' : '✗'} ${name} (${minutes.toFixed(1)} min)`;
  console.log(ends.map(line).join('\n'));
  return ends.every(({ code }) => code === 0) ? 0 : 1;
}
