import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

interface Office {
  readonly name: string;
  readonly handler: string;
}
export interface BenchTown {
  readonly desks: readonly string[];
  readonly offices: readonly Office[];
}
export interface BenchTowns {
  /** One file a town, for the bot. */
  readonly files: readonly string[];
  /** All of them in one, for the local WeCom. */
  readonly together: string;
  readonly towns: readonly BenchTown[];
}

const DESKS = 4;
const OFFICES = ['城建办', '农业办', '民政办', '综治办', '五里墩村', '柳树湾村'];

/** Invented towns of one kind: a desk of four, six offices with head and handler, a leader, one work group. */
export async function writeTowns(dir: string, count: number): Promise<BenchTowns> {
  await mkdir(dir, { recursive: true });
  const orgs = Array.from({ length: count }, (_, n) => orgOf(n));
  const files = await Promise.all(
    orgs.map(async (org) => {
      const file = join(dir, `${org.town.id}.yaml`);
      await writeFile(file, stringify(org));
      return file;
    }),
  );
  const together = join(dir, 'all.yaml');
  await writeFile(
    together,
    stringify({
      units: orgs.flatMap((org, n) => org.units.map((unit) => ({ ...unit, id: `${n}-${unit.id}` }))),
      people: orgs.flatMap((org, n) => org.people.map((person) => ({ ...person, unit: `${n}-${person.unit}` }))),
      groups: orgs.flatMap((org) =>
        org.groups.map((group) => ({ ...group, members: org.people.map((person) => person.userid) })),
      ),
    }),
  );
  const towns = orgs.map((_, n) => ({
    desks: Array.from({ length: DESKS }, (__, k) => `t${n}-desk${k}`),
    offices: OFFICES.map((name, k) => ({ name, handler: `t${n}-h${k}` })),
  }));
  return { files, together, towns };
}

const letter = (n: number): string => String.fromCodePoint(65 + n);

function orgOf(n: number) {
  const prefix = `B${letter(Math.floor(n / 26))}${letter(n % 26)}`;
  return {
    town: { id: `bench${n}`, name: `第${n}镇`, prefix, policy: 'fenjie' },
    units: [
      { id: 'xfb', name: '信访办', kind: 'desk', head: `t${n}-desk0`, leader: `t${n}-lead` },
      { id: 'dzb', name: '党政办', kind: 'office', head: `t${n}-lead` },
      ...OFFICES.map((name, k) => ({
        id: `o${k}`,
        name,
        kind: name.endsWith('村') ? 'village' : 'office',
        head: `t${n}-h${k}`,
        leader: `t${n}-lead`,
      })),
    ],
    people: [
      { userid: `t${n}-lead`, name: '钱某', unit: 'dzb', roles: ['main-leader'] },
      ...Array.from({ length: DESKS }, (_, k) => ({
        userid: `t${n}-desk${k}`,
        name: `赵某${k}`,
        unit: 'xfb',
        roles: k === 0 ? ['desk', 'unit-head', 'admin'] : ['desk'],
      })),
      ...OFFICES.map((_, k) => ({ userid: `t${n}-h${k}`, name: `郑某${k}`, unit: `o${k}`, roles: ['unit-head'] })),
    ],
    groups: [{ chatid: `g${n}`, name: '工作群', unit: 'xfb', receives: ['reminders', 'escalations', 'weekly'] }],
    settings: { yellowUnderMonthDays: 5 },
  };
}
