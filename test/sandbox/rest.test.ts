/** Lines of the simulator checklist (protocol notes, section 10) under "REST", and our client against each of them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

import { Secret } from '../../src/core/secret.ts';
import { Webhooks } from '../../src/wecom/webhook.ts';
import { app, APP_CHAT, card, openRest } from './rest-support.ts';

const HOUR = 3_600_000;
const texts = (messages: readonly { text: string }[]): string[] => messages.map((one) => one.text);

describe('gettoken: same token within validity, 7200 s, forced early invalidation (42001 or 40014), wrong secret 40001, IP lockout, per-app tokens; token of app A with agentid of app B -> 301002', () => {
  test('same token within validity, 7200 s, another one afterwards', async () => {
    const town = await openRest();
    const first = await town.call('gettoken', { corpid: app.corpId, corpsecret: app.secret });
    expect(first).toMatchObject({ errcode: 0, expires_in: 7_200 });
    town.pass(HOUR);
    expect(await town.token()).toBe(first['access_token']);
    town.pass(HOUR);
    expect(await town.token()).not.toBe(first['access_token']);
    const late = await town.call('message/send', { access_token: String(first['access_token']) }, {});
    expect(late['errcode']).toBe(42001);
  });

  test('wrong secret 40001, wrong corporation 40013, no token 41001, strange token 40014', async () => {
    const town = await openRest();
    expect((await town.call('gettoken', { corpid: app.corpId, corpsecret: 'x' }))['errcode']).toBe(40001);
    expect((await town.call('gettoken', { corpid: 'x', corpsecret: app.secret }))['errcode']).toBe(40013);
    expect((await town.call('message/send', {}, {}))['errcode']).toBe(41001);
    expect((await town.call('message/send', { access_token: 'x' }, {}))['errcode']).toBe(40014);
  });

  for (const deadTokenCode of [42001, 40014]) {
    test(`forced early invalidation (${deadTokenCode}): our client refreshes once and the message arrives once`, async () => {
      const town = await openRest({ behaviour: { deadTokenCode } });
      await town.messages.push('u-desk', { markdown: '一' });
      town.wecom.setFaults({ revokeTokens: true });
      await town.messages.push('u-desk', { markdown: '二' });
      expect(texts(town.chat(APP_CHAT('u-desk')))).toEqual(['一', '二']);
    });
  }

  test('a token refused twice is no token: the message waits', async () => {
    const town = await openRest();
    town.wecom.setFaults({ errorOn: { cmd: 'message/send', code: 42001, times: 2 } });
    await expect(town.messages.push('u-desk', { markdown: '一' })).rejects.toMatchObject({ fate: 'retry' });
    expect(town.chat(APP_CHAT('u-desk'))).toEqual([]);
  });

  test('token of app A with agentid of app B -> 301002', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const body = { touser: 'u-desk', agentid: 1, msgtype: 'text', text: { content: 'x' } };
    expect((await town.call('message/send', { access_token }, body))['errcode']).toBe(301002);
  });

  test('each app has a token of its own, good for its own agentid', async () => {
    const town = await openRest({ app: { ...app, others: [{ agentId: 1_000_009, secret: 'other-secret' }] } });
    const other = await town.call('gettoken', { corpid: app.corpId, corpsecret: 'other-secret' });
    const tokens = [await town.token(), String(other['access_token'])];
    expect(new Set(tokens).size).toBe(2);
    const body = (agentid: number) => ({ touser: 'u-desk', agentid, msgtype: 'text', text: { content: 'x' } });
    const send = async (token: number, agentid: number) =>
      (await town.call('message/send', { access_token: tokens[token]! }, body(agentid)))['errcode'];
    expect([await send(0, app.agentId), await send(1, app.agentId), await send(0, 1_000_009)]).toEqual([
      0, 301002, 301002,
    ]);
  });

  test('many wrong secrets block the address for an hour, or never', async () => {
    for (const wrongSecrets of [3, 0]) {
      const town = await openRest({ behaviour: { wrongSecrets } });
      const ask = async (corpsecret: string) =>
        (await town.call('gettoken', { corpid: app.corpId, corpsecret }))['errcode'];
      for (let index = 0; index < 3; index += 1) expect(await ask('nein')).toBe(40001);
      expect(await ask(app.secret)).toBe(wrongSecrets === 0 ? 0 : 45009);
      town.pass(HOUR);
      expect(await ask(app.secret)).toBe(0);
    }
  });
});

describe('media: 3-day expiry, type/size checks, JSON error with 200 on get, Range', () => {
  const form = (bytes: Buffer, name: string): RequestInit => {
    const body = new FormData();
    body.set('media', new Blob([new Uint8Array(bytes)]), name);
    return { method: 'POST', body };
  };
  const png = Buffer.concat([Buffer.from('\u0089PNG\r\n', 'latin1'), Buffer.alloc(100, 7)]);

  test('what goes up is of its type and size, and is there for three days', async () => {
    const town = await openRest();
    const upload = async (type: string, bytes: Buffer, name = '图.png') => {
      const query = new URLSearchParams({ access_token: await town.token(), type }).toString();
      const response = await fetch(`${town.url}/cgi-bin/media/upload?${query}`, form(bytes, name));
      expect(response.status).toBe(200);
      return (await response.json()) as { errcode: number; media_id: string; created_at: string };
    };
    expect((await upload('poem', png)).errcode).toBe(40004);
    expect(await upload('image', Buffer.from('a poem'))).toMatchObject({ errcode: 40005 });
    expect((await upload('video', png)).errcode).toBe(40005);
    expect((await upload('file', Buffer.alloc(5))).errcode).toBe(40006);
    expect((await upload('voice', Buffer.concat([Buffer.from('#!AMR'), Buffer.alloc(2 * 1024 * 1024)]))).errcode).toBe(
      45001,
    );
    const made = await upload('image', png);
    expect(made).toMatchObject({ errcode: 0, type: 'image', created_at: expect.stringMatching(/^\d{10}$/u) });

    const get = async (range?: string): Promise<Response> => {
      const query = new URLSearchParams({ access_token: await town.token(), media_id: made.media_id }).toString();
      return fetch(`${town.url}/cgi-bin/media/get?${query}`, range === undefined ? {} : { headers: { range } });
    };
    const whole = await get();
    expect([whole.status, whole.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(decodeURIComponent(whole.headers.get('content-disposition') ?? '')).toContain('filename="图.png"');
    expect(Buffer.from(await whole.arrayBuffer()).equals(png)).toBe(true);
    for (const [range, from, to] of [
      ['bytes=0-9', 0, 9],
      ['bytes=100-', 100, 105],
      ['bytes=-6', 100, 105],
    ] as const) {
      const part = await get(range);
      expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${from}-${to}/${png.length}`]);
      expect(Buffer.from(await part.arrayBuffer()).equals(png.subarray(from, to + 1))).toBe(true);
    }
    town.pass(72 * HOUR + 1);
    const late = await get();
    expect([late.status, late.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expect(await late.json()).toMatchObject({ errcode: 40007 });
  });
});

describe('60020 for a non-whitelisted IP; every error with HTTP 200', () => {
  test('whatever is wrong, the status is 200', async () => {
    const town = await openRest({ behaviour: { trustedIps: ['203.0.113.9'] } });
    const status = async (path: string, body?: string) =>
      (await fetch(`${town.url}/cgi-bin/${path}`, body === undefined ? {} : { method: 'POST', body })).status;
    const access = await town.token();
    expect(await status('gettoken')).toBe(200);
    expect(await status('poem/send', '{}')).toBe(200);
    expect(await status('webhook/send?key=nobody', '{}')).toBe(200);
    expect(await status('aibot/response?response_code=x', '{}')).toBe(200);
    expect(await status(`message/send?access_token=${access}`, '{}')).toBe(200);
    expect(await status(`message/send?access_token=${access}`, 'no JSON')).toBe(200);
    const refused = await town.call('message/send', { access_token: access }, {});
    expect(refused).toMatchObject({ errcode: 60020, errmsg: expect.stringMatching(/from ip: 127\.0\.0\.1/u) });
    expect((await town.call('gettoken', { corpid: app.corpId, corpsecret: app.secret }))['errcode']).toBe(0);
  });

  test('the log names the address to add, and no secret', async () => {
    const town = await openRest({ behaviour: { trustedIps: ['203.0.113.9'] } });
    await expect(town.messages.push('u-desk', { markdown: '一' })).rejects.toMatchObject({
      errcode: 60020,
      fate: 'config',
      address: '127.0.0.1',
    });
    const log = town.lines.join('\n');
    expect(log).toMatch(/trusted IPs/u);
    expect(log).toContain('127.0.0.1');
    expect(log).not.toContain(app.secret);
    expect(log).not.toContain(await town.token());
  });
});

describe('message/send: partial invalid lists lower-cased and `|`-joined, 81013, 82001, duplicate check, text truncation at 2048 bytes, silent drop over 30/min per member, response_code for the right cards, 43012 without callback', () => {
  const send = (touser: string, more: object = {}) => ({
    touser,
    agentid: app.agentId,
    msgtype: 'text',
    text: { content: '您好' },
    ...more,
  });

  test('partial invalid lists lower-cased and |-joined, 81013, 82001', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const partly = await town.call('message/send', { access_token }, send('U-DESK|NoBody|Other'));
    expect(partly).toMatchObject({ errcode: 0, invaliduser: 'nobody|other' });
    expect(town.chat(APP_CHAT('u-desk'))).toHaveLength(1);
    expect((await town.call('message/send', { access_token }, send('NoBody')))['errcode']).toBe(81013);
    expect((await town.call('message/send', { access_token }, send('')))['errcode']).toBe(82001);
    await expect(town.messages.push('nobody', { markdown: 'x' })).rejects.toMatchObject({ fate: 'final' });
  });

  test('duplicate check: what was sent but not acknowledged arrives once', async () => {
    const town = await openRest();
    town.wecom.setFaults({ dropAcks: { count: 1, cmd: 'message/send' } });
    const message = { markdown: '提醒' };
    await expect(town.messages.push('u-desk', message)).rejects.toMatchObject({ fate: 'retry', maybeDelivered: true });
    await town.messages.push('u-desk', message);
    expect(texts(town.chat(APP_CHAT('u-desk')))).toEqual(['提醒']);
    // An answer is another matter: who asks twice is answered twice.
    await town.messages.reply('u-desk', '今天没有');
    await town.messages.reply('u-desk', '今天没有');
    expect(town.chat(APP_CHAT('u-desk'))).toHaveLength(3);
  });

  test('text truncation at 2048 bytes: ours are cut into messages instead', async () => {
    const town = await openRest();
    const access_token = await town.token();
    await town.call('message/send', { access_token }, send('u-desk', { text: { content: '长'.repeat(1_000) } }));
    expect(town.chat(APP_CHAT('u-desk'))[0]?.text).toBe('长'.repeat(682));
    const lines = Array.from({ length: 100 }, (_, index) => `第${index}行 ${'字'.repeat(20)}`);
    await town.messages.push('u-office', { markdown: lines.join('\n') });
    const parts = texts(town.chat(APP_CHAT('u-office')));
    expect(parts.flatMap((part) => part.split('\n').slice(0, -1))).toEqual(lines);
    expect(parts.map((part) => part.split('\n').at(-1))).toEqual(parts.map((_, i) => `(${i + 1}/${parts.length})`));
  });

  test('silent drop over 30/min per member', async () => {
    const town = await openRest();
    for (let index = 0; index < 32; index += 1) await town.messages.reply('u-desk', String(index));
    expect(town.chat(APP_CHAT('u-desk'))).toHaveLength(30);
  });

  test('response_code for the right cards, 43012 without callback', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const button = {
      card_type: 'button_interaction',
      main_title: { title: 'a' },
      task_id: 't1',
      button_list: [{ text: 'a', key: 'b' }],
    };
    const body = (template_card: object) => send('u-desk', { msgtype: 'template_card', template_card });
    expect(await town.call('message/send', { access_token }, body(button))).toHaveProperty('response_code');
    expect((await town.call('message/send', { access_token }, body(button)))['errcode']).toBe(42014);
    const { callback: _, ...deaf } = app;
    const other = await openRest({ app: deaf });
    const refused = await other.call('message/send', { access_token: await other.token() }, body(button));
    expect(refused['errcode']).toBe(43012);
    await other.messages.push('u-desk', { card: card(), taskId: 'm-1' });
    expect(other.chat(APP_CHAT('u-desk'))).toEqual([
      expect.objectContaining({ kind: 'markdown', text: expect.stringContaining('/签收 1') }),
    ]);
  });

  test('pictures and files go up first; too small and too large ones are refused here', async () => {
    const town = await openRest();
    await town.messages.push('u-desk', { file: Buffer.from('not much, but enough'), name: '交办函 第1号.docx' });
    expect(town.chat(APP_CHAT('u-desk'))).toEqual([
      expect.objectContaining({ kind: 'file', text: '交办函 第1号.docx' }),
    ]);
    const { id } = town.chat(APP_CHAT('u-desk'))[0]!.media!;
    expect((await town.rest.download(id)).bytes.toString()).toBe('not much, but enough');
    await expect(town.rest.download('none')).rejects.toMatchObject({ errcode: 40007 });
    town.pass(73 * HOUR);
    town.wecom.setFaults({ revokeTokens: true });
    await expect(town.rest.download(id)).rejects.toMatchObject({ errcode: 40007 });
    for (const size of [3, 21 * 1024 * 1024]) {
      const file = { file: Buffer.alloc(size), name: 'a.bin' };
      await expect(town.messages.push('u-desk', file)).rejects.toMatchObject({ fate: 'content' });
    }
  });
});

describe('update_template_card: one use, 72 h, 60140; recall 24 h', () => {
  test('changes the card in place, then never again', async () => {
    const town = await openRest();
    const access_token = await town.token();
    await town.messages.push('u-desk', { card: card(), taskId: 'm-1' });
    const sent = town.chat(APP_CHAT('u-desk'))[0]!;
    const other = {
      card_type: 'button_interaction',
      main_title: { title: 'a' },
      task_id: 't2',
      button_list: [{ text: 'a', key: 'b' }],
    };
    const body = { touser: 'u-desk', agentid: app.agentId, msgtype: 'template_card', template_card: other };
    const { response_code: code } = await town.call('message/send', { access_token }, body);
    const done = { ...card(), tone: 'done' as const, spent: '已签收' };
    await expect(town.messages.updateCard('u-office', done, 't2', String(code))).rejects.toMatchObject({
      errcode: 82102,
    });
    await town.messages.updateCard('u-desk', done, 't2', String(code));
    expect(town.chat(APP_CHAT('u-desk'))[1]?.text).toContain('已签收');
    expect(town.chat(APP_CHAT('u-desk'))[0]?.text).toBe(sent.text);
    await expect(town.messages.updateCard('u-desk', done, 't2', String(code))).rejects.toMatchObject({ fate: 'spent' });
    const late = await town.call(
      'message/send',
      { access_token },
      { ...body, template_card: { ...other, task_id: 't3' } },
    );
    town.pass(73 * HOUR);
    await expect(town.messages.updateCard('u-desk', done, 't3', String(late['response_code']))).rejects.toMatchObject({
      errcode: 60140,
    });
  });
});

describe('update_template_card and recall, as a stranger meets them', () => {
  const button = (task_id: string) => ({
    card_type: 'button_interaction',
    main_title: { title: '待签收' },
    task_id,
    button_list: [{ text: '签收', key: 'sign' }],
  });

  test('only the named ones see the change; one word may take the place of a card', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const common = { agentid: app.agentId };
    const sent = await town.call(
      'message/send',
      { access_token },
      { ...common, touser: 'u-desk|u-office', msgtype: 'template_card', template_card: button('t1') },
    );
    const code = sent['response_code'];
    const update = (body: object) =>
      town.call('message/update_template_card', { access_token }, { ...common, ...body });
    const word = { button: { replace_name: '已签收' } };
    expect((await update({ response_code: code, ...word }))['errcode']).toBe(82101);
    expect((await update({ response_code: code, userids: ['u-lead'], ...word }))['errcode']).toBe(82102);
    expect((await update({ response_code: 'none', userids: ['u-desk'], ...word }))['errcode']).toBe(60140);
    const done = await update({ response_code: code, userids: ['u-office', 'u-lead'], ...word });
    expect(done).toMatchObject({ errcode: 0, invaliduser: ['u-lead'] });
    expect(town.chat(APP_CHAT('u-office'))[0]?.text).toContain('已签收');
    expect(town.chat(APP_CHAT('u-desk'))[0]?.text).not.toContain('已签收');
    expect((await update({ response_code: code, userids: ['u-desk'], ...word }))['errcode']).toBe(60140);
  });

  test('a message is taken back within a day, once it is over never', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const text = { touser: 'u-desk', agentid: app.agentId, msgtype: 'text', text: { content: '发错了' } };
    const first = await town.call('message/send', { access_token }, text);
    const recall = async (msgid: unknown) =>
      (await town.call('message/recall', { access_token: await town.token() }, { msgid }))['errcode'];
    expect(await recall(first['msgid'])).toBe(0);
    expect(town.chat(APP_CHAT('u-desk'))[0]?.text).not.toContain('发错了');
    expect(await recall('none')).toBe(40058);
    const second = await town.call('message/send', { access_token }, text);
    town.pass(25 * HOUR);
    expect(await recall(second['msgid'])).toBe(42052);
  });
});

describe('webhook/send: 20/min -> 45009, over-length -> 40058, image md5, 93000 for unknown key', () => {
  const robots = [{ key: 'k1', chatid: 'wrTown' }];
  const clock = { now: () => new Date(0) };

  test('a stranger meets each of them', async () => {
    const town = await openRest({ robots });
    const say = (key: string, content: string) =>
      town.call('webhook/send', { key }, { msgtype: 'markdown', markdown: { content } });
    expect((await say('nobody', 'x'))['errcode']).toBe(93000);
    expect((await say('k1', '长'.repeat(1_366)))['errcode']).toBe(40058);
    const image = { base64: Buffer.from('picture').toString('base64'), md5: 'wrong' };
    expect((await town.call('webhook/send', { key: 'k1' }, { msgtype: 'image', image }))['errcode']).toBe(301019);
    for (let index = 2; index < 20; index += 1) expect((await say('k1', String(index)))['errcode']).toBe(0);
    expect((await say('k1', 'x'))['errcode']).toBe(45009);
  });

  test('ours are cut, mention by userid, carry pictures and files, and stay below the limit', async () => {
    const town = await openRest({ robots });
    const webhooks = new Webhooks(clock);
    const robot = new Secret(`${town.url}/cgi-bin/webhook/send?key=k1`);
    await webhooks.push(robot, { markdown: '请签收', mentions: ['u-office'] });
    await webhooks.push(robot, { image: Buffer.from('picture'), name: 'a.png' });
    await webhooks.push(robot, { file: Buffer.from('a long letter'), name: '周报.docx' });
    await webhooks.push(robot, { markdown: Array.from({ length: 200 }, () => '一行八个字左右').join('\n') });
    const here = town.chat('wrTown');
    expect(here.map((one) => one.kind)).toEqual(['markdown', 'image', 'file', 'markdown', 'markdown']);
    expect(here[0]?.text).toBe('请签收\n<@u-office>');
    for (let index = 5; index < 18; index += 1) await webhooks.push(robot, { markdown: String(index) });
    await expect(webhooks.push(robot, { markdown: '太多' })).rejects.toMatchObject({
      fate: 'wait',
      retryAfterMs: 60_000,
    });
  });
});

test('a robot speaks markdown_v2 where a message needs it, and the older one where that would take something away', async () => {
  const heard: { msgtype: string }[] = [];
  const server = createServer((req, res) => {
    void json(req).then((body) => {
      heard.push(body as { msgtype: string });
      res.end('{"errcode":0}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const robot = new Secret(`http://127.0.0.1:${(server.address() as AddressInfo).port}/cgi-bin/webhook/send?key=k`);
  const webhooks = new Webhooks({ now: () => new Date(0) });
  const table = '| 单位 | 件 |\n| --- | --- |\n| 城建办 | 3 |';
  for (const message of [
    { markdown: '**周报** > 引文' },
    { markdown: `本周：\n${table}` },
    { markdown: table, mentions: ['u-office'] },
    { markdown: `<font color="warning">超期</font>\n${table}` },
    { markdown: '```\n原文\n```' },
    { markdown: '![图](https://xf.example/a.png)' },
  ]) {
    await webhooks.push(robot, message);
  }
  server.close();
  const v2 = 'markdown_v2';
  expect(heard.map(({ msgtype }) => msgtype)).toEqual(['markdown', v2, 'markdown', 'markdown', v2, v2]);
  expect(heard[1]).toEqual({ msgtype: v2, markdown_v2: { content: `本周：\n${table}` } });
});

describe('what goes wrong on the way', () => {
  test('a slow answer is no answer, and may have arrived', async () => {
    const town = await openRest();
    await town.rest.call('getcallbackip', { method: 'GET' });
    town.wecom.setFaults({ delayRestMs: 2_500 });
    await expect(town.messages.push('u-desk', { markdown: '一' })).rejects.toMatchObject({
      fate: 'retry',
      maybeDelivered: true,
    });
    town.wecom.setFaults({ reset: true });
  });

  for (const [code, fate] of [
    [-1, 'retry'],
    [45009, 'wait'],
    [81013, 'final'],
    [48002, 'config'],
    [40058, 'content'],
  ] as const) {
    test(`${code}: ${fate}`, async () => {
      const town = await openRest();
      town.wecom.setFaults({ errorOn: { cmd: 'message/send', code } });
      await expect(town.messages.push('u-desk', { markdown: '一' })).rejects.toMatchObject({ errcode: code, fate });
    });
  }
});
