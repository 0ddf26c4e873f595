/** A registration typed in the private chat, until its answer stands there: over the real long connection, 50 a second. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { room } from './support/server.ts';
import { api, freePort, listen, startProgram } from './support/program.ts';
import { quantile, type Bench } from './support/report.ts';

const PEOPLE = 600;
const PER_SECOND = 50;
const SECONDS = 20;
const WARM = 100;
/** Closed loop: so many people wait for their answer at a time. */
const AT_ONCE = 16;

const orgFile = (): string =>
  JSON.stringify({
    town: { id: 'fenjie', name: '分界镇', prefix: 'FJ', policy: 'fenjie' },
    units: [{ id: 'xfb', name: '信访办', kind: 'desk', head: 'u1' }],
    people: Array.from({ length: PEOPLE }, (_, i) => ({
      userid: `u${i + 1}`,
      name: `赵某${i + 1}`,
      unit: 'xfb',
      roles: ['desk'],
    })),
    settings: { yellowUnderMonthDays: 5 },
  });

const bench: Bench = async ({ say }) => {
  const { dir, clear } = await room();
  const org = join(dir, 'org.yaml');
  await writeFile(org, orgFile());
  const [wecomPort, port] = [await freePort(), await freePort()];
  const bot = { SANDBOX_BOT_ID: 'aibBench', SANDBOX_BOT_SECRET: 'bench' };
  const wecom = await startProgram('sandbox', { SANDBOX_PORT: String(wecomPort), SANDBOX_ORG: org, ...bot }, '已启动');
  const env = {
    SANDBOX: '0',
    PORT: String(port),
    DATA_DIR: dir,
    ORG_FILE: org,
    WECOM_BOT_ID: bot.SANDBOX_BOT_ID,
    WECOM_BOT_SECRET: bot.SANDBOX_BOT_SECRET,
    WECOM_BOT_WS_URL: `ws://127.0.0.1:${wecomPort}/`,
  };
  const program = await startProgram('start', env, '已就绪');
  const base = `http://127.0.0.1:${wecomPort}/sandbox/api`;
  const waiting = new Map<string, { at: number; done: (ms: number) => void }>();
  const stop = listen(base, (message) => {
    const mine = waiting.get(message.chat);
    if (mine === undefined || message.sender !== bot.SANDBOX_BOT_ID) return;
    waiting.delete(message.chat);
    mine.done(performance.now() - mine.at);
  });
  let next = 0;
  const ask = (): Promise<number> => {
    const from = `u${(next++ % PEOPLE) + 1}`;
    return new Promise((done, fail) => {
      waiting.set(from, { at: performance.now(), done });
      api(base, '/messages', { from, text: '/登记 村口路灯不亮，夜里摔了人 地点:五里墩村口 方式:来访' }).catch(fail);
    });
  };
  try {
    for (let i = 0; i < WARM; i += 1) await ask();
    const answers: Promise<number>[] = [];
    const begun = performance.now();
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const due = Math.floor(((performance.now() - begun) / 1000) * PER_SECOND);
        while (answers.length < Math.min(due, PER_SECOND * SECONDS)) answers.push(ask());
        if (answers.length < PER_SECOND * SECONDS) return;
        clearInterval(timer);
        resolve();
      }, 5);
    });
    const times = await Promise.all(answers);
    say(`${times.length} registrations at ${PER_SECOND} a second`);
    const closedFrom = performance.now();
    let done = 0;
    const loop = async (): Promise<void> => {
      while (done < 600) {
        done += 1;
        await ask();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, loop));
    const perSecond = done / ((performance.now() - closedFrom) / 1000);
    const p50 = quantile(times, 0.5);
    const p99 = quantile(times, 0.99);
    const note = 'measured from outside: the local WeCom, both sockets and the measuring process share the machine';
    return [
      { what: 'typed to answered at 50/s, p50', unit: 'ms', ours: p50, bar: '≤ 20', isMet: p50 <= 20, note },
      { what: 'typed to answered at 50/s, p99', unit: 'ms', ours: p99, bar: '≤ 100', isMet: p99 <= 100 },
      {
        what: `registrations a second, ${AT_ONCE} people waiting at a time`,
        unit: '/s',
        ours: perSecond,
        note: 'the floor of the same SQL alone is not measured yet',
      },
    ];
  } finally {
    stop();
    await program.stop();
    await wecom.stop();
    await clear();
  }
};

export default bench;
