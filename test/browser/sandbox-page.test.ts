import { bot, markdown } from '../sandbox/support.ts';
import { chats, describe, expect, inPage, people, PHONE, test } from './page-support.ts';

const COMMANDS = [
  { name: '登记', aliases: ['register'], summary: '登记一件信访事项', examples: ['/登记 村口路灯不亮'] },
  { name: '办结', aliases: ['close'], summary: '凭依据办结', examples: ['/办结 {number} 依据:书面答复 送达:{today}'] },
];

describe('people and chats', () => {
  test('switching the person changes the chats, works by keyboard and is remembered', async ({ openDesk }) => {
    const { page } = await openDesk();
    await page.locator('.me-button', { hasText: '赵某' }).waitFor();
    expect(await page.locator('.chat-name').allTextContents()).toEqual(['信访助手', '信访工作群']);

    await page.locator('.me-button').press('Enter');
    await page.getByRole('combobox', { name: '找人' }).fill('城建办 · 单位');
    await page.keyboard.press('Enter');
    await page.locator('.me-button', { hasText: '郑某' }).waitFor();
    expect(await page.locator('.me-button .me-place').textContent()).toBe('城建办 · 单位负责人');
    expect(await page.locator('.chat-name').allTextContents()).toEqual(['信访助手', '信访工作群', '城建办工作群']);

    await page.reload();
    await page.locator('.me-button', { hasText: '郑某' }).waitFor();
  });

  test('what is said in a group reaches the bot and everybody in it', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.composer.fill('/登记 村口路灯不亮');
    await desk.page.getByText('自动带上').waitFor();
    await desk.composer.press('Enter');
    const frame = await desk.bot.messages.next();
    expect(frame.body).toMatchObject({ chatid: 'wrTown', from: { userid: 'u-desk' }, msgtype: 'text' });
    expect(frame.body.text.content).toBe(`@${bot.name} /登记 村口路灯不亮`);
    await desk.page.locator('.row.mine', { hasText: '村口路灯不亮' }).waitFor();

    await desk.bot.client.replyStream(frame, 's-1', '已登记 **FJ2026-0001**', true);
    await desk.last.locator('strong', { hasText: 'FJ2026-0001' }).waitFor();
    expect(await desk.last.locator('.row-name').textContent()).toContain(bot.name);

    await desk.become('郑某');
    const theirs = desk.page.locator('.row:not(.mine)', { hasText: '村口路灯不亮' });
    expect(await theirs.locator('.row-name').textContent()).toBe('赵某');
  });

  test('unread marks count per person and go when the chat is opened', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.push('u-desk', markdown('第一条'));
    await desk.push('u-desk', markdown('第二条'));
    await desk.push('u-lead1', markdown('请批示'));
    const row = desk.page.locator('.chat-row', { hasText: '信访助手' });
    await row.getByLabel('2 条未读').waitFor();
    await row.getByText('第二条').waitFor();

    await desk.page.locator('.me-button').click();
    await desk.page.getByRole('option', { name: /钱某.*私聊 1 条未读/u }).waitFor();
    await desk.page.keyboard.press('Escape');

    await desk.enter('信访助手');
    await row.locator('.unread').waitFor({ state: 'hidden' });
    await desk.enter('信访工作群');
    await desk.push('u-desk', markdown('第三条'));
    await row.getByLabel('1 条未读').waitFor();
    await desk.page.reload();
    await row.getByLabel('1 条未读').waitFor();
  });

  test('people and chats that are added later appear by themselves', async ({ openDesk }) => {
    const { page, town } = await openDesk();
    town.wecom.setTown({
      people: [...people, { userid: 'u-new', name: '冯某', unit: '农业办', roles: ['handler'] }],
      chats: [...chats, { chatid: 'wrNew', name: '农业办工作群', members: ['u-desk', 'u-new'] }],
    });
    await page.locator('.chat-row', { hasText: '农业办工作群' }).waitFor();
    await page.locator('.me-button').click();
    await page.getByRole('option', { name: /冯某 农业办 · 经办人/u }).waitFor();
  });

  test('opening the private chat lets the bot greet', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.enter('信访助手');
    const frame = await desk.bot.events.next();
    expect(frame.body.event.eventtype).toBe('enter_chat');
    await desk.bot.client.replyWelcome(frame, { msgtype: 'text', text: { content: '你好，我是信访助手' } });
    await desk.last.getByText('你好，我是信访助手').waitFor();
  });
});

