/** A month in the sandbox: twenty matters at different offices, the clock moved by thirty days through its interface. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { createLocalWecom, readTown, SAMPLE_TOWN_FILE } from '../sandbox/server.ts';
import { buildApp } from '../src/app.ts';
import { readConfig } from '../src/config/index.ts';
import { silentLogger } from '../src/core/logger.ts';
import { Secret } from '../src/core/secret.ts';
import type { Bench } from './support/report.ts';
import { room } from './support/server.ts';

const MATTERS = 20;
const DAYS = 30;
const OFFICES = ['城建办', '农业办', '民政办', '五里墩村', '综治办'];
const BEGIN = new Date('2026-03-02T09:30:00+08:00');
const BOT = { id: 'aibBench', secret: 'bench-secret', name: '信访助手' };
const DAY_MS = 86_400_000;

const bench: Bench = async ({ say }) => {
  const { dir, clear } = await room();
  const hops: number[] = [];
  let answered = 0;
  let onAnswer = (): void => {};
  const config = readConfig({ SANDBOX: '1', DATA_DIR: join(dir, 'data'), LOG_LEVEL: 'silent' });
  const app = await buildApp(config, silentLogger, {
    inbound: () => {
      answered += 1;
      onAnswer();
    },
    delivery: () => {},
    hop: () => void hops.push(performance.now()),
    lost: () => {},
  });
  await app.importTown(SAMPLE_TOWN_FILE);
  app.clock.setOffset(BEGIN.getTime() - new Date().getTime());
  const wecom = createLocalWecom({
    ...readTown(SAMPLE_TOWN_FILE),
    bots: [BOT],
    now: () => app.clock.now(),
    stateFile: join(dir, 'wecom.jsonl'),
    everyoneHasSpoken: true,
  });
  const server = createServer((req, res) => void wecom.handle(req, res));
  server.on('upgrade', wecom.upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const wsUrl = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    await app.start({ id: BOT.id, secret: new Secret(BOT.secret), wsUrl });
    const say1 = async (text: string): Promise<void> => {
      const wanted = answered + 1;
      wecom.people.say({ from: 'u-desk1', text });
      await new Promise<void>((resolve) => {
        onAnswer = () => {
          if (answered >= wanted) resolve();
        };
        onAnswer();
      });
    };
    for (let n = 1; n <= MATTERS; n += 1) {
      await say1(`/登记 第${n}处路灯不亮 姓名:匿名 题目:路灯不亮 类别:申诉求决`);
      await say1(`/交办 ${n} ${OFFICES[n % OFFICES.length]!} 期限:${3 + n}工作日`);
      // The platform's limit of messages a minute is not what is measured.
      if (n % 5 === 0) await app.move(new Date(app.clock.now().getTime() + 60_000));
    }
    await app.settle();
    const messages = wecom.messages().length;
    say(`${MATTERS} matters are under way`);
    hops.length = 0;
    const begun = performance.now();
    await app.move(new Date(app.clock.now().getTime() + DAYS * DAY_MS));
    const ms = performance.now() - begun;
    const steps = hops.map((at, index) => (hops[index + 1] ?? begun + ms) - at).toSorted((a, b) => b - a);
    const sent = wecom.messages().length - messages;
    return [
      {
        what: `${DAYS} days with ${MATTERS} matters`,
        unit: 's',
        ours: ms / 1000,
        bar: '≤ 20',
        isMet: ms <= 20_000,
        note: `${hops.length} due moments, ${sent} messages`,
      },
      { what: 'a due moment, median', unit: 'ms', ours: steps[steps.length >> 1] ?? 0 },
      { what: 'the five longest together', unit: 'ms', ours: steps.slice(0, 5).reduce((sum, one) => sum + one, 0) },
    ];
  } finally {
    await app.close();
    await wecom.close();
    server.close();
    server.closeAllConnections();
    await clear();
  }
};

export default bench;
