/** One town with the whole app behind its chats, outside of any test runner. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';

import {
  type ChatMessage,
  createLocalWecom,
  type LocalWecomOptions,
  readTown,
  SAMPLE_TOWN_FILE,
} from '../../sandbox/server.ts';
import { buildApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/index.ts';
import type { ChartPainter } from '../../src/contract/report.ts';
import { createLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';
import { loadPolicies, readPolicyTexts } from '../../src/domain/policy/file/load.ts';
import { readOrgFile } from '../../src/org-file/read.ts';
import { createChartPainter } from '../../src/reports/chart.ts';
import { queueOf } from './town-queue.ts';
import { buttonsOf, excerpt, instant, questionOf } from './chat.ts';
import type { Town, TownOptions, Where } from './town-api.ts';
import { BOT, consoleOf, environmentOf, openCallbacks, openDoor, robotsOf, withRobots } from './wecom-setup.ts';

export { BOT };
/** The invented town of the sandbox; spread it to make another. */
export const sampleOrg: OrgFile = await readOrgFile(SAMPLE_TOWN_FILE);
/** Read once: a town costs 50 ms less. */
const rules = loadPolicies(await readPolicyTexts(fileURLToPath(new URL('../../policies', import.meta.url))));
/** A process of its own draws the charts of all towns of this one: its first chart costs a second. */
const painter: ChartPainter = { ...createChartPainter({ idleMs: 60_000 }), close: async () => {} };

/** 晨报、接访、提醒核对、周报 and its picture, the other reports. */
const RHYTHM =
  /^\*\*\d+月\d+日|^\*\*[^\n*]+\*\*\n[^\n]*月\d+日[^\n]*\n截至 |^[年月日\d()周一二三四五六]+提醒核对|^\*\*.{2,10}信访周报|^周报 .*\.png$/u;