describe('writing', () => {
  test('Enter sends, Shift+Enter makes a line, "/" offers commands', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.town.post('/sandbox/api/commands', { commands: COMMANDS });
    await desk.push('wrTown', markdown('已登记 FJ2026-0007'));
    await desk.last.getByText('FJ2026-0007').waitFor();
    await desk.composer.fill('/');
    await desk.page.getByRole('option', { name: /^\/登记/u }).waitFor();
    await desk.composer.fill('/办');
    await desk.page.getByRole('option', { name: /^\/登记/u }).waitFor({ state: 'detached' });
    await desk.composer.press('Tab');
    expect(await desk.composer.inputValue()).toBe('/办结 FJ2026-0007 依据:书面答复 送达:2026-03-02');

    await desk.composer.fill('第一行');
    await desk.composer.press('Shift+Enter');
    await desk.composer.pressSequentially('第二行');
    await desk.composer.press('Enter');
    await desk.page.locator('.row.mine', { hasText: '第二行' }).waitFor();
    expect(desk.town.chat('wrTown').at(-1)?.text).toBe('第一行\n第二行');
    expect(await desk.composer.inputValue()).toBe('');
    await desk.page.getByText('没有 @机器人').waitFor();
  });

  test('a command is found by any of its words; a bot that tells of none has no menu', async ({ openDesk }) => {
    const desk = await openDesk();
    const options = desk.page.getByRole('listbox', { name: '命令' }).getByRole('option');
    const opener = desk.page.getByRole('button', { name: '命令', exact: true });
    await desk.composer.fill('/');
    await desk.page.getByText('自动带上').waitFor();
    expect([await options.count(), await opener.count()]).toEqual([0, 0]);
    expect(await desk.composer.getAttribute('placeholder')).toBe('输入消息，Enter 发送，Shift+Enter 换行');

    await desk.town.post('/sandbox/api/commands', { commands: COMMANDS });
    await opener.waitFor();
    expect(await options.allTextContents()).toEqual(COMMANDS.map(({ name }) => expect.stringContaining(`/${name}`)));
    await desk.composer.fill('/clo');
    await options.filter({ hasText: '/登记' }).waitFor({ state: 'detached' });
    expect(await options.count()).toBe(1);
    await options.filter({ hasText: '凭依据办结' }).click();
    expect(await desk.composer.inputValue()).toMatch(/^\/办结 12 /u);
    await desk.page.reload();
    await opener.click();
    await options.filter({ hasText: '登记一件' }).waitFor();
  });

  test('a message is quoted by its button or by right click', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.enter('信访助手');
    await desk.bot.events.next();
    await desk.push('u-desk', markdown('FJ2026-0001 还有 **5 天**到期'));
    const said = desk.page.locator('.row.from-bot', { hasText: '到期' });
    await said.hover();
    await said.getByRole('button', { name: '引用这条消息' }).click();
    await desk.page.locator('.quote-preview', { hasText: 'FJ2026-0001 还有 5 天到期' }).waitFor();
    await desk.write('灯具已到货');
    const frame = await desk.bot.messages.next();
    expect(frame.body.quote.text.content).toContain('FJ2026-0001');
    await desk.page.locator('.row.mine .quoted', { hasText: 'FJ2026-0001' }).waitFor();
    expect(await desk.page.locator('.quote-preview').count()).toBe(0);

    await said.locator('.bubble').click({ button: 'right' });
    await said.locator('.row-menu').getByRole('button', { name: '引用' }).click();
    await desk.page.locator('.quote-preview').waitFor();
    await desk.page.getByRole('button', { name: '不引用了' }).click();
    expect(await desk.page.locator('.quote-preview').count()).toBe(0);
  });

  test('a refused message stays with its reason, and is kept for another try', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.page.route('**/api/messages', (route) =>
      route.fulfill({ status: 429, json: { error: '发得太快，请等上一条答复' } }),
    );
    await desk.write('请帮我查一下');
    await desk.last.getByText('没有发出：发得太快，请等上一条答复').waitFor();
    expect(desk.town.chat('wrTown')).toEqual([]);
    await desk.page.unroute('**/api/messages');
    await desk.last.getByRole('button', { name: '再发一次' }).click();
    await desk.page.locator('[data-message]', { hasText: '请帮我查一下' }).waitFor();
    expect(await desk.page.locator('.failure', { hasText: '没有发出' }).count()).toBe(0);
  });

  test('a bot that is not there is told in words', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.enter('信访助手');
    desk.bot.client.disconnect();
    await desk.page.getByText('机器人没有连上，发出的话它现在收不到').waitFor();
    await desk.write('在吗');
    await desk.page.locator('.row.mine', { hasText: '机器人没有连上，没有收到这一条' }).waitFor();
  });

  test('pictures open large, files are for downloading', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.enter('信访助手');
    await desk.bot.events.next();
    const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    await desk.page.locator('input[type=file]').setInputFiles([
      { name: '现场.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') },
      { name: '预算.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('xlsx') },
    ]);
    const kinds = [await desk.bot.messages.next(), await desk.bot.messages.next()].map((frame) => frame.body.msgtype);
    expect(new Set(kinds)).toEqual(new Set(['file', 'image']));
    await desk.page.getByRole('button', { name: '放大图片 现场.png' }).click();
    await desk.page.getByRole('dialog', { name: '图片' }).getByRole('img', { name: '现场.png' }).waitFor();
    await desk.page.keyboard.press('Escape');
    await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
    const file = desk.page.locator('a.file', { hasText: '预算.xlsx' });
    expect(await file.getAttribute('download')).toBe('预算.xlsx');
    const answer = await fetch(new URL((await file.getAttribute('href')) ?? '', desk.town.url));
    expect(await answer.text()).toBe('xlsx');
  });
});

