import { describe, expect, test } from 'vitest';
import { buttonCard, cardBody, codeOf, markdown, openTown } from './support.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('send_msg: never-seen conversation -> 846607; bad id -> 93006; chat_type 0/1/2 resolution; 30/min and 1000/h per conversation over replies and pushes -> 846607 (45009 possible, unconfirmed)', () => {
  test('a conversation nobody wrote in is refused with 846607, then works for good', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('x')))).toBe(846607);
    expect(await codeOf(sdk.client.sendMessage('wrTown', markdown('x')))).toBe(846607);
    await town.hear(sdk, 'u-desk', '你好');
    await town.hear(sdk, 'u-desk', '/帮助', 'wrTown');
    town.pass(400 * 24 * HOUR);
    await sdk.client.sendMessage('u-desk', markdown('私聊'));
    await sdk.client.sendMessage('wrTown', markdown('群里'));
    expect(town.chat('u-desk').at(-1)?.text).toBe('私聊');
    expect(town.chat('wrTown').at(-1)?.text).toBe('群里');
  });

  test('a group message that does not mention the bot does not open the group for pushes', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    town.wecom.people.say({ from: 'u-desk', chatid: 'wrTown', text: '大家好' });
    expect(await codeOf(sdk.client.sendMessage('wrTown', markdown('x')))).toBe(846607);
  });

  test('a hidden expiry of the right to push can be switched on', async () => {
    const town = await openTown({ behaviour: { pushRightMs: 24 * HOUR } });
    const sdk = await town.sdk();
    await town.hear(sdk, 'u-desk', '你好');
    town.pass(24 * HOUR);
    await sdk.client.sendMessage('u-desk', markdown('还行'));
    town.pass(1);
    expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('不行')))).toBe(846607);
  });

  test('everyoneHasSpoken satisfies the precondition', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    expect(await codeOf(client.sendMessage('u-lead', markdown('x')))).toBe(0);
    expect(await codeOf(client.sendMessage('wrQuiet', markdown('x')))).toBe(0);
  });

  test('a bad id is refused with 93006, ids are case-sensitive', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    expect(await codeOf(client.sendMessage('nobody', markdown('x')))).toBe(93006);
    expect(await codeOf(client.sendMessage('wrtown', markdown('x')))).toBe(93006);
    expect(await codeOf(client.sendMessage('', markdown('x')))).toBe(93006);
  });

  test('chat_type 1 is single, 2 is group, 0 or none tries both', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    const send = (chatid: string, chatType?: number) =>
      codeOf(client.sendMessage(chatid, { ...markdown('x'), ...(chatType !== undefined && { chat_type: chatType }) }));
    expect(await send('wrTown', 1)).toBe(93006);
    expect(await send('wrTown', 2)).toBe(0);
    expect(await send('wrTown', 0)).toBe(0);
    expect(await send('u-desk', 2)).toBe(93006);
    expect(await send('u-desk', 1)).toBe(0);
    expect(await send('u-desk')).toBe(0);
    expect(await send('u-desk', 3)).toBe(40058);
  });

  test('text cannot be pushed (40008)', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    expect(await codeOf(client.sendMessage('u-desk', { msgtype: 'text', text: { content: 'x' } } as never))).toBe(
      40008,
    );
    expect(await codeOf(client.sendMessage('u-desk', { msgtype: 'stream' } as never))).toBe(40008);
  });

  test('30 messages a minute per conversation over replies and pushes, then 846607', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    for (let count = 0; count < 15; count += 1) {
      await sdk.client.reply(frame, markdown('答'));
      await sdk.client.sendMessage('u-desk', markdown('推'));
    }
    expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('多')))).toBe(846607);
    expect(await codeOf(sdk.client.reply(frame, markdown('多')))).toBe(846607);
    // Another conversation has a budget of its own.
    await sdk.client.sendMessage('u-lead', markdown('别处'));
    town.pass(MINUTE);
    await sdk.client.sendMessage('u-desk', markdown('又可以了'));
  });

  test('refreshes of a stream do not count, unless switched on', async () => {
    for (const refreshesCount of [false, true]) {
      const town = await openTown({ behaviour: { refreshesCount, perMinute: 3 } });
      const sdk = await town.sdk();
      const frame = await town.hear(sdk, 'u-desk', '你好');
      for (let count = 0; count < 3; count += 1) await sdk.client.replyStream(frame, 's1', `${count}`);
      expect(await codeOf(sdk.client.replyStream(frame, 's1', '完', true))).toBe(refreshesCount ? 846607 : 0);
    }
  });

  test('1000 messages an hour per conversation', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const raw = await town.raw();
    const send = async (): Promise<number | undefined> =>
      (await raw.ask('aibot_send_msg', 'r', { chatid: 'wrTown', chat_type: 2, ...markdown('x') })).errcode;
    for (let minute = 0; minute < 40; minute += 1) {
      for (let count = 0; count < 25; count += 1) expect(await send()).toBe(0);
      town.pass(MINUTE);
    }
    expect(await send()).toBe(846607);
    town.pass(20 * MINUTE);
    expect(await send()).toBe(0);
  });

  test('the rate limit may answer 45009 instead', async () => {
    const town = await openTown({ everyoneHasSpoken: true, behaviour: { perMinute: 1, rateLimitCode: 45009 } });
    const { client } = await town.sdk();
    await client.sendMessage('u-desk', markdown('x'));
    expect(await codeOf(client.sendMessage('u-desk', markdown('x')))).toBe(45009);
  });

  test('a clock set back does not leave a conversation blocked', async () => {
    const town = await openTown({ everyoneHasSpoken: true, behaviour: { perMinute: 1 } });
    const { client } = await town.sdk();
    await client.sendMessage('u-desk', markdown('x'));
    town.pass(-HOUR);
    expect(await codeOf(client.sendMessage('u-desk', markdown('x')))).toBe(0);
  });

  test('a task_id is never reused within one bot (42014), a refused message does not use it up', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    const other = await town.sdk({ botId: 'aib-other', secret: 'secret-other' });
    expect(await codeOf(client.sendMessage('nobody', cardBody(buttonCard('t1'))))).toBe(93006);
    await client.sendMessage('u-desk', cardBody(buttonCard('t1')));
    expect(await codeOf(client.sendMessage('u-lead', cardBody(buttonCard('t1'))))).toBe(42014);
    await other.client.sendMessage('u-desk', cardBody(buttonCard('t1')));
  });

  test('encrypted userids: messages carry them, pushes take them, the REST call turns them back', async () => {
    const town = await openTown({ behaviour: { encryptUserids: true } });
    const sdk = await town.sdk();
    const frame = await town.hear(sdk, 'u-desk', '你好');
    const { userid } = (frame.body as { from: { userid: string } }).from;
    expect(userid).toMatch(/^wo[\w-]{30}$/);
    await sdk.client.sendMessage(userid, markdown('收到'));
    expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('x')))).toBe(93006);
    expect(town.chat('u-desk').at(-1)?.text).toBe('收到');
    const answer = await town.post('/cgi-bin/batch/openuserid_to_userid', { open_userid_list: [userid, 'u-desk'] });
    expect(answer.body).toMatchObject({
      errcode: 0,
      userid_list: [{ open_userid: userid, userid: 'u-desk' }],
      invalid_open_userid_list: ['u-desk'],
    });
  });
});
