/** The whole file of letters through the chat, and two months on the town's clock. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ChatMessage } from '../../../sandbox/server.ts';
import type { Town } from '../town.ts';
import { ordinaryLetters } from './ordinary.ts';
import { type Day, eachDay } from './days.ts';
import { hear, type Heard, shanghaiDay } from './heard.ts';
import { END, line, type Plan, planOf, START, type UnitFigures } from './plan.ts';
import { CLERKS, letterTown } from './town.ts';

/** Of each conversation fewer than the platform's thirty a minute. */
const LETTERS_A_MINUTE = 10;

interface Count {
  readonly day: string;
  readonly due: number;
  readonly sent: number;
}
export interface Played {
  /** 提醒核对, as it was taken each morning. */
  readonly counts: readonly Count[];
  readonly plans: readonly Plan[];
  /** As the replies name them, in the order of the letters. */
  readonly numbers: readonly string[];
  readonly commands: number;
  /** Files as the plan writes them down, and their numbers (文号) by file. */
  readonly files: readonly {
    readonly line: string;
    readonly letterNumber: string;
    readonly isGroup: boolean;
    readonly at: string;
    readonly chat: string;
  }[];
  readonly heard: readonly (Heard & {
    readonly message: ChatMessage;
    readonly chat: string;
    readonly isGroup: boolean;
  })[];
  /** The last state as the database has it. */
  readonly figures: readonly UnitFigures[];
}

type Said = readonly [who: string, text: string];

const registration = (plan: Plan): string =>
  [
    `/登记 题目:${plan.title} 类别:${plan.category} 方式:来信 收到:${plan.receivedOn}`,
    ...(plan.isAnonymous ? ['姓名:匿名'] : []),
    `内容:${plan.body}`,
  ].join(' ');

function assignment(plan: Plan, number: string): Said[] {
  const { clerk, handler, unit, typedPeriod, admittedOn, notifiedOn, registeredOn } = plan;
  const served = notifiedOn === registeredOn ? ` 送达:${registeredOn}` : '';
  const period = typedPeriod === undefined ? '' : ` 期限:${typedPeriod}`;
  const by = handler === unit.head ? '' : ` 经办:${handler}`;
  return [
    ...(admittedOn === undefined ? [] : [[clerk, `/受理 ${number} 受理${served}`] as const]),
    [clerk, `/交办 ${number} ${unit.name}${period}${by}`],
  ];
}

/** Notified and closed on that day, at ten in the morning. */
function actionsOn(day: Day, plans: readonly Plan[], numbers: ReadonlyMap<Plan, string>): Said[] {
  return plans.flatMap((plan): Said[] => {
    const { notifiedOn, closedOn, registeredOn, clerk, unit } = plan;
    const number = numbers.get(plan)!;
    const isNotified = notifiedOn === day && registeredOn < day && (closedOn === undefined || closedOn > day);
    return [
      ...(isNotified ? [[clerk, `/送达 ${number} 文书:受理告知书 日期:${day}`] as const] : []),
      ...(closedOn === day
        ? ([
            [unit.head, `/答复 ${number} 事实:现场查看属实 依据:有关管理规定 内容:已办好`],
            [unit.head, `/办结 ${number} 依据:书面答复`],
          ] as const)
        : []),
    ];
  });
}

/** Everybody works through their own pile at the same time. */
async function together(town: Town, piles: readonly (readonly Said[])[]): Promise<void> {
  for (let i = 0; i < Math.max(...piles.map((pile) => pile.length)); i += 1) {
    for (const pile of piles) if (pile[i] !== undefined) town.post(...pile[i]!);
    await town.answered();
  }
}

/** The suite takes one letter of eight, the long run all of them. */
export const EVERY = Number(process.env['LETTERS_EVERY'] ?? 8);

