/**
 * Random histories of the five towns through the front door, told by invented people, and what may have become of their data: every
 * byte that went out, every log line and every row of the database is read once more.
 */
import type { Sql } from 'postgres';

import type { ChatMessage } from '../../sandbox/server.ts';
import { brokenLink } from '../../src/domain/matter/chain.ts';
import { TOWNS } from '../policies/rows.ts';
import { townsOf } from '../carried/towns.ts';
import { ABOUT_MATTERS } from '../support/parley.ts';
import { type Random, seeded } from '../support/random.ts';
import { sampleOrg, startTown } from '../support/start-town.ts';
import type { Town, TownOptions } from '../support/town-api.ts';
import { ACCUSATIONS, type Invented, invented, REGISTRATIONS } from './invented.ts';
import type { Verdict } from './promises.ts';
import { leaksOf, strayRows } from './traces.ts';

export interface HistoriesOptions {
  readonly count: number;
  readonly seed: number;
  /** An empty, migrated database. */
  readonly databaseUrl: string;
  readonly onRound?: (histories: number) => void;
  /** How the town is started, where a listener asks more of it than the chats. */
  readonly start?: Partial<TownOptions>;
  /** Days after each round; one to three at random when absent. */
  readonly days?: number;
  /** The town as the histories left it, before it closes. */
  readonly onEnd?: (town: Town) => Promise<void>;
}

/** Where histories are told: five towns, whose people type and to whom the bot answers. */
export interface Stage {
  readonly sql: Sql;
  now(): Date;
  say(person: string, text: string, where?: { readonly chat?: string }): Promise<void>;
  advance(parts: { readonly days?: number; readonly minutes?: number }): Promise<void>;
  messages(chat?: string): readonly ChatMessage[];
}

/** Who may type it, and what. */
export type Line = readonly [readonly string[], string];
/** Lines, and days that pass between them. */
export type Scene = readonly (Line | { readonly days: number })[];

export interface Manner {
  /** Days after each round; one to three at random when absent. */
  readonly days?: number;
  /** Lines, or scenes, of one history. */
  readonly steps?: number;
  /** How long people pause now and then; a minute when absent. */
  readonly pause?: (random: Random) => { readonly days?: number; readonly minutes?: number };
  /** Scenes of several lines about their matter (12) and another of the town's (9) that come between. */
  readonly scenes?: readonly Scene[];
}

/** A matter as its history remembers it. */
interface Matter {
  readonly id: string;
  readonly number: string;
  readonly who: Invented;
  /** How far it has come on the ordinary course. */
  step: number;
}

/**
 * The course that most matters take: who does it, and what they type. Histories leave it again and again, so that each line also comes
 * where it does not fit.
 */
const COURSE: readonly Line[] = [
  [['desk1'], '/受理 12 受理 送达:今天 方式:直接送达'],
  [['desk1', 'desk2'], '/交办 12 城建办 期限:5工作日 经办:王某强'],
  [['lead1'], '/批示 12 同意'],
  [['cj2', 'cj1'], '/签收 12'],
  [['cj2'], '/联系 12 已电话联系，约好周三现场查看'],
  [['cj2'], '/进展 12 已派人现场查看'],
  [['desk1', 'lead2'], '/督办 12 要求:三日内书面说明进展'],
  [['cj2'], '/延期 12 10天 理由:需要专业检测'],
  [['lead2'], '/批示 12 同意'],
  [['cj1'], '/答复 12 事实:现场查看属实 依据:有关管理规定 内容:已办好'],
  [['desk1'], '/送达 12 文书:处理意见书 日期:今天 方式:直接送达'],
  [['desk1'], '/办结 12 依据:书面答复'],
  [['lead1'], '/批示 12 同意'],
  [['desk2'], '/回访 12 满意'],
];

/** From this place of all messages on, nothing of the matter may reach these readers, until it is taken back (撤销). */
interface Bar {
  readonly key: string;
  readonly matter: { readonly number: string; readonly token: string | undefined };
  readonly readers: ReadonlySet<string>;
  readonly since: number;
  until: number | undefined;
}

const STEPS = 16;
/** So many people type at once that no chat passes WeCom's 30 messages a minute. */
const BREATH = 3;
const DESKS = ['desk1', 'desk1', 'desk1', 'desk2'];
const OTHERS = ['cj1', 'cj2', 'ny1', 'ny2', 'mz1', 'wld1', 'wld2', 'lsw1', 'wg1', 'sf1', 'jw1'];
const LEADERS = ['lead1', 'lead1', 'lead2', 'lead3'];
/** Complained of; the last is the admin, the one before handles. */
const ACCUSED = ['五里墩村', '柳树湾村', '城建办', '孙某', '韩某山', '冯某', '尤某'];
/** Chats of a town's groups, by what stands behind the town's letters. */
const GROUPS = ['wrTown', 'wrTown', 'wrCjb', 'wrLead'];

