/**
 * Everything that can be seen from outside of seeded histories, freed of what differs from run to run: what everybody is told, letters
 * included, `/查` of every matter, the answers of `/api`, and what 撤销 says. Two commits that show the same have the same house from outside.
 */
import { townsOf } from '../carried/towns.ts';
import { runHistories } from '../chaos/histories.ts';
import { randomIds } from '../../src/core/ids.ts';
import { browserOf } from '../support/browser-of.ts';
import { seeded } from '../support/random.ts';
import { sampleOrg } from '../support/start-town.ts';
import type { Town } from '../support/town-api.ts';
import { minus, observed } from '../support/worlds.ts';

/** By what was looked at (`1 chat fj-wrTown`): what was seen, sorted, since what comes in one minute comes in any order. */
export type Recording = Record<string, string[]>;

/** Five towns, so many histories in each, a month long. */
const ROUNDS = 2;
const DAYS = 15;
const TOWNS = townsOf(sampleOrg);
/** Who looks: the desk, the leader who signs, a unit's head, another's, discipline. */
const READERS = ['desk1', 'lead1', 'cj1', 'wld1', 'jw1'];

export async function record(seed: number, databaseUrl: string): Promise<Recording> {
  const seen: Recording = {};
  const drawn = seeded(seed);
  await runHistories({
    seed,
    databaseUrl,
    count: ROUNDS * TOWNS.length,
    days: DAYS,
    // The numbers that are drawn stand in lists by their order: the same draws, the same lists.
    start: {
      pages: true,
      wecom: { app: true },
      ids: { ...randomIds, integer: (low, high) => drawn.between(low, high - 1) },
    },
    onEnd: async (town) => {
      const keep = (what: string, all: readonly string[]): void => {
        seen[`${seed} ${what}`] = all.map(plain).toSorted();
      };
      const chats = TOWNS.flatMap((one) => [
        ...one.groups.map(({ chatid }) => chatid),
        ...one.people.map(({ userid }) => userid),
      ]);
      for (const [chat, said] of Object.entries(await observed(town, chats))) keep(`chat ${chat}`, said);
      for (const [what, all] of await looks(town)) keep(what, all);
    },
  });
  return seen;
}

/** What each reader gets of each matter of their town, on the page and in the chat; then what 撤销 says to them. */
async function looks(town: Town): Promise<[string, string[]][]> {
  const matters = await town.app.database.sql<{ number: string; town_id: string }[]>`
    select number, town_id from petition order by number`;
  const found: [string, string[]][] = [];
  for (const {
    town: { id, prefix },
  } of TOWNS) {
    const numbers = matters.filter((matter) => matter.town_id === id).map(({ number }) => number);
    for (const end of READERS) {
      const reader = `${prefix.toLowerCase()}-${end}`;
      const browser = browserOf(town);
      await browser.signIn(reader);
      const pages: string[] = [];
      const before = town.messages(reader).length;
      for (const number of numbers) {
        for (const path of [`/api/matters/${number}`, `/api/matters/${number}/actions`]) {
          const { status, body } = await browser.get(path);
          pages.push(`${path} ${status} ${JSON.stringify(body)}`);
        }
        await town.advance({ minutes: 1 });
        await town.tell(reader, `/查 ${number}`);
      }
      await town.tell(reader, '/撤销');
      found.push([`api ${reader}`, pages]);
      found.push([
        `asked ${reader}`,
        town
          .messages(reader)
          .slice(before)
          .map(({ text }) => text),
      ]);
    }
  }
  return found;
}

/** Moments, addresses and keys say nothing. */
const plain = (text: string): string =>
  text
    .replaceAll(/\b\d{1,2}:\d{2}(?::\d{2})?\b/gu, '〈time〉')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/gu, '〈id〉')
    .replaceAll(/https?:\/\/[^\s")]+/gu, '〈link〉')
    .replaceAll(/[0-9A-Za-z_-]{20,}/gu, '〈key〉')
    // Drawn, by whichever of two towns comes first when both write one in the same minute.
    .replaceAll(/专〔(\d{4})〕\d+号/gu, '专〔$1〕〈drawn〉号');

/** What one shows and the other does not, a line each; empty when nobody can tell them apart. */
export function unlike(one: Recording, other: Recording): string[] {
  const places = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return places.flatMap((place) => {
    const [here, there] = [one[place] ?? [], other[place] ?? []];
    return [
      ...minus(here, there).map((words) => `not any more: ${place}: ${words}`),
      ...minus(there, here).map((words) => `new: ${place}: ${words}`),
    ];
  });
}
