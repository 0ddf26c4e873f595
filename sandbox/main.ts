/** `npm run sandbox`: the local WeCom alone, for a bot that runs elsewhere. */
import { createServer } from 'node:http';
import { systemNow } from './server/world/clock.ts';
import type { CallbackTarget } from './server/wire/envelope.ts';
import { createLocalWecom, readTown, SAMPLE_TOWN_FILE } from './server.ts';

const environment = process.env;
const port = Number(environment['SANDBOX_PORT'] ?? 3100);
const host = '127.0.0.1';
const orgFile = environment['SANDBOX_ORG'];
const bot = {
  id: environment['SANDBOX_BOT_ID'] ?? 'aib-sandbox',
  secret: environment['SANDBOX_BOT_SECRET'] ?? 'sandbox-secret',
  name: environment['SANDBOX_BOT_NAME'] ?? '信访助手',
};

/** `SANDBOX_<name>_CALLBACK_URL/TOKEN/AES_KEY`: where callbacks go. */
function callbackOf(name: 'BOT' | 'APP'): { callback?: CallbackTarget } {
  const part = (end: string): string | undefined => environment[`SANDBOX_${name}_CALLBACK_${end}`];
  const [url, token, aesKey] = [part('URL'), part('TOKEN'), part('AES_KEY')];
  return url === undefined || token === undefined || aesKey === undefined ? {} : { callback: { url, token, aesKey } };
}

const app = {
  corpId: environment['SANDBOX_CORP_ID'] ?? 'ww-sandbox',
  agentId: Number(environment['SANDBOX_AGENT_ID'] ?? 1_000_002),
  secret: environment['SANDBOX_AGENT_SECRET'] ?? 'sandbox-app-secret',
  name: '信访事项',
  ...callbackOf('APP'),
};

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function start(): void {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail('SANDBOX_PORT 应为 0 到 65535 的整数');
  let town: ReturnType<typeof readTown>;
  try {
    town = readTown(orgFile ?? SAMPLE_TOWN_FILE);
  } catch (error) {
    fail(`组织文件读不了：${error instanceof Error ? error.message : String(error)}`);
  }
  let actual = port;
  const wecom = createLocalWecom({
    bots: [{ ...bot, ...callbackOf('BOT') }],
    app,
    robots: town.chats.map(({ chatid }) => ({ chatid, key: `robot-${chatid}` })),
    selfUrl: () => `http://${host}:${actual}`,
    people: town.people,
    chats: town.chats,
    now: systemNow,
    // The sample town is ready to play; a town of one's own starts as WeCom would have it.
    everyoneHasSpoken: orgFile === undefined,
    openToAll: environment['SANDBOX_OPEN'] === '1',
    ...(environment['SANDBOX_STATE'] !== undefined && { stateFile: environment['SANDBOX_STATE'] }),
  });

  // What became of a callback is what whoever writes a bot wants to know first.
  const why = { lost: '没有送到', 'bad-reply': '回复不对', taken: '' } as const;
  wecom.bus.on((event) => {
    if (event.type !== 'callback' || event.data.outcome === 'taken') return;
    console.log(`回调 ${event.data.url} ${why[event.data.outcome]}：${event.data.why ?? ''}`);
  });

  const server = createServer((req, res) => void wecom.handle(req, res));
  server.on('upgrade', wecom.upgrade);
  server.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'EADDRINUSE' ? `端口 ${port} 已被占用，请换一个 SANDBOX_PORT` : `启动失败：${error.message}`),
  );
  server.listen(port, host, () => {
    const address = server.address();
    actual = typeof address === 'object' && address ? address.port : port;
    console.log(`本地企业微信已启动：http://${host}:${actual}/sandbox/`);
    console.log(`长连接：ws://${host}:${actual}/  机器人 ${bot.name}，BotID ${bot.id}，Secret ${bot.secret}`);
    console.log(`服务端接口：http://${host}:${actual}  企业 ${app.corpId}，应用 ${app.agentId}，Secret ${app.secret}`);
    console.log(`群机器人：http://${host}:${actual}/cgi-bin/webhook/send?key=robot-群编号`);
  });

  const stop = (): void => {
    server.close();
    server.closeAllConnections();
    void wecom.close().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

start();
