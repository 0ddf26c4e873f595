/** One fault, and by which way each reader gets the message in spite of it. */
import { afterAll, test as base } from 'vitest';

import type { ChatMessage } from '../../../sandbox/server.ts';
import {
  APP,
  appChat,
  describe,
  expect,
  flowTest,
  ROBOT_URL,
  sampleOrg,
  startTown,
  type Town,
  type TownOptions,
  withOwnDatabase,
} from '../../support/town.ts';

type Way = 'bot' | 'app' | 'webhook';
/**
 * Once by this way · once or, where nothing in the message lets WeCom know it again, twice · never, for a reason that
 * stands in the list of what was not delivered.
 */
type Fate = Way | { readonly onceOrTwice: Way } | { readonly never: string | RegExp };

const READERS = ['王某强', '郑某', '城建办工作群'] as const;
export type Reader = (typeof READERS)[number];

/** What one row is about: its own matter in a town where others were before. */
export interface Play {
  readonly town: Town;
  readonly number: string;
}

export interface Row {
  readonly fault: string;
  /** Before the assignment. */
  readonly set: (play: Play) => void | Promise<void>;
  /** How the assignment is typed; as always when absent. */
  readonly act?: (play: Play) => Promise<void>;
  /** When everything has been tried once: the fault ends. */
  readonly end?: (play: Play) => void | Promise<void>;
  /** How often the retries get their turn. */
  readonly rounds?: number;
  /** Who is reached otherwise than once by the bot. */
  readonly but?: Partial<Record<Reader, Fate>>;
  /** Of whom the desk hears although the message arrived: something that went with it did not. */
  readonly toldOf?: Reader;
  /** What else stands in the chats because of the fault. */
  readonly also?: (play: Play) => void;
  /** Somebody mends what was refused: who was not reached gets the message after all, by this way and without a word of theirs. */
  readonly mended?: { readonly by: (play: Play) => void; readonly then: NonNullable<Row['but']> };
}

export const SEND = 'aibot_send_msg';
export const ANSWER = 'aibot_respond_msg';
const NINE_THIRTY = '2026-03-02T09:30';
const CLERK = '赵某';
/** Several times five seconds, on a machine that may have other work. */
const WAITING_MS = 150_000;

/** The office's group has a robot of its own. */
export const withRobot = {
  ...sampleOrg,
  groups: sampleOrg.groups.map((group) =>
    group.name === '城建办工作群' ? { ...group, webhook: `${ROBOT_URL}robot-key` } : group,
  ),
};

/** WeCom refuses `cmd` with this code so many times, for one reader when named. */
export const refusing =
  (code: number, { times = 2, cmd = SEND, to }: { times?: number; cmd?: string; to?: Reader } = {}) =>
  ({ town }: Play): void => {
    const chat = to === undefined ? {} : { chat: town.chatid(to) };
    town.wecom.setFaults({ errorOn: { cmd, code, times, ...chat } });
  };

/** The bot's connection is there again, or gone. */
export const connection = ({ town }: Play, wanted: boolean): Promise<void> =>
  new Promise((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'connection' || event.data.connected !== wanted) return;
      off();
      resolve();
    });
  });

const assignment = (number: string): string => `/交办 ${number} 城建办 经办:王某强`;
export const assign = ({ town, number }: Play): Promise<void> => town.say(CLERK, assignment(number));
/** Handed over; nothing is waited for. */
export const post = ({ town, number }: Play): void => town.post(CLERK, assignment(number));
/** Typed, but nobody can know whether the bot ever hears of it. */
export const mutter = ({ town, number }: Play): void =>
  void town.wecom.people.say({ from: town.userid(CLERK), text: assignment(number) });

const wayOf = ({ sender }: ChatMessage): Way =>
  sender === APP ? 'app' : sender.startsWith('robot-') ? 'webhook' : 'bot';

const about = (reader: Reader, number: string): RegExp =>
  new RegExp(reader === '城建办工作群' ? `${number}[\\s\\S]*已交办城建办` : `${number} 交办函`, 'u');

function copies({ town, number }: Play, reader: Reader): Way[] {
  const places = town.isGroup(reader) ? [reader] : [reader, appChat(town.userid(reader))];
  return places.flatMap((place) =>
    town
      .messages(place)
      .filter(({ text }) => about(reader, number).test(text))
      .map(wayOf),
  );
}

interface Told {
  readonly state: string;
  readonly via: string | null;
  readonly reason: string | null;
}
const recorded = async ({ town, number }: Play, reader: Reader): Promise<Told[]> => [
  ...(await town.app.database.sql<Told[]>`
    select o.state, o.via, o.reason from outbox o join petition p on p.id = o.petition_id
    where p.number = ${number} and o.to_id = ${town.isGroup(reader) ? town.chatid(reader) : town.userid(reader)}
      and o.kind in ('assigned', 'group-line')`),
];

/** How the message reached its reader, as the table at the end prints it; throws where it did not. */
async function outcome(play: Play, reader: Reader, fate: Fate): Promise<string> {
  const [seen, rows] = [copies(play, reader), await recorded(play, reader)];
  const what = `${reader}: seen ${JSON.stringify(seen)}, recorded ${JSON.stringify(rows)}`;
  if (typeof fate === 'object' && 'never' in fate) {
    expect(seen, what).toEqual([]);
    const reason = typeof fate.never === 'string' ? fate.never : expect.stringMatching(fate.never);
    expect(rows, what).toEqual([{ state: expect.stringMatching(/^(?:parked|failed)$/u), via: null, reason }]);
    return `not delivered (${rows[0]!.reason})`;
  }
  const way = typeof fate === 'object' ? fate.onceOrTwice : fate;
  expect(
    rows.map(({ state, via }) => [state, via]),
    what,
  ).toEqual([['sent', way]]);
  expect(new Set(seen), what).toEqual(new Set([way]));
  expect(seen.length, what).toBeLessThanOrEqual(typeof fate === 'object' ? 2 : 1);
  return seen.length === 1 ? way : `${way}, twice`;
}

