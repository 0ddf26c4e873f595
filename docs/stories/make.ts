/**
 * Makes docs/stories/<town>.md: `node --import tsx docs/stories/make.ts [town …]`. Each town is started with the whole app, an
 * embedded database and the local WeCom, and plays its month by the movable clock; a second run writes the same text.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';

import { TOWNS } from '../../test/policies/rows.ts';
import { orgOf } from '../../test/policies/towns.ts';
import { startPostgres, withDatabase } from '../../test/support/servers.ts';
import { sampleOrg, startTown } from '../../test/support/start-town.ts';
import { STORIES } from './scripts.ts';
import { Teller } from './teller.ts';

const chosen = TOWNS.filter((id) => process.argv.length < 3 || process.argv.includes(id));
const server = await startPostgres();
const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
try {
  for (const id of chosen) {
    const { title, about, begins, tell } = STORIES[id];
    await admin.unsafe(`create database story_${id} template ${server.template}`);
    const databaseUrl = withDatabase(server.adminUrl, `story_${id}`);
    const town = await startTown({ databaseUrl, org: orgOf(id, sampleOrg), at: begins });
    try {
      const teller = new Teller(town, title, about);
      await tell(teller);
      await writeFile(fileURLToPath(new URL(`./${id}.md`, import.meta.url)), teller.text());
    } finally {
      await town.close();
    }
  }
} finally {
  await admin.end({ timeout: 5 });
  await server.stop();
}
