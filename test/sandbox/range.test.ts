import { describe, expect, test } from 'vitest';
import { APP, openCallbacks } from './receiver.ts';

const eventOf = (plain: string): unknown => [
  /<MsgType><!\[CDATA\[(\w+)/u.exec(plain)?.[1],
  /<Event><!\[CDATA\[(\w+)/u.exec(plain)?.[1],
  /<FromUserName><!\[CDATA\[([\w-]+)/u.exec(plain)?.[1],
  /<MsgId>/u.test(plain),
];

describe("the app's visible range", () => {
  test('who leaves it is told to the app, and no longer reached; who comes back is', async () => {
    const { town, app } = await openCallbacks();
    const token = async (): Promise<string> => {
      const query = new URLSearchParams({ corpid: APP.corpId, corpsecret: APP.secret }).toString();
      const answer = await fetch(`${town.url}/cgi-bin/gettoken?${query}`);
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const send = async (): Promise<unknown> => {
      const body = { touser: 'u-desk', agentid: APP.agentId, msgtype: 'text', text: { content: 'x' } };
      const url = `${town.url}/cgi-bin/message/send?access_token=${await token()}`;
      return ((await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as { errcode: number })
        .errcode;
    };
    expect(await send()).toBe(0);
    await town.post('/sandbox/api/range', { userid: 'u-desk', inside: false });
    expect(eventOf((await app.deliveries.next()).plain)).toEqual(['event', 'unsubscribe', 'u-desk', false]);
    expect(await send()).toBe(81013);
    await town.post('/sandbox/api/range', { userid: 'u-desk', inside: true });
    expect(eventOf((await app.deliveries.next()).plain)).toEqual(['event', 'subscribe', 'u-desk', false]);
    expect(await send()).toBe(0);
  });

  test('who has left the corporation can be told of, but does not come back', async () => {
    const { town, app } = await openCallbacks();
    await town.post('/sandbox/api/range', { userid: 'u-gone', inside: false });
    expect(eventOf((await app.deliveries.next()).plain)).toEqual(['event', 'unsubscribe', 'u-gone', false]);
    expect((await town.post('/sandbox/api/range', { userid: 'u-gone', inside: true })).status).toBe(404);
  });
});
