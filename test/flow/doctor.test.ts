import { WSClient } from '@wecom/aibot-node-sdk';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { App } from '../../src/app.ts';
import { checksOf } from '../../src/app/channel/readiness.ts';
import { doctor, type DoctorOptions } from '../../src/cli/doctor/doctor.ts';
import { createLogger } from '../../src/core/logger.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { startHttp } from '../../src/http/server.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Check } from '../../src/http/routes/health.ts';
import { type Ended, runCli, startMain } from '../support/cli.ts';
import { dbTest } from '../support/test.ts';
import { BOT, describe, expect, flowTest, sampleOrg, type Town, vi } from '../support/town.ts';

const none = (): void => {};
const QUIET = { debug: none, info: none, warn: none, error: none };
const log = createLogger({ level: 'silent', write: () => {} });

async function ask(app: App, options: Partial<DoctorOptions> = {}): Promise<Ended> {
  const lines: string[] = [];
  const code = await doctor(app, (line) => void lines.push(line), { log, ...options });
  return { code, text: lines.join('\n') };
}

const withConfig = ({ app }: Town, change: object): App => ({ ...app, config: { ...app.config, ...change } });

async function speakEverywhere(town: Town): Promise<void> {
  for (const person of sampleOrg.people) await town.tell(person.name, '/帮助');
  const speakers = { 信访工作群: '赵某', 城建办工作群: '郑某', 五里墩村群: '杨某', 镇领导督办群: '钱某' };
  for (const [chat, person] of Object.entries(speakers)) await town.tell(person, '/帮助', { chat });
  await town.settle();
}