const DESK = [CLERK, '周某梅'];

/**
 * What no way took is told to the desk: each line of a group once to each of them; of a person once a day, since the next
 * message meets the same, and not at all while the person's first word is waited for.
 */
function toldToTheDesk({ town, number }: Play, reader: Reader, fate: Fate, isTold: boolean): void {
  const told = new RegExp(`^${number} \\S+没送到${reader}：`, 'u');
  const counts = DESK.map(
    (person) =>
      [person, appChat(town.userid(person))]
        .flatMap((chat) => town.messages(chat))
        .filter(({ text }) => told.test(text)).length,
  );
  if (isTold) expect(counts, `the desk on ${reader}`).toEqual([1, 1]);
  else if (typeof fate !== 'object' || !('never' in fate)) expect(counts, `the desk on ${reader}`).toEqual([0, 0]);
  else if (town.isGroup(reader)) expect(counts[0], `the desk on ${reader}`).toBe(1);
  // The second of the desk may herself be out of reach.
  for (const count of counts) expect(count, `the desk on ${reader}`).toBeLessThanOrEqual(1);
  town.forget(told);
}

async function play(row: Row, town: Town): Promise<string> {
  await town.say(CLERK, '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
  const number = /FJ2026-\d{4}/u.exec(town.expectMessage(CLERK, /^已登记：FJ2026-/u).text)![0];
  town.forget();
  const here = { town, number };
  await row.set(here);
  await (row.act ?? assign)(here);
  await row.end?.(here);
  for (let round = 0; round < (row.rounds ?? 2); round += 1) {
    await town.advance({ minutes: 1 });
    await town.passMachineTime(300_000);
  }
  const lines: string[] = [];
  for (const reader of READERS) lines.push(`${reader} ${await outcome(here, reader, row.but?.[reader] ?? 'bot')}`);
  // Whoever typed it was answered, once.
  const clerk = town.userid(CLERK);
  const answers = [clerk, appChat(clerk)]
    .flatMap((chat) => town.messages(chat))
    .filter(({ text }) => text.startsWith(`${number} 已交办`));
  expect(answers).toHaveLength(1);
  for (const reader of READERS) {
    toldToTheDesk(here, reader, row.but?.[reader] ?? 'bot', row.toldOf === reader);
  }
  row.also?.(here);
  if (row.mended !== undefined) lines.push(...(await afterMending(here, row.mended)));
  town.forget(new RegExp(`${number} 交办函|${number}[\\s\\S]*已交办`, 'u'));
  town.expectNothingElse();
  return `${row.fault}: ${lines.join(' · ')}`;
}

/** Once, however often the way is tried; the desk hears that it was refused and that it is over. */
async function afterMending(play: Play, { by, then }: NonNullable<Row['mended']>): Promise<string[]> {
  const { town } = play;
  town.expectMessage(CLERK, /^自建应用发不出消息/u);
  by(play);
  for (let round = 0; round < 2; round += 1) await town.passMachineTime(300_000);
  const lines: string[] = [];
  for (const reader of READERS) {
    const fate = then[reader] ?? 'bot';
    lines.push(`mended: ${reader} ${await outcome(play, reader, fate)}`);
    toldToTheDesk(play, reader, fate, false);
  }
  town.expectMessage(CLERK, /^自建应用恢复了/u);
  town.expectMessage(appChat(town.userid(DESK[1]!)), /^自建应用恢复了/u);
  return lines;
}

type Setting = Omit<TownOptions, 'databaseUrl' | 'at'>;

/** A test for each row, in one town, each with a matter of its own; the ways that were taken are printed at the end. */
export function playAll(title: string, setting: Setting, rows: readonly Row[]): void {
  const printed: string[] = [];
  const inTown = base.extend<{ town: Town }>({
    town: [
      async ({}, use) =>
        withOwnDatabase(async (databaseUrl) => {
          const town = await startTown({ databaseUrl, at: NINE_THIRTY, ...setting });
          await use(town);
          await town.close();
        }),
      { scope: 'file' },
    ],
  });
  describe(title, () => {
    for (const row of rows) {
      inTown(row.fault, async ({ town }) => {
        try {
          printed.push(await play(row, town));
        } finally {
          town.wecom.setFaults({ reset: true });
        }
      });
    }
    afterAll(() => process.stdout.write(`${printed.join('\n')}\n`));
  });
}

/** The same for rows that wait for real seconds to pass: all at once, each in a town of its own. */
export function playAtOnce(title: string, rows: readonly Row[]): void {
  const printed: string[] = [];
  describe(title, () => {
    for (const row of rows) {
      flowTest.concurrent(
        row.fault,
        async ({ start }) => {
          printed.push(await play(row, await start({ at: NINE_THIRTY })));
        },
        WAITING_MS,
      );
    }
    afterAll(() => process.stdout.write(`${printed.join('\n')}\n`));
  });
}
