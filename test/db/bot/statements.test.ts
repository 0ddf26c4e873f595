/** What a command costs (ADR 36): statements that it sends by itself, BEGIN, COMMIT and SAVEPOINT among them. */
import { silentBot } from '../../../bench/support/silent.ts';
import { type Clock, systemClock } from '../../../src/core/clock.ts';
import { createVault } from '../../../src/core/vault.ts';
import { type Database, openDatabase } from '../../../src/db/client.ts';
import { fillCalendar } from '../../../src/domain/calendar/store.ts';
import { importOrg } from '../../../src/domain/org/import.ts';
import { instantOf, type LocalDay, localDayOf } from '../../../src/core/local-day.ts';
import { sampleTown } from '../../support/domain.ts';
import { dbTest, describe, expect } from '../../support/test.ts';

const MOST = 10;
/** Of a message delivered; a letter reads itself as well. */
const MOST_OF_MESSAGE = 6;
const MOST_OF_PAGE = 25;
const DESK = 'u-desk1';
const HANDLER = 'u-cj1';
const vault = createVault(Buffer.alloc(32, 7));

/** As people write it; `N` is the number of the matter that the first line made. */
const LINES: readonly (readonly [verb: string, from: string, text: string, done: string])[] = [
  ['登记', DESK, '/登记 村口路灯不亮 姓名:虞小舟 题目:路灯不亮 类别:申诉求决 地点:村口', '已登记'],
  ['交办', DESK, '/交办 N 城建办 期限:15工作日 要求:现场查看', '已交办城建办'],
  ['签收', HANDLER, '/签收 N', '已签收'],
  ['进展', HANDLER, '/进展 N 已派人现场查看', '进展已记下'],
  ['查', DESK, '/查 N', '路灯不亮'],
  ['我的', HANDLER, '/我的', '手上'],
  ['今天', HANDLER, '/今天', '月'],
  ['催办', DESK, '/催办 N', '已催办'],
  ['答复', HANDLER, '/答复 N 事实:三盏路灯不亮 依据:城市照明管理规定 内容:路灯已修好', '已记下'],
  ['办结', HANDLER, '/办结 N 依据:书面答复 结果:路灯已修好', '已办结'],
];

async function openTown(database: Database): Promise<void> {
  await fillCalendar(database.db);
  const at = systemClock.now();
  await database.db.transaction((tx) => importOrg({ tx, at, today: localDayOf(at), vault }, sampleTown));
}

/** A process of its own: a handle, and what it remembers. */
async function processOn(url: string, clock: Clock = systemClock) {
  let sent: string[] = [];
  const database = openDatabase(url, { max: 2, heard: (_, text) => void sent.push(text) });
  const bot = await silentBot(database, { clock, vault });
  return {
    database,
    /** @returns how many statements the page of a matter sends */
    async page(userid: string, number: string): Promise<number> {
      sent = [];
      await bot.page(userid, number);
      return sent.length;
    },
    /** @returns how many it sends to say what may be done there, and how much that is */
    async actions(userid: string, number: string): Promise<{ readonly statements: number; readonly offered: number }> {
      sent = [];
      const offered = await bot.actions(userid, number);
      return { statements: sent.length, offered };
    },
    async deliver(): Promise<{ readonly messages: number; readonly statements: number }> {
      sent = [];
      return { messages: await bot.deliver(), statements: sent.length };
    },
    async say(from: string, text: string): Promise<{ readonly said: string; readonly sent: readonly string[] }> {
      sent = [];
      return { said: await bot.say(from, text), sent };
    },
  };
}

describe('a command', () => {
  dbTest('sends ten statements at most, whichever of the ten it is', async ({ databaseUrl, database }) => {
    await openTown(database);
    const one = await processOn(databaseUrl);
    try {
      let counts: Record<string, number> = {};
      // The first matter is everybody's first words, and what is remembered from then on.
      for (let round = 0; round < 2; round += 1) {
        counts = {};
        let number = '';
        for (const [verb, from, text, done] of LINES) {
          const { said, sent } = await one.say(from, text.replace('N', number));
          number = /FJ\d{4}-\d{4}/u.exec(said)?.[0] ?? number;
          counts[verb] = sent.length;
          expect(said, verb).toContain(done);
        }
      }
      const dear = Object.entries(counts).filter(([, count]) => count > MOST);
      expect(dear).toEqual([]);
      expect(Object.keys(counts)).toHaveLength(LINES.length);
    } finally {
      await one.database.close();
    }
  });
});

