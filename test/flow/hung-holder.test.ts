import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { botEnvironment } from '../chaos/environment.ts';
import { type BotProcess, prepareBot } from '../support/bot-process.ts';
import { freePort, testDirectory } from '../support/servers.ts';
import { dbTest, describe, expect, vi } from '../support/test.ts';
import { startWecomProcess } from '../support/wecom-process.ts';

/** What the standby has (issue 4, point 4). */
const FAILOVER_MS = 5_000;
const PATIENCE = { timeout: 30_000, interval: 50 };

interface Member extends BotProcess {
  /** The line on /readyz about WeCom. */
  wecom(): Promise<{ ok: boolean; detail?: string } | undefined>;
}

const hungTest = dbTest.extend<{
  wecom: Awaited<ReturnType<typeof startWecomProcess>>;
  dir: string;
  start: () => Promise<Member>;
}>({
  dir: async ({}, use) => {
    const dir = await testDirectory();
    await use(dir);
    await rm(dir, { recursive: true, force: true });
  },
  wecom: async ({}, use) => {
    const wecom = await startWecomProcess();
    await use(wecom);
    await wecom.stop();
  },
  start: async ({ wecom, dir, databaseUrl }, use) => {
    const dataKey = randomBytes(32);
    const members: BotProcess[] = [];
    await use(async () => {
      const port = await freePort();
      const env = botEnvironment({ dir, wsUrl: wecom.wsUrl, port, dataKey, databaseUrl });
      const bot = prepareBot({ env, logFile: join(dir, 'bot.log') });
      members.push(bot);
      await bot.warm;
      bot.go();
      return {
        ...bot,
        async wecom() {
          const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
          const body = (await answer?.json()) as
            | { checks: { name: string; ok: boolean; detail?: string }[] }
            | undefined;
          const check = body?.checks.find(({ name }) => name === 'wecom');
          return check === undefined ? undefined : { ok: check.ok, ...(check.detail && { detail: check.detail }) };
        },
      };
    });
    for (const bot of members) await bot.kill('SIGKILL');
  },
});

const STANDBY = { ok: true, detail: 'standby' };

describe('a holder that hangs instead of dying', () => {
  hungTest(
    'the standby is connected within five seconds; who comes back to life steps back, and nobody fights',
    async ({ wecom, dir, start }) => {
      let subscriptions = 0;
      let next = (): void => {};
      wecom.listen({
        connection(isConnected) {
          if (!isConnected) return;
          subscriptions += 1;
          next();
        },
      });
      /** @returns how long the standby took */
      const hang = async ({ pid }: Member): Promise<number> => {
        const taken = new Promise<void>((resolve) => void (next = resolve));
        const at = performance.now();
        process.kill(pid, 'SIGSTOP');
        await taken;
        return performance.now() - at;
      };
      const stands = async (member: Member): Promise<void> =>
        vi.waitFor(async () => expect(await member.wecom()).toEqual(STANDBY), PATIENCE);

      const first = await start();
      await wecom.connected();
      const second = await start();
      await stands(second);

      expect(await hang(first)).toBeLessThan(FAILOVER_MS);
      await wecom.say({ from: 'u-desk1', text: '/登记 村口路灯不亮' });
      const registered = (): string[] =>
        wecom.messages.filter(({ text }) => text.includes('已登记：FJ')).map(({ sender }) => sender);
      await vi.waitFor(() => expect(registered()).toHaveLength(1), PATIENCE);

      process.kill(first.pid, 'SIGCONT');
      await stands(first);
      // It is as good a standby as any.
      expect(await hang(second)).toBeLessThan(FAILOVER_MS);
      process.kill(second.pid, 'SIGCONT');
      await stands(second);
      expect(await first.wecom()).toEqual({ ok: true });
      expect([subscriptions, registered().length]).toEqual([3, 1]);
      expect(await readFile(join(dir, 'bot.log'), 'utf8')).not.toContain('another program took the bot over');
    },
    180_000,
  );

  hungTest('a pause of a second costs nothing', async ({ wecom, start }) => {
    let changes = 0;
    const first = await start();
    await wecom.connected();
    const second = await start();
    await vi.waitFor(async () => expect(await second.wecom()).toEqual(STANDBY), PATIENCE);
    wecom.listen({ connection: () => void (changes += 1) });
    process.kill(first.pid, 'SIGSTOP');
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    process.kill(first.pid, 'SIGCONT');
    await wecom.say({ from: 'u-desk1', text: '/登记 村口路灯不亮' });
    await vi.waitFor(
      () => expect(wecom.messages.filter(({ text }) => text.includes('已登记：FJ'))).toHaveLength(1),
      PATIENCE,
    );
    expect(changes).toBe(0);
    expect(await second.wecom()).toEqual(STANDBY);
  });
});
