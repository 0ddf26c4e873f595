import { describe, expect, test } from 'vitest';
import { bot, buttonCard, cardBody, codeOf, markdown, openTown } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('req_id registry: unknown -> 846605; event req_id on respond_msg -> 846605; welcome/update after 5 s -> 846604 (assumption; timeout effect documented, code not); message req_id after 24 h -> 846604 (assumption); stream expiry -> 846608; update after finish -> 846608', () => {
  test('a private message arrives without chatid and can be answered with markdown', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '/帮助');
    expect(frame.body).toMatchObject({
      aibotid: bot.id,
      chattype: 'single',
      from: { userid: 'u-desk' },
      msgtype: 'text',
      text: { content: '/帮助' },
    });
    expect(frame.body).not.toHaveProperty('chatid');
    await sdk.client.reply(frame, markdown('**好的**'));
    expect(town.chat('u-desk').map((message) => [message.sender, message.kind, message.text])).toEqual([
      ['u-desk', 'text', '/帮助'],
      [bot.id, 'markdown', '**好的**'],
    ]);
  });

  test('an unknown req_id is refused with 846605', async () => {
    const town = await openTown();
    const { client } = await town.sdk();
    expect(await codeOf(client.reply({ headers: { req_id: 'never' } }, markdown('x')))).toBe(846605);
  });

  test('the req_id of another bot is refused with 846605', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const other = await town.sdk({ botId: 'aib-other', secret: 'secret-other' });
    const frame = await town.hear(sdk, 'u-desk', '你好');
    expect(await codeOf(other.client.reply(frame, markdown('x')))).toBe(846605);
  });

  test('the req_id of an event is refused by aibot_respond_msg with 846605', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    town.wecom.people.enter({ from: 'u-desk' });
    const event = await sdk.events.next();
    expect(await codeOf(sdk.client.reply(event, markdown('x')))).toBe(846605);
  });

  test('the req_id of a message is refused by welcome and card update with 846605', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    const welcome = { msgtype: 'text' as const, text: { content: '欢迎' } };
    expect(await codeOf(sdk.client.replyWelcome(frame, welcome))).toBe(846605);
    expect(await codeOf(sdk.client.updateTemplateCard(frame, buttonCard('t') as never))).toBe(846605);
  });

  test('a message can be answered for 24 hours, then 846604', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    town.pass(24 * HOUR);
    await sdk.client.reply(frame, markdown('还来得及'));
    town.pass(1);
    expect(await codeOf(sdk.client.reply(frame, markdown('太晚了')))).toBe(846604);
  });

  test('the code of what comes too late is a switch', async () => {
    const town = await openTown({ behaviour: { lateReplyCode: 846605 } });
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    town.pass(24 * HOUR + 1);
    expect(await codeOf(sdk.client.reply(frame, markdown('太晚了')))).toBe(846605);
  });

  test('a stream is one message whose text is replaced until it is finished', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '正在');
    expect(town.chat('u-desk').at(-1)).toMatchObject({ kind: 'markdown', text: '正在', streaming: true });
    await sdk.client.replyStream(frame, 's1', '正在查');
    await sdk.client.replyStream(frame, 's1', '查好了', true);
    expect(town.chat('u-desk')).toHaveLength(2);
    expect(town.chat('u-desk').at(-1)).toMatchObject({ text: '查好了' });
    expect(town.chat('u-desk').at(-1)).not.toHaveProperty('streaming');
  });

  test('a finished stream refuses updates with 846608, a new stream on the same req_id is fine', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '一', true);
    expect(await codeOf(sdk.client.replyStream(frame, 's1', '又一', true))).toBe(846608);
    await sdk.client.replyStream(frame, 's2', '二', true);
    expect(town.chat('u-desk').map((message) => message.text)).toEqual(['你好', '一', '二']);
  });

  test('a stream left alone for 6 minutes expires with 846608', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '一');
    town.pass(6 * MINUTE + 1);
    expect(await codeOf(sdk.client.replyStream(frame, 's1', '二'))).toBe(846608);
  });

  test('a stream refreshed every 4 minutes lives for 10 minutes', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '一');
    town.pass(4 * MINUTE);
    await sdk.client.replyStream(frame, 's1', '二');
    town.pass(4 * MINUTE);
    await sdk.client.replyStream(frame, 's1', '三');
    town.pass(2 * MINUTE + 1);
    expect(await codeOf(sdk.client.replyStream(frame, 's1', '四', true))).toBe(846608);
  });

  test('how long a stream lives is a switch: 10 minutes without a refresh, or 6 in all', async () => {
    const long = await openTown({ behaviour: { streamIdleMs: 10 * MINUTE } });
    const short = await openTown({ behaviour: { streamMaxMs: 6 * MINUTE } });
    for (const [town, isAlive] of [
      [long, true],
      [short, false],
    ] as const) {
      const sdk = await town.sdk();
      const frame = await town.hear(sdk, 'u-desk', '你好');
      await sdk.client.replyStream(frame, 's1', '一');
      town.pass(5 * MINUTE);
      expect(await codeOf(sdk.client.replyStream(frame, 's1', '二'))).toBe(0);
      town.pass(4 * MINUTE);
      expect(await codeOf(sdk.client.replyStream(frame, 's1', '三'))).toBe(isAlive ? 0 : 846608);
    }
  });

  test('a stream goes on after a reconnect in the middle', async () => {
    const town = await openTown();
    const first = await town.sdk();
    const frame = await town.hear(first, 'u-desk', '你好');
    await first.client.replyStream(frame, 's1', '一');
    first.client.disconnect();
    const second = await town.sdk();
    await second.client.replyStream(frame, 's1', '二', true);
    expect(town.chat('u-desk').at(-1)?.text).toBe('二');
  });
});

