/** Two worlds that differ by one sealed matter: nobody who must not know of it can tell which of them they live in. */
import { doctor } from '../../src/cli/doctor/doctor.ts';
import { policyReplay } from '../../src/cli/policy-replay.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { townsOf } from '../carried/towns.ts';
import type { TownId } from '../policies/rows.ts';
import { sampleOrg, startTown } from '../support/start-town.ts';
import { describe, expect, test, withOwnDatabase } from '../support/test.ts';
import type { Town } from '../support/town-api.ts';
import { differences, observed } from '../support/worlds.ts';

/** Whom the matter is about, and who they are: an office each, so that all kinds of readers come in turn. */
const ACCUSED: Record<TownId, { readonly name: string; readonly people: readonly string[] }> = {
  fenjie: { name: '五里墩村', people: ['wld1', 'wld2'] },
  lihai: { name: '城建办', people: ['cj1', 'cj2'] },
  // 尤某 of this office is the admin, 钱某 the main leader.
  sanwu: { name: '尤某', people: ['dz1'] },
  yuanzhu: { name: '孙某', people: ['lead2'] },
  xiji: { name: '农业办', people: ['ny1', 'ny2'] },
};
/**
 * The suite plays the nine days around the end of a month, with what is sent on both; `WORLDS_FROM=2026-03-02T09:00 WORLDS_DAYS=31` a whole
 * month.
 */
const FROM = process.env['WORLDS_FROM'] ?? '2026-03-23T09:00';
const DAYS = Number(process.env['WORLDS_DAYS'] ?? 9);