describe('doctor', () => {
  flowTest('through the command line: 0 when all is well, and takes nothing over', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    await speakEverywhere(town);
    const { code, text } = await runCli(['doctor'], town.environment);
    expect(text).not.toContain('[要处理]');
    expect(code).toBe(0);
    for (const line of ['数据库可用', '队列可用', '磁盘还有', '已导入：分界镇', '本机时钟准确', '放假安排已收录']) {
      expect(text).toContain(`[好] `);
      expect(text).toContain(line);
    }
    expect(text).toMatch(/\[提示\] 没设 PUBLIC_URL：卡片和答复里没有网页链接，其他照常。\n.*export PUBLIC_URL=https:/u);
    expect(text).toContain('分界镇17人都能推送到');
    expect(text).toContain('分界镇4个群都能推送到');
    expect(text).toMatch(/\[提示\] 另一个进程正连着机器人，这里不去抢/u);
    expect(town.wecom.connected()).toBe(true);
    await town.say('赵某', '/今天');
    expect(town.logs.join('')).not.toContain('another process has taken the bot over');
  });

  flowTest('through the command line: 1, with who and which group is out of reach, a line each', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' }, everyoneHasSpoken: false });
    await town.say('赵某', '/今天');
    const { code, text } = await runCli(['doctor'], town.environment);
    expect(code).toBe(1);
    const todo = text.split('\n').filter((line) => line.startsWith('[要处理]'));
    expect(todo).toEqual([
      expect.stringMatching(/^\[要处理\] 分界镇有16人从未给机器人发过消息，推送不到：(?:[^、]+、){15}[^、]+。$/u),
      expect.stringMatching(/^\[要处理\] 分界镇有4个群还没人@过机器人，推送不到：/u),
    ]);
    expect(text).toContain('搜“信访助手”，打开单聊发任意一句');
    expect(text).toContain('@信访助手 /绑定');
  });

  flowTest('connects by itself when nobody holds the bot, and says what is wrong of it', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    const environment = { ...town.environment };
    await town.app.close();
    const good = await runCli(['doctor'], environment);
    expect(good.text).toContain('[好] 长连接可用（已试连）');
    const wrong = await runCli(['doctor'], { ...environment, WECOM_BOT_SECRET: 'wrong' });
    expect(wrong.text).toMatch(/\[要处理\] 企业微信不让连：BotID 或长连接 Secret 不对.*WECOM_BOT_SECRET/u);
    expect(wrong.code).toBe(1);
  });

  flowTest('asks a running program for its state, and gives each part that fails a sentence', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    let checks: readonly Check[] = await checksOf(town.app);
    const server = createServer((_, res) => res.end(JSON.stringify({ checks })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const app = withConfig(town, { port: (server.address() as AddressInfo).port });
    expect((await ask(app)).text).toContain('[好] 机器人正在运行，已问过它');
    checks = [
      { name: 'wecom', ok: true },
      { name: 'app', ok: false, detail: '60020 203.0.113.7 message/send; 50003  message/send' },
      { name: 'sweep', ok: false },
      { name: 'outbox', ok: false, detail: '431 s' },
    ];
    const parts = await ask(app);
    expect(parts.text).toMatch(/\[要处理\] 自建应用不认本机的地址：.*“企业可信IP”里加上 203\.0\.113\.7/u);
    expect(parts.text).toMatch(/\[要处理\] 自建应用在管理后台被停用了.*“启用”/u);
    expect(parts.text).toMatch(/\[要处理\] 程序正在运行，但没有进程在扫到期的时限：.*worker/u);
    expect(parts.text).toMatch(/\[要处理\] 程序正在运行，但有消息压了 431 s 还没发出：/u);
    expect(parts.code).toBe(1);
    checks = [
      { name: 'wecom', ok: false, detail: 'unreachable' },
      { name: 'outbox', ok: false, detail: '431 s' },
    ];
    const cut = await ask(app);
    expect(cut.text).toMatch(/\[要处理\] 程序正在运行，但连不上企业微信：.*443.*不用重启/u);
    expect(cut.text).not.toContain('431');
    checks = [{ name: 'wecom', ok: true, detail: 'standby' }];
    expect((await ask(app)).text).toMatch(/\[提示\] 另一个进程正连着机器人/u);
    checks = [{ name: 'wecom', ok: false, detail: 'standby, nobody serves' }];
    expect((await ask(app)).text).toMatch(/\[要处理\] 本机的进程在待命，.*\n.*那台机器上运行.*doctor/u);

    // Taken over for good: a restart alone would only take it back.
    const theirs = new WSClient({
      botId: BOT.id,
      secret: BOT.secret,
      wsUrl: town.environment['WECOM_BOT_WS_URL']!,
      logger: QUIET,
    });
    const taken = new Promise<void>((resolve) => theirs.on('authenticated', resolve));
    theirs.connect();
    await taken;
    await vi.waitFor(async () => {
      checks = await checksOf(town.app);
      expect(checks).toContainEqual({ name: 'wecom', ok: false, detail: 'displaced' });
    });
    const displaced = await ask(app);
    expect(displaced.text).toMatch(
      /\[要处理\] 程序正在运行，但另一个程序用同一个 BotID .*\n.*先停掉那个程序.*\n.*重新生成 Secret/u,
    );
    expect(displaced.code).toBe(1);
    theirs.disconnect();
    await new Promise((resolve) => server.close(resolve));
  });

  flowTest('says what is wrong beside a program that started with a wrong secret', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    await town.app.close();
    const environment = { ...town.environment, WECOM_BOT_SECRET: 'wrong', LOG_LEVEL: 'warn' };
    const program = await startMain(environment, /健康检查：http:\/\/\S+:(\d+)\/readyz/u);
    expect(program.said).not.toContain('已就绪');
    expect(program.said).toMatch(
      /程序已启动，但机器人还没连上.*\n企业微信不让连：BotID 或长连接 Secret 不对.*WECOM_BOT_SECRET，改好后重启程序。/u,
    );
    const { code, text } = await runCli(['doctor'], { ...environment, PORT: program.found });
    expect(text).toMatch(
      /\[要处理\] 程序正在运行，但企业微信不让连：BotID 或长连接 Secret 不对.*WECOM_BOT_SECRET，改好后重启程序。/u,
    );
    expect(code).toBe(1);
    await program.stop();
    // Its three quick attempts are one line of the log.
    expect(program.said.match(/WeCom refused the bot id or its secret/gu)).toHaveLength(1);
  });

  flowTest('a start without a network to WeCom says so, and that it mends by itself', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    await town.app.close();
    const environment = { ...town.environment, WECOM_BOT_WS_URL: 'ws://127.0.0.1:9' };
    const program = await startMain(environment, /健康检查：(\S+)/u);
    expect(program.said).not.toContain('已就绪');
    expect(program.said).toMatch(/连不上企业微信：请检查到 openws\.work\.weixin\.qq\.com 的网络.*不用重启/u);
    const readyz = (await (await fetch(program.found)).json()) as { checks: readonly Check[] };
    expect(readyz.checks).toContainEqual({ name: 'wecom', ok: false, detail: 'unreachable' });
    await program.stop();
  });

  flowTest("compares the machine's clock with WeCom's", async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    for (const [ahead, line] of [
      [300_000, /\[要处理\] 本机时钟快了(?:299|300|301)秒.*timedatectl/u],
      [-300_000, /\[要处理\] 本机时钟慢了(?:299|300|301)秒/u],
      [20_000, /\[好\] 本机时钟准确/u],
    ] as const) {
      const { text } = await ask(town.app, { now: () => new Date(Date.now() + ahead) });
      expect(text).toMatch(line);
    }
  });

  flowTest('tries the app: secret, corporation, agent, trusted address, who is in its range', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true } });
    const all = await ask(town.app);
    expect(all.text).toContain('[好] 自建应用可用：凭据、可信 IP 都对');
    expect(all.text).toContain('17人没和机器人说过话，提醒由自建应用发');
    for (const [change, line] of [
      [{ WECOM_AGENT_SECRET: 'wrong' }, /Secret 不对或应用已停用（40001）：.*WECOM_AGENT_SECRET/u],
      [{ WECOM_CORP_ID: 'wwOther' }, /企业 ID 不对（40013）：.*WECOM_CORP_ID/u],
      [{ WECOM_AGENT_ID: '1000009' }, /AgentId 1000009 和 Secret 不是同一个应用的/u],
    ] as const) {
      const { code, text } = await runCli(['doctor'], { ...town.environment, ...change });
      expect(text).toMatch(line);
      // Nobody is said to be reached by an app that is refused.
      expect(text).not.toContain('自建应用发');
      expect(code).toBe(1);
    }
    town.wecom.behaviour.trustedIps = ['203.0.113.9'];
    expect((await ask(town.app)).text).toMatch(/\[要处理\] 自建应用不认本机的地址：.*“企业可信IP”里加上 127\.0\.0\.1/u);
    town.wecom.behaviour.trustedIps = null;
    town.wecom.behaviour.appStopped = true;
    expect((await ask(town.app)).text).toMatch(/\[要处理\] 自建应用在管理后台被停用了.*“启用”/u);
    town.wecom.behaviour.appStopped = false;
    const people = sampleOrg.people.filter(({ name }) => name !== '杨某' && name !== '陈某');
    town.wecom.setTown({ people: people.map((person) => ({ ...person, unit: '' })), chats: [] });
    const two = await ask(town.app);
    expect(two.text).toMatch(/\[要处理\] 分界镇有2人在企业微信里查不到：陈某、杨某。\n.*userid/u);
  });

  flowTest('asks the public address as the console does', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback', app: true } });
    const none = await ask(town.app);
    expect(none.text).toMatch(/\[要处理\] 设了回调但没设 PUBLIC_URL/u);
    const plain = await ask(withConfig(town, { publicUrl: 'http://xf.example' }));
    expect(plain.text).toMatch(/\[要处理\] PUBLIC_URL 不是 https.*\n.*export PUBLIC_URL=https:\/\/xf\.example$/mu);
    // One cause, one line.
    expect(plain.text).not.toContain('/wecom/bot');
    const good = await ask(withConfig(town, { publicUrl: town.callbackUrl }));
    expect(good.text).toContain('[好] 回调 /wecom/bot 从本机经公网地址走得通');
    expect(good.text).toContain('[好] 回调 /wecom/app 从本机经公网地址走得通');
    const { wecom } = town.app.config;
    const other = { ...wecom.botCallback!, token: new Secret('another') };
    const keys = await ask(withConfig(town, { publicUrl: town.callbackUrl, wecom: { ...wecom, botCallback: other } }));
    expect(keys.text).toMatch(
      /\[要处理\] http:\S+\/wecom\/bot 不认这里的 Token.*403.*\n.*WECOM_BOT_CALLBACK_TOKEN、WECOM_BOT_CALLBACK_AES_KEY.*重启程序/u,
    );
    expect(keys.text).toContain('[好] 回调 /wecom/app');
    const bare = await startHttp({
      ...{ port: 0, host: '127.0.0.1', log, checks: () => Promise.resolve([]), answerTo: town.app.answerTo },
      metrics: createMetrics(() => Promise.resolve({ outbox: 0, sweep: 0 })),
    });
    const absent = await ask(withConfig(town, { publicUrl: `http://127.0.0.1:${bare.port}` }));
    await bare.close();
    expect(absent.text).toMatch(
      /\[要处理\] http:\S+\/wecom\/app 那里没有这个回调（404）.*WECOM_CALLBACK_TOKEN.*\n.*重启程序/u,
    );
    const proxy = createServer((_, res) => res.writeHead(502).end());
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    const behind = await ask(withConfig(town, { publicUrl: `http://127.0.0.1:${port}` }));
    await new Promise((resolve) => proxy.close(resolve));
    expect(behind.text).toMatch(/\[要处理\] http:\S+\/wecom\/bot 答的是 502：反向代理转不到程序。请确认程序在运行/u);
    const dead = await ask(withConfig(town, { publicUrl: 'http://127.0.0.1:9' }));
    expect(dead.text).toMatch(/\[要处理\] http:\/\/127\.0\.0\.1:9\/wecom\/bot 没有应答：.*反向代理/u);
    expect(dead.code).toBe(1);
  });

  flowTest('finds an address that leads nowhere, elsewhere, or only within the house', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true } });
    const other = createServer((_, res) => res.end('{"ok":true}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    for (const [publicUrl, line] of [
      ['http://127.0.0.1:9', /\[要处理\] 从本机打不开 http:\/\/127\.0\.0\.1:9\/healthz.*\n.*反向代理/u],
      [`http://127.0.0.1:${port}`, /\[要处理\] http:\S+\/healthz 有应答（200），但答话的不是本程序。\n.*\/healthz/u],
      ['https://192.168.3.4', /\[要处理\] PUBLIC_URL 的 192\.168\.3\.4 只有本机或内网认得/u],
      ['https://xinfang', /\[要处理\] PUBLIC_URL 的 xinfang 只有本机或内网认得/u],
      [`${town.url}/h5`, /\[要处理\] PUBLIC_URL 只写到域名.*\n.*export PUBLIC_URL=http:\/\/127\.0\.0\.1:\d+$/mu],
    ] as const) {
      const { code, text } = await ask(withConfig(town, { publicUrl }));
      expect(text).toMatch(line);
      expect(code).toBe(1);
    }
    await new Promise((resolve) => other.close(resolve));
  });

  flowTest('walks the trusted domain through: not set, proven by our own file, then another one', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true } });
    await speakEverywhere(town);
    const here = withConfig(town, { publicUrl: town.url });
    const host = new URL(town.url).host;
    const unset = await ask(here);
    expect(unset.text).toContain(`[好] 公网地址 ${town.url} 通到本程序`);
    expect(unset.text).toMatch(/\[好\] 可信域名校验文件 WW_verify_\w+\.txt 能访问/u);
    expect(unset.text).toMatch(
      /\[要处理\] 自建应用还没设可信域名.*50001.*\n.*127\.0\.0\.1:\d+；校验文件已由本程序应答/u,
    );
    expect(unset.code).toBe(1);
    // The engineer without the setting is told to write it, not to touch the proxy.
    const { wecom } = town.app.config;
    const bare = await ask(withConfig(town, { publicUrl: town.url, wecom: { ...wecom, verifyFiles: [] } }));
    expect(bare.text).toMatch(/export WECOM_VERIFY_FILE=WW_verify_….txt/u);
    const wrong = [{ name: 'WW_verify_other.txt', content: 'other' }];
    const dead = await ask(withConfig(town, { publicUrl: town.url, wecom: { ...wecom, verifyFiles: wrong } }));
    expect(dead.text).toMatch(/\[要处理\] http:\S+\/WW_verify_other\.txt 取不到或内容不对.*\n.*WECOM_VERIFY_FILE/u);

    expect(await town.wecom.trustDomain(host)).toBe(true);
    const good = await ask(here);
    expect(good.text).toContain(`[好] 可信域名是 ${host}，与 PUBLIC_URL 一致`);
    expect(good.text).not.toContain('[要处理]');
    expect(good.code).toBe(0);
    const other = await ask(withConfig(town, { publicUrl: 'https://xf.invalid:8443' }));
    expect(other.text).toMatch(
      /\[要处理\] 可信域名是 127\.0\.0\.1:\d+，PUBLIC_URL 是 xf\.invalid:8443，域名和端口要一样/u,
    );
    expect(other.code).toBe(1);
  });

  flowTest('looks at queue, disk, calendar and what was not delivered', async ({ start }) => {
    const town = await start({ everyoneHasSpoken: false });
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/交办 1 城建办 经办:王某强');
    expect((await ask(town.app)).code).toBe(0);
    expect((await ask(town.app)).text).toMatch(/\[提示\] 分界镇有\d条消息没送到/u);
    const down = { ...town.app.queue, ping: () => Promise.reject(new Error('gone')) };
    expect((await ask({ ...town.app, queue: down })).text).toMatch(/\[要处理\] 队列不可用/u);
    const full = await ask(town.app, { free: () => Promise.resolve(300 * 1024 ** 2) });
    expect(full.text).toMatch(/\[要处理\] 磁盘只剩 0\.3 GB/u);
    expect(full.code).toBe(1);
    const later = await ask(town.app, { now: () => new Date('2039-03-01T09:00:00+08:00') });
    expect(later.text).toMatch(/\[要处理\] 2039年放假安排没有收录/u);
  });
});