const NASTY = [
  '<img src=x onerror="window.hit=1">',
  '<script>window.hit=1</script>',
  '[点我](javascript:window.hit=1)',
  '[点我](data:text/html,<script>window.hit=1</script>)',
  '![图](javascript:window.hit=1)',
  '<font color="info" onclick="window.hit=1">字</font>',
  '<font color="info"><svg onload=window.hit=1></font>',
  '{{ window.hit = 1 }}',
  '`<b>`',
];

describe('what comes in stays text', () => {
  test('markup and scripts in every kind of message are shown, not run', async ({ openDesk }) => {
    const evil = NASTY.slice(0, 2).join('');
    const desk = await openDesk({ chats: [{ chatid: 'wrTown', name: evil, members: ['u-desk'] }] });
    const { page } = desk;
    await page.locator('.chat-row', { hasText: '<img src=x' }).click();
    await desk.write(NASTY.join('\n'));
    await page.locator('.row.mine', { hasText: '<script>window.hit=1</script>' }).waitFor();
    await page.locator('.chat-row', { hasText: '信访助手' }).click();
    await desk.push('u-desk', markdown(NASTY.join('\n\n')));
    await page.locator('.markdown', { hasText: '<img src=x onerror="window.hit=1">' }).waitFor();
    await desk.push('u-desk', {
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        source: { desc: evil, icon_url: 'javascript:window.hit=1' },
        main_title: { title: evil, desc: evil },
        sub_title_text: evil,
        quote_area: { title: evil, quote_text: evil, type: 1, url: 'javascript:window.hit=1' },
        horizontal_content_list: [{ keyname: evil, value: evil, type: 1, url: 'javascript:window.hit=1' }],
        jump_list: [{ type: 1, title: evil, url: 'javascript:window.hit=1' }],
        card_action: { type: 1, url: 'javascript:window.hit=1' },
      },
    });
    await page.locator('.card-title', { hasText: '<script>' }).waitFor();
    expect(await inPage(page, 'window.hit ?? 0')).toBe(0);
    expect(await page.locator('.scroller :is(script, svg[onload], [onerror], [onclick])').count()).toBe(0);
    expect(await page.locator('a[href^="javascript:"], a[href^="data:"], img[src^="javascript:"]').count()).toBe(0);
    expect(await page.locator('.scroller .markdown img').count()).toBe(0);
  });
});