const ORDINARY = [
  ['desk1', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名 方式:来电 类别:其他'],
  ['desk1', '/交办 #1 五里墩村 期限:5工作日 经办:杨某'],
  ['desk1', '/登记 道路塌陷 题目:道路塌陷 姓名:匿名 方式:来访 类别:申诉求决'],
  ['desk1', '/交办 #2 城建办 期限:5工作日 经办:王某强'],
  ['desk1', '/登记 水渠堵塞 题目:水渠堵塞 姓名:匿名 方式:来信 类别:申诉求决'],
  ['desk1', '/交办 #3 农业办 期限:5工作日 经办:陈某'],
  ['desk1', '/登记 门牌丢失 题目:门牌丢失 姓名:匿名 方式:来电 类别:其他'],
  ['desk1', '/交办 #4 党政办 期限:3工作日'],
] as const;
const SEALED = '/登记 账目不清 涉及:ACCUSED 姓名:匿名 类别:检举控告';
/** What everybody who must not know asks, again and again; SEALED_NUMBER is a number that exists in one of the worlds. */
const ASKED = [
  ...[
    '/我的',
    '/今天',
    '/统计',
    '/周报',
    '/月报',
    '/年报',
    '/台账',
    '/搜 账目',
    '/零报告',
    '/交接 接收',
    '/签收',
    '/批示 同意',
  ],
  ...['/查 SEALED_NUMBER', '/催办 SEALED_NUMBER'],
];
/** Discipline of the town whose accused is its admin: what does not reach them stands in lists that an admin reads. */
const UNREACHED = 'qs-jw1';

interface World {
  readonly sealedNumbers: ReadonlyMap<string, string>;
  readonly seen: Record<string, string[]>;
}

const towns = townsOf(sampleOrg);

async function live(databaseUrl: string, known?: ReadonlyMap<string, string>): Promise<World> {
  const [org, ...neighbours] = towns;
  const town = await startTown({ databaseUrl, org: org!, neighbours, at: FROM });
  try {
    town.wecom.setFaults({ errorOn: { cmd: 'aibot_send_msg', code: 93006, times: 99_999, chat: UNREACHED } });
    // Who never wrote stands in the operator's list, and some of them write only of the sealed matter.
    for (const { userid } of towns.flatMap((one) => one.people)) await town.tell(userid, '/帮助');
    const numbers = new Map(known);
    for (const {
      town: { id, prefix },
    } of towns) {
      await begin(town, prefix);
      if (known === undefined) numbers.set(prefix, await accuse(town, prefix, ACCUSED[id as TownId].name));
    }
    for (let day = 1; day <= DAYS; day += 1) {
      await town.at(nextMorning(town));
      for (const {
        town: { id, prefix },
      } of towns) {
        if (known === undefined) await goOn(town, prefix, numbers.get(prefix)!, day);
        if (day % 10 === 3 || day === DAYS) await ask(town, prefix, ACCUSED[id as TownId].people, numbers.get(prefix)!);
      }
    }
    const groups = towns.flatMap((one) => one.groups.map((group) => group.chatid));
    const people = towns.flatMap(({ town: { id, prefix } }) =>
      ACCUSED[id as TownId].people.map((end) => `${prefix.toLowerCase()}-${end}`),
    );
    const seen = await observed(town, [...groups, ...people]);
    const numbered = await ordinaryLetters(town);
    return { sealedNumbers: numbers, seen: { ...seen, 'at the server': await atServer(town), numbered } };
  } finally {
    await town.close();
  }
}

/** What whoever sits at the server reads: they may be the one complained of. */
async function atServer({ app }: Town): Promise<string[]> {
  const lines: string[] = [];
  const say = (line: string): void => void lines.push(line);
  const now = app.clock.now();
  await doctor(app, say, { log: silentLogger, now: () => now, free: () => Promise.resolve(64 * 1024 ** 3) });
  await policyReplay(app.database.db, ['--policy', 'national', '--from', FROM.slice(0, 10)], now, say);
  return lines;
}

/** The numbers that everybody's letters have: a gap would tell of those that have none of them. */
async function ordinaryLetters({ app }: Town): Promise<string[]> {
  const rows = await app.database.sql<{ number: string }[]>`
    select l.number from letter l join petition p on p.id = l.petition_id where not p.sealed order by l.number`;
  return rows.map(({ number }) => number);
}

const nextMorning = (town: Town): string => {
  const shanghai = town.app.clock.now().getTime() + 8 * 3_600_000;
  return `${new Date(shanghai + 86_400_000).toISOString().slice(0, 10)}T09:00`;
};

const say = (town: Town, prefix: string, end: string, text: string): Promise<void> =>
  town.say(`${prefix.toLowerCase()}-${end}`, text.replaceAll(/#(\d)/gu, `${prefix}2026-000$1`));

async function begin(town: Town, prefix: string): Promise<void> {
  for (const [end, text] of ORDINARY) {
    await say(town, prefix, end, text);
    const assigned = /交办 (#\d)/u.exec(text)?.[1];
    if (prefix === 'LH' && assigned !== undefined) await say(town, prefix, 'lead1', `/批示 ${assigned} 同意`);
  }
}

/** @returns the sealed number */
async function accuse(town: Town, prefix: string, accused: string): Promise<string> {
  await say(town, prefix, 'desk2', SEALED.replace('ACCUSED', accused));
  const [matter] = await town.app.database.sql<{ number: string }[]>`
    select number from petition where sealed and number like ${`${prefix}%`}`;
  const number = matter!.number;
  await say(town, prefix, 'desk2', `/交办 ${number} 镇纪委 期限:5工作日`);
  await say(town, prefix, 'lead1', `/批示 ${number} 同意`);
  return number;
}

/** The sealed matter's own days: late, urged, supervised, extended, answered, closed. */
async function goOn(town: Town, prefix: string, number: string, day: number): Promise<void> {
  const on: Record<number, readonly (readonly [string, string])[]> = {
    1: [
      ['jw1', `/签收 ${number}`],
      ['jw1', `/进展 ${number} 已调阅账目`],
    ],
    2: [
      ['desk2', `/催办 ${number} 要求:本周内报进展`],
      ['jw1', `/延期 ${number} 2天 理由:要询问`],
      ['desk2', `/到场 ${number} 2人`],
    ],
    7: [['lead1', `/督办 ${number} 要求:三日内说明`]],
    8: [
      ['jw1', `/答复 ${number} 事实:账目缺票 依据:村务公开办法 内容:已责令改正`],
      ['desk2', `/办结 ${number} 依据:核查结论`],
      ['lead1', `/批示 ${number} 同意`],
      ['desk2', `/回访 ${number} 满意`],
    ],
  };
  for (const [end, text] of on[day] ?? []) await say(town, prefix, end, text);
}

async function ask(town: Town, prefix: string, people: readonly string[], number: string): Promise<void> {
  const of = prefix.toLowerCase();
  for (const end of people) {
    for (const text of ASKED) await town.tell(`${of}-${end}`, text.replace('SEALED_NUMBER', number));
  }
  for (const group of ['wrTown', 'wrLead']) {
    for (const text of [`/查 ${number}`, '/统计', '/周报', '/月报', '/今天', '/我的']) {
      await town.tell(`${of}-desk1`, text, { chat: `${of}-${group}` });
    }
  }
}

describe('two worlds, one with a sealed matter in each of five towns', () => {
  test('are one and the same to the accused office, to every group and at the server', async () => {
    const withIt = await withOwnDatabase((url) => live(url));
    const without = await withOwnDatabase((url) => live(url, withIt.sealedNumbers));
    expect(Object.values(withIt.seen).flat().length).toBeGreaterThan(200);
    expect(differences(withIt.seen, without.seen)).toEqual([]);
  }, 300_000);
});
