/** What cannot be made blocks nobody: each fault at making a message, and what becomes of it and of the others. */
import { asc, eq, sql } from 'drizzle-orm';

import { silentLogger } from '../../../src/core/logger.ts';
import { loadMessages } from '../../../src/app/load-folder.ts';
import { oldestWaiting } from '../../../src/app/moments.ts';
import { outbox, petitionKeys } from '../../../src/db/schema.ts';
import { noteReachable } from '../../../src/domain/org/service.ts';
import { type Tell, tellAll } from '../../../src/domain/outbox/store.ts';
import { Budget } from '../../../src/notify/delivery/budget.ts';
import { DayBudget } from '../../../src/notify/delivery/day-budget.ts';
import { deliver } from '../../../src/notify/delivery/deliver.ts';
import type { Outlet, SendFailure } from '../../../src/contract/channel.ts';
import type { RenderTools } from '../../../src/notify/message.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';

const messages = await loadMessages();

const TOWN = 'fenjie';
const LEADER = 'u-lead1';
const DESK = 'u-desk1';
const ADMIN = 'u-dz1';
const HOUR_MS = 3_600_000;

type Message = Parameters<Outlet['push']>[1];
const broken = (what: string) => (): Promise<never> => Promise.reject(new TypeError(`${what} is broken`));

interface Post {
  /** What stands in a chat: text, title of a card, name of a file. */
  in(chat: string): string[];
  /** Delivers to these chats until nothing can go, then lets the pauses of what was set aside pass. */
  pass(...chats: string[]): Promise<void>;
}

function postOf(
  town: TestTown,
  {
    tools = {},
    refuse,
    pauseMs = HOUR_MS,
  }: { tools?: Partial<RenderTools>; refuse?: (message: Message) => void; pauseMs?: number } = {},
): Post {
  const chats = new Map<string, string[]>();
  let machine = town.now().getTime();
  const said = (message: Message): string => {
    if ('markdown' in message) return message.markdown;
    return 'card' in message ? message.card.title : message.name;
  };
  const deps = {
    database: { db: town.db } as Parameters<typeof deliver>[0]['database'],
    base: town.base,
    clock: { now: town.now },
    machine: { now: () => new Date(machine) },
    outlet: {
      isOpen: () => true,
      async push(chat: { id: string }, message: Message) {
        refuse?.(message);
        chats.set(chat.id, [...(chats.get(chat.id) ?? []), said(message)]);
        return { way: 'bot' as const };
      },
    },
    tools: {
      messages,
      paintChart: async () => Buffer.from('png'),
      writeLetter: broken('Word'),
      cardText: (card: { title: string }) => `${card.title} in words`,
      ...tools,
    },
    budget: new Budget({ now: town.now }),
    days: new DayBudget(),
    log: silentLogger,
    onParked: () => {},
    onNotFound: () => {},
    onTold: () => {},
    onOutcome: () => {},
  };
  return {
    in: (chat) => chats.get(chat) ?? [],
    async pass(...to) {
      for (const chat of to) await deliver(deps, chat.startsWith('wr') ? 'group' : 'person', chat);
      machine += pauseMs;
    },
  };
}

const tellTo = (person: string, kind: Tell['kind'], more: Partial<Tell> = {}): Tell => ({
  once: `test:${kind}:${person}:${JSON.stringify(more.refs ?? {})}`,
  to: { person },
  kind,
  townId: TOWN,
  urgent: true,
  ...more,
});
const write = (town: TestTown, ...messages: Tell[]): Promise<number> => town.run((ctx) => tellAll(ctx, messages));
const rowsOf = (town: TestTown, kind: string) =>
  town.db.select().from(outbox).where(eq(outbox.kind, kind)).orderBy(asc(outbox.id));
const pending = async (town: TestTown, chat: string): Promise<string[]> =>
  (await town.db.select().from(outbox).where(eq(outbox.toId, chat)))
    .filter(({ state }) => state === 'pending')
    .map(({ kind }) => kind);

/** Whatever stands there already is delivered. */
async function begun(town: TestTown): Promise<{ matter: { id: string; number: string }; quiet: Post }> {
  const matter = await town.register('u-desk1', { title: '路灯不亮' } as never);
  const quiet = postOf(town);
  await town.db.update(outbox).set({ state: 'sent' });
  return { matter, quiet };
}

