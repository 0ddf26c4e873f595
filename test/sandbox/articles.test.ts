/** What other people's bots send or ask for, and ours does not: messages made of links, departments, tags, licences. */
import { describe, expect, test } from 'vitest';

import { app, APP_CHAT, card, openRest, type RestTown } from './rest-support.ts';

const URL = 'https://xf.example/notice';
const news = (more: object = {}) => ({ articles: [{ title: '通知', description: '周五学习', url: URL, ...more }] });
const textcard = { title: '领奖通知', description: '<div class="gray">今天</div>请到前台', url: URL, btntxt: '详情' };
const mpnews = { articles: [{ title: '通讯', thumb_media_id: 'm', content: '<p>正文</p>', digest: '摘要' }] };
const miniprogram_notice = { appid: 'wx1', title: '会议室预定', content_item: [{ key: '地点', value: '三楼' }] };

async function sender(town: RestTown) {
  const access_token = await town.token();
  return (msgtype: string, content: object, more: object = {}) =>
    town.call(
      'message/send',
      { access_token },
      { touser: 'u-desk', agentid: app.agentId, msgtype, [msgtype]: content, ...more },
    );
}

describe('messages made of links', () => {
  test('the app sends each of them; the chat shows title, words and address', async () => {
    const town = await openRest();
    const send = await sender(town);
    for (const [type, content] of Object.entries({ textcard, news: news(), mpnews, miniprogram_notice })) {
      expect({ type, ...(await send(type, content)) }).toMatchObject({ errcode: 0, msgid: expect.any(String) });
    }
    expect(town.chat(APP_CHAT('u-desk')).map(({ text }) => text)).toEqual([
      `[领奖通知](${URL})\n今天请到前台`,
      `[通知](${URL})\n周五学习`,
      '**通讯**\n摘要',
      '**会议室预定**\n地点：三楼',
    ]);
  });

  test('and is refused what the pages refuse', async () => {
    const town = await openRest();
    const send = await sender(town);
    const code = async (...of: Parameters<typeof send>) => (await send(...of))['errcode'];
    expect(await code('textcard', { ...textcard, url: 'xf.example' })).toBe(45034);
    expect(await code('textcard', { ...textcard, url: `https://${'a'.repeat(2_048)}` })).toBe(40039);
    expect(await code('textcard', { ...textcard, btntxt: '查看详细情况' })).toBe(40058);
    expect(await code('news', { articles: [] })).toBe(40058);
    expect(await code('news', { articles: Array.from({ length: 9 }, () => news().articles[0]) })).toBe(40058);
    expect(await code('mpnews', { articles: [{ ...mpnews.articles[0], content: 'x'.repeat(700_000) }] })).toBe(45002);
    expect(await code('miniprogram_notice', { ...miniprogram_notice, title: '会议' })).toBe(40058);
    expect(await code('miniprogram_notice', miniprogram_notice, { touser: '@all' })).toBe(40058);
    expect(await code('poem', {})).toBe(40008);
    expect(town.chat(APP_CHAT('u-desk'))).toEqual([]);
    // Too long is cut, not refused; a mini program stands in for an address.
    expect(await code('news', news({ title: '长'.repeat(60), url: '', appid: 'wx1', pagepath: 'p' }))).toBe(0);
    expect(town.chat(APP_CHAT('u-desk'))[0]?.text).toBe(`**${'长'.repeat(42)}**\n周五学习`);
  });

  test('robots and groups of the app know news, and no mini programs', async () => {
    const town = await openRest({ robots: [{ key: 'k1', chatid: 'wrTown' }] });
    const robot = async (body: object) => (await town.call('webhook/send', { key: 'k1' }, body))['errcode'];
    expect(await robot({ msgtype: 'news', news: news() })).toBe(0);
    expect(await robot({ msgtype: 'news', news: news({ url: '', appid: 'wx1', pagepath: 'p' }) })).toBe(40058);
    expect(await robot({ msgtype: 'textcard', textcard })).toBe(40008);
    const access_token = await town.token();
    await town.call('appchat/create', { access_token }, { chatid: 'g1', userlist: ['u-desk', 'u-office'] });
    const group = async (body: object) =>
      (await town.call('appchat/send', { access_token }, { chatid: 'g1', ...body }))['errcode'];
    expect(await group({ msgtype: 'news', news: news() })).toBe(0);
    expect(await group({ msgtype: 'mpnews', mpnews })).toBe(0);
    expect(await group({ msgtype: 'miniprogram_notice', miniprogram_notice })).toBe(40008);
    expect(town.chat('g1')).toHaveLength(2);
  });
});

