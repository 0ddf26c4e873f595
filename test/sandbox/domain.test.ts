import { createServer } from 'node:http';
import { describe, expect, test as base } from 'vitest';

import { app, openRest, type RestTown } from './rest-support.ts';

interface Site {
  readonly host: string;
  /** What the root of the domain answers, by path. */
  readonly files: Map<string, string>;
}

const test = base.extend<{ site: Site }>({
  site: async ({}, use) => {
    const files = new Map<string, string>();
    const server = createServer((req, res) => {
      const found = files.get(req.url ?? '');
      res.statusCode = found === undefined ? 404 : 200;
      res.end(found);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await use({ host: `127.0.0.1:${(server.address() as { port: number }).port}`, files });
    await new Promise((resolve) => server.close(resolve));
  },
});

const proofOf = async (town: RestTown): Promise<{ name: string; content: string }> =>
  (await fetch(`${town.url}/sandbox/api/domain`)).json() as Promise<{ name: string; content: string }>;
const trust = async (town: RestTown, domain: string): Promise<unknown> =>
  (
    await fetch(`${town.url}/sandbox/api/domain`, { method: 'POST', body: JSON.stringify({ domain }) })
  ).json() as Promise<unknown>;
const agent = async (town: RestTown): Promise<Record<string, unknown>> =>
  town.call('agent/get', { access_token: await town.token(), agentid: String(app.agentId) });

describe('the trusted domain', () => {
  test('is taken when the downloaded file lies at its root, word for word', async ({ site }) => {
    const town = await openRest();
    expect((await agent(town))['redirect_domain']).toBe('');
    const { name, content } = await proofOf(town);
    expect(name).toBe(`WW_verify_${content}.txt`);
    for (const wrong of [undefined, '', `${content}\n`, `\uFEFF${content}`, `"${content}"`]) {
      if (wrong !== undefined) site.files.set(`/${name}`, wrong);
      expect([wrong, await trust(town, site.host)]).toEqual([wrong, { ok: false }]);
    }
    expect((await agent(town))['redirect_domain']).toBe('');
    site.files.set(`/${name}`, content);
    expect(await trust(town, site.host)).toEqual({ ok: true });
    expect((await agent(town))['redirect_domain']).toBe(site.host);
  });

  test('is host and port alone', async ({ site }) => {
    const town = await openRest();
    for (const wrong of [`http://${site.host}`, `${site.host}/h5`, '', 'a b']) {
      expect([wrong, await trust(town, wrong)]).toEqual([wrong, { error: expect.any(String) }]);
    }
  });

  test('a stopped app is named so, and sends nothing: 50003', async () => {
    const town = await openRest();
    expect((await agent(town))['close']).toBe(0);
    town.wecom.behaviour.appStopped = true;
    expect((await agent(town))['close']).toBe(1);
    await expect(town.messages.push('u-desk', { markdown: 'x' })).rejects.toMatchObject({ errcode: 50003 });
    town.wecom.behaviour.appStopped = false;
    await town.messages.push('u-desk', { markdown: 'x' });
  });
});