describe('a message beyond the limit of who has written', () => {
  townTest('is not given up while the clock is moved and the machine stands', async ({ town }) => {
    const { matter } = await begun(town);
    await town.run((ctx) => noteReachable(ctx.tx, ctx.at, 'u-cj1'));
    await town.assign('u-desk1', matter as never, 'cjb');
    let isFull = true;
    const refuse = (): void => {
      if (!isFull) return;
      throw Object.assign(new Error('limit'), {
        fate: 'unreachable',
        errcode: 846607,
        refusals: [{ code: 846607, reason: 'never-wrote' }],
      } satisfies Partial<SendFailure>);
    };
    const post = postOf(town, { refuse, pauseMs: 20 });
    for (let minute = 0; minute < 150; minute += 1) {
      town.go('2026-03-10', '10:00', minute * 61_000);
      await post.pass('u-cj1');
    }
    expect(await pending(town, 'u-cj1')).toContain('assigned');
    isFull = false;
    town.go('2026-03-10', '14:00');
    const later = postOf(town, { refuse });
    await later.pass('u-cj1');
    expect(later.in('u-cj1')).toEqual([expect.stringContaining('交办函')]);
  });
});

describe('a message that cannot be made', () => {
  townTest('is passed over, goes out as its plain sentence, and holds up nobody', async ({ town }) => {
    const { matter } = await begun(town);
    const post = postOf(town);
    // Asks for an approval that no field names any more.
    await write(town, tellTo(LEADER, 'sign-asked', { petitionId: matter.id, refs: {} }));
    await write(
      town,
      tellTo(LEADER, 'recused', { petitionId: matter.id }),
      tellTo(LEADER, 'reopened', { petitionId: matter.id }),
    );
    await post.pass(LEADER);
    // In their order.
    expect(post.in(LEADER)).toEqual([expect.stringContaining('回避'), expect.stringContaining('重')]);
    expect(await rowsOf(town, 'sign-asked')).toMatchObject([
      { state: 'pending', attempts: 0, unmade: 1, reason: expect.stringMatching(/^not made: \w+/u) },
    ]);
    const oldest = await town.run(oldestWaiting);
    expect(oldest).toMatchObject({ kind: 'sign-asked', reason: expect.stringMatching(/^not made: /u) });
    for (let more = 0; more < 3; more += 1) await post.pass(LEADER);
    expect(post.in(LEADER).slice(2)).toEqual([
      `${matter.number} 有一条签批请求，内容没能显示。\n请发：/查 ${matter.number}`,
    ]);
    await post.pass(LEADER);
    expect(post.in(LEADER)).toHaveLength(3);
    expect(await pending(town, LEADER)).toEqual([]);
  });

  townTest('not even plainly is failed with the reason, and told to desk and admin once', async ({ town }) => {
    const { matter } = await begun(town);
    const refuse = (message: Message): void => {
      const text = 'markdown' in message ? message.markdown : '';
      if ('card' in message || /签批请求，内容没能显示/u.test(text)) throw new TypeError('no form for it');
    };
    const post = postOf(town, { refuse });
    await write(town, tellTo(LEADER, 'sign-asked', { petitionId: matter.id, refs: {} }));
    for (let tries = 0; tries < 8; tries += 1) await post.pass(LEADER, DESK, ADMIN);
    expect(post.in(LEADER)).toEqual([]);
    expect(await rowsOf(town, 'sign-asked')).toMatchObject([
      { state: 'failed', unmade: 6, reason: 'not made: TypeError' },
    ]);
    for (const chat of [DESK, ADMIN]) {
      expect(post.in(chat), chat).toEqual([
        expect.stringMatching(
          new RegExp(`^${matter.number} 签批请求没送到钱某：程序没能生成它。\\n请直接通知对方`, 'u'),
        ),
      ]);
    }
  });

  townTest('in a merged message leaves the others to go, and comes by itself', async ({ town }) => {
    const { matter } = await begun(town);
    const post = postOf(town);
    const about = (n: number, refs: Record<string, string>): Tell =>
      tellTo('wrTown', 'group-line', {
        petitionId: matter.id,
        to: { group: 'wrTown' },
        refs: { n: String(n), ...refs },
      });
    await write(
      town,
      about(0, { about: 'stage', clockId: 'none' }),
      ...[1, 2, 3, 4, 5].map((n) => about(n, { about: 'reopened' })),
    );
    await post.pass('wrTown');
    expect(post.in('wrTown')).toHaveLength(1);
    expect(await pending(town, 'wrTown')).toEqual(['group-line']);
    for (let more = 0; more < 3; more += 1) await post.pass('wrTown');
    expect(post.in('wrTown')[1]).toBe(`${matter.number} 有一条时限提醒，内容没能显示。\n请发：/查 ${matter.number}`);
    expect(await pending(town, 'wrTown')).toEqual([]);
  });

  townTest('of a matter whose key cannot be opened is said plainly', async ({ town }) => {
    const { matter } = await begun(town);
    await town.assign('u-desk1', matter, 'cjb');
    await town.db.update(petitionKeys).set({ wrapped: Buffer.from('not a key') });
    const post = postOf(town);
    for (let tries = 0; tries < 8; tries += 1) await post.pass('u-cj1', 'u-cj2');
    const there = [...post.in('u-cj1'), ...post.in('u-cj2')];
    expect(there.length).toBeGreaterThan(0);
    for (const chat of ['u-cj1', 'u-cj2']) expect(await pending(town, chat), chat).toEqual([]);
  });

  townTest('to somebody who left meanwhile is settled, never counted', async ({ town }) => {
    const { matter } = await begun(town);
    const post = postOf(town);
    await write(town, tellTo(LEADER, 'sign-asked', { petitionId: matter.id, refs: {} }));
    await town.db.execute(sql`update person set left_on = '2026-03-08' where userid = ${LEADER}`);
    await post.pass(LEADER);
    expect(await rowsOf(town, 'sign-asked')).toMatchObject([{ state: 'superseded', unmade: 0 }]);
  });

  townTest('and a connection that the database cut counts for nothing', async ({ town }) => {
    const { matter } = await begun(town);
    const away = Object.assign(new Error('write CONNECTION_CLOSED'), { code: 'CONNECTION_CLOSED' });
    const post = postOf(town, {
      tools: { writeLetter: () => Promise.reject(away) },
    });
    await town.assign('u-desk1', matter, 'cjb');
    await expect(post.pass('u-cj1')).rejects.toThrow('CONNECTION_CLOSED');
    expect(post.in('u-cj1')).toHaveLength(1);
    expect(await rowsOf(town, 'letter')).toMatchObject([{ state: 'pending', unmade: 0 }]);
  });
});