describe('the address book', () => {
  test('members in detail, one department, tags', async () => {
    const town = await openRest();
    const access_token = await town.token();
    const ask = (path: string, query: Record<string, string> = {}) => town.call(path, { access_token, ...query });
    const list = (await ask('department/simplelist'))['department_id'] as { id: number; parentid: number }[];
    const { id } = list.find(({ parentid }) => parentid !== 0)!;
    expect(await ask('department/get', { id: String(id) })).toMatchObject({
      errcode: 0,
      department: { id, parentid: 1 },
    });
    const few = (await ask('user/simplelist', { department_id: String(id) }))['userlist'] as { userid: string }[];
    const all = (await ask('user/list', { department_id: String(id) }))['userlist'] as { userid: string }[];
    expect(all.map(({ userid }) => userid)).toEqual(few.map(({ userid }) => userid));
    expect(all[0]).toMatchObject({ main_department: id, status: 1 });
    expect(all[0]).not.toHaveProperty('mobile');
    for (const path of ['department/get', 'user/list']) expect((await ask(path, { id: '99' }))['errcode']).toBe(60011);
    const tags = (await ask('tag/list'))['taglist'] as { tagid: number; tagname: string }[];
    for (const { tagid, tagname } of tags) {
      const tag = await ask('tag/get', { tagid: String(tagid) });
      expect(tag).toMatchObject({ errcode: 0, tagname, partylist: [] });
      expect((tag['userlist'] as unknown[]).length).toBeGreaterThan(0);
    }
    expect((await ask('tag/get', { tagid: '999' }))['errcode']).toBe(40068);
  });
});

describe('who has no licence for the interface', () => {
  test('is named beside errcode 0 and not reached; our client takes another way', async () => {
    const town = await openRest({ app: { ...app, unlicensed: ['u-desk'] } });
    const access_token = await town.token();
    const body = { touser: 'u-desk|u-office', agentid: app.agentId, msgtype: 'text', text: { content: '您好' } };
    expect(await town.call('message/send', { access_token }, body)).toMatchObject({
      errcode: 0,
      unlicenseduser: 'u-desk',
    });
    expect(town.chat(APP_CHAT('u-desk'))).toEqual([]);
    expect(town.chat(APP_CHAT('u-office'))).toHaveLength(1);
    await expect(town.messages.push('u-desk', { markdown: 'x' })).rejects.toMatchObject({ fate: 'final' });
  });
});

test('an app without callback never tries a card that asks: it goes out as text at once', async () => {
  const { callback: _, ...deaf } = app;
  const town = await openRest({ app: deaf }, false);
  const form = {
    questions: [{ key: 'units', title: '单位', options: [{ id: '民政办', text: '民政办' }], several: true as const }],
    submit: { label: '请协办', command: '/协办 12 {units}' },
  };
  await town.messages.push('u-desk', { card: { ...card(), actions: [], form }, taskId: 'm-2' });
  expect(town.chat(APP_CHAT('u-desk'))).toEqual([
    expect.objectContaining({ kind: 'markdown', text: expect.stringContaining('/协办 12 〈单位〉') }),
  ]);
  expect(town.lines.join('\n')).not.toContain('43012');
});
