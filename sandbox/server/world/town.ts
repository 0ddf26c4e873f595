import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Town } from './options.ts';

export const SAMPLE_TOWN_FILE = fileURLToPath(new URL('../../sample-town.yaml', import.meta.url));

/** What the local WeCom needs of an org file; the bot checks the rest. */
const orgFile = z.object({
  units: z.array(z.object({ id: z.string(), name: z.string() })),
  people: z.array(
    z.object({
      userid: z.string(),
      name: z.string(),
      unit: z.string().optional(),
      roles: z.array(z.string()).default([]),
    }),
  ),
  groups: z
    .array(z.object({ chatid: z.string(), name: z.string(), members: z.array(z.string()).optional() }))
    .default([]),
});

/** People and groups of an org file. A group without `members` holds everybody. */
export function readTown(file: string): Town {
  const org = orgFile.parse(parse(readFileSync(file, 'utf8')));
  const unitNames = new Map(org.units.map((unit) => [unit.id, unit.name]));
  const people = org.people.map(({ userid, name, unit, roles }) => ({
    userid,
    name,
    unit: unit === undefined ? '' : (unitNames.get(unit) ?? unit),
    roles,
  }));
  const known = new Set(people.map((person) => person.userid));
  const chats = org.groups.map(({ chatid, name, members }) => ({
    chatid,
    name,
    members: members ?? people.map((person) => person.userid),
  }));
  for (const chat of chats) {
    const stranger = chat.members.find((member) => !known.has(member));
    if (stranger !== undefined) throw new Error(`${file}：群“${chat.name}”的成员 ${stranger} 不在 people 里`);
  }
  return { people, chats };
}