describe('long connection: what an answer may be', () => {
  test('stream_with_template_card gives a stream and a card, the card once per message', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    const card = buttonCard('t1') as never;
    await sdk.client.replyStreamWithCard(frame, 's1', '一', false, { templateCard: card });
    const again = sdk.client.replyStreamWithCard(frame, 's1', '二', true, { templateCard: buttonCard('t2') as never });
    expect(await codeOf(again)).toBe(846606);
    await sdk.client.replyStreamWithCard(frame, 's1', '三', true);
    expect(town.chat('u-desk').map((message) => message.text)).toEqual([
      '你好',
      '三',
      'FJ2026-0001 待签收\n［签收］［退回］',
    ]);
  });

  test('stream_with_template_card can be switched off (40008)', async () => {
    const town = await openTown({ behaviour: { streamWithCard: false } });
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    expect(await codeOf(sdk.client.replyStreamWithCard(frame, 's1', '一', true))).toBe(40008);
  });

  test('text is not allowed as a reply (40008)', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    expect(await codeOf(sdk.client.reply(frame, { msgtype: 'text', text: { content: 'x' } }))).toBe(40008);
  });

  test('content over 20480 bytes is refused, exactly 20480 is fine', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    const full = `${'信'.repeat(6826)}ab`;
    expect(Buffer.byteLength(full)).toBe(20480);
    await sdk.client.reply(frame, markdown(full));
    await sdk.client.replyStream(frame, 's', full, true);
    expect(await codeOf(sdk.client.reply(frame, markdown(`${full}c`)))).toBe(40058);
    expect(await codeOf(sdk.client.replyStream(frame, 's2', `${full}c`, true))).toBe(40058);
  });

  test('empty markdown is refused with 44004', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    expect(await codeOf(sdk.client.reply(frame, markdown(' ')))).toBe(44004);
  });
});

