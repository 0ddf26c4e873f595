/** `npm run bench` lists the figures and measures them all; `npm run bench -- sweep --json` one of them, a JSON object a line. */
import { parseArgs } from 'node:util';

import { machine, print, type Bench } from './support/report.ts';

/** Imported when asked for, so that one does not pay for the memory of another. */
const BENCHES: Readonly<Record<string, { about: string; load: () => Promise<{ default: Bench }> }>> = {
  command: {
    about: 'a command, from stored to final reply, and how many a second',
    load: () => import('./command.ts'),
  },
  sweep: { about: '1,000,000 open clocks, 10,000 due', load: () => import('./sweep.ts') },
  startup: { about: 'npm start to the first answered command, and memory', load: () => import('./startup.ts') },
  weekly: { about: '1,500 towns, 1,000,000 matters: the weekly figures', load: () => import('./weekly.ts') },
  callback: { about: 'a callback: verify, decrypt, parse', load: () => import('./callback.ts') },
  page: { about: 'the page of a matter on a throttled phone, first load', load: () => import('./page.ts') },
  hostile: {
    about: 'hostile texts to every command: how long one message can hold the loop',
    load: () => import('./hostile.ts'),
  },
  understand: { about: 'what people type instead of a command', load: () => import('./understand.ts') },
  noise: {
    about: 'a month of one town under each policy: what rings on whose phone',
    load: () => import('./noise.ts'),
  },
  play: { about: '30 days with 20 matters through the clock', load: () => import('./play.ts') },
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false }, against: { type: 'string' } },
  allowPositionals: true,
});
const unknown = positionals.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  console.error(`no bench "${unknown}"; there are: ${Object.keys(BENCHES).join(' ')}`);
  process.exit(2);
}
if (!values.json) {
  console.log(machine());
  if (positionals.length === 0) {
    for (const [name, { about }] of Object.entries(BENCHES)) console.log(`  ${name.padEnd(9)}${about}`);
  }
}
for (const name of positionals.length === 0 ? Object.keys(BENCHES) : positionals) {
  const { default: bench } = await BENCHES[name]!.load();
  const say = values.json ? () => {} : (line: string) => console.log(`  … ${line}`);
  if (!values.json) console.log(`\n${name}: ${BENCHES[name]!.about}`);
  for (const figure of await bench({ say, against: values.against })) print({ bench: name, ...figure }, values.json);
}
process.exit(0);
