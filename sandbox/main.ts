/** `npm run sandbox`: the local WeCom alone, for a bot that runs elsewhere. */
import { createServer } from 'node:http';
import { systemNow } from './clock.ts';
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
  const wecom = createLocalWecom({
    bots: [bot],
    people: town.people,
    chats: town.chats,
    now: systemNow,
    // The sample town is ready to play; a town of one's own starts as WeCom would have it.
    everyoneHasSpoken: orgFile === undefined,
    openToAll: environment['SANDBOX_OPEN'] === '1',
    ...(environment['SANDBOX_STATE'] !== undefined && { stateFile: environment['SANDBOX_STATE'] }),
  });

  const server = createServer((req, res) => void wecom.handle(req, res));
  server.on('upgrade', wecom.upgrade);
  server.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'EADDRINUSE' ? `端口 ${port} 已被占用，请换一个 SANDBOX_PORT` : `启动失败：${error.message}`),
  );
  server.listen(port, host, () => {
    const address = server.address();
    const actual = typeof address === 'object' && address ? address.port : port;
    console.log(`本地企业微信已启动：http://${host}:${actual}/sandbox/`);
    console.log(`长连接：ws://${host}:${actual}/  机器人 ${bot.name}，BotID ${bot.id}，Secret ${bot.secret}`);
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
