/** Lines of the simulator checklist (protocol notes, section 10) about the bot that need more than one file's worth of set-up. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { encryptUserid } from '../../sandbox/server/world/directory.ts';
import { botReply, openCallbacks } from './receiver.ts';
import { bot, buttonCard, cardBody, codeOf, doneCard, markdown, openTown } from './support.ts';

const DAY = 86_400_000;

describe('chatid only for groups; case-sensitive ids; option "creator is not super admin" -> encrypted userids + openuserid_to_userid endpoint', () => {
  test('on the long connection', async () => {
    for (const encryptUserids of [false, true]) {
      const town = await openTown({ behaviour: { encryptUserids }, everyoneHasSpoken: true });
      const sdk = await town.sdk();
      const userid = encryptUserids ? encryptUserid(bot, 'u-desk') : 'u-desk';
      const single = await town.hear(sdk, 'u-desk', '你好');
      expect(single.body).toMatchObject({ chattype: 'single', from: { userid } });
      expect(single.body).not.toHaveProperty('chatid');
      expect((await town.hear(sdk, 'u-desk', '/查', 'wrTown')).body).toMatchObject({
        chattype: 'group',
        chatid: 'wrTown',
        from: { userid },
      });
      expect(await codeOf(sdk.client.sendMessage('wrtown', markdown('x')))).toBe(93006);
      expect(await codeOf(sdk.client.sendMessage(userid.toUpperCase(), markdown('x')))).toBe(93006);
      expect(await codeOf(sdk.client.sendMessage(userid, markdown('x')))).toBe(0);
      if (!encryptUserids) continue;
      expect(await codeOf(sdk.client.sendMessage('u-desk', markdown('x')))).toBe(93006);
      const { body } = await town.post('/cgi-bin/batch/openuserid_to_userid', { open_userid_list: [userid, 'u-desk'] });
      expect(body).toMatchObject({
        userid_list: [{ open_userid: userid, userid: 'u-desk' }],
        invalid_open_userid_list: ['u-desk'],
      });
    }
  });

  test('in callback mode', async () => {
    for (const encryptUserids of [false, true]) {
      const { town, bot: receiver } = await openCallbacks({ behaviour: { encryptUserids } });
      town.wecom.people.say({ from: 'u-desk', text: '/查', chatid: 'wrTown' });
      town.wecom.people.say({ from: 'u-office', text: '你好' });
      const heard = [await receiver.deliveries.next(), await receiver.deliveries.next()].map(
        ({ plain }) => JSON.parse(plain) as { chatid?: string; from: { userid: string } },
      );
      expect(new Set(heard.map(({ chatid }) => chatid))).toEqual(new Set(['wrTown', undefined]));
      const ids = heard.map(({ from }) => from.userid).toSorted();
      const plain = ['u-desk', 'u-office'];
      expect(ids).toEqual((encryptUserids ? plain.map((id) => encryptUserid(bot, id)) : plain).toSorted());
    }
  });
});

describe('enter_chat once per user and day; feedback_event only if feedback.id was set', () => {
  test('in callback mode: greeted in the response, and a judgement is only heard', async () => {
    const { town, bot: receiver, outcomes } = await openCallbacks();
    receiver.answer(({ nonce }) => ({ body: botReply({ msgtype: 'text', text: { content: '欢迎' } }, nonce) }));
    for (let time = 0; time < 2; time += 1) town.wecom.people.enter({ from: 'u-desk' });
    expect((await outcomes.next()).outcome).toBe('taken');
    expect(receiver.deliveries.rest()).toHaveLength(1);
    expect(town.chat('u-desk').map(({ text }) => text)).toEqual(['欢迎']);
    town.pass(DAY);
    expect(town.wecom.people.enter({ from: 'u-desk' }).msgid).not.toBeNull();
    await outcomes.next();
    const reply = (feedback: object) => ({
      msgtype: 'stream',
      stream: { id: 'S', finish: true, content: '好', ...feedback },
    });
    const judged = [];
    for (const feedback of [{ feedback: { id: 'F1' } }, {}]) {
      receiver.answer(({ nonce }) => ({ body: botReply(reply(feedback), nonce) }));
      town.wecom.people.say({ from: 'u-office', text: '你好' });
      await outcomes.next();
      const messageId = town.chat('u-office').at(-1)!.id;
      const { status } = await town.post('/sandbox/api/feedback', { from: 'u-office', messageId, type: 1 });
      judged.push(status);
      if (status !== 200) continue;
      // The receiver still says the same: nothing is answered to a judgement.
      expect(await outcomes.next()).toMatchObject({ outcome: 'bad-reply', why: expect.stringMatching(/^40008/) });
    }
    expect(judged).toEqual([200, 409]);
  });
});

describe('codes that nobody has confirmed are switches', () => {
  test.for([846607, 93006])('a conversation where nobody wrote: %i', async (neverSpokenCode) => {
    const town = await openTown({ behaviour: { neverSpokenCode } });
    const { client } = await town.sdk();
    expect(await codeOf(client.sendMessage('u-desk', markdown('x')))).toBe(neverSpokenCode);
  });

  test.for([846606, 846605])('a second update: %i', async (repeatedReplyCode) => {
    const town = await openTown({ behaviour: { repeatedReplyCode }, everyoneHasSpoken: true });
    const sdk = await town.sdk();
    await sdk.client.sendMessage('u-desk', cardBody(buttonCard('t1')));
    town.wecom.people.click({ from: 'u-desk', messageId: town.chat('u-desk')[0]!.id, key: 'sign' });
    const click = await sdk.events.next();
    await sdk.client.updateTemplateCard(click, doneCard('t1') as never);
    expect(await codeOf(sdk.client.updateTemplateCard(click, doneCard('t1') as never))).toBe(repeatedReplyCode);
  });

  test.for([846625, 42014])('an update under another task_id: %i', async (wrongTaskIdCode) => {
    const town = await openTown({ behaviour: { wrongTaskIdCode }, everyoneHasSpoken: true });
    const sdk = await town.sdk();
    await sdk.client.sendMessage('u-desk', cardBody(buttonCard('t1')));
    town.wecom.people.click({ from: 'u-desk', messageId: town.chat('u-desk')[0]!.id, key: 'sign' });
    const click = await sdk.events.next();
    expect(await codeOf(sdk.client.updateTemplateCard(click, doneCard('t2') as never))).toBe(wrongTaskIdCode);
  });

  test.for([40058, 45002])('content over 20480 bytes: %i', async (overLengthCode) => {
    const town = await openTown({ behaviour: { overLengthCode }, everyoneHasSpoken: true });
    const { client } = await town.sdk();
    expect(await codeOf(client.sendMessage('u-desk', markdown('x'.repeat(20_481))))).toBe(overLengthCode);
  });

  test('pictures in streams of the long connection are ignored, or taken', async () => {
    for (const streamImages of [false, true]) {
      const town = await openTown({ behaviour: { streamImages } });
      const sdk = await town.sdk();
      const frame = await town.hear(sdk, 'u-desk', '你好');
      const png = Buffer.from('\u0089PNG\r\n and so on', 'latin1');
      const image = { base64: png.toString('base64'), md5: createHash('md5').update(png).digest('hex') };
      await sdk.client.replyStream(frame, 's', '图', true, [{ msgtype: 'image', image }]);
      expect(town.chat('u-desk').map(({ kind }) => kind)).toEqual([
        'text',
        'markdown',
        ...(streamImages ? ['image'] : []),
      ]);
    }
  });
});
