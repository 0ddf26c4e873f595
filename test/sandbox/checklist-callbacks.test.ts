/** Callbacks as a stranger's web server meets them. Titles are lines of the simulator checklist (protocol notes, section 10). */
import { createHash } from 'node:crypto';
import { decryptFile } from '@wecom/aibot-node-sdk';
import { describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../sandbox/server/world/options.ts';
import { menu } from './card-samples.ts';
import { APP, APP_ID, appReply, botReply, CORP, KEY, openCallbacks } from './receiver.ts';
import type { CallbackTown, Delivery, HowToAnswer } from './receiver.ts';
import { buttonCard, doneCard, openTown } from './support.ts';

const MINUTE = 60_000;
const jsonOf = (delivery: Delivery): Record<string, unknown> => JSON.parse(delivery.plain) as Record<string, unknown>;
const xmlField = (delivery: Delivery, name: string): string | undefined =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([^\\]<]*)`, 'u').exec(delivery.plain)?.[1];
const texts = ({ town }: CallbackTown, chat: string): string[] => town.chat(chat).map((message) => message.text);
const appChat = (userid: string): string => `${userid}~${APP_ID}`;
const stream = (content: string, finish: boolean, more: object = {}) => ({
  msgtype: 'stream',
  stream: { id: 'S1', finish, content, ...more },
});
/** The first callback is answered with this, later ones with nothing. */
const once = (reply: (delivery: Delivery) => string): HowToAnswer => {
  let isDone = false;
  return (delivery) => {
    if (isDone) return {};
    isDone = true;
    return { body: reply(delivery) };
  };
};

describe('GET verification on saving config; fail on wrong plaintext, quotes, newline, > 1 s', () => {
  test.for([
    ['the bare plaintext', (word: string) => word, true],
    ['another word', () => '1616140317555161061', false],
    ['quotes', (word: string) => `"${word}"`, false],
    ['a newline', (word: string) => `${word}\n`, false],
    ['a byte order mark', (word: string) => `\ufeff${word}`, false],
    ['the ciphertext', (word: string) => Buffer.from(word).toString('base64'), false],
  ] as const)('%s', async ([, say, isGood]) => {
    const { town, bot, app } = await openCallbacks();
    for (const [of, receiver] of [
      ['bot', bot],
      ['app', app],
    ] as const) {
      receiver.answer((delivery) => ({ body: say(delivery.plain) }));
      expect(await town.wecom.verifyCallback(of)).toBe(isGood);
      expect((await receiver.deliveries.next()).receiveId).toBe(of === 'bot' ? '' : CORP);
    }
  });

  test('another status than 200, no answer within a second, nobody there, nothing set up', async () => {
    const { town, bot } = await openCallbacks();
    bot.answer((delivery) => ({ status: 201, body: delivery.plain }));
    expect((await town.post('/sandbox/api/verify', { of: 'bot' })).body).toEqual({ ok: false });
    bot.answer(() => 'hang');
    expect(await town.wecom.verifyCallback('bot')).toBe(false);
    bot.answer((delivery) => ({ body: delivery.plain }));
    expect((await town.post('/sandbox/api/verify', { of: 'bot' })).body).toEqual({ ok: true });
    bot.answer(() => 'break');
    expect(await town.wecom.verifyCallback('bot')).toBe(false);
    expect(await (await openTown()).wecom.verifyCallback('app')).toBe(false);
    expect((await town.post('/sandbox/api/verify', { of: 'poem' })).status).toBe(400);
  });
});

describe('XML envelope with corpid receiveid for apps, JSON envelope with empty receiveid for bots; percent-encode `+ / =` in query values', () => {
  test('both, each with its own content', async () => {
    const { town, bot, app } = await openCallbacks();
    town.wecom.people.say({ from: 'u-desk', text: '/帮助' });
    const toBot = await bot.deliveries.next();
    expect(toBot).toMatchObject({ isSigned: true, receiveId: '', contentType: 'application/json' });
    expect(Object.keys(JSON.parse(toBot.body) as object)).toEqual(['encrypt']);
    expect(jsonOf(toBot)).toMatchObject({ chattype: 'single', msgtype: 'text', text: { content: '/帮助' } });
    town.wecom.people.say({ from: 'u-desk', text: '/今天 <b> & ]]>', bot: APP_ID });
    const toApp = await app.deliveries.next();
    expect(toApp).toMatchObject({ isSigned: true, receiveId: CORP });
    expect(toApp.body).toMatch(
      /^<xml><ToUserName><!\[CDATA\[wwCORP\]\]><\/ToUserName><AgentID><!\[CDATA\[1000002\]\]><\/AgentID><Encrypt><!\[CDATA\[/u,
    );
    expect([xmlField(toApp, 'FromUserName'), xmlField(toApp, 'MsgType'), xmlField(toApp, 'AgentID')]).toEqual([
      'u-desk',
      'text',
      String(APP.agentId),
    ]);
    expect(xmlField(toApp, 'MsgId')).toMatch(/^\d{16,19}$/u);
    expect(toApp.plain).toContain('<![CDATA[/今天 <b> & ]]]]><![CDATA[>]]>');
  });

  test('an echostr full of signs survives the query', async () => {
    const { town, bot } = await openCallbacks();
    bot.answer((delivery) => ({ body: delivery.plain }));
    let signs = '';
    for (let round = 0; round < 20; round += 1) {
      expect(await town.wecom.verifyCallback('bot')).toBe(true);
      const { url, encrypted } = await bot.deliveries.next();
      signs += encrypted.replaceAll(/[^+/=]/gu, '');
      expect(url.slice(url.indexOf('echostr=') + 8)).toMatch(/^[A-Za-z0-9%]+$/u);
    }
    expect(new Set(signs)).toEqual(new Set(['+', '/', '=']));
  });
});

describe("Verify the bot's encrypted passive reply: signature, seconds timestamp, same nonce (bot), decryptable, receiveid", () => {
  const good = stream('好的', true);

  test('a good one stands in the chat', async () => {
    const all = await openCallbacks();
    all.bot.answer(({ nonce }) => ({ body: botReply(good, nonce) }));
    all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect(await all.outcomes.next()).toMatchObject({ outcome: 'taken' });
    expect(texts(all, 'u-desk')).toEqual(['你好', '好的']);
  });

  test.for([
    ['a wrong signature', { msgsignature: 'f'.repeat(40) }, /wrong signature/],
    ['no signature', { msgsignature: undefined }, /wrong signature/],
    ['milliseconds', { timestamp: 1_700_000_000_000 }, /not in seconds/],
    ['a time as text', { timestamp: '1700000000' }, /not in seconds/],
    ['another nonce', { nonce: 'own' }, /another nonce/],
    ['a receiveid', { receiveId: 'wwCORP' }, /another receiveid/],
    ['another key', { aesKey: `${KEY.slice(0, -2)}AA` }, /cannot be decrypted|another receiveid|not what a reply/],
    ['no ciphertext', { encrypt: 'AAAA' }, /wrong signature/],
  ] as const)('%s is not taken', async ([, change, why]) => {
    const all = await openCallbacks();
    all.bot.answer(({ nonce }) => ({ body: botReply(good, nonce, change) }));
    all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect(await all.outcomes.next()).toMatchObject({ outcome: 'bad-reply', why: expect.stringMatching(why) });
    expect(texts(all, 'u-desk')).toEqual(['你好']);
  });

  test.for([
    ['no JSON at all', 'ok', /not what a reply/],
    ['a plain reply', JSON.stringify(good), /no ciphertext/],
  ] as const)('%s is not taken', async ([, body, why]) => {
    const all = await openCallbacks();
    all.bot.answer(() => ({ body }));
    all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect(await all.outcomes.next()).toMatchObject({ outcome: 'bad-reply', why: expect.stringMatching(why) });
  });

  test('only what WeCom takes there: streams and cards to messages, a welcome to an entry, an update to a click, nothing else', async () => {
    const all = await openCallbacks();
    const refused = async (reply: object, act: () => unknown): Promise<string | undefined> => {
      all.bot.answer(({ nonce }) => ({ body: botReply(reply, nonce) }));
      act();
      return (await all.outcomes.next()).why;
    };
    const say = () => all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
    const enter = (from: string) => () => all.town.wecom.people.enter({ from });
    const text = { msgtype: 'text', text: { content: '欢迎' } };
    expect(await refused(text, say)).toMatch(/^40008/);
    expect(await refused({ msgtype: 'markdown', markdown: { content: 'x' } }, say)).toMatch(/^40008/);
    expect(await refused({ msgtype: 'template_card', template_card: buttonCard('t1') }, say)).toBeUndefined();
    expect(await refused(text, enter('u-desk'))).toBeUndefined();
    expect(await refused(good, enter('u-office'))).toMatch(/^40008/);
    const card = all.town.chat('u-desk').find((message) => message.kind === 'card')!;
    const click = () => all.town.wecom.people.click({ from: 'u-desk', messageId: card.id, key: 'sign' });
    expect(await refused({ response_type: 'update_template_card', template_card: doneCard('t2') }, click)).toMatch(
      /^846625/,
    );
    expect(
      await refused({ response_type: 'update_template_card', template_card: doneCard('t1') }, click),
    ).toBeUndefined();
    expect(texts(all, 'u-desk').slice(1)).toContain('已签收');
  });

  test('the app answers in XML under a nonce of its own: text, and the clicked card', async () => {
    const all = await openCallbacks();
    const toApp = async (reply: string, act: () => unknown): Promise<{ outcome: string; why?: string }> => {
      all.app.answer(() => ({ body: reply }));
      act();
      return all.outcomes.next();
    };
    const say = () => all.town.wecom.people.say({ from: 'u-desk', text: '你好', bot: APP_ID });
    const text = '<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[您好]]></Content>';
    expect(await toApp(appReply(text), say)).toMatchObject({ outcome: 'taken' });
    expect(await toApp(appReply(text, { receiveId: '' }), say)).toMatchObject({ why: 'another receiveid' });
    expect(await toApp(appReply(text, { signature: 'x' }), say)).toMatchObject({ why: 'wrong signature' });
    expect(await toApp(appReply('<MsgType>poem</MsgType>'), say)).toMatchObject({
      why: expect.stringMatching(/^40008/),
    });
    expect(texts(all, appChat('u-desk')).filter((one) => one !== '你好')).toEqual(['您好']);

    all.app.answer(() => ({}));
    const { body } = await all.town.post('/cgi-bin/nothing', {});
    expect(body['errcode']).toBe(40066);
    const token = await all.town.get(`/cgi-bin/gettoken?corpid=${CORP}&corpsecret=${APP.secret}`);
    const { access_token: access } = token.body as { access_token: string };
    for (const task of ['t1', 't2']) {
      await all.town.post(`/cgi-bin/message/send?access_token=${access}`, {
        touser: 'u-desk',
        agentid: APP.agentId,
        msgtype: 'template_card',
        template_card: buttonCard(task),
      });
    }
    const cards = all.town.chat(appChat('u-desk')).filter((message) => message.kind === 'card');
    const press = (index: number) => () =>
      all.town.wecom.people.click({ from: 'u-desk', messageId: cards[index]!.id, key: 'sign' });
    const button = '<MsgType>update_button</MsgType><Button><ReplaceName><![CDATA[已签收]]></ReplaceName></Button>';
    expect(await toApp(appReply(button), press(0))).toMatchObject({ outcome: 'taken' });
    const other =
      '<MsgType>update_template_card</MsgType><TemplateCard><CardType>text_notice</CardType><MainTitle><Title>已签收</Title></MainTitle>' +
      '<HorizontalContentList><KeyName>期限</KeyName><Value>3月9日</Value></HorizontalContentList>' +
      '<CardAction><Type>1</Type><Url>https://example.com/h5</Url></CardAction></TemplateCard>';
    expect(await toApp(appReply(other), press(1))).toMatchObject({ outcome: 'taken' });
    const after = all.town.chat(appChat('u-desk')).filter((message) => message.kind === 'card');
    expect(after.map((message) => message.text)).toEqual(['FJ2026-0001 待签收\n［已签收］', '已签收\n期限：3月9日']);
  });
});

describe('5 s deadline; up to 3 re-sends with the same msgid but fresh timestamp/nonce/ciphertext; empty 200 stops', () => {
  const quick = { behaviour: { callbackTimeoutMs: 200 } };

  test('who does not answer hears it four times, each sealed afresh', async () => {
    expect(defaultBehaviour).toMatchObject({ callbackTimeoutMs: 5_000, callbackRetries: 3 });
    const { town, bot, outcomes } = await openCallbacks(quick);
    bot.answer(() => {
      town.pass(1_000);
      return 'hang';
    });
    town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect(await outcomes.next()).toMatchObject({ outcome: 'lost', why: 'no answer in time' });
    const all = bot.deliveries.rest();
    expect(all).toHaveLength(4);
    expect(all.every((one) => one.isSigned)).toBe(true);
    const distinct = (of: (one: Delivery) => unknown): number => new Set(all.map(of)).size;
    expect(distinct((one) => one.plain)).toBe(1);
    expect([distinct((one) => one.timestamp), distinct((one) => one.nonce), distinct((one) => one.encrypted)]).toEqual([
      4, 4, 4,
    ]);
  });

  test('the app hears it again, too, and nobody after an empty 200', async () => {
    const { town, bot, app, outcomes } = await openCallbacks(quick);
    let calls = 0;
    app.answer(() => {
      calls += 1;
      return calls < 3 ? 'break' : {};
    });
    town.wecom.people.say({ from: 'u-desk', text: '你好', bot: APP_ID });
    expect(await outcomes.next()).toMatchObject({ outcome: 'taken' });
    const all = app.deliveries.rest();
    expect(all.map((one) => xmlField(one, 'MsgId'))).toEqual(Array(3).fill(xmlField(all[0]!, 'MsgId')));
    town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect(await outcomes.next()).toMatchObject({ outcome: 'taken' });
    expect(bot.deliveries.rest()).toHaveLength(1);
  });

  test.for([
    [false, 1],
    [true, 4],
  ] as const)('another status than 200 counts as a failure: %s', async ([resendOnStatus, times]) => {
    const { town, bot, outcomes } = await openCallbacks({ behaviour: { resendOnStatus } });
    bot.answer(() => ({ status: 500 }));
    town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect((await outcomes.next()).outcome).toBe('lost');
    expect(bot.deliveries.rest()).toHaveLength(times);
  });
});

describe('Fault switches: duplicate delivery, delayed, out-of-order, dropped callback, two different events in one second with equal FromUserName+CreateTime', () => {
  test('duplicate delivery', async () => {
    const { town, bot, outcomes } = await openCallbacks();
    town.wecom.setFaults({ duplicateInbound: { count: 1, times: 3 } });
    town.wecom.people.say({ from: 'u-desk', text: '一' });
    for (let copy = 0; copy < 3; copy += 1) await outcomes.next();
    const all = bot.deliveries.rest();
    expect(all).toHaveLength(3);
    expect(new Set(all.map((one) => jsonOf(one)['msgid'])).size).toBe(1);
    expect(new Set(all.map((one) => one.encrypted)).size).toBe(3);
  });

  test('delayed, dropped', async () => {
    const { town, bot } = await openCallbacks();
    town.wecom.setFaults({ delayInboundMs: 100, dropInbound: 1 });
    town.wecom.people.say({ from: 'u-desk', text: '丢了' });
    town.wecom.people.say({ from: 'u-desk', text: '慢了' });
    town.wecom.setFaults({ reset: true });
    town.wecom.people.say({ from: 'u-desk', text: '快的' });
    const [first, second] = [jsonOf(await bot.deliveries.next()), jsonOf(await bot.deliveries.next())];
    expect([first['text'], second['text']]).toEqual([{ content: '快的' }, { content: '慢了' }]);
  });

  test('out of order, also on the long connection', async () => {
    const { town, app } = await openCallbacks();
    town.wecom.setFaults({ reorderInbound: 3 });
    for (const text of ['一', '二', '三']) {
      town.wecom.people.say({ from: 'u-desk', text, bot: APP_ID });
    }
    const order = [];
    for (let index = 0; index < 3; index += 1) order.push(xmlField(await app.deliveries.next(), 'Content'));
    // Each is a request of its own: which is there first is not for the sender to say.
    expect(new Set(order)).toEqual(new Set(['一', '二', '三']));
    const other = await openTown();
    const sdk = await other.sdk();
    other.wecom.setFaults({ reorderInbound: 3 });
    const heard = [];
    for (const text of ['一', '二', '三']) other.wecom.people.say({ from: 'u-desk', text });
    for (let index = 0; index < 3; index += 1) {
      heard.push(((await sdk.messages.next()).body as { text: { content: string } }).text.content);
    }
    expect(heard).toEqual(['三', '二', '一']);
  });

  test('two events of one second', async () => {
    const { town, app } = await openCallbacks();
    const token = await town.get(`/cgi-bin/gettoken?corpid=${CORP}&corpsecret=${APP.secret}`);
    const { access_token: access } = token.body as { access_token: string };
    await town.post(`/cgi-bin/message/send?access_token=${access}`, {
      touser: 'u-desk',
      agentid: APP.agentId,
      msgtype: 'template_card',
      template_card: { ...buttonCard('t1'), action_menu: menu(['later']) },
    });
    const [card] = town.chat(appChat('u-desk'));
    for (const key of ['sign', 'later']) town.wecom.people.click({ from: 'u-desk', messageId: card!.id, key });
    const all = [await app.deliveries.next(), await app.deliveries.next()];
    for (const name of ['FromUserName', 'CreateTime']) {
      expect(new Set(all.map((one) => xmlField(one, name))).size).toBe(1);
    }
    expect(new Set(all.map((one) => xmlField(one, 'EventKey')))).toEqual(new Set(['sign', 'later']));
    expect(new Set(all.map((one) => xmlField(one, 'ResponseCode'))).size).toBe(2);
    expect(new Set(all.map((one) => xmlField(one, 'Event')))).toEqual(
      new Set(['template_card_event', 'template_card_menu_event']),
    );
  });
});

describe('template_card_event (bot): exactly one delivery', () => {
  test('whatever becomes of it; the app hears of a click again', async () => {
    const all = await openCallbacks({ behaviour: { callbackTimeoutMs: 200 }, everyoneHasSpoken: true });
    const { town, bot, app, outcomes } = all;
    bot.answer(once(({ nonce }) => botReply({ msgtype: 'template_card', template_card: buttonCard('t1') }, nonce)));
    town.wecom.people.say({ from: 'u-desk', text: '/查 1' });
    await outcomes.next();
    bot.deliveries.rest();
    const card = town.chat('u-desk').at(-1)!;
    bot.answer(() => 'hang');
    town.wecom.setFaults({ duplicateInbound: 1 });
    town.wecom.people.click({ from: 'u-desk', messageId: card.id, key: 'sign' });
    expect((await outcomes.next()).outcome).toBe('lost');
    expect(bot.deliveries.rest()).toHaveLength(1);
    town.wecom.setFaults({ reset: true });
    // Any other event is told again.
    town.wecom.people.enter({ from: 'u-desk' });
    expect((await outcomes.next()).outcome).toBe('lost');
    expect(bot.deliveries.rest()).toHaveLength(4);
    app.answer(() => 'hang');
    town.wecom.people.enter({ from: 'u-office', bot: APP_ID });
    expect((await outcomes.next()).outcome).toBe('lost');
    expect(app.deliveries.rest().map((one) => xmlField(one, 'Event'))).toEqual(Array(4).fill('enter_agent'));
  });
});

describe('Webhook mode: stream polling until finish or 6 min; only stream answers allowed on polls; msg_item only at finish, <= 10; content > 20480 bytes refused (code unconfirmed, use 40058)', () => {
  const polling = { behaviour: { streamPollMs: 2 } };
  const isPoll = (delivery: Delivery): boolean => jsonOf(delivery)['msgtype'] === 'stream';

  test('asks for the rest until it is finished', async () => {
    expect(defaultBehaviour).toMatchObject({ streamPollMs: 1_000, streamPollLifeMs: 6 * MINUTE });
    const all = await openCallbacks(polling);
    const { town, bot, outcomes } = all;
    const said = ['正', '正在', '正在查', '查到了'];
    bot.answer(({ nonce }) => {
      const content = said.shift() ?? '';
      return { body: botReply(stream(content, said.length === 0), nonce) };
    });
    town.wecom.people.say({ from: 'u-desk', text: '@信访助手 /查', chatid: 'wrTown' });
    const first = jsonOf(await bot.deliveries.next());
    for (let index = 0; index < 3; index += 1) {
      const poll = jsonOf(await bot.deliveries.next());
      expect(poll).toMatchObject({ msgtype: 'stream', stream: { id: 'S1' }, chatid: 'wrTown', from: first['from'] });
      expect(poll).not.toHaveProperty('response_url');
      expect(poll['msgid']).not.toBe(first['msgid']);
    }
    for (let index = 0; index < 4; index += 1) expect((await outcomes.next()).outcome).toBe('taken');
    expect(texts(all, 'wrTown')).toEqual(['@信访助手 /查', '查到了']);
    expect(town.chat('wrTown').at(-1)).not.toHaveProperty('streaming');
    expect(bot.deliveries.rest()).toEqual([]);
  });

  test('gives up six minutes after the message', async () => {
    const all = await openCallbacks(polling);
    const { town, bot, outcomes } = all;
    let polls = 0;
    const over = new Promise<void>((resolve) => {
      town.wecom.bus.on((event) => {
        if (event.type === 'update' && event.data.streaming !== true && polls > 2) resolve();
      });
    });
    bot.answer((delivery) => {
      polls += Number(isPoll(delivery));
      if (polls === 3) town.pass(6 * MINUTE + 1);
      return { body: isPoll(delivery) ? '' : botReply(stream('正在', false), delivery.nonce) };
    });
    town.wecom.people.say({ from: 'u-desk', text: '你好' });
    await over;
    expect(polls).toBe(3);
    expect((await outcomes.next()).outcome).toBe('taken');
    expect(texts(all, 'u-desk')).toEqual(['你好', '正在']);
  });

  test('takes streams of that id only, and one card', async () => {
    const all = await openCallbacks(polling);
    const { town, bot } = all;
    const replies: object[] = [
      stream('正在', false),
      { msgtype: 'template_card', template_card: buttonCard('t1') },
      { msgtype: 'stream', stream: { id: 'S2', finish: true, content: '别的' } },
      { ...stream('有卡片', false), msgtype: 'stream_with_template_card', template_card: buttonCard('t2') },
      { ...stream('又一张', false), msgtype: 'stream_with_template_card', template_card: buttonCard('t3') },
      stream('好了', true),
    ];
    bot.answer(({ nonce }) => ({ body: botReply(replies.shift() ?? {}, nonce) }));
    town.wecom.people.say({ from: 'u-desk', text: '你好' });
    const why = [];
    for (let index = 0; index < 6; index += 1) why.push((await all.outcomes.next()).why?.slice(0, 6).trim());
    expect(why).toEqual([undefined, '40008', '40058', undefined, '846606', undefined]);
    expect(texts(all, 'u-desk')).toEqual(['你好', '好了', 'FJ2026-0001 待签收\n［签收］［退回］']);
  });

  test('pictures come with the end, ten at most, each what it says it is', async () => {
    const png = Buffer.concat([Buffer.from('\u0089PNG\r\n', 'latin1'), Buffer.alloc(20, 1)]);
    const image = (bytes: Buffer, md5?: string) => ({
      msgtype: 'image',
      image: { base64: bytes.toString('base64'), md5: md5 ?? createHash('md5').update(bytes).digest('hex') },
    });
    const answered = async (reply: object): Promise<{ why: string | undefined; kinds: string[] }> => {
      const all = await openCallbacks({ behaviour: { streamPollMs: 60_000 } });
      all.bot.answer(once(({ nonce }) => botReply(reply, nonce)));
      all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
      const { why } = await all.outcomes.next();
      return { why: why?.slice(0, 6).trim(), kinds: all.town.chat('u-desk').map(({ kind }) => kind) };
    };
    const items = (...list: object[]) => ({ msg_item: list });
    expect(await answered(stream('图', true, items(image(png), image(png))))).toEqual({
      why: undefined,
      kinds: ['text', 'markdown', 'image', 'image'],
    });
    expect((await answered(stream('图', false, items(image(png))))).why).toBe('40058');
    expect((await answered(stream('图', true, items(...Array.from({ length: 11 }, () => image(png)))))).why).toBe(
      '40058',
    );
    expect((await answered(stream('图', true, items(image(Buffer.from('a poem')))))).why).toBe('40058');
    expect((await answered(stream('图', true, items(image(png, 'f'.repeat(32)))))).why).toBe('301019');
    expect((await answered(stream('信'.repeat(6_826), true))).why).toBeUndefined();
    expect((await answered(stream('信'.repeat(6_827), true))).why).toBe('40058');
  });

  test('the code of over-long content is a switch', async () => {
    const all = await openCallbacks({ behaviour: { overLengthCode: 45002 } });
    all.bot.answer(({ nonce }) => ({ body: botReply(stream('信'.repeat(6_827), true), nonce) }));
    all.town.wecom.people.say({ from: 'u-desk', text: '你好' });
    expect((await all.outcomes.next()).why).toMatch(/^45002/);
  });
});

test('media of the callback are encrypted with its own key, and the app gets a media_id', async () => {
  const { town, bot, app } = await openCallbacks();
  const file = { name: '说明.png', base64: Buffer.from('hello wecom').toString('base64') };
  town.wecom.people.say({ from: 'u-desk', file });
  const { image } = jsonOf(await bot.deliveries.next()) as { image: { url: string } };
  expect(Object.keys(image)).toEqual(['url']);
  const sealed = Buffer.from(await (await fetch(image.url)).arrayBuffer());
  expect(sealed.toString()).not.toContain('hello');
  expect(decryptFile(sealed, `${KEY}=`).toString()).toBe('hello wecom');
  town.wecom.people.say({ from: 'u-desk', file, bot: APP_ID });
  const message = await app.deliveries.next();
  const picture = xmlField(message, 'PicUrl')!;
  expect(await (await fetch(picture)).text()).toBe('hello wecom');
  expect(picture).toContain(xmlField(message, 'MediaId'));
});
