/**
 * `node --import tsx test/carried/fill.ts COMMIT` in a work tree of that commit: fills five towns, keeps their database, and plays it on to
 * record what that commit sends. Kept files are never made again: what they are good for is that they are old.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import postgres from 'postgres';

import { readOrgFile } from '../../src/org-file/read.ts';
import { backup } from '../../src/cli/backup.ts';
import { SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { startPostgres, withDatabase } from '../support/servers.ts';
import { startTown } from '../support/start-town.ts';
import { comeBack, fileOf, type Kept, kept, knownIds, pack, wake } from './kept.ts';
import { lineOf, recordingOf } from './recorder.ts';
import { SILENT, SILENT_GROUP, STORY } from './story.ts';
import { townsOf } from './towns.ts';

const commit = process.argv[2];
if (commit === undefined || !/^[0-9a-f]{7}$/u.test(commit)) throw new Error('which commit is this?');
/** So far the recording goes; the suite plays less. */
const LAST = '2026-05-08T18:00';
const dataKey = Buffer.from('invented people only: test key!!').toString('base64');
const towns = townsOf(await readOrgFile(SAMPLE_TOWN_FILE));
const server = await startPostgres();
const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
const dir = await mkdtemp(join(tmpdir(), 'xinfang-fill-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  if (!process.argv.includes('--record')) await fill();
  await play();
} finally {
  await admin.end({ timeout: 5 });
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}

async function fill(): Promise<void> {
  await admin.unsafe(`create database fill template ${server.template}`);
  const databaseUrl = withDatabase(server.adminUrl, 'fill');
  const journal = join(dir, 'filled.jsonl');
  const [org, ...neighbours] = towns;
  const town = await startTown({ databaseUrl, org: org!, neighbours, dataKey, everyoneHasSpoken: false, journal });
  const prefixes = towns.map((one) => one.town.prefix);
  let at = '2026-03-02T09:00';
  try {
    for (const one of towns) {
      const speakers = one.people.filter(({ userid }) => !SILENT.includes(userid.slice(3)));
      for (const { userid } of speakers) await town.say(userid, '/帮助');
    }
    for (const block of STORY.trim().split(/\n(?==)/u)) {
      const lines = block.split('\n');
      if (lines[0]!.startsWith('= ')) {
        at = lines.shift()!.slice(2);
        await town.at(at);
      }
      for (const [i, line] of lines.entries()) {
        // People take their time: WeCom allows 30 messages a minute in one chat.
        if (i % 6 === 5) await town.advance({ minutes: 1 });
        for (const prefix of prefixes) await write(prefix, line);
        // 沥海街道's paper wants two signatures of the main leader on every matter (S1 二（一）); the last ones stay open.
        const [, number] = /^desk1 \/(?:交办|办结) (#J?\d+)/u.exec(line) ?? [];
        if (number !== undefined && !['#12', '#25', '#30', '#J2'].includes(number)) {
          await write('LH', `lead1 /批示 ${number} 同意`);
        }
      }
      say(`${at}: ${town.messages().length} messages`);
    }
    const sql = town.app.database.sql;
    const rows = await backup(sql, join(dir, 'backup.gz'));
    await pack(commit!, 'backup', gunzipSync(await readFile(join(dir, 'backup.gz'))));
    const [{ n: migrations }] = (await sql`select count(*)::int as n from drizzle.__drizzle_migrations`) as [
      { n: number },
    ];
    say([...rows].map(([table, n]) => `${table} ${n}`).join(', '));
    const about: Kept = { commit: commit!, dataKey, at, migrations, towns };
    await writeFile(fileOf(`${commit}.json`), `${JSON.stringify(about)}\n`);
  } finally {
    await town.close();
  }
  // Of the chats only who has spoken, and the cards that can still be pressed.
  const entries = (await readFile(journal, 'utf8')).split('\n').filter((line) => line !== '');
  const needed = entries.filter(
    (line) => /^\{"t":"(?:spoken|task|entered)"/u.test(line) || line.includes('"kind":"card"'),
  );
  await pack(commit!, 'chats', Buffer.from(`${needed.join('\n')}\n`));

  async function write(prefix: string, line: string): Promise<void> {
    const [, who, group, text] = /^(\w+)(?:@(\w+))? (.*)$/u.exec(line)!;
    const own = text!
      .replaceAll(/#J(\d+)/gu, (_, n: string) => `${prefix}J2026-${n.padStart(4, '0')}`)
      .replaceAll(/#(\d+)/gu, (_, n: string) => `${prefix}2026-${n.padStart(4, '0')}`);
    const of = prefix.toLowerCase();
    const chat = group === undefined ? `${of}-${who}` : `${of}-${group}`;
    if (group === SILENT_GROUP) throw new Error('that group is silent');
    const before = town.messages(chat).length;
    await town.say(`${of}-${who}`, own, group === undefined ? {} : { chat });
    const answer = town.messages(chat)[before]?.text.replaceAll('\n', ' / ').slice(0, 110);
    if (process.argv.includes('--verbose')) say(`  ${of}-${who} ${own}\n      → ${answer}`);
  }
}

async function play(): Promise<void> {
  await admin.unsafe('create database carried');
  const url = withDatabase(server.adminUrl, 'carried');
  const about = await kept(commit!);
  await comeBack(url, about);
  const town = await wake(url, about, dir);
  try {
    const begun = performance.now();
    await town.at(LAST);
    const recording = await recordingOf(town.app.database.sql, about.at, await knownIds(about));
    say(`${recording.length} lines of ${LAST}, ${Math.round((performance.now() - begun) / 1000)} s`);
    await pack(commit!, 'sent', Buffer.from(`${LAST}\n${recording.map(lineOf).join('\n')}\n`));
  } finally {
    await town.close();
  }
}
