import { describe, expect, test } from 'vitest';
import { buttonCard, cardBody, markdown, openTown, otherBot } from './support.ts';
import type { SdkBot, Town } from './support.ts';

const say = (town: Town, body: object) => town.post('/sandbox/api/messages', body);
const heard = async (sdk: SdkBot): Promise<string> =>
  ((await sdk.messages.next()).body as { text: { content: string } }).text.content;

describe('Group messages only if the bot is mentioned; content keeps `@Name`; multi-word names, other mentions before it, zero-width characters', () => {
  test('a group message reaches the bot only if it is mentioned, with the mention kept', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const group = { from: 'u-desk', chatid: 'wrTown' };
    expect((await say(town, { ...group, text: '今天开会' })).body).toMatchObject({ delivered: false });
    expect((await say(town, { ...group, text: '请看 @信访助手 查 12' })).body).toMatchObject({ delivered: true });
    const frame = await sdk.messages.next();
    expect(frame.body).toMatchObject({
      chatid: 'wrTown',
      chattype: 'group',
      text: { content: '请看 @信访助手 查 12' },
    });
    expect(town.chat('wrTown').map((message) => message.undelivered)).toEqual(['not-mentioned', undefined]);
  });

  test('a command in a group gets the mention a person would pick; autoMention:false leaves it', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    for (const text of ['/查 12', ' ／查 12', '、查 12']) {
      await say(town, { from: 'u-desk', chatid: 'wrTown', text });
      expect(await heard(sdk)).toBe(`@信访助手 ${text}`);
      expect(town.chat('wrTown').at(-1)?.text).toBe(`@信访助手 ${text}`);
      town.passReal(60_000);
    }
    const plain = { from: 'u-desk', chatid: 'wrTown', text: '/查 12', autoMention: false };
    expect((await say(town, plain)).body['delivered']).toBe(false);
    const already = { from: 'u-desk', chatid: 'wrTown', text: '/查 12 @信访助手' };
    await say(town, already);
    expect(await heard(sdk)).toBe('/查 12 @信访助手');
  });

  test('the separator after the mention can be an unusual space', async () => {
    const town = await openTown({ behaviour: { mentionSeparator: '\u2005' } });
    const sdk = await town.sdk();
    await say(town, { from: 'u-desk', chatid: 'wrTown', text: '/查' });
    expect(await heard(sdk)).toBe('@信访助手\u2005/查');
  });

  test('multi-word names, other mentions before, zero-width characters', async () => {
    const town = await openTown();
    const first = await town.sdk();
    const other = await town.sdk({ botId: otherBot.id, secret: otherBot.secret });
    await say(town, { from: 'u-desk', chatid: 'wrTown', text: '@郑某 @Claude Code /list' });
    expect(await heard(other)).toBe('@郑某 @Claude Code /list');
    await say(town, { from: 'u-desk', chatid: 'wrTown', text: '@信访\u200b助手\u2060 /查' });
    expect(await heard(first)).toBe('@信访\u200b助手\u2060 /查');
    await say(town, { from: 'u-desk', chatid: 'wrTown', text: '@信访助手 @Claude Code 都看看' });
    expect(await heard(first)).toBe(await heard(other));
  });

  test('a private message has no mention put before it', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    await say(town, { from: 'u-desk', text: '/查 12' });
    expect(await heard(sdk)).toBe('/查 12');
  });
});

