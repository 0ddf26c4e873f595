/**
 * Records what 12 seeded histories show, and compares two recordings:
 *
 *     node --import tsx test/record/main.ts before.json        in the work tree of the one commit
 *     node --import tsx test/record/main.ts after.json         in that of the other
 *     node --import tsx test/record/main.ts before.json after.json
 *
 * `--seeds 2` records fewer. Recordings are thrown away.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { silentLogger } from '../../src/core/logger.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { migrate } from '../../src/db/migrate.ts';
import { testDirectory } from '../support/servers.ts';
import { record, type Recording, unlike } from './recording.ts';

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '12' } },
  allowPositionals: true,
});
const [first, second] = positionals;
if (first === undefined) {
  console.error('test/record/main.ts FILE [OTHER]');
  process.exit(2);
}

async function recordAll(seeds: number): Promise<Recording> {
  const all: Recording = {};
  for (let seed = 1; seed <= seeds; seed += 1) {
    const begun = performance.now();
    const dir = await testDirectory();
    const server = await startEmbedded({ dir: join(dir, 'pg'), log: silentLogger, isDurable: false });
    try {
      await migrate(server.url);
      Object.assign(all, await record(seed, server.url));
    } finally {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    }
    console.log(`seed ${seed}: ${Math.round((performance.now() - begun) / 1000)} s`);
  }
  return all;
}

const read = async (file: string): Promise<Recording> => JSON.parse(await readFile(file, 'utf8')) as Recording;

if (second === undefined) {
  const all = await recordAll(Number(values.seeds));
  await writeFile(first, JSON.stringify(all));
  console.log(`${Object.values(all).flat().length} things seen in ${Object.keys(all).length} places`);
} else {
  const found = unlike(await read(first), await read(second));
  for (const line of found) console.log(line.slice(0, 2_000));
  console.log(found.length === 0 ? 'the same' : `${found.length} differences`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