describe('reading', () => {
  test('markdown looks like WeCom shows it', async ({ openDesk }) => {
    const desk = await openDesk();
    const link = `[台账](${desk.town.url}/h5/ledger)`;
    await desk.push(
      'wrTown',
      markdown(
        `# 今日督办\n> 今天要回话\n- 第一件\n- <font color="warning">【红】第二件</font>\n\n|单位|件|\n|--|--:|\n|城建办|3|\n\n\`/查 3\` ${link}`,
      ),
    );
    const { last } = desk;
    await last.locator('h3', { hasText: '今日督办' }).waitFor();
    expect(await last.locator('blockquote').textContent()).toBe('今天要回话');
    expect(await last.locator('li').allTextContents()).toEqual(['•第一件', '•【红】第二件']);
    expect(await last.locator('.font-warning').textContent()).toBe('【红】第二件');
    expect(await last.locator('td').allTextContents()).toEqual(['城建办', '3']);
    expect(await last.locator('code').textContent()).toBe('/查 3');
    expect(await last.getByRole('link', { name: '台账' }).getAttribute('rel')).toBe('noopener noreferrer');
    expect(await desk.page.locator('.stamp').textContent()).toBe('3月2日(周一) 12:00');
  });

  test('no text is smaller than 16 px, with large letters than 20 px', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.push('wrTown', markdown('# 标题\n> 引用\n`代码`\n<font color="comment">小字</font>'));
    await desk.last.getByText('小字').waitFor();
    const smallest = `Math.min(...[...document.querySelectorAll('body *')].filter((e) => e.checkVisibility?.() &&
      [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())).map((e) => parseFloat(getComputedStyle(e).fontSize)))`;
    expect(await inPage<number>(desk.page, smallest)).toBeGreaterThanOrEqual(16);
    await desk.page.getByRole('button', { name: '大字' }).click();
    expect(await inPage<number>(desk.page, smallest)).toBeGreaterThanOrEqual(20);
  });

  test('on a phone one thing is shown at a time, and nothing sticks out', async ({ openDesk }) => {
    const desk = await openDesk({}, PHONE);
    const sticksOut = 'document.documentElement.scrollWidth > innerWidth';
    await desk.page.locator('.chat-list').waitFor();
    expect(await desk.page.locator('.chat').count()).toBe(0);
    expect(await inPage(desk.page, sticksOut)).toBe(false);
    await desk.enter('信访工作群');
    expect(await desk.page.locator('.chat-list').count()).toBe(0);
    await desk.write(`/登记 ${'很长的一段话没有空格'.repeat(20)}`);
    await desk.page.locator('[data-message]', { hasText: '很长的一段话' }).waitFor();
    expect(await inPage(desk.page, sticksOut)).toBe(false);
    await desk.become('郑某');
    await desk.page.getByRole('button', { name: /跟着走/u }).click();
    await desk.page.getByRole('button', { name: '开始走' }).waitFor();
    await desk.page.getByRole('button', { name: '收起' }).click();
    await desk.page.getByRole('button', { name: '回到会话列表' }).click();
    await desk.page.locator('.chat-list').waitFor();
  });
});