describe('quote object without ids; media URL with 5-min expiry, encrypted bytes, Content-Disposition name; image/voice/file/video only in 1:1', () => {
  const quoteOf = async (sdk: SdkBot): Promise<unknown> => (await sdk.messages.next()).body?.quote as unknown;

  test('a quote carries what was said, neither message id nor sender', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const sdk = await town.sdk();
    await sdk.client.sendMessage('u-desk', markdown('FJ2026-0012 还有3天'));
    const [quoted] = town.chat('u-desk');
    await say(town, { from: 'u-desk', text: '已联系', quote: quoted?.id });
    expect(await quoteOf(sdk)).toEqual({ msgtype: 'text', text: { content: 'FJ2026-0012 还有3天' } });
    expect(town.chat('u-desk').at(-1)?.quote).toEqual({ id: quoted?.id, text: 'FJ2026-0012 还有3天' });
    await say(town, { from: 'u-desk', text: '已联系', quote: '随便一段话' });
    expect(await quoteOf(sdk)).toEqual({ msgtype: 'text', text: { content: '随便一段话' } });
  });

  test('a quoted card arrives as its text, or empty by switch', async () => {
    for (const cardQuote of ['text', 'empty'] as const) {
      const town = await openTown({ everyoneHasSpoken: true, behaviour: { cardQuote } });
      const sdk = await town.sdk();
      await sdk.client.sendMessage('u-desk', cardBody(buttonCard('t1')));
      await say(town, { from: 'u-desk', text: '已联系', quote: town.chat('u-desk')[0]?.id });
      const content = cardQuote === 'text' ? 'FJ2026-0001 待签收\n［签收］［退回］' : '';
      expect(await quoteOf(sdk)).toEqual({ msgtype: 'text', text: { content } });
    }
  });

  test('quoting a bot message in a group mentions the bot, by id and by text', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const sdk = await town.sdk();
    await sdk.client.sendMessage('wrTown', markdown('FJ2026-0012 农村农业 还有3天'));
    const [quoted] = town.chat('wrTown');
    for (const quote of [quoted?.id, 'FJ2026-0012']) {
      await say(town, { from: 'u-desk', chatid: 'wrTown', text: '已联系', quote });
      expect(await heard(sdk)).toBe('@信访助手 已联系');
    }
    const unknown = { from: 'u-desk', chatid: 'wrTown', text: '已联系', quote: 'FJ2026-0099' };
    expect((await say(town, unknown)).body['delivered']).toBe(false);
    const colleague = { ...unknown, quote: town.chat('wrTown').at(-1)?.id };
    expect((await say(town, colleague)).body['delivered']).toBe(false);
  });

  test('a quoted file arrives as a link of its own', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const file = { name: 'a.txt', base64: Buffer.from('内容').toString('base64') };
    const { body } = await say(town, { from: 'u-desk', file });
    await sdk.messages.next();
    await say(town, { from: 'u-desk', text: '见此', quote: body['msgid'] });
    const quote = (await quoteOf(sdk)) as { msgtype: string; file: { url: string; aeskey: string } };
    expect(quote.msgtype).toBe('file');
    expect((await sdk.client.downloadFile(quote.file.url, quote.file.aeskey)).buffer.toString()).toBe('内容');
  });

  test('a message of another conversation cannot be quoted', async () => {
    const town = await openTown();
    const { body } = await say(town, { from: 'u-desk', text: '你好' });
    expect((await say(town, { from: 'u-office', text: 'x', quote: body['msgid'] })).status).toBe(400);
  });
});

describe('Max 3 concurrent unanswered messages per user and bot', () => {
  test('a fourth unanswered message is refused to its sender, until one is answered', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const first = await town.hear(sdk, 'u-desk', '一');
    await town.hear(sdk, 'u-desk', '二', undefined);
    await town.hear(sdk, 'u-desk', '/三', 'wrTown');
    const refused = await say(town, { from: 'u-desk', text: '四' });
    expect(refused.status).toBe(429);
    expect(refused.body['error']).toMatch(/3 条消息还在等信访助手回复/);
    expect((await say(town, { from: 'u-office', text: '别人不受影响' })).status).toBe(200);
    await sdk.client.replyStream(first, 's1', '一的回复', false);
    expect((await say(town, { from: 'u-desk', text: '四' })).status).toBe(200);
    expect((await say(town, { from: 'u-desk', text: '五' })).status).toBe(429);
    town.passReal(30_000);
    expect((await say(town, { from: 'u-desk', text: '五' })).status).toBe(200);
  });

  test('the limit can be switched off', async () => {
    const town = await openTown({ behaviour: { maxInFlight: 0 } });
    await town.sdk();
    for (let count = 0; count < 10; count += 1) {
      expect((await say(town, { from: 'u-desk', text: `${count}` })).status).toBe(200);
    }
  });
});

describe('What happens to user messages while no connection exists: undocumented; default drop, option to queue', () => {
  test('without a connection messages are dropped and marked', async () => {
    const town = await openTown();
    expect((await say(town, { from: 'u-desk', text: '有人吗' })).body).toMatchObject({ delivered: false });
    expect(town.chat('u-desk')[0]?.undelivered).toBe('offline');
    const sdk = await town.sdk();
    expect((await town.hear(sdk, 'u-desk', '现在呢')).body).toMatchObject({ text: { content: '现在呢' } });
  });

  test('without a connection messages wait, when switched to queue', async () => {
    const town = await openTown({ behaviour: { whenOffline: 'queue' } });
    await say(town, { from: 'u-desk', text: '一' });
    await say(town, { from: 'u-desk', text: '二' });
    expect(town.chat('u-desk')[0]?.undelivered).toBe('queued');
    const sdk = await town.sdk();
    expect([await heard(sdk), await heard(sdk)]).toEqual(['一', '二']);
    expect(town.chat('u-desk')[0]).not.toHaveProperty('undelivered');
  });
});