describe('one check', () => {
  flowTest('needs no data folder to be there', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real' } });
    const { dataDir } = town.app.config;
    const dir = join(dataDir, 'not', 'yet');
    const DATA_KEY = readFileSync(join(dataDir, 'data.key'), 'utf8').trim();
    const { text } = await runCli(['doctor'], { ...town.environment, DATA_KEY, DATA_DIR: dir });
    expect(text).toMatch(/\[好\] 磁盘还有 [\d.]+ GB/u);
    expect(text).toContain('年放假安排');
    expect(text).not.toContain('ENOENT');
    expect(existsSync(dir)).toBe(false);
  });

  flowTest('that throws is a line of its own and ends no other', async ({ start }) => {
    const town = await start({ wecom: { bot: 'real', app: true } });
    const gone = (): Promise<never> => Promise.reject(new Error('gone\nand a stack'));
    const { text, code } = await ask({ ...town.app, noWayOut: gone, rest: { check: gone } as never }, { free: gone });
    for (const what of ['磁盘', '提醒的出路', '自建应用']) {
      expect(text).toContain(`[要处理] ${what}没能检查（gone）：`);
    }
    expect(text).toContain('年放假安排');
    expect(text).toContain('分界镇有4个群还没人@过机器人');
    expect(text).not.toContain('stack');
    expect(code).toBe(1);
  });
});

