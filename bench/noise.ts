/** What a month of one town rings on each phone: forty people, 120 matters, three in ten late, under every policy; beside another commit with `--against`. */
import { fork } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ownTree, type Tree, treeOf } from './support/contender.ts';
import { month, orgOf, POLICIES, type PolicyId, type Role, roleOf } from './support/noise-town.ts';
import type { Bench, Figure } from './support/report.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const PROCESS = 'bench/support/noise-process.ts';
const SEED = Number(process.env['NOISE_SEED'] ?? 1);
/** As policies/national.yaml has it where a town says nothing else. */
const BUDGET: Readonly<Record<Role, number>> = { desk: 6, head: 3, leader: 3, member: 2 };
const ROLES = Object.keys(BUDGET) as Role[];
const HALF = 0.5;
const MATTERS = 120;
/** Share of the matters whose offices take their time. */
const LATE = 0.3;
/** Of March 2026, which is played. */
const WORKING_DAYS = 22;

interface Played {
  readonly days: number;
  readonly closed: number;
  readonly reminders: number;
  /** Lost, still waiting, or sent on a later day than it was due. */
  readonly lateReminders: number;
  readonly pushes: readonly { readonly chat: string; readonly at: string; readonly isOutside: boolean }[];
}

async function play({ dir }: Tree, policy: PolicyId): Promise<Played> {
  const lives = month(SEED, MATTERS, WORKING_DAYS, LATE);
  const orders = [ROOT, String(SEED), JSON.stringify(orgOf(policy)), JSON.stringify(lives)];
  const child = fork(join(dir, PROCESS), orders, { cwd: dir, execArgv: ['--import', 'tsx'] });
  return new Promise((resolve, reject) => {
    child.once('message', (played) => resolve(played as Played));
    child.once('exit', (code) => reject(new Error(`the month ended with ${code}`)));
  });
}

/** Messages a working day by person. */
function perDay({ pushes, days }: Played): Map<string, number> {
  const found = new Map<string, number>();
  for (const { chat } of pushes) found.set(chat, (found.get(chat) ?? 0) + 1 / days);
  return found;
}

function meanOf(played: Played, role: Role): number {
  const values = [...perDay(played)].filter(([chat]) => roleOf(chat) === role).map(([, n]) => n);
  return values.length === 0 ? 0 : values.reduce((sum, n) => sum + n, 0) / values.length;
}

/** Days on which somebody got more than the budget of what counts for it. */
function overDays({ pushes }: Played, role: Role): number {
  const days = new Map<string, number>();
  for (const { chat, at, isOutside } of pushes) {
    if (isOutside || roleOf(chat) !== role) continue;
    const day = `${chat} ${at.slice(0, 10)}`;
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  return [...days.values()].filter((n) => n > BUDGET[role]).length;
}

const isPerson = ({ chat }: { readonly chat: string }): boolean => !chat.startsWith('wr');

function figuresOf(policy: PolicyId, ours: Played, theirs: Played | undefined): Figure[] {
  const own = { ...ours, pushes: ours.pushes.filter(isPerson) };
  const other = theirs && { ...theirs, pushes: theirs.pushes.filter(isPerson) };
  return [
    ...ROLES.map((role): Figure => {
      const now = meanOf(own, role);
      const before = other && meanOf(other, role);
      const ratio = before === undefined || before === 0 ? undefined : now / before;
      const isDesk = role === 'desk' && ratio !== undefined;
      const over = overDays(own, role);
      return {
        what: `${policy}, ${role}`,
        unit: 'messages a working day and person',
        ours: now,
        ...(before !== undefined && { floor: before }),
        ...(ratio !== undefined && { ratio }),
        ...(isDesk && { bar: `≤ ${HALF}`, isMet: ratio <= HALF }),
        note: `${over} days over ${BUDGET[role]}`,
      };
    }),
    {
      what: `${policy}, reminders lost or later than their day`,
      unit: `of ${ours.reminders}`,
      ours: ours.lateReminders,
      bar: '0',
      isMet: ours.lateReminders === 0,
      note: `${ours.closed} matters closed${theirs === undefined ? '' : `, then ${theirs.closed}`}`,
    },
  ];
}

const bench: Bench = async ({ say, against }) => {
  const other = against === undefined ? undefined : await treeOf(against);
  try {
    if (other !== undefined) await cp(join(ROOT, PROCESS), join(other.dir, PROCESS));
    const figures: Figure[] = [];
    const only = process.env['NOISE_POLICY'];
    for (const policy of POLICIES.filter((one) => only === undefined || one === only)) {
      const ours = await play(ownTree, policy);
      const theirs = other && (await play(other, policy));
      say(`${policy} played, ${ours.pushes.length} messages`);
      figures.push(...figuresOf(policy, ours, theirs));
    }
    return figures;
  } finally {
    await other?.remove();
  }
};

export default bench;
