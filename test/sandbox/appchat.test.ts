/** The line "appchat" of the simulator checklist (protocol notes, section 10), and our client against it. */
import { describe, expect, test } from 'vitest';

import { AppChats } from '../../src/wecom/appchat.ts';
import { app, openRest, type RestTown } from './rest-support.ts';

const MEMBERS = ['u-desk', 'u-office'];
const group = { chatid: 'appTown', name: '信访督办群', owner: 'u-desk', members: MEMBERS };

async function caller(town: RestTown) {
  const access_token = await town.token();
  return (path: string, body: object) => town.call(`appchat/${path}`, { access_token }, body);
}

describe('appchat: root-range check 48002, ownership 86008, limits, silent drops', () => {
  test('an app that not everybody can see makes no group', async () => {
    const town = await openRest({ app: { ...app, visible: MEMBERS } });
    const ask = await caller(town);
    expect((await ask('create', { name: 'x', userlist: MEMBERS }))['errcode']).toBe(48002);
    await expect(new AppChats(town.rest).ensure(group, '好')).rejects.toMatchObject({
      errcode: 48002,
      fate: 'config',
    });
  });

  test('a group of people is not its own, an unknown one does not exist', async () => {
    const town = await openRest();
    const ask = await caller(town);
    const text = { msgtype: 'text', text: { content: 'x' } };
    expect((await ask('send', { chatid: 'wrTown', ...text }))['errcode']).toBe(86008);
    expect((await ask('send', { chatid: 'nowhere', ...text }))['errcode']).toBe(40050);
    expect((await ask('send', text))['errcode']).toBe(86003);
    await expect(new AppChats(town.rest).push('wrTown', { markdown: 'x' })).rejects.toMatchObject({
      fate: 'final',
    });
  });

  test('counts, ids, owner and name as the pages have them', async () => {
    const town = await openRest();
    const ask = await caller(town);
    const code = async (body: object) => (await ask('create', body))['errcode'];
    expect(await code({ userlist: ['u-desk'] })).toBe(86006);
    expect(await code({ userlist: ['u-desk', 'nobody'] })).toBe(86007);
    expect(await code({ userlist: MEMBERS, owner: 'u-lead' })).toBe(86207);
    expect(await code({ userlist: MEMBERS, chatid: 'no-dash' })).toBe(86001);
    const made = await ask('create', { userlist: MEMBERS, name: '长'.repeat(60), chatid: 'g1' });
    expect(made).toMatchObject({ errcode: 0, chatid: 'g1' });
    expect(await code({ userlist: MEMBERS, chatid: 'g1' })).toBe(86215);
    const access_token = await town.token();
    const { chat_info: info } = await town.call('appchat/get', { access_token, chatid: 'g1' });
    expect(info).toEqual({ chatid: 'g1', name: '长'.repeat(50), owner: 'u-desk', userlist: MEMBERS, chat_type: 0 });
    expect((await ask('update', { chatid: 'g1', del_user_list: ['u-office'] }))['errcode']).toBe(86006);
    expect((await ask('update', { chatid: 'g1', owner: 'u-lead' }))['errcode']).toBe(86005);
    expect((await ask('update', { chatid: 'g1', add_user_list: ['u-lead'], owner: 'u-lead' }))['errcode']).toBe(0);
  });

  test('no card, no msgid, nothing comes back from the group', async () => {
    const town = await openRest();
    const ask = await caller(town);
    await ask('create', { userlist: MEMBERS, chatid: 'g1' });
    const refused = await ask('send', { chatid: 'g1', msgtype: 'template_card', template_card: {} });
    expect(refused['errcode']).toBe(40008);
    const sent = await ask('send', { chatid: 'g1', msgtype: 'markdown', markdown: { content: '字'.repeat(700) } });
    expect(sent).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(town.chat('g1').map(({ text }) => text)).toEqual(['字'.repeat(682)]);
    const said = town.wecom.people.say({ from: 'u-desk', chatid: 'g1', text: '/帮助' });
    expect(said.delivered).toBe(false);
  });

  test('over 200 a minute for its members nothing arrives, and no error says so; the company has a limit that does', async () => {
    const town = await openRest({ behaviour: { appchatPerMinute: 3, appchatPeoplePerMinute: 12 } });
    const ask = await caller(town);
    await ask('create', { userlist: MEMBERS, chatid: 'g1' });
    const say = (content: string) => ask('send', { chatid: 'g1', msgtype: 'text', text: { content } });
    for (let index = 0; index < 6; index += 1) expect((await say(String(index)))['errcode']).toBe(0);
    expect(town.chat('g1')).toHaveLength(3);
    expect((await say('7'))['errcode']).toBe(45009);
    town.pass(60_000);
    expect((await say('8'))['errcode']).toBe(0);
    expect(town.chat('g1')).toHaveLength(4);
  });

  test('ours makes a group once, keeps its members, and sends text, a real @, pictures and files', async () => {
    const town = await openRest();
    const chats = new AppChats(town.rest);
    expect(await chats.exists('appTown')).toBe(false);
    expect(await chats.ensure(group, '已建好')).toBe('made');
    expect(await chats.ensure(group, '已建好')).toBe('same');
    expect(await chats.ensure({ ...group, members: [...MEMBERS, 'u-lead'] }, '已建好')).toBe('changed');
    expect(await chats.ensure({ ...group, owner: 'u-office', members: ['u-office', 'u-lead'] }, '已建好')).toBe(
      'changed',
    );
    await chats.push('appTown', { markdown: '请签收', mentions: ['u-office'] });
    await chats.push('appTown', { image: Buffer.from('89504e470d0a1a0a0000', 'hex'), name: 'a.png' });
    await chats.push('appTown', { file: Buffer.from('a long letter'), name: '周报.docx' });
    await expect(chats.push('appTown', { file: Buffer.alloc(21 * 1024 * 1024), name: 'a.zip' })).rejects.toMatchObject({
      fate: 'content',
      errcode: 45001,
    });
    const here = town.chat('appTown');
    expect(here.map(({ kind }) => kind)).toEqual(['markdown', 'markdown', 'image', 'file']);
    expect(here[1]?.text).toBe('请签收\n<@u-office>');
  });
});
