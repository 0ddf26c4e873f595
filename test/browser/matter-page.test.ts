/** The page of a matter in a browser, opened from a card, with the very program that a newcomer starts. */
import type { Page } from 'playwright-core';

import { browserTest } from '../support/chromium.ts';
import { type Program, startProgram } from '../support/program.ts';
import { describe, expect, inPage } from './page-support.ts';

const PHONE = `139${'0000'}${'1234'}`;
const SMALL = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** WeCom's client on a phone, as it names itself. */
const WECOM = 'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116 Mobile wxwork/4.1.30 MicroMessenger/7.0.1';

const test = browserTest.extend<{ program: Program }>({
  program: [
    async ({}, use) => {
      const program = await startProgram();
      await program.moveTo('2026-03-02T09:00');
      const matter = `/登记 村口两盏路灯不亮 姓名:何某某 电话:${PHONE} 题目:村口路灯不亮 方式:来访`;
      await program.say('u-desk1', matter);
      await program.say('u-desk1', '/交办 1 城建办 期限:15天');
      await program.moveTo('2026-03-03T09:00');
      await use(program);
      await program.stop();
    },
    { scope: 'file' },
  ],
});

const become = async (page: Page, name: string): Promise<void> => {
  await page.locator('.me-button').click();
  await page.getByRole('option', { name: new RegExp(name, 'u') }).click();
  await page.locator('.chat-row', { hasText: '信访助手' }).first().click();
};

/** Presses what is on the newest card that opens something, and gives the page that opens. */
async function openCard(page: Page): Promise<Page> {
  const opening = page.context().waitForEvent('page');
  await page.locator('.card-open').last().click();
  const opened = await opening;
  await opened.getByRole('heading', { name: '时限', exact: true }).waitFor();
  return opened;
}

/** The text of what has the focus. */
const focused = (page: Page): Promise<string> => inPage<string>(page, 'document.activeElement.innerText.trim()');

const scrollsSideways = (page: Page): Promise<number> =>
  inPage<number>(page, 'document.documentElement.scrollWidth - innerWidth');

