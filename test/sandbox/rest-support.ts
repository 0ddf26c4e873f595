/** Our own REST client, app and robots against the local WeCom, and bare requests beside them. */
import { cardWords } from '../../src/copy/wecom.ts';
import { createLogger } from '../../src/core/logger.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Card } from '../../src/contract/card.ts';
import { AppMessages } from '../../src/wecom/app-messages.ts';
import { RestClient } from '../../src/wecom/rest/client.ts';
import type { KeptToken } from '../../src/wecom/rest/token.ts';
import type { LocalWecomOptions } from '../../sandbox/server.ts';
import { openTown, type Town } from './support.ts';

export const app = {
  corpId: 'wwCORP',
  agentId: 1000002,
  secret: 'app-secret',
  name: '信访事项',
  callback: { url: 'http://127.0.0.1:9/none', token: 'tok', aesKey: '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws' },
};
export const APP_CHAT = (userid: string): string => `${userid}~app-${app.agentId}`;

export const card = (title = 'FJ2026-0001 交办函'): Card => ({
  kind: 'card',
  key: 'k',
  title,
  tone: 'info',
  fields: [{ label: '事项', value: '路灯不亮' }],
  actions: [{ label: '签收', command: '/签收 1', primary: true }],
});

export interface RestTown extends Town {
  rest: RestClient;
  messages: AppMessages;
  lines: string[];
  /** A bare call, as somebody else's client makes it. */
  call(path: string, query: Record<string, string>, body?: unknown): Promise<Record<string, unknown>>;
  token(): Promise<string>;
}

export async function openRest(options: Partial<LocalWecomOptions> = {}, canClick = true): Promise<RestTown> {
  const town = await openTown({ app, ...options });
  const lines: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => void lines.push(line) });
  let kept: KeptToken | undefined;
  const rest = new RestClient({
    baseUrl: town.url,
    app: { corpId: app.corpId, secret: new Secret(app.secret) },
    shelf: { alone: async (work) => (kept = await work(kept)) },
    clock: { now: () => new Date(0) },
    log,
    timeoutMs: 2_000,
  });
  const call: RestTown['call'] = async (path, query, body) => {
    const url = `${town.url}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`;
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, unknown>;
  };
  return {
    ...town,
    rest,
    messages: new AppMessages({ rest, agentId: app.agentId, words: cardWords, canClick, log }),
    lines,
    call,
    token: async () => {
      const answer = await call('gettoken', { corpid: app.corpId, corpsecret: app.secret });
      return String(answer['access_token']);
    },
  };
}
