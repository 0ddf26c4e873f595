/** Two lines of the simulator checklist (protocol notes, section 10): oauth and tickets; our own client against each. */
import { describe, expect, test } from 'vitest';

import { jsSignature } from '../../src/wecom/js-signature.ts';
import { memberOf } from '../../src/wecom/rest/sign-in.ts';
import { app, openRest, type RestTown } from './rest-support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BACK = 'http://127.0.0.1:3000/h5/signed-in';

const ask = (more: Record<string, string> = {}): string =>
  new URLSearchParams({
    appid: app.corpId,
    redirect_uri: BACK,
    response_type: 'code',
    scope: 'snsapi_base',
    state: 'abc',
    agentid: String(app.agentId),
    ...more,
  }).toString();

async function authorize(town: RestTown, more: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const url = `${town.url}/connect/oauth2/authorize?${ask(more)}`;
  const response = await fetch(url, { redirect: 'manual', headers });
  const location = response.headers.get('location');
  return {
    status: response.status,
    back: location === null ? undefined : new URL(location),
    text: await response.text(),
  };
}

const codeFor = async (town: RestTown, as: string, more: Record<string, string> = {}): Promise<string> =>
  (await authorize(town, { as, ...more })).back!.searchParams.get('code')!;

const userInfo = async (town: RestTown, code: string): Promise<Record<string, unknown>> =>
  town.call('auth/getuserinfo', { access_token: await town.token(), code });

describe('oauth: code once, 5 min; agent visibility; non-member returns openid', () => {
  test('goes back with code and state, and the code tells the member once', async () => {
    const town = await openRest();
    const { back } = await authorize(town, { as: 'u-office' });
    expect(back!.origin + back!.pathname).toBe(BACK);
    expect(back!.searchParams.get('state')).toBe('abc');
    const code = back!.searchParams.get('code')!;
    expect(code.length).toBeLessThanOrEqual(512);
    expect(await userInfo(town, code)).toMatchObject({ errcode: 0, userid: 'u-office' });
    expect((await userInfo(town, code))['errcode']).toBe(40029);
    expect((await userInfo(town, 'made-up'))['errcode']).toBe(40029);
  });

  for (const oauthExpiredCode of [40029, 42003]) {
    test(`after five minutes the code is over (${oauthExpiredCode}); for us both mean: sign in again`, async () => {
      const town = await openRest({ behaviour: { oauthExpiredCode } });
      const [good, late] = [await codeFor(town, 'u-desk'), await codeFor(town, 'u-desk')];
      town.pass(5 * MINUTE - 1);
      expect(await memberOf(town.rest, good)).toBe('u-desk');
      town.pass(1);
      await expect(memberOf(town.rest, late)).rejects.toMatchObject({ errcode: oauthExpiredCode, fate: 'spent' });
    });
  }

  test('a member outside the visible range is told, without a ticket for more', async () => {
    const town = await openRest({ app: { ...app, visible: ['u-office'] } });
    const info = { scope: 'snsapi_privateinfo' };
    const seen = await userInfo(town, await codeFor(town, 'u-office', info));
    expect(seen).toMatchObject({ userid: 'u-office', user_ticket: expect.any(String) });
    const hidden = await userInfo(town, await codeFor(town, 'u-desk', info));
    expect(hidden).toMatchObject({ errcode: 0, userid: 'u-desk' });
    expect(hidden).not.toHaveProperty('user_ticket');
    expect(await userInfo(town, await codeFor(town, 'u-office'))).not.toHaveProperty('user_ticket');
    const access_token = await town.token();
    const detail = await town.call('auth/getuserdetail', { access_token }, { user_ticket: seen['user_ticket'] });
    expect(detail).toMatchObject({ userid: 'u-office' });
  });

  test('a non-member returns openid, and is nobody to us', async () => {
    const town = await openRest();
    const told = await userInfo(town, await codeFor(town, 'outsider'));
    expect(told).toMatchObject({ errcode: 0, openid: expect.any(String) });
    expect(told).not.toHaveProperty('userid');
    expect(await memberOf(town.rest, await codeFor(town, 'outsider'))).toBeUndefined();
  });

  test('another corporation, another agent, a foreign domain or port, an odd state go nowhere', async () => {
    const town = await openRest({ app: { ...app, trustedDomains: ['127.0.0.1:3000'] } });
    const wrong = [
      { appid: 'wwOTHER' },
      { agentid: '7' },
      { redirect_uri: 'http://127.0.0.1:3001/h5/signed-in' },
      { redirect_uri: 'http://evil.example/h5/signed-in' },
      { redirect_uri: 'javascript:alert(1)' },
      { response_type: 'token' },
      { scope: 'all' },
      { state: 'a b' },
      { state: 'a'.repeat(129) },
    ];
    for (const one of wrong) {
      const { status, back } = await authorize(town, { as: 'u-desk', ...one });
      expect([one, status, back]).toEqual([one, 400, undefined]);
    }
  });

  test('who plays somebody in the chats is that person; who plays nobody is asked', async () => {
    const town = await openRest();
    const chooser = await authorize(town);
    expect(chooser.status).toBe(200);
    expect(chooser.text).toContain('郑某（城建办）');
    const url = `${town.url}/sandbox/open?${new URLSearchParams({ as: 'u-office', url: `${town.url}/sandbox/` }).toString()}`;
    const opened = await fetch(url, { redirect: 'manual', headers: { cookie: 'theirs=1' } });
    expect(opened.headers.get('location')).toBe(`${town.url}/sandbox/`);
    const cookies = opened.headers.getSetCookie();
    // Cookies of whoever was played before are not this person's.
    expect(cookies.find((one) => one.startsWith('theirs='))).toContain('Max-Age=0');
    const me = cookies.find((one) => one.startsWith('local-wecom-me='))!.split(';')[0]!;
    const { back } = await authorize(town, {}, { cookie: me });
    expect(await memberOf(town.rest, back!.searchParams.get('code')!)).toBe('u-office');
    const foreign = await fetch(url.replace(encodeURIComponent(town.url), 'http%3A%2F%2Fevil.example'), {
      redirect: 'manual',
    });
    expect(foreign.status).toBe(400);
  });
});