describe('what follows from a command', () => {
  dbTest('costs six statements a message at most, a letter one more', async ({ databaseUrl, database, sql }) => {
    await openTown(database);
    const noon: Clock = { now: () => instantOf('2026-03-17' as LocalDay, '12:00') };
    const one = await processOn(databaseUrl, noon);
    try {
      let delivered = 0;
      // The first matter is everybody's first words.
      for (let round = 0; round < 2; round += 1) {
        let number = '';
        delivered = 0;
        for (const [, from, text] of LINES) {
          const { said } = await one.say(from, text.replace('N', number));
          number = /FJ\d{4}-\d{4}/u.exec(said)?.[0] ?? number;
          const letters = await sql`select 1 from outbox where kind = 'letter' and state = 'pending'`;
          const { messages, statements } = await one.deliver();
          delivered += messages;
          if (round === 1) expect(statements, text).toBeLessThanOrEqual(MOST_OF_MESSAGE * messages + letters.length);
        }
      }
      expect(delivered).toBeGreaterThan(5);
      expect(await sql`select 1 from outbox where state = 'pending'`).toHaveLength(0);
    } finally {
      await one.database.close();
    }
  });
});

describe('the page of a matter', () => {
  dbTest('costs 25 statements at most, and what may be done there as many', async ({ databaseUrl, database }) => {
    await openTown(database);
    const one = await processOn(databaseUrl);
    try {
      await one.say(DESK, LINES[0]![2]);
      const [, number = ''] = /已登记：(\S+)/u.exec((await one.say(DESK, LINES[0]![2])).said) ?? [];
      for (const [from, text] of [
        [DESK, `/交办 ${number} 城建办 期限:15工作日`],
        [HANDLER, `/签收 ${number}`],
      ] as const) {
        await one.say(from, text);
        for (const userid of [DESK, HANDLER]) {
          expect(await one.page(userid, number), `${userid} after ${text}`).toBeLessThanOrEqual(MOST_OF_PAGE);
          const { statements, offered } = await one.actions(userid, number);
          expect(statements, `what ${userid} may do after ${text}`).toBeLessThanOrEqual(MOST_OF_PAGE);
          expect(offered).toBeGreaterThan(5);
        }
      }
    } finally {
      await one.database.close();
    }
  });
});

describe('what another process changed', () => {
  dbTest(
    'holds for the next command, though nobody told this process of it',
    async ({ databaseUrl, database, sql }) => {
      await openTown(database);
      const one = await processOn(databaseUrl);
      try {
        const mine = await one.say(DESK, '/登记 村口路灯不亮 题目:路灯不亮');
        expect(mine.said).toContain('已登记');
        // A right taken away, as the command line or another process would; no notification is sent anywhere.
        await sql`update person set roles = array['handler'] where userid = ${DESK}`;
        expect((await one.say(DESK, '/交办 1 城建办 期限:15工作日')).said).not.toContain('已交办');
        await sql`update person set left_on = '2026-03-01' where userid = ${DESK}`;
        expect((await one.say(DESK, '/我的')).said).not.toContain('路灯');
        await sql`update person set left_on = null, roles = array['desk'] where userid = ${DESK}`;
        await sql`update unit set name = '城管办' where id = 'cjb'`;
        expect((await one.say(DESK, '/交办 1 城管办 期限:15工作日')).said).toContain('已交办城管办');
      } finally {
        await one.database.close();
      }
    },
  );

  dbTest('is read once, and not again while nothing changes', async ({ databaseUrl, database, sql }) => {
    await openTown(database);
    const one = await processOn(databaseUrl);
    const reads = (sent: readonly string[]): number => sent.filter((text) => text.includes('from chat_group')).length;
    try {
      expect(reads((await one.say(DESK, '/我的')).sent)).toBe(1);
      expect(reads((await one.say(DESK, '/我的')).sent)).toBe(0);
      await sql`update chat_group set receives = '{}' where chatid = (select min(chatid) from chat_group)`;
      expect(reads((await one.say(DESK, '/我的')).sent)).toBe(1);
      // From when somebody can be written to is nobody's right.
      await sql`update person set reachable_since = '2026-03-01T00:00:00Z'`;
      expect(reads((await one.say(DESK, '/我的')).sent)).toBe(0);
    } finally {
      await one.database.close();
    }
  });
});