const ORGS = townsOf(sampleOrg);
const PREFIXES = ORGS.map((one) => one.town.prefix);
const TOWN_GROUPS = ORGS.flatMap((one) => one.groups);
const GROUP_CHATS = new Set(TOWN_GROUPS.map(({ chatid }) => chatid));

export async function runHistories(options: HistoriesOptions): Promise<Verdict> {
  const random = seeded(options.seed);
  const [org, ...neighbours] = ORGS;
  const town = await startTown({ ...options.start, databaseUrl: options.databaseUrl, org: org!, neighbours });
  try {
    const told = new Teller(
      {
        sql: town.app.database.sql,
        now: () => town.app.clock.now(),
        say: town.say,
        advance: town.advance,
        messages: town.messages,
      },
      random,
      options.days === undefined ? {} : { days: options.days },
    );
    await told.rounds(options.count, options.onRound);
    const verdict = await told.judge(options.count, town);
    await options.onEnd?.(town);
    return verdict;
  } finally {
    await town.close();
  }
}

export class Teller {
  readonly #town: Stage;
  readonly #random: Random;
  readonly #steps: number;
  readonly #days: number | undefined;
  readonly #pause: NonNullable<Manner['pause']>;
  readonly #scenes: NonNullable<Manner['scenes']>;
  readonly #broken: string[] = [];
  readonly #seenEvents = new Set<string>();
  readonly #bars: Bar[] = [];
  readonly #tokens = new Map<string, string>();
  #people = 0;
  #lines = 0;
  #writes = 0;

  constructor(town: Stage, random: Random, { steps = STEPS, days, pause, scenes = [] }: Manner = {}) {
    this.#town = town;
    this.#random = random;
    this.#steps = steps;
    this.#days = days;
    this.#pause = pause ?? (() => ({ minutes: 1 }));
    this.#scenes = scenes;
  }

  async rounds(count: number, onRound?: (histories: number) => Promise<void> | void): Promise<void> {
    for (let begun = 0; begun < count; begun += TOWNS.length) {
      await this.#round(PREFIXES.slice(0, count - begun));
      await onRound?.(Math.min(begun + TOWNS.length, count));
    }
  }

  /** One history in each of these towns, side by side, then some days. */
  async #round(prefixes: readonly string[]): Promise<void> {
    const matters = new Map<string, Matter[]>(prefixes.map((prefix) => [prefix, []]));
    for (let step = 0; step < this.#steps; step += 1) {
      if (step % BREATH === 0) await this.#town.advance(this.#pause(this.#random));
      for (const [prefix, own] of matters) {
        if (own.length === 0 || (own.length < 3 && this.#random.chance(0.15))) await this.#register(prefix, own);
        else await this.#about(prefix, this.#random.pick(own), own);
      }
    }
    await this.#town.advance({ days: this.#days ?? this.#random.pick([1, 1, 2, 3]) });
    await this.#noteBars();
  }

  #person(prefix: string, ends: readonly string[]): string {
    return `${prefix.toLowerCase()}-${this.#random.pick(ends)}`;
  }