describe('tickets: quota, signature check of register() pages', () => {
  const ticket = async (town: RestTown, path: string, type?: string): Promise<Record<string, unknown>> =>
    town.call(path, { access_token: await town.token(), ...(type === undefined ? {} : { type }) });

  test('each ticket is the same for two hours and another afterwards', async () => {
    const town = await openRest();
    const first = await ticket(town, 'get_jsapi_ticket');
    expect(first).toMatchObject({ errcode: 0, ticket: expect.any(String), expires_in: 7_200 });
    const agent = await ticket(town, 'ticket/get', 'agent_config');
    expect(agent['ticket']).not.toBe(first['ticket']);
    town.pass(HOUR);
    expect(await ticket(town, 'get_jsapi_ticket')).toMatchObject({ ticket: first['ticket'], expires_in: 3_600 });
    town.pass(HOUR);
    expect((await ticket(town, 'get_jsapi_ticket'))['ticket']).not.toBe(first['ticket']);
    expect((await ticket(town, 'ticket/get', 'wx_card'))['errcode']).toBe(40058);
    expect((await town.call('get_jsapi_ticket', {}))['errcode']).toBe(41001);
  });

  test('400 an hour for the company, 100 for the app, then 45009 until the hour is over', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const many = async (n: number, path: string, more: Record<string, string> = {}): Promise<unknown[]> => {
      const codes: unknown[] = [];
      for (let i = 0; i < n; i += 1) codes.push((await town.call(path, { access_token, ...more }))['errcode']);
      return codes;
    };
    expect(new Set(await many(100, 'ticket/get', { type: 'agent_config' }))).toEqual(new Set([0]));
    expect(await many(1, 'ticket/get', { type: 'agent_config' })).toEqual([45009]);
    expect(new Set(await many(400, 'get_jsapi_ticket'))).toEqual(new Set([0]));
    expect(await many(1, 'get_jsapi_ticket')).toEqual([45009]);
    town.pass(HOUR);
    expect((await ticket(town, 'ticket/get', 'agent_config'))['errcode']).toBe(0);
  });

  test('a page registers with both signatures; mixed up, changed or from elsewhere they are refused', async () => {
    const town = await openRest({ app: { ...app, trustedDomains: ['xf.example.cn'] } });
    const company = String((await ticket(town, 'get_jsapi_ticket'))['ticket']);
    const agent = String((await ticket(town, 'ticket/get', 'agent_config'))['ticket']);
    const url = 'https://xf.example.cn/h5/matters/FJ2026-0001';
    const by = (key: string, of = url) =>
      jsSignature({ ticket: key, url: of, timestamp: 1_772_420_400, nonceStr: 'n' });
    const register = async (body: object): Promise<unknown> => {
      const answer = await town.post('/sandbox/api/register', {
        corpId: app.corpId,
        agentId: app.agentId,
        url,
        ...body,
      });
      const { config, agentConfig } = answer.body as Record<string, { errcode: number } | undefined>;
      return [config?.errcode, agentConfig?.errcode];
    };
    expect(await register({ config: by(company), agentConfig: by(agent) })).toEqual([0, 0]);
    expect(await register({ url: `${url}#top`, config: by(company), agentConfig: by(agent) })).toEqual([0, 0]);
    expect(await register({ config: by(agent), agentConfig: by(company) })).toEqual([40093, 42012]);
    expect(await register({ config: by(company, `${url}?x=1`), agentConfig: by(agent) })).toEqual([40093, 0]);
    expect(await register({ agentId: 7, config: by(company), agentConfig: by(agent) })).toEqual([0, 40056]);
    const elsewhere = 'https://evil.example/h5/';
    expect(await register({ url: elsewhere, config: by(company, elsewhere) })).toEqual([80001, undefined]);
    town.pass(2 * HOUR);
    expect(await register({ config: by(company), agentConfig: by(agent) })).toEqual([40093, 40093]);
  });
});