/** Registers and assigns some letters. @returns how many commands it took */
async function takeIn(town: Town, plans: readonly Plan[], numbers: Map<Plan, string>): Promise<number> {
  const piles = CLERKS.map((clerk) => plans.filter((plan) => plan.clerk === clerk));
  const registered = (clerk: string): ChatMessage[] =>
    town.messages(clerk).filter(({ text }) => text.startsWith('已登记：'));
  const before = CLERKS.map((clerk) => registered(clerk).length);
  await together(
    town,
    piles.map((pile) => pile.map((plan) => [plan.clerk, registration(plan)])),
  );
  await town.settle();
  for (const [i, pile] of piles.entries()) {
    const replies = registered(CLERKS[i]!).slice(before[i]);
    pile.forEach((plan, k) => numbers.set(plan, /[A-Z]+\d{4}-\d{4}/u.exec(replies[k]?.text ?? '')?.[0] ?? ''));
  }
  const orders = piles.map((pile) => pile.flatMap((plan) => assignment(plan, numbers.get(plan)!)));
  await together(town, orders);
  await town.settle();
  return plans.length + orders.flat().length;
}

export async function playLetters(town: Town, data: string): Promise<Played> {
  const letters = ordinaryLetters(await readFile(join(data, 'letters.csv'), 'utf8'));
  const plans = letters.filter((_, i) => i % EVERY === 0).map(planOf);
  const numbers = new Map<Plan, string>();
  let commands = 0;
  for (const day of eachDay(START, END)) {
    const letters = plans.filter((plan) => plan.registeredOn === day);
    const actions = actionsOn(day, plans, numbers);
    if (letters.length + actions.length === 0) continue;
    await town.at(`${day}T10:00`);
    for (let i = 0; i < letters.length; i += LETTERS_A_MINUTE) {
      commands += await takeIn(town, letters.slice(i, i + LETTERS_A_MINUTE), numbers);
      await town.advance({ minutes: 1 });
    }
    for (const action of actions) await town.tell(...action);
    await town.settle();
    commands += actions.length;
  }
  await town.at(`${END}T12:00`);

  const { people, groups } = letterTown();
  const persons = new Map(people.map(({ userid, name }) => [userid, name]));
  const chats = new Map(groups.map(({ chatid, name }) => [chatid, name]));
  const heard = town.messages().map((message) => {
    const isGroup = chats.has(message.chat);
    const chat = (isGroup ? chats : persons).get(message.chat) ?? message.chat;
    return { message, chat, isGroup, ...hear(message, chat, isGroup) };
  });
  const files = town.letters().map(({ chat, text, at }) => {
    const [number = '', name = '', letterNumber = ''] = text.replace(/\.docx$/u, '').split(' ');
    const reader = persons.get(chat) ?? chat;
    const isGroup = chats.has(chat);
    return { line: line(shanghaiDay(at), reader, number, name), letterNumber, isGroup, at, chat: reader };
  });
  return {
    files,
    plans,
    numbers: plans.map((plan) => numbers.get(plan)!),
    commands,
    heard,
    figures: await figuresIn(town),
    counts: await town.app.database.sql<Count[]>`select day::text, due, sent from reminder_count order by day`,
  };
}

const figuresIn = (town: Town): Promise<UnitFigures[]> => town.app.database.sql<UnitFigures[]>`
  with matter as (
    select owner_unit, status = 'closed' as is_closed,
      exists (select 1 from clock c where c.petition_id = p.id and c.owner = 'unit' and c.state = 'missed') as missed,
      exists (select 1 from clock c where c.petition_id = p.id and c.owner = 'unit' and c.state = 'running' and c.due_on < ${END}) as overdue
    from petition p
  )
  select unit.name as unit, count(*)::int as registered,
    count(*) filter (where is_closed and not missed)::int as "closedInTime",
    count(*) filter (where is_closed and missed)::int as "closedLate",
    count(*) filter (where not is_closed and overdue)::int as "openOverdue"
  from matter join unit on unit.id = matter.owner_unit group by unit.name, unit.position order by unit.position`;
