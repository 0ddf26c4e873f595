/** One month of a town out of the first letters of the file: what becomes of each, what must be heard, and the playing of it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Town } from '../town.ts';
import { answered } from '../chat.ts';
import { ordinaryLetters } from './ordinary.ts';
import { type Day, eachDay, plusDays, plusWorked } from './days.ts';
import { hear } from './heard.ts';
import type { Channel, Paper, PaperClock } from './papers.ts';
import { line } from './plan.ts';
import { type Clock, HANDLE, limitsOf, NOTICE, type Period, toldBy, type Who } from './rules.ts';
import { CLERKS, groupFor, letterTown, MAIN_LEADER, unitFor } from './town.ts';

export const MONTH_START: Day = '2026-08-31';
const MONTH_END: Day = '2026-09-30';
const LETTERS = 24;
const A_DAY = 4;
const CHANNELS: readonly Channel[] = ['来信', '来电', '网上'];
const GIVEN: readonly { readonly typed: string; readonly period: Period }[] = [
  { typed: '10工作日', period: { n: 10, unit: 'worked' } },
  { typed: '20天', period: { n: 20, unit: 'days' } },
];

export interface Letter {
  readonly title: string;
  readonly body: string;
  readonly category: string;
  readonly channel: Channel;
  readonly unit: ReturnType<typeof unitFor>;
  readonly handler: string;
  readonly isAnonymous: boolean;
  readonly registeredOn: Day;
  readonly receivedOn: Day;
  readonly given: (typeof GIVEN)[number] | undefined;
  readonly isAdmitted: boolean;
  readonly calledOn: Day | undefined;
  readonly closedOn: Day | undefined;
}

export async function lettersOf(data: string): Promise<Letter[]> {
  const records = ordinaryLetters(await readFile(join(data, 'letters.csv'), 'utf8')).slice(0, LETTERS);
  return records.map((record, i) => {
    const registeredOn = plusWorked(MONTH_START, Math.floor(i / A_DAY));
    const unit = unitFor(record['一级分类']!, i);
    const isAnonymous = i % 2 === 1;
    return {
      title: [...record['主题']!.replaceAll(/\s/gu, '')].slice(0, 12).join(''),
      body: record['详情']!.trim(),
      category: record['一级分类']!,
      channel: CHANNELS[i % 3]!,
      unit,
      handler: i % 4 < 2 ? unit.handler : unit.head,
      isAnonymous,
      registeredOn,
      receivedOn: plusDays(registeredOn, i % 5 === 4 ? -3 : 0),
      given: [undefined, ...GIVEN][Math.floor(i / 3) % 3],
      isAdmitted: i % 4 === 0,
      calledOn: isAnonymous || i % 4 === 2 ? undefined : plusWorked(registeredOn, 1),
      // In good time, late, never.
      closedOn: [plusWorked(registeredOn, 4), plusWorked(registeredOn, 13), undefined][Math.floor(i / 2) % 3],
    };
  });
}

const isSooner = (start: Day, one: Period, other: Period): boolean =>
  limitsOf(start, one).due < limitsOf(start, other).due;

function periodOf({ period, given }: PaperClock, start: Day, letter: Letter): Period | undefined {
  const asked = given === undefined ? undefined : letter.given?.period;
  if (asked === undefined) return period;
  return given === 'shorter' && period !== undefined && !isSooner(start, asked, period) ? period : asked;
}

function clocksOf(paper: Paper, letter: Letter): Clock[] {
  const { registeredOn: begun, receivedOn, closedOn, isAdmitted } = letter;
  const own = paper.clocks.flatMap((clock): Clock[] => {
    if (clock.channels?.includes(letter.channel) === false) return [];
    if (clock.isContact === true && letter.isAnonymous) return [];
    const start = clock.counts === 'received' ? receivedOn : begun;
    const period = periodOf(clock, start, letter);
    const ended = clock.isContact === true ? (letter.calledOn ?? closedOn) : closedOn;
    return period === undefined ? [] : [{ rule: clock.rule, start, begun, period, ended }];
  });
  const sixty: Clock = { rule: HANDLE, start: begun, begun, period: { n: 60, unit: 'days' }, ended: closedOn };
  const notice: Clock = { rule: NOTICE, start: receivedOn, begun, period: { n: 15, unit: 'days' }, ended: closedOn };
  // Whoever is told of the acceptance on the spot is owed no further notice.
  return [...own, ...(isAdmitted ? [sixty] : letter.isAnonymous ? [] : [notice])];
}

const leftText = (days: number): string => (days > 0 ? `还有${days}天` : days === 0 ? '今天到期' : `超期${-days}天`);

/** Every reminder about this letter: day, chat, number, clock, paper, days left. */
export function mustHear(paper: Paper, letter: Letter, number: string): string[] {
  const { unit, handler } = letter;
  const people = {
    handler: [handler],
    head: [unit.head],
    lineLeader: unit.leader === undefined ? [] : [unit.leader],
    areaLeader: unit.areaLeader === undefined ? [] : [unit.areaLeader],
    mainLeader: [MAIN_LEADER],
  };
  // The first clerk registered them all; the other reads what is red.
  const readers = (who: Who, left: number): readonly string[] =>
    who !== 'desk' ? people[who] : left < 0 ? CLERKS : CLERKS.slice(0, 1);
  return clocksOf(paper, letter)
    .flatMap((clock) => toldBy(clock, MONTH_END))
    .flatMap((told) => {
      const what = `${told.clock} ${told.letter} ${leftText(told.left)}`;
      const persons = new Set(told.to.flatMap((who) => readers(who, told.left)));
      const group = told.group === undefined ? [] : [groupFor(unit.name, told.group)];
      return [...persons, ...group].map((chat) => line(told.on, chat, number, what));
    });
}

