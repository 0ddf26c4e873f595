/** A message that ends the process whenever it is worked on is tried three times and never again; nobody else's waits for it. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { botEnvironment } from '../chaos/environment.ts';
import { type BotProcess, logTail, prepareBot } from '../support/bot-process.ts';
import { freePort, testDirectory } from '../support/servers.ts';
import { dbTest, describe, expect, vi } from '../support/test.ts';
import { startWecomProcess } from '../support/wecom-process.ts';

const DEADLY = '/登记 这一条会让程序停住';
const PRELOAD = pathToFileURL(join(import.meta.dirname, '../support/deadly-words.mjs')).href;
const PATIENCE = { timeout: 60_000, interval: 50 };

const deadlyTest = dbTest.extend<{
  wecom: Awaited<ReturnType<typeof startWecomProcess>>;
  start: () => Promise<BotProcess>;
}>({
  wecom: async ({}, use) => {
    const wecom = await startWecomProcess();
    await use(wecom);
    await wecom.stop();
  },
  start: async ({ wecom, databaseUrl }, use) => {
    const dir = await testDirectory();
    const dataKey = randomBytes(32);
    const started: BotProcess[] = [];
    await use(async () => {
      const env = botEnvironment({ dir, wsUrl: wecom.wsUrl, port: await freePort(), dataKey, databaseUrl });
      const logFile = join(dir, 'bot.log');
      const bot = prepareBot({ env: { ...env, NODE_OPTIONS: `--import ${PRELOAD}` }, logFile });
      started.push(bot);
      await bot.warm;
      bot.go();
      await Promise.race([wecom.connected(), bot.ended]).catch(() => logTail(logFile));
      return bot;
    });
    for (const bot of started) await bot.kill('SIGKILL');
    await rm(dir, { recursive: true, force: true });
  },
});

describe('a message that ends the process', () => {
  deadlyTest(
    'is set aside after three times, told to its author and the admin, and the others are heard',
    async ({ wecom, start, sql }) => {
      const told = (chat: string, pattern: RegExp): string[] =>
        wecom.messages.flatMap((one) => (one.chat === chat && pattern.test(one.text) ? [one.text] : []));

      const first = await start();
      await wecom.say({ from: 'u-desk1', text: DEADLY });
      await wecom.say({ from: 'u-desk2', text: '/登记 村口路灯不亮' });
      await first.ended;
      for (const _ of ['second', 'third']) await (await start()).ended;
      const begun = await sql<{ begun: number }[]>`select begun from inbound where sender = 'u-desk1'`;
      expect([...begun]).toEqual([{ begun: 3 }]);

      const fourth = await start();
      await vi.waitFor(() => expect(told('u-desk1', /处理不了，没有办。\n请换个写法再发/u)).toHaveLength(1), PATIENCE);
      await vi.waitFor(() => expect(told('u-desk2', /^已登记：/u)).toHaveLength(1), PATIENCE);
      await vi.waitFor(async () => {
        const states = await sql<{ sender: string; state: string; begun: number }[]>`
          select sender, state, begun from inbound order by sender`;
        expect([...states]).toEqual([
          { sender: 'u-desk1', state: 'failed', begun: 0 },
          { sender: 'u-desk2', state: 'answered', begun: 0 },
        ]);
      }, PATIENCE);

      await fourth.kill('SIGTERM');
      const fifth = await start();
      await wecom.say({ from: 'u-desk1', text: '/登记 沟渠堵塞' });
      await vi.waitFor(() => expect(told('u-desk1', /^已登记：/u)).toHaveLength(1), PATIENCE);
      expect(told('u-desk1', /处理不了/u)).toHaveLength(1);
      const admins = await sql<{ to_id: string }[]>`select to_id from outbox where kind = 'message-set-aside'`;
      expect([...admins]).toEqual([{ to_id: 'u-dz1' }]);
      await fifth.kill('SIGTERM');
    },
    240_000,
  );
});