describe('the page of a matter', () => {
  test(
    'opens from a card signed in as who pressed it; an act done there is seen in the chat',
    { timeout: 120_000 },
    async ({ visit, program }) => {
      const chat = await visit(`${program.url}/sandbox/`, { viewport: { width: 1200, height: 800 } });
      await become(chat, '郑某');
      const page = await openCard(chat);
      expect(page.url()).toBe(`${program.url}/h5/matters/FJ2026-0001`);
      await page.getByText('城建办 郑某').waitFor();
      await page.getByRole('heading', { name: '村口路灯不亮' }).waitFor();
      expect((await page.locator('.clock').allInnerTexts()).join('\n')).toMatch(/化解时限\s*还有14天/u);
      await page.getByRole('button', { name: '这个日期怎么算的' }).first().click();
      expect(await page.locator('.fold-lines').first().innerText()).toMatch(/3月2日|2026-03-02/u);
      expect(await page.locator('.letters').innerText()).toContain('交办函');
      const whole = await page.locator('body').innerText();
      expect([whole.includes('何＊＊'), whole.includes(PHONE)]).toEqual([true, false]);

      await page.getByRole('button', { name: '签收', exact: true }).click();
      await page.getByRole('button', { name: '确定' }).dblclick();
      await page.getByRole('heading', { name: '已办' }).waitFor();
      await page.getByRole('button', { name: '知道了' }).click();
      await page.getByText('办理中').waitFor();
      await page.getByRole('button', { name: '进展' }).click();
      // For who does not see it: a dialog with a name that has the focus, keeps it, and gives it back.
      await page.getByRole('dialog', { name: '进展' }).waitFor();
      expect(await focused(page)).toBe('进展');
      await page.keyboard.press('Shift+Tab');
      expect(await focused(page)).toBe('不办了');
      await page.keyboard.press('Tab');
      expect(await inPage<boolean>(page, `document.activeElement.closest('[role=dialog]') !== null`)).toBe(true);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await focused(page)).toBe('进展');
      await page.getByRole('button', { name: '进展' }).click();
      await page.getByRole('button', { name: '确定' }).click();
      await page.getByText('请填“内容”').waitFor();
      await page.getByLabel('内容').fill('已派人查看');
      await page.getByRole('button', { name: '确定' }).click();
      await page.getByRole('button', { name: '知道了' }).click();
      await page.locator('.timeline').getByText('已派人查看').waitFor();

      await chat.locator('.row.from-bot', { hasText: '【网页】进展 FJ2026-0001' }).waitFor();
      const said = (await program.messages('u-cj1')).filter(({ text }) => text.startsWith('【网页】'));
      expect(said.map(({ text }) => text.split('\n')[0])).toEqual([
        '【网页】签收 FJ2026-0001',
        '【网页】进展 FJ2026-0001',
      ]);

      await become(chat, '赵某');
      await chat.getByRole('textbox', { name: '消息' }).fill('/查 1');
      await chat.getByRole('textbox', { name: '消息' }).press('Enter');
      const opening = chat.context().waitForEvent('page');
      await chat.getByRole('link', { name: '网页看全、办理' }).last().click();
      const other = await opening;
      await other.getByText('信访办 赵某').waitFor();
    },
  );

  test('fits a small phone: nothing sideways, large type, large targets, no colour alone', async ({
    visit,
    program,
  }) => {
    const page = await visit(`${program.url}/sandbox/open?as=u-desk1&url=${program.url}/h5/matters/FJ2026-0001`, SMALL);
    await page.getByRole('heading', { name: '时限', exact: true }).waitFor();
    await page.getByRole('button', { name: '其他办法' }).click();
    expect(await scrollsSideways(page)).toBeLessThanOrEqual(0);
    const small = await inPage<string[]>(
      page,
      `[...document.querySelectorAll('p, dt, dd, a, button, h1, h2, h3')]
        .filter((one) => one.textContent.trim() !== '' && parseFloat(getComputedStyle(one).fontSize) < 16)
        .map((one) => one.textContent)`,
    );
    expect(small).toEqual([]);
    const low = await inPage<string[]>(
      page,
      `[...document.querySelectorAll('button, a')].filter((one) => one.getBoundingClientRect().height < 44)
        .map((one) => one.textContent)`,
    );
    expect(low).toEqual([]);
    await page.getByRole('button', { name: '催办' }).click();
    await page.getByRole('button', { name: '不办了' }).waitFor();
    expect(await scrollsSideways(page)).toBeLessThanOrEqual(0);
  });

  test('outside WeCom’s client says first how the bot gives a link', async ({ visit, program }) => {
    const page = await visit(`${program.url}/h5/`, SMALL);
    const nobody = { error: '请先登录。', signIn: '/h5/sign-in', signInNow: false };
    await page.route('**/api/**', (route) => route.fulfill({ status: 401, json: nobody }));
    await page.goto(`${program.url}/h5/matters/FJ2026-0001`);
    const said = await page.getByRole('status').innerText();
    expect(said.replaceAll(/\s+/gu, ' ')).toMatch(/^请在与机器人的私聊里发： \/查 FJ2026-0001 .*用企业微信登录$/u);
    expect(await page.locator('.van-button--primary').count()).toBe(0);
    expect(await scrollsSideways(page)).toBeLessThanOrEqual(0);
  });

  test(
    'when the session ends with a form open, the text is kept, sealed, until it is sent',
    { timeout: 60_000 },
    async ({ visit, program }) => {
      const page = await visit(
        `${program.url}/sandbox/open?as=u-desk1&url=${program.url}/h5/matters/FJ2026-0001`,
        SMALL,
      );
      await page.getByRole('heading', { name: '时限', exact: true }).waitFor();
      const kept = (): Promise<string> => inPage<string>(page, 'JSON.stringify({ ...localStorage })');
      await page.getByRole('button', { name: '其他办法' }).click();
      await page.getByRole('button', { name: '催办' }).click();
      await page.getByLabel('要求').fill('请本周内换灯');
      await page.context().clearCookies({ name: 'xinfang' });
      await page.getByRole('button', { name: '确定' }).click();
      await page.getByText('您写的已留着').waitFor();
      expect(await kept()).toContain('sealed');
      expect(await kept()).not.toContain('换灯');
      expect(await scrollsSideways(page)).toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: '用企业微信登录' }).click();
      await page.getByText('您写的还在').waitFor();
      expect(await page.getByLabel('要求').inputValue()).toBe('请本周内换灯');
      await page.getByRole('button', { name: '确定' }).click();
      await page.getByRole('heading', { name: '已办' }).waitFor();
      expect(await kept()).toBe('{}');
      await page.getByRole('button', { name: '知道了' }).click();
      await page.locator('.timeline').getByText('请本周内换灯').waitFor();

      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: '下载' }).first().click();
      expect((await saving).suggestedFilename()).toMatch(/^FJ2026-0001 交办函 .*\.docx$/u);
      await page.context().clearCookies({ name: 'xinfang' });
      const saved: string[] = [];
      page.on('download', (download) => saved.push(download.suggestedFilename()));
      await page.getByRole('button', { name: '下载' }).first().click();
      await page.getByText('登录已到时间，文书没有取到').waitFor();
      expect(saved).toEqual([]);
    },
  );

  test('tells a stranger to the matter what the chat tells them, and what to do next', async ({ visit, program }) => {
    const page = await visit(`${program.url}/sandbox/open?as=u-ny1&url=${program.url}/h5/matters/FJ2026-0001`, SMALL);
    await page.getByText('查无此号，或不由您办理。').waitFor();
    await page.goto(`${program.url}/h5/`);
    await page.getByText('请从卡片或机器人回复里的链接打开事项。').waitFor();
    expect(await scrollsSideways(page)).toBeLessThanOrEqual(0);
  });

  test('in WeCom’s own client registers with both signatures and goes back to the chat', async ({ visit, program }) => {
    const page = await visit(`${program.url}/sandbox/`, { ...SMALL, userAgent: WECOM });
    // The bridge that WeCom's client puts into a page, played: what the page shows is checked by the local WeCom.
    await page.addInitScript(`
      const calls = (window.bridgeCalls = []);
      window.WeixinJSBridge = {
        on() {},
        async invoke(name, params, done) {
          calls.push({ name, params });
          const isAgent = name === 'agentConfig';
          if (!isAgent && name !== 'preVerifyJSAPI') return done({ err_msg: name + ':ok' });
          const signed = {
            timestamp: params.verifyTimestamp ?? params.timestamp, nonceStr: params.verifyNonceStr ?? params.nonceStr,
            signature: params.verifySignature ?? params.signature,
          };
          calls.push({ name: 'signed', params: { isAgent, signed, url: location.href.split('#')[0] } });
          done({ err_msg: name + ':ok' });
        },
      };
      document.dispatchEvent(new Event('WeixinJSBridgeReady'));`);
    await page.goto(`${program.url}/sandbox/open?as=u-desk1&url=${program.url}/h5/matters/FJ2026-0001`);
    await page.getByRole('heading', { name: '时限', exact: true }).waitFor();
    await page.getByRole('button', { name: '回到聊天' }).waitFor();
    await page.getByRole('button', { name: '下载' }).first().click();
    await expect
      .poll(() => inPage<object[]>(page, `bridgeCalls.filter(({ name }) => name === 'previewFile')`))
      .toEqual([
        { name: 'previewFile', params: expect.objectContaining({ name: expect.stringMatching(/交办函.*docx$/u) }) },
      ]);
    const [shown] = await inPage<{ url: string; size: number }[]>(
      page,
      `bridgeCalls.filter(({ name }) => name === 'previewFile').map(({ params }) => params)`,
    );
    // As the client fetches it: without the page's cookie.
    expect((await (await fetch(shown!.url)).arrayBuffer()).byteLength).toBe(shown!.size);
    await page.getByRole('button', { name: '回到聊天' }).click();
    await expect
      .poll(() => inPage<string[]>(page, 'bridgeCalls.map(({ name }) => name)'))
      .toEqual(expect.arrayContaining(['preVerifyJSAPI', 'agentConfig', 'closeWindow']));
    const signed = await inPage<{ isAgent: boolean; signed: object; url: string }[]>(
      page,
      `bridgeCalls.filter(({ name }) => name === 'signed').map(({ params }) => params)`,
    );
    const of = (isAgent: boolean): object | undefined => signed.find((one) => one.isAgent === isAgent)?.signed;
    const verdict = await fetch(`${program.url}/sandbox/api/register`, {
      method: 'POST',
      body: JSON.stringify({
        ...{ corpId: 'ww-sandbox', agentId: 1000002, url: signed[0]!.url },
        ...{ config: of(false), agentConfig: of(true) },
      }),
    });
    expect(await verdict.json()).toMatchObject({ config: { errcode: 0 }, agentConfig: { errcode: 0 } });
  });
});
