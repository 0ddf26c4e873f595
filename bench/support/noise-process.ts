// A month of one town as a process of its own: `noise-process.ts <tree of the local WeCom> <seed> <org file as JSON> <matters as JSON>`. It is laid into the work tree of an older
// commit as well, so that it uses of src what that has, too.
import { mkdtemp, chmod, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import postgres from 'postgres';
import { stringify } from 'yaml';

import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import type * as LocalWecom from '../../sandbox/server.ts';
import type * as Randoms from '../../test/support/random.ts';
import type { Life } from './noise-town.ts';

const [root = '', seedText = '1', orgText = '', livesText = ''] = process.argv.slice(2);
const { createLocalWecom, readTown } = (await import(`${root}/sandbox/server.ts`)) as typeof LocalWecom;
const { seeded } = (await import(`${root}/test/support/random.ts`)) as typeof Randoms;

/** The working days of March 2026. */
const DAYS = Array.from({ length: 31 }, (_, n) => `2026-03-${String(n + 1).padStart(2, '0')}`).filter(
  (day) => ![0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay()),
);
/** Of the buttons that are for them, people press so many the same half day. */
const PRESSED = 0.7;
const SLOTS = ['09:40', '15:10'];
const BOT = { id: 'aibBench', secret: 'bench-secret', name: '信访助手' };

const dir = await mkdtemp(join(tmpdir(), 'xinfang-noise-'));
await chmod(dir, 0o711);
const orgFile = join(dir, 'org.yaml');
await writeFile(orgFile, stringify(JSON.parse(orgText)));

let answered = 0;
let onAnswer = (): void => {};
const config = readConfig({ SANDBOX: '1', DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'silent' });
const app = await buildApp(config, silentLogger, {
  inbound: () => {
    answered += 1;
    onAnswer();
  },
  delivery: () => {},
  hop: () => {},
  lost: () => {},
});
const at = (day: string, time: string): Date => new Date(`${day}T${time}:00+08:00`);
// The town begins on that morning: what lies before is none of its.
app.clock.setOffset(at(DAYS[0]!, '07:00').getTime() - app.clock.now().getTime());
await app.importTown(orgFile);
const wecom = createLocalWecom({
  ...readTown(orgFile),
  bots: [BOT],
  now: () => app.clock.now(),
  stateFile: join(dir, 'wecom.jsonl'),
  everyoneHasSpoken: true,
});
const server = createServer((req, res) => void wecom.handle(req, res));
server.on('upgrade', wecom.upgrade);
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
await app.start({
  id: BOT.id,
  secret: new Secret(BOT.secret),
  wsUrl: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
});
const sql = postgres(app.storage.url, { max: 1, onnotice: () => {} });

async function once(act: () => void): Promise<void> {
  const wanted = answered + 1;
  act();
  await new Promise<void>((resolve) => {
    onAnswer = () => {
      if (answered >= wanted) resolve();
    };
    onAnswer();
  });
  // The platform's limit of messages a minute is not what is measured.
  await app.move(new Date(app.clock.now().getTime() + 20_000));
}
const asked = new Set<string>();
const say = async (from: string, text: string): Promise<void> => {
  asked.add(text.split(' ')[0]!);
  await once(() => wecom.people.say({ from, text }));
};

interface Stand {
  readonly number: string;
  readonly status: string;
  readonly done: ReadonlySet<string>;
}
async function stands(): Promise<Stand[]> {
  const rows = await sql<{ number: string; status: string; done: string[] }[]>`
    select p.number, p.status, array_agg(e.kind) as done from petition p join event e on e.petition_id = p.id
    group by p.id order by p.serial`;
  return rows.map((row) => ({ ...row, done: new Set(row.done) }));
}

const pressed = new Set<string>();
const answers = new Set<string>();
const random = seeded(Number(seedText) + 1);
/** What a reader's own buttons ask of them; looking is theirs alone and moves nothing. */
const IS_ACT = /^\/(?:批示|审核|签收|已阅|零报告|回访|同意)/u;
/** What a list of several asks for by its lines. */
async function typeLines(reader: string, text: string): Promise<void> {
  for (const [, line = ''] of text.matchAll(/^(?:同意|满意)请发：(\/(?:批示|审核|回访) .+)$/gmu)) {
    if (random.chance(PRESSED)) await say(reader, line);
  }
}
async function pressButtons(): Promise<void> {
  for (const message of wecom.messages()) {
    if (pressed.has(message.id)) continue;
    if (message.isPush === true && message.kind === 'markdown') {
      pressed.add(message.id);
      await typeLines(message.chat, message.text);
      continue;
    }
    if (message.kind !== 'card' || message.card === undefined) continue;
    const buttons = (message.card['button_list'] ?? []) as { key: string }[];
    const button = buttons.find(({ key }) => IS_ACT.test(key) && !key.includes('不同意'));
    if (button === undefined || !random.chance(PRESSED)) continue;
    pressed.add(message.id);
    const last = wecom.messages(message.chat).at(-1)!.id;
    await once(() => wecom.people.click({ from: message.chat.split('~')[0]!, messageId: message.id, key: button.key }));
    // A click cannot be replied to over the long connection: its answer goes out as a push.
    const answer = wecom.messages(message.chat, last).find(({ kind }) => kind === 'markdown');
    if (answer !== undefined) answers.add(answer.id);
  }
}

const lives = JSON.parse(livesText) as Life[];
/** The next thing that whoever has the matter does, if its day has come. */
function nextStep(
  life: (typeof lives)[number],
  stand: Stand | undefined,
  day: number,
): readonly [string, string] | undefined {
  const age = day - life.day;
  if (age < 0) return undefined;
  if (stand === undefined) {
    return [
      life.clerk,
      `/登记 ${life.text} 姓名:匿名 电话:不详 住址:不详 题目:${life.text} 类别:申诉求决 方式:来访 人数:1`,
    ];
  }
  const { number, status, done } = stand;
  if (status === 'closed') return undefined;
  if (!done.has('assigned')) {
    return done.has('assignment-held') ? undefined : [life.clerk, `/交办 ${number} ${life.unit} 期限:10工作日`];
  }
  if (!done.has('signed') && age >= life.sign) return [life.head, `/签收 ${number}`];
  if (!done.has('contacted') && age >= life.contact) return [life.handler, `/联系 ${number} 电话打通，已说明办理安排`];
  if (!done.has('progressed') && age >= life.progress) return [life.handler, `/进展 ${number} 已到现场查看，正在安排`];
  if (!done.has('replied') && age >= life.reply) {
    return [life.handler, `/答复 ${number} 结论:支持 事实:已到现场查看 依据:管理规定 内容:本月内修好`];
  }
  if (!done.has('replied')) return undefined;
  if (!done.has('served')) return [life.clerk, `/送达 ${number} 文书:处理意见书 日期:今天 方式:当面`];
  return done.has('closing-held') ? undefined : [life.clerk, `/办结 ${number} 依据:书面答复 结果:已办好`];
}

for (const [day, date] of DAYS.entries()) {
  for (const [half, time] of SLOTS.entries()) {
    const slot = at(date, time);
    if (slot > app.clock.now()) await app.move(slot);
    await pressButtons();
    const now = await stands();
    const before = await sql<{ n: number }[]>`select count(*)::int as n from petition`;
    let born = before[0]!.n;
    for (const [n, life] of lives.entries()) {
      // What comes on a day comes in its morning and is passed on at once.
      if (n === born && life.day === day && half === 0) {
        const [who, text] = nextStep(life, undefined, day)!;
        await say(who, text);
        born += 1;
        const [stand] = (await stands()).slice(n);
        const assign = nextStep(life, stand, day);
        if (assign !== undefined) await say(...assign);
        continue;
      }
      if (now[n] === undefined) continue;
      const step = nextStep(life, now[n], day);
      if (step !== undefined) await say(...step);
    }
    await app.settle();
  }
  await app.move(at(date, '19:00'));
}
await app.settle();

const messages = wecom
  .messages()
  .filter(({ id, isPush, kind }) => isPush === true && kind !== 'file' && !answers.has(id));
const told = await sql`
  select o.kind, o.to_kind, o.to_id, o.state, o.via, o.settled_at, o.reason, count(*)::int as n from outbox o
  group by 1, 2, 3, 4, 5, 6, 7`;
const closed = (await stands()).filter(({ status }) => status === 'closed').length;
const late = await sql<{ n: number }[]>`
  select count(*)::int as n from outbox where kind = 'reminder' and (state in ('failed', 'parked', 'pending')
    or state = 'sent' and (settled_at at time zone 'Asia/Shanghai')::date > (hold_until at time zone 'Asia/Shanghai')::date)`;
process.send?.({
  days: DAYS.length,
  closed,
  lateReminders: late[0]!.n,
  reminders: told.filter(({ kind }) => kind === 'reminder').reduce((sum, { n }) => sum + Number(n), 0),
  pushes: messages.map(({ chat, kind, at: when, text }) => ({
    chat,
    kind,
    at: when,
    text: text.split('\n').slice(0, 2).join(' / '),
  })),
  told: told.filter(({ state }) => state === 'sent'),
});
await sql.end();
await app.close();
await wecom.close();
server.close();
server.closeAllConnections();
await rm(dir, { recursive: true, force: true });
process.exit(0);