describe('a town that is not there', () => {
  dbTest('is named by the start, by doctor, and a file that is not there by its path', async ({ databaseUrl }) => {
    const dir = await mkdtemp(join(tmpdir(), 'xinfang-none-'));
    const environment = {
      ...{ DATABASE_URL: databaseUrl, DATA_DIR: dir, LOG_LEVEL: 'warn' },
      ...{ WECOM_BOT_ID: 'aib', WECOM_BOT_SECRET: 'x', WECOM_BOT_WS_URL: 'ws://127.0.0.1:9' },
      WECOM_API_BASE_URL: 'http://127.0.0.1:9',
    };
    const program = await startMain(environment, /org import/u);
    expect(program.said).toMatch(/还没有导入组织名单.*“通讯录里还没有您”。\n  .*sample-town\.yaml.*org import 文件/u);
    await program.stop();
    const { code, text } = await runCli(['doctor'], environment);
    expect(text).toMatch(/\[要处理\] 还没有导入组织名单/u);
    expect(code).toBe(1);
    const missing = join(dir, 'nowhere.yaml');
    const imported = await runCli(['org', 'import', missing], environment);
    expect(imported.text).toContain(`找不到 ${missing}：请检查路径`);
    expect(imported.text).not.toContain('ORG_FILE');
    expect(imported.code).toBe(1);
    await rm(dir, { recursive: true, force: true });
  });
});

describe('a bot in callback mode with neither app nor robot', () => {
  const LINE = '机器人用的是回调方式，不能主动发消息，提醒发不出去：请设自建应用';

  flowTest('is named by doctor, with what to set up', async ({ start }) => {
    const town = await start({ wecom: { bot: 'callback' } });
    const { code, text } = await runCli(['doctor'], town.environment);
    expect(text).toContain(`[要处理] ${LINE}`);
    expect(text).toMatch(/4个群没有办法推送[\s\S]*webhook/u);
    expect(code).toBe(1);
  });

  flowTest('is named by the start', async ({ start }) => {
    const { environment } = await start({ wecom: { bot: 'callback' } });
    const program = await startMain(environment, /群填 webhook/u);
    expect(program.said).toContain(LINE);
    await program.stop();
  });
});
