import { appShelf } from '../../src/app/channel/token-store.ts';
import { readConfig } from '../../src/config/index.ts';
import { createVault, newKey } from '../../src/core/vault.ts';
import type { KeptToken } from '../../src/wecom/rest/token.ts';
import { dbTest, describe, expect } from '../support/test.ts';

const token = (name: string): KeptToken => ({ token: name, expiresAt: Date.UTC(2026, 2, 2) });
const BOT = { WECOM_BOT_ID: 'aib-1', WECOM_BOT_SECRET: 'bot-secret' };
const former = { WECOM_CORP_ID: 'ww-trial', WECOM_AGENT_ID: '1000002', WECOM_AGENT_SECRET: 'former-secret' };

describe('what WeCom lends to the app', () => {
  dbTest('is shared by its processes, and is nobody else’s', async ({ database, databaseUrl }) => {
    const vault = createVault(newKey());
    const shelf = (environment: Record<string, string>, ticket?: string) =>
      appShelf(readConfig({ ...BOT, DATABASE_URL: databaseUrl, ...environment }), database, vault, ticket);
    const seen = (one: ReturnType<typeof shelf>, made = token('never kept')): Promise<KeptToken | undefined> => {
      let found: KeptToken | undefined;
      return one.alone((kept) => Promise.resolve((found = kept) ?? made)).then(() => found);
    };
    await shelf(former).alone(() => Promise.resolve(token('t1')));
    expect((await seen(shelf(former)))?.token, 'a second process of the same app').toBe('t1');
    expect(await seen(shelf(former, 'corp')), 'a ticket is no token').toBeUndefined();
    for (const change of [
      { WECOM_CORP_ID: 'ww-real' },
      { WECOM_AGENT_ID: '1000003' },
      { WECOM_AGENT_SECRET: 'changed-secret' },
    ]) {
      expect(await seen(shelf({ ...former, ...change })), Object.keys(change)[0]).toBeUndefined();
    }
    expect((await seen(shelf(former)))?.token, 'and the former one stays as it was').toBe('t1');
  });
});
