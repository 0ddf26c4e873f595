/** Somebody else's bot on the official SDK: nothing here knows of this repository's own bot. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { bot, buttonCard, cardBody, codeOf, doneCard, markdown, openTown, otherBot } from './support.ts';

const MB = 1024 * 1024;

describe('a stranger on the official SDK', () => {
  test('connects, and another bot beside it', async () => {
    const town = await openTown();
    const [first, second] = [await town.sdk(), await town.sdk({ botId: otherBot.id, secret: otherBot.secret })];
    expect([first.client.isConnected, second.client.isConnected]).toEqual([true, true]);
    expect([town.wecom.connected(bot.id), town.wecom.connected(otherBot.id)]).toEqual([true, true]);
  });

  test('is told that its secret is wrong, again and again, and then gives up', async () => {
    const town = await openTown();
    const { errors, gone } = await town.sdk({
      secret: 'nein',
      maxAuthFailureAttempts: 2,
      maxReconnectAttempts: -1,
      reconnectInterval: 1,
    });
    expect((await errors.next()).message).toMatch(/853000/);
    await gone;
    let last = await errors.next();
    while (/853000/.test(last.message)) last = await errors.next();
    expect(last).toMatchObject({ code: 'WS_AUTH_FAILURE_EXHAUSTED' });
    expect(town.wecom.connected()).toBe(false);
  });

  test('is taken over by its second process, and the first stays away', async () => {
    const town = await openTown({ behaviour: { takeoverCloseDelayMs: 20 }, everyoneHasSpoken: true });
    const first = await town.sdk({ maxReconnectAttempts: -1, reconnectInterval: 1 });
    const told = new Promise((resolve) => first.client.once('event.disconnected_event', resolve));
    const second = await town.sdk();
    expect(await told).toMatchObject({ body: { event: { eventtype: 'disconnected_event' } } });
    await first.gone;
    expect(first.client.isConnected).toBe(false);
    await second.client.sendMessage('u-desk', { ...markdown('我在'), chat_type: 1 } as never);
    expect((await town.hear(second, 'u-desk', '在吗')).body).toMatchObject({ text: { content: '在吗' } });
    expect(first.messages.rest()).toEqual([]);
    // Told to come back, it is the second's turn to go.
    const back = new Promise<void>((resolve) => first.client.once('authenticated', resolve));
    first.client.connect();
    await back;
    await second.gone;
    expect(second.client.isConnected).toBe(false);
  });

  test('streams an answer, sends a card, and updates it when it is clicked', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    for (const [text, finish] of [
      ['正', false],
      ['正在', false],
      ['好了', true],
    ] as const) {
      await sdk.client.replyStream(frame, 's1', text, finish);
    }
    expect(await codeOf(sdk.client.replyStream(frame, 's1', '更多', true))).toBe(846608);
    await sdk.client.replyTemplateCard(frame, buttonCard('t1') as never);
    const card = town.chat('u-desk').at(-1);
    town.wecom.people.click({ from: 'u-desk', messageId: card?.id ?? '', key: 'sign' });
    const click = await sdk.events.next();
    expect(click.body).toMatchObject({
      event: { eventtype: 'template_card_event', template_card_event: { event_key: 'sign', task_id: 't1' } },
    });
    town.passReal(5_000);
    await sdk.client.updateTemplateCard(click, doneCard('t1') as never);
    expect(town.chat('u-desk').map((message) => message.text)).toEqual(['你好', '好了', '已签收']);
    // Once more, too late.
    await sdk.client.sendMessage('u-desk', cardBody(buttonCard('t2')));
    const next = town.chat('u-desk').at(-1);
    town.wecom.people.click({ from: 'u-desk', messageId: next?.id ?? '', key: 'sign' });
    const late = await sdk.events.next();
    town.passReal(5_001);
    expect(await codeOf(sdk.client.updateTemplateCard(late, doneCard('t2') as never))).toBe(846604);
    expect(town.chat('u-desk').at(-1)?.text).toContain('［签收］');
  });

  test('pushes of its own accord once somebody has written', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    expect(await codeOf(sdk.client.sendMessage('wrTown', markdown('早')))).toBe(846607);
    await town.hear(sdk, 'u-desk', '/帮助', 'wrTown');
    await sdk.client.sendMessage('wrTown', markdown('早'));
    expect(town.chat('wrTown').at(-1)).toMatchObject({ sender: bot.id, kind: 'markdown', text: '早' });
    expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('早')))).toBe(846607);
  });

  test('uploads 20 MB in 40 pieces, and whoever opens the file finds the same bytes', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    const bytes = Buffer.alloc(20 * MB);
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE((at * 2_654_435_761) >>> 0, at);
    const { media_id: id } = await client.uploadMedia(bytes, { type: 'file', filename: '台账.zip' });
    await client.sendMediaMessage('u-desk', 'file', id);
    const { media } = town.chat('u-desk')[0]!;
    expect(media).toMatchObject({ name: '台账.zip', size: 20 * MB });
    const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');
    const opened = Buffer.from(await (await fetch(town.url + media!.url)).arrayBuffer());
    expect(md5(opened)).toBe(md5(bytes));
    const tooMuch = Buffer.concat([bytes, bytes.subarray(0, 1)]);
    expect(await codeOf(client.uploadMedia(tooMuch, { type: 'file', filename: 'a.zip' }))).toBe(45001);
  });
});