  async #register(prefix: string, own: Matter[]): Promise<void> {
    const who = invented((this.#people += 1));
    const isAccusation = this.#random.chance(0.3);
    const text = isAccusation
      ? this.#random.pick(ACCUSATIONS)(who, this.#random.pick(ACCUSED))
      : this.#random.pick(REGISTRATIONS)(who, this.#random);
    const by = this.#person(prefix, this.#random.chance(0.7) ? DESKS : ['wld1', 'cj1', 'lead2']);
    const chat = this.#random.chance(0.2) ? `${prefix.toLowerCase()}-wrTown` : undefined;
    await this.#say(by, text, chat);
    const [found] = await this.#town.sql<{ id: string; number: string }[]>`
      select p.id, p.number from petition p join petition_text t on t.petition_id = p.id
      where t.body like ${`%${who.token}%`} order by p.registered_at limit 1`;
    if (found === undefined) return;
    own.push({ ...found, who, step: 0 });
    this.#tokens.set(found.id, who.token);
  }

  async #about(prefix: string, matter: Matter, own: readonly Matter[]): Promise<void> {
    const { number } = matter;
    const dice = this.#random.next();
    const free = this.#readersOf(prefix).filter((one) => !this.#isBarred(one, number));
    const anyOf = (ends: readonly string[]): string => {
      const able = ends.map((end) => `${prefix.toLowerCase()}-${end}`).filter((one) => free.includes(one));
      return this.#random.pick(able.length > 0 ? able : free);
    };
    if (dice < 0.05) return this.#say(anyOf(DESKS), `/补充 ${number} 涉及:${this.#random.pick(ACCUSED)}`);
    if (dice < 0.1) return this.#say(anyOf([...OTHERS, ...LEADERS]), `/回避 ${number} 理由:当事人是亲属`);
    if (dice < 0.15) return this.#probe(prefix, number);
    if (dice < 0.2) return this.#say(anyOf(DESKS), `/补充 ${number} 电话:${matter.who.phone} 姓名:${matter.who.name}`);
    if (this.#scenes.length > 0 && dice < 0.5) {
      const others = own.filter((one) => one !== matter);
      const other = others.length === 0 ? number : this.#random.pick(others).number;
      for (const step of this.#random.pick(this.#scenes)) {
        if ('days' in step) {
          await this.#town.advance(step);
          continue;
        }
        const [ends, line] = step;
        const typed = line.replace(/ 12(?=\s|$)/u, ` ${number}`).replace(/(?<=[ →])9(?=\s|$)/u, other);
        await this.#say(anyOf(ends), typed);
      }
      return undefined;
    }
    const [ends, next] = COURSE[matter.step] ?? [];
    if (ends !== undefined && next !== undefined && dice < 0.7) {
      matter.step += 1;
      return this.#say(anyOf(ends), next.replace(' 12', ` ${number}`));
    }
    const line = this.#random.pick(ABOUT_MATTERS).replace(/ 12(?=\s|$)/u, ` ${number}`);
    const by = anyOf(this.#random.pick([DESKS, DESKS, OTHERS, OTHERS, LEADERS]));
    const chat = this.#random.chance(0.15) ? `${prefix.toLowerCase()}-${this.#random.pick(GROUPS)}` : undefined;
    return this.#say(by, line, chat === undefined || !this.#isMember(by, chat) ? undefined : chat);
  }

  /** Who is shut out asks for the matter: it is to them as a number that was never given. */
  async #probe(prefix: string, number: string): Promise<void> {
    const barred = this.#readersOf(prefix).filter((one) => this.#isBarred(one, number));
    if (barred.length === 0) return;
    const by = this.#random.pick(barred);
    const answers: string[] = [];
    for (const asked of [number, await this.#notGiven(number)]) {
      const before = this.#inChat(by).length;
      await this.#say(by, `/查 ${asked}`);
      answers.push(this.#inChat(by)[before]?.text.replaceAll(asked, 'NUMBER') ?? 'nothing');
    }
    if (answers[0] !== answers[1]) this.#broken.push(`${by} asks for ${number}: ${answers.join(' | ')}`);
  }

  /** A number of the same series that no matter has: sealed ones are drawn, and may be any. */
  async #notGiven(number: string): Promise<string> {
    const given = new Set(
      (await this.#town.sql<{ number: string }[]>`select number from petition`).map((row) => row.number),
    );
    let serial = 9998;
    while (given.has(number.replace(/\d{4}$/u, String(serial)))) serial -= 1;
    return number.replace(/\d{4}$/u, String(serial));
  }

  async #say(by: string, text: string, chat?: string): Promise<void> {
    this.#lines += 1;
    const before = this.#inChat(by).length;
    await this.#town.say(by, text, chat === undefined ? {} : { chat });
    const answers = this.#inChat(by).slice(before);
    if (chat === undefined && answers.length === 0) this.#broken.push(`${by} ${text}: no answer`);
    await this.#checkWrites(by, text, chat === undefined ? answers : undefined);
    await this.#noteBars();
  }

  /** What was written to a matter is said with its number, and with its title where it has one. */
  async #checkWrites(by: string, text: string, answers: readonly ChatMessage[] | undefined): Promise<void> {
    const written = await this.#town.sql<
      { id: string; by: string; number: string; title: string | null }[]
    >`select e.id, e.by, p.number, p.title from event e join petition p on p.id = e.petition_id
      where e.id <> all(${[...this.#seenEvents].slice(-200)}::uuid[])
        and e.at >= ${new Date(this.#town.now().getTime() - 60_000).toISOString()}`;
    for (const { id, by: author, number, title } of written) {
      if (this.#seenEvents.has(id)) continue;
      this.#seenEvents.add(id);
      this.#writes += 1;
      // What a signature puts into effect bears the name of who asked for it.
      if (answers === undefined || author !== by) continue;
      const said = answers.map((one) => one.text).join('\n');
      if (!said.includes(number)) this.#broken.push(`${by} ${text}: wrote to ${number}, answered ${said}`);
      else if (title !== null && !said.includes(title)) {
        this.#broken.push(`${by} ${text}: wrote to ${number} ${title}, answered ${said}`);
      }
    }
  }

  #readersOf(prefix: string): string[] {
    const of = `${prefix.toLowerCase()}-`;
    return [...DESKS.slice(2), ...OTHERS, ...LEADERS.slice(1)].map((end) => `${of}${end}`);
  }

  #isBarred = (reader: string, number: string): boolean =>
    this.#bars.some((bar) => bar.until === undefined && bar.matter.number === number && bar.readers.has(reader));
  #isMember = (person: string, chat: string): boolean =>
    TOWN_GROUPS.some(
      (group) => group.chatid === chat && (group.members === undefined || group.members.includes(person)),
    );
  #inChat = (chat: string): readonly ChatMessage[] => this.#town.messages(chat);

  /** Bars that came into being: whom they shut out, from the next message on; of a sealed matter all groups too. */
  async #noteBars(): Promise<void> {
    const rows = await this.#town.sql<
      { id: string; petition_id: string; number: string; sealed: boolean; town_id: string; readers: string[] }[]
    >`select b.id, b.petition_id, p.number, p.sealed, p.town_id, array(
        select userid from person where town_id = p.town_id and (userid = b.userid or unit_id = b.unit_id)
        union select head from unit where town_id = p.town_id and id = b.unit_id and head is not null) as readers
      from bar b join petition p on p.id = b.petition_id`;
    const groups = await this.#town.sql<{ chatid: string; town_id: string }[]>`
      select chatid, town_id from chat_group`;
    const now = this.#town.messages().length;
    const standing = new Set(rows.map((row) => `${row.id} ${row.sealed}`));
    for (const bar of this.#bars) if (!standing.has(bar.key)) bar.until ??= now;
    const known = new Set(this.#bars.filter((bar) => bar.until === undefined).map((bar) => bar.key));
    for (const row of rows) {
      const key = `${row.id} ${row.sealed}`;
      if (known.has(key)) continue;
      const chats = row.sealed ? groups.filter((one) => one.town_id === row.town_id).map((one) => one.chatid) : [];
      this.#bars.push({
        key,
        matter: { number: row.number, token: this.#tokens.get(row.petition_id) },
        readers: new Set([...row.readers, ...chats]),
        since: now,
        until: undefined,
      });
    }
  }

  #leakedPastBars(messages: readonly ChatMessage[]): string[] {
    return this.#bars.flatMap(({ matter, readers, since, until }) =>
      messages
        .slice(since, until)
        .filter(({ chat, text, card }) => {
          if (!readers.has(chat)) return false;
          const words = `${text}\n${JSON.stringify(card ?? {})}`;
          return words.includes(matter.number) || (matter.token !== undefined && words.includes(matter.token));
        })
        .map(({ chat, text }) => `${matter.number} reached ${chat}: ${text.slice(0, 120)}`),
    );
  }

  async judge(histories: number, town: Town): Promise<Verdict> {
    const { app, logs } = town;
    const messages = town.messages();
    const leaks = await leaksOf({ town, groups: GROUP_CHATS, messages, logs });
    const matters = await app.database.sql<{ id: string; number: string }[]>`select id, number from petition`;
    const ctx = { tx: app.database.db, vault: app.storage.vault };
    const chains: string[] = [];
    for (const { id, number } of matters) {
      const link = await brokenLink(ctx, id);
      if (link !== undefined) chains.push(`${number}: the chain breaks at event ${link}`);
    }
    const stray = await strayRows(app.database.sql, app.clock.now());
    return {
      figures: {
        histories,
        'lines typed': this.#lines,
        matters: matters.length,
        'matters that somebody is shut out of': new Set(this.#bars.map((bar) => bar.matter.number)).size,
        'events written by people': this.#writes,
        'messages of the bot': messages.length,
        'of these in groups': messages.filter(({ chat }) => GROUP_CHATS.has(chat)).length,
        'log lines': logs.length,
        'rows of the database': leaks.rows,
      },
      broken: [...this.#broken, ...leaks.found, ...this.#leakedPastBars(messages), ...chains, ...stray],
    };
  }
}
