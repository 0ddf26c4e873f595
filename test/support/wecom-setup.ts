/** How a town under test is connected to the local WeCom besides the long connection: callbacks, app, robots. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { LocalWecom, LocalWecomOptions } from '../../sandbox/server.ts';
import type { App } from '../../src/app.ts';
import { callbackRouter } from '../../src/app/channel/callback-router.ts';
import type { Config } from '../../src/config/index.ts';
import type { Logger } from '../../src/core/logger.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { startHttp } from '../../src/http/server.ts';
import type { OrgFile } from '../../src/domain/org/file.ts';

export interface Connections {
  /**
   * Long connection with made-up credentials (the usual), callback mode, in which the bot cannot push, or `real`: a long
   * connection by variables, as outside the sandbox.
   */
  readonly bot?: 'callback' | 'real';
  /** A self-built app with a callback. */
  readonly app?: boolean;
}

const KEY = '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws';
export const BOT = { id: 'aibTest', secret: 'right', name: '信访助手' };
const VERIFY_FILE = 'WW_verify_inventedWord016a.txt';
const APP = { corpId: 'wwTest', agentId: 1000002, secret: 'app-right', name: '信访事项', verifyFile: VERIFY_FILE };
/** What the callbacks are sealed with, for whoever plays WeCom, or somebody who is not. */
export const CALLBACK_KEYS = {
  bot: { path: '/wecom/bot', token: 'botToken', aesKey: KEY, receiveId: '' },
  app: { path: '/wecom/app', token: 'appToken', aesKey: KEY, receiveId: APP.corpId },
};
export const APP_ID = `app-${APP.agentId}`;
/** Where a robot stands in an org file of a test; the local WeCom fills in its own address. */
export const ROBOT_URL = 'http://wecom.test/cgi-bin/webhook/send?key=';

/** The variables an engineer would set. */
export function environmentOf({ bot, app }: Connections, apiUrl: string): Record<string, string> {
  const bots = {
    callback: { TEST_CLOCK: '1', WECOM_BOT_CALLBACK_TOKEN: 'botToken', WECOM_BOT_CALLBACK_AES_KEY: KEY },
    real: {
      TEST_CLOCK: '1',
      WECOM_BOT_ID: BOT.id,
      WECOM_BOT_SECRET: BOT.secret,
      WECOM_BOT_WS_URL: apiUrl.replace('http', 'ws'),
    },
    made: { SANDBOX: '1' },
  };
  return {
    ...bots[bot ?? 'made'],
    ...(app === true && {
      WECOM_CORP_ID: APP.corpId,
      WECOM_AGENT_ID: String(APP.agentId),
      WECOM_AGENT_SECRET: APP.secret,
      WECOM_VERIFY_FILE: VERIFY_FILE,
      WECOM_CALLBACK_TOKEN: 'appToken',
      WECOM_CALLBACK_AES_KEY: KEY,
    }),
    ...((bot !== undefined || app === true) && { WECOM_API_BASE_URL: apiUrl }),
  };
}

/** The same at WeCom's side. */
export function consoleOf({ bot, app }: Connections, callbackUrl: string) {
  return {
    bot: bot === 'callback' ? { callback: { url: `${callbackUrl}/wecom/bot`, token: 'botToken', aesKey: KEY } } : {},
    app:
      app === true
        ? { app: { ...APP, callback: { url: `${callbackUrl}/wecom/app`, token: 'appToken', aesKey: KEY } } }
        : {},
  };
}

/** Robots of an org file, with the address by which they are reached here. */
export function withRobots(org: OrgFile, apiUrl: string): OrgFile {
  const url = `${apiUrl}/cgi-bin/webhook/send?key=`;
  const groups = org.groups.map((group) =>
    group.webhook === undefined ? group : { ...group, webhook: group.webhook.replace(ROBOT_URL, url) },
  );
  return { ...org, groups };
}

export const robotsOf = (org: OrgFile): NonNullable<LocalWecomOptions['robots']> =>
  org.groups.flatMap(({ chatid, webhook }) =>
    webhook === undefined ? [] : [{ chatid, key: webhook.slice(ROBOT_URL.length) }],
  );

/** The local WeCom's address, before there is one behind it. */
export async function openDoor() {
  let wecom: LocalWecom | undefined;
  const server = createServer((req, res) => void wecom?.handle(req, res));
  server.on('upgrade', (req, socket, head) => wecom?.upgrade(req, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (behind: LocalWecom) => {
      wecom = behind;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The bot's web server with its callbacks and pages; only where something calls back or looks at them. */
export async function openCallbacks(app: App, config: Config, log: Logger, pages = false) {
  const { botCallback, appCallback } = config.wecom;
  if (!pages && botCallback === undefined && appCallback === undefined) return undefined;
  const server = await startHttp({
    port: 0,
    host: '127.0.0.1',
    log,
    checks: () => Promise.resolve([]),
    metrics: createMetrics(() => Promise.resolve({ outbox: 0, sweep: 0 })),
    answerTo: app.answerTo,
    routers: [callbackRouter(app, config, log), ...(pages ? app.pageRouters() : [])],
  });
  if (pages) app.pagesAt(`http://127.0.0.1:${server.port}`, undefined);
  return { url: `http://127.0.0.1:${server.port}`, close: () => server.close() };
}