export async function startTown(options: TownOptions): Promise<Town> {
  const dir = await mkdtemp(join(tmpdir(), 'xinfang-flow-'));
  const logs: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => void logs.push(line) });
  const name = options.botName ?? BOT.name;
  const connections = options.wecom ?? {};
  const door = await openDoor();
  const { base } = door;
  const environment: Record<string, string> = {
    ...environmentOf(connections, base),
    DATABASE_URL: options.databaseUrl,
    ...(options.queue === undefined && (await queueOf(options.databaseUrl))),
    DATA_DIR: dir,
    LOG_LEVEL: 'silent',
    WECOM_BOT_NAME: name,
    ...(options.dataKey === undefined ? {} : { DATA_KEY: options.dataKey }),
  };
  const config = readConfig(environment);
  let machineAheadMs = 0;
  const machine = { now: () => new Date(Date.now() + machineAheadMs) };
  let expected = 0;
  let answered = 0;
  const waiting = new Set<() => void>();
  const app = await buildApp(
    config,
    log,
    {
      inbound: () => {
        answered += 1;
        for (const look of waiting) look();
      },
      delivery: () => {},
      hop: () => {},
      lost: () => {},
    },
    {
      machine,
      painter,
      policies: options.policies ?? rules,
      ...(options.ids === undefined ? {} : { ids: options.ids }),
      ...(options.restTimeoutMs === undefined ? {} : { restTimeoutMs: options.restTimeoutMs }),
    },
  );
  app.clock.setOffset(instant(options.at ?? '2026-03-02T09:00').getTime() - Date.now());

  const known = new Map<string, string>();
  const chats = new Map<string, string>();
  let members: { people: LocalWecomOptions['people']; chats: LocalWecomOptions['chats'] } = { people: [], chats: [] };
  const readOrg = async (org: OrgFile): Promise<string> => {
    const file = join(dir, `${org.town.id}.yaml`);
    const isHere = (id: string): boolean => org.people.some((person) => person.userid === id);
    const groupsHere = org.groups.map((group) => ({ ...group, members: group.members?.filter(isHere) }));
    await writeFile(file, stringify({ ...org, groups: groupsHere }));
    const town = readTown(file);
    for (const person of town.people) known.set(person.name, person.userid);
    for (const chat of town.chats) chats.set(chat.name, chat.chatid);
    const ids = new Set(town.people.map((person) => person.userid));
    const groups = new Set(town.chats.map((chat) => chat.chatid));
    members = {
      people: [...members.people.filter((person) => !ids.has(person.userid)), ...town.people],
      chats: [...members.chats.filter((chat) => !groups.has(chat.chatid)), ...town.chats],
    };
    return file;
  };
  const org = options.org ?? sampleOrg;
  for (const one of [org, ...(options.neighbours ?? [])]) await app.importTown(await readOrg(withRobots(one, base)));
  const callbacks = await openCallbacks(app, config, log, options.pages);
  const atConsole = consoleOf(connections, callbacks?.url ?? '');

  const wecom = createLocalWecom({
    bots: [{ ...BOT, name, ...atConsole.bot }],
    ...atConsole.app,
    robots: robotsOf(org),
    selfUrl: () => base,
    ...members,
    now: () => app.clock.now(),
    everyoneHasSpoken: options.everyoneHasSpoken ?? true,
    ...(options.journal === undefined ? {} : { stateFile: options.journal }),
    behaviour: { takeoverCloseDelayMs: 0, ...options.behaviour },
  });
  door.serve(wecom);
  const bot = { id: BOT.id, secret: new Secret(BOT.secret), wsUrl: base.replace('http', 'ws') };
  await app.start(connections.bot === 'callback' ? undefined : bot);

  const userid = (person: string): string => known.get(person) ?? person;
  const chatid = (chat: string): string => chats.get(chat) ?? userid(chat);
  const seen = new Set<string>();
  const fromBot = (chat?: string): ChatMessage[] =>
    wecom.messages(chat).filter(({ sender }) => sender === BOT.id || /^(?:app|robot)-/u.test(sender));
  const allAnswered = (): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (answered < expected) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const settle = async (): Promise<void> => {
    await allAnswered();
    await app.settle();
  };
  const hand = (sent: { delivered: boolean }): void => {
    if (sent.delivered) expected += 1;
  };
  const place = ({ chat, quote, autoMention, bot: to }: Where): Record<string, unknown> => ({
    ...(chat === undefined ? {} : { chatid: chatid(chat) }),
    ...(quote === undefined ? {} : { quote: typeof quote === 'string' ? quote : quote.id }),
    ...(autoMention === undefined ? {} : { autoMention }),
    ...(to === undefined ? {} : { bot: to }),
  });
  const post: Town['post'] = (person, text, where = {}) =>
    hand(wecom.people.say({ from: userid(person), text, ...place(where) }));
  const press: Town['press'] = (person, card, label, choose) => {
    const button = buttonsOf(card).find((one) => one.text === label);
    if (button === undefined) throw new Error(`no button ${label} on:\n${card.text}`);
    const chosen = typeof choose === 'string' ? { [questionOf(card)]: [choose] } : choose;
    const selected = chosen === undefined ? {} : { selected: chosen };
    hand(wecom.people.click({ from: userid(person), messageId: card.id, key: button.key, ...selected }));
  };
  const nameOf = (id: string): string => [...known, ...chats].find(([, one]) => one === id)?.[0] ?? id;
  const isLetter = (message: ChatMessage): boolean => message.kind === 'file' && message.text.endsWith('.docx');
  const unseen = (chat?: string): ChatMessage[] => fromBot(chat).filter((message) => !seen.has(message.id));
  const unexpected = (): ChatMessage[] => unseen().filter((message) => !isLetter(message));
  const describeAll = (messages: readonly ChatMessage[]): string[] =>
    messages.map((message) => `${nameOf(message.chat)}: ${excerpt(message.text)}`);

  const town: Town = {
    app,
    wecom,
    url: callbacks?.url ?? '',
    logs,
    environment,
    callbackUrl: callbacks?.url,
    sealed(nth = 1) {
      const known = new RegExp(`\\b${org.town.prefix}J\\d{4}-\\d{4,6}`, 'gu');
      const told = new Set(fromBot().flatMap(({ text }) => text.match(known) ?? []));
      const number = [...told][nth - 1];
      if (number === undefined) throw new Error(`${told.size} sealed matters were told`);
      return number;
    },
    userid,
    chatid,
    isGroup: (chat) => [...chats.values()].includes(chatid(chat)),
    answered: allAnswered,
    settle,
    post,
    press,
    async tell(person, text, where = {}) {
      post(person, text, where);
      await allAnswered();
    },
    async say(person, text, where = {}) {
      post(person, text, where);
      await settle();
    },
    async sendFile(person, file, where = {}) {
      const base64 = Buffer.from('not much').toString('base64');
      hand(wecom.people.say({ from: userid(person), file: { name: file, base64 }, ...place(where) }));
      await settle();
    },
    async click(person, on, label, where = {}) {
      const pattern = typeof on === 'string' ? new RegExp(on, 'u') : on;
      const here = fromBot(chatid(where.chat ?? person)).filter((m) => m.kind === 'card' && pattern.test(m.text));
      const card = here.at(-1);
      if (card === undefined) throw new Error(`no card like ${String(pattern)} for ${person}`);
      press(person, card, label, where.choose);
      await settle();
    },
    async enter(person) {
      const sent = wecom.people.enter({ from: userid(person) });
      if (sent.msgid !== null) hand(sent);
      await settle();
    },
    async at(moment) {
      await allAnswered();
      await app.move(instant(moment));
    },
    async advance({ days = 0, hours = 0, minutes = 0 }) {
      await allAnswered();
      await app.move(new Date(app.clock.now().getTime() + ((days * 24 + hours) * 60 + minutes) * 60_000));
    },
    async passMachineTime(ms) {
      machineAheadMs += ms;
      await settle();
    },
    messages: (chat) => fromBot(chat === undefined ? undefined : chatid(chat)).filter((message) => !isLetter(message)),
    letters: (chat) => fromBot(chat === undefined ? undefined : chatid(chat)).filter(isLetter),
    expectMessage(chat, pattern) {
      const here = unseen(chatid(chat)).filter((message) => !isLetter(message));
      const found = here.find((message) => pattern.test(message.text));
      if (found === undefined) {
        const others = describeAll(unexpected()).join('\n');
        throw new Error(`${chat} has no new message like ${String(pattern)}; new are:\n${others}`);
      }
      seen.add(found.id);
      return found;
    },
    expectNothingElse() {
      const left = unexpected();
      if (left.length > 0) throw new Error(`nobody expected:\n${describeAll(left).join('\n')}`);
    },
    expectLetter(chat, name) {
      const found = unseen(chatid(chat)).find((message) => isLetter(message) && name.test(message.text));
      if (found === undefined) {
        const others = describeAll(unseen().filter(isLetter)).join('\n');
        throw new Error(`${chat} has no new letter like ${String(name)}; new are:\n${others}`);
      }
      seen.add(found.id);
      return found;
    },
    expectNoOtherLetters() {
      const left = unseen().filter(isLetter);
      if (left.length > 0) throw new Error(`no letters expected:\n${describeAll(left).join('\n')}`);
    },
    forget(pattern = /^/u) {
      for (const message of fromBot()) if (pattern.test(message.text)) seen.add(message.id);
    },
    forgetRhythm: () => town.forget(RHYTHM),
    async bytesOf(message) {
      const response = await fetch(new URL(message.media!.url, base));
      return Buffer.from(await response.arrayBuffer());
    },
    unexpected: () => describeAll(unexpected()),
    addStranger(person, id) {
      known.set(person, id);
      members = {
        people: [...members.people, { userid: id, name: person, unit: '', roles: [] }],
        chats: members.chats.map((chat) => ({ ...chat, members: [...chat.members, id] })),
      };
      wecom.setTown(members);
    },
    async importOrg(next) {
      const file = await readOrg(withRobots(next, base));
      await app.updateTown(file, 'sure');
      wecom.setTown(members);
    },
    async close() {
      await callbacks?.close();
      await app.close();
      await wecom.close();
      await door.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
  return town;
}