describe('a part that fails takes nothing along', () => {
  townTest('the picture: the text goes without it, and the painter is asked twice', async ({ town }) => {
    await begun(town);
    let asked = 0;
    const paintChart = (): Promise<never> => {
      asked += 1;
      return broken('the painter')();
    };
    const post = postOf(town, { tools: { paintChart } });
    await write(town, tellTo(LEADER, 'weekly', { refs: { from: '2026-03-02' } }), tellTo(LEADER, 'way-mended'));
    await post.pass(LEADER);
    expect(post.in(LEADER)[0]).toMatch(/信访周报/u);
    expect(asked).toBe(2);
    await post.pass(LEADER);
    expect(asked).toBe(2);
    expect(await rowsOf(town, 'weekly')).toMatchObject([{ state: 'sent', unmade: 0 }]);
  });

  townTest('the letter: the card goes, the letter is named with where to get it', async ({ town }) => {
    const { matter } = await begun(town);
    await town.assign('u-desk1', matter, 'cjb');
    const post = postOf(town);
    for (let tries = 0; tries < 5; tries += 1) await post.pass('u-cj1');
    expect(post.in('u-cj1')).toEqual([
      expect.stringContaining('交办函'),
      expect.stringMatching(
        new RegExp(`^${matter.number} 《交办函》.*，文件没有发出。\\n取文件请发：/查 ${matter.number} 文书$`, 'u'),
      ),
    ]);
  });

  townTest('the card: refused for its content, its words go out', async ({ town }) => {
    const { matter } = await begun(town);
    await town.assign('u-desk1', matter, 'cjb');
    const refuse = (message: Message): void => {
      if (!('card' in message)) return;
      throw Object.assign(new Error('content'), {
        fate: 'content',
        errcode: 42045,
        refusals: [],
      } satisfies Partial<SendFailure>);
    };
    const post = postOf(town, { refuse });
    await post.pass('u-cj1');
    expect(post.in('u-cj1')[0]).toMatch(/交办函.* in words$/u);
    expect(await rowsOf(town, 'not-delivered')).toEqual([]);
  });
});