export interface Month {
  readonly letters: readonly Letter[];
  readonly numbers: readonly string[];
  readonly reminders: readonly string[];
}

export const monthTown = ({ id, name, settings }: Paper) => ({
  ...letterTown(),
  town: { id: 'month', name, prefix: 'QS', policy: id },
  settings,
});

async function takeIn(town: Town, paper: Paper, letter: Letter): Promise<string> {
  const [clerk] = CLERKS;
  const words = [
    `/登记 题目:${letter.title} 类别:${letter.category} 方式:${letter.channel} 收到:${letter.receivedOn}`,
    `姓名:${letter.isAnonymous ? '匿名' : '某某'} 内容:${letter.body}`,
  ];
  await town.tell(clerk, words.join(' '));
  const number = /已登记：(\S+)/u.exec(
    town.messages(clerk).findLast(({ text }) => text.startsWith('已登记：'))?.text ?? '',
  )![1]!;
  if (letter.isAdmitted) await town.tell(clerk, `/受理 ${number} 受理 送达:${letter.registeredOn}`);
  const period = letter.given === undefined ? '' : ` 期限:${letter.given.typed}`;
  const by = letter.handler === letter.unit.head ? '' : ` 经办:${letter.handler}`;
  await town.tell(clerk, `/交办 ${number} ${letter.unit.name}${period}${by}`);
  if (paper.signsAll === true) await town.tell(MAIN_LEADER, `/批示 ${number} 同意`);
  return number;
}

async function finish(town: Town, paper: Paper, letter: Letter, number: string): Promise<void> {
  await answered(town, number, letter.unit.head);
  await town.tell(letter.unit.head, `/办结 ${number} 依据:书面答复`);
  if (paper.signsAll === true) await town.tell(MAIN_LEADER, `/批示 ${number} 同意 事项:办结`);
}

const REMINDER = /时限提醒|提醒函|督办函/u;

/** What was heard of reminders, in the plan's words. */
function remindersOf(town: Town, paper: Paper): string[] {
  const { people, groups } = monthTown(paper);
  const persons = new Map(people.map(({ userid, name }) => [userid, name]));
  const chats = new Map(groups.map(({ chatid, name }) => [chatid, name]));
  return town
    .messages()
    .filter(({ text, kind }) => kind !== 'file' && kind !== 'image' && REMINDER.test(text))
    .flatMap((message) => {
      const isGroup = chats.has(message.chat);
      const chat = (isGroup ? chats : persons).get(message.chat) ?? message.chat;
      return hear(message, chat, isGroup).lines.filter((one) => REMINDER.test(one));
    });
}

export async function playMonth(town: Town, paper: Paper, letters: readonly Letter[]): Promise<Month> {
  const numbers = new Map<Letter, string>();
  for (const day of eachDay(MONTH_START, MONTH_END)) {
    const isBusy = letters.some((one) => [one.registeredOn, one.calledOn, one.closedOn].includes(day));
    if (!isBusy) continue;
    await town.at(`${day}T10:00`);
    for (const letter of letters) {
      if (letter.registeredOn === day) numbers.set(letter, await takeIn(town, paper, letter));
      const number = numbers.get(letter);
      if (number === undefined) continue;
      if (letter.calledOn === day) await town.tell(letter.unit.head, `/联系 ${number} 已电话联系`);
      if (letter.closedOn === day) await finish(town, paper, letter, number);
    }
    await town.settle();
  }
  await town.at(`${MONTH_END}T12:00`);
  return { letters, numbers: letters.map((one) => numbers.get(one) ?? ''), reminders: remindersOf(town, paper) };
}