describe('enter_chat once per user and day; feedback_event only if feedback.id was set', () => {
  test('the welcome is for enter_chat only, within 5 real seconds (846604), once (846606)', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const welcome = { msgtype: 'text' as const, text: { content: '欢迎' } };
    town.wecom.people.enter({ from: 'u-desk' });
    const first = await sdk.events.next();
    expect(first.body).toMatchObject({ msgtype: 'event', event: { eventtype: 'enter_chat' } });
    expect(first.body).not.toHaveProperty('response_url');
    // Virtual time does not touch the 5-second window.
    town.pass(HOUR);
    town.passReal(5_000);
    await sdk.client.replyWelcome(first, welcome);
    expect(town.chat('u-desk')).toMatchObject([{ kind: 'text', text: '欢迎', sender: bot.id }]);
    expect(await codeOf(sdk.client.replyWelcome(first, welcome))).toBe(846606);

    town.wecom.people.enter({ from: 'u-office' });
    const second = await sdk.events.next();
    town.passReal(5_001);
    expect(await codeOf(sdk.client.replyWelcome(second, welcome))).toBe(846604);
  });

  test('the welcome takes text or a card, nothing else', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    town.wecom.people.enter({ from: 'u-desk' });
    const event = await sdk.events.next();
    expect(await codeOf(sdk.client.replyWelcome(event, markdown('x') as never))).toBe(40008);
    await sdk.client.replyWelcome(event, cardBody(buttonCard('t-welcome')));
    expect(town.chat('u-desk')[0]?.kind).toBe('card');
  });

  test('enter_chat comes once per person and virtual day in China, even if unanswered', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    expect(town.wecom.people.enter({ from: 'u-desk' }).msgid).not.toBeNull();
    expect(town.wecom.people.enter({ from: 'u-desk' }).msgid).toBeNull();
    town.pass(12 * HOUR - 1);
    expect(town.wecom.people.enter({ from: 'u-desk' }).msgid).toBeNull();
    town.pass(1);
    expect(town.wecom.people.enter({ from: 'u-desk' }).msgid).not.toBeNull();
    await sdk.events.next();
    await sdk.events.next();
    expect(sdk.events.rest()).toEqual([]);
  });

  test('feedback_event comes only for a reply that asked for it', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '好', true, undefined, { id: 'F1' });
    await sdk.client.reply(frame, markdown('没有评价'));
    const [, asked, plain] = town.chat('u-desk');
    const rate = (messageId: string | undefined) =>
      town.post('/sandbox/api/feedback', { from: 'u-desk', messageId, type: 2, reasons: [3] });
    expect((await rate(asked?.id)).status).toBe(200);
    expect((await sdk.events.next()).body).toMatchObject({
      event: { eventtype: 'feedback_event', feedback_event: { id: 'F1', type: 2, inaccurate_reason_list: [3] } },
    });
    expect((await rate(plain?.id)).status).toBe(409);
  });
});

describe('response_url: one use, 1 h, markdown/template_card only, 40008 otherwise', () => {
  test('response_url answers once within an hour with markdown or a card, 40008 otherwise, 60140 after', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const urlOf = (frame: { body?: unknown }): string =>
      String((frame.body as { response_url: string }).response_url).replace(town.url, '');
    const url = urlOf(await town.hear(sdk, 'u-desk', '/查 12', 'wrTown'));
    expect((await town.post(url, { msgtype: 'text', text: { content: 'x' } })).body['errcode']).toBe(40008);
    expect((await town.post(url, { response_type: 'update_template_card' })).body['errcode']).toBe(40008);
    expect((await town.post(url, markdown('查到了'))).body['errcode']).toBe(0);
    expect(town.chat('wrTown').at(-1)).toMatchObject({ text: '查到了', quote: { text: '@信访助手 /查 12' } });
    expect((await town.post(url, markdown('又来'))).body['errcode']).toBe(60140);

    const late = urlOf(await town.hear(sdk, 'u-desk', '你好'));
    town.pass(HOUR + 1);
    expect(await town.post(late, markdown('晚了'))).toMatchObject({ status: 200, body: { errcode: 60140 } });
  });

  test.for([60140, 40058])('a used one is refused with %i, which nobody has confirmed', async (responseUrlCode) => {
    const town = await openTown({ behaviour: { responseUrlCode } });
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    const url = String((frame.body as { response_url: string }).response_url).replace(town.url, '');
    expect((await town.post(url, cardBody(buttonCard('t1')))).body['errcode']).toBe(0);
    expect((await town.post(url, markdown('又来'))).body['errcode']).toBe(responseUrlCode);
  });
});
