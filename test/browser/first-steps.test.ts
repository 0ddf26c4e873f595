/** The first-steps panel, walked from first to last in a browser with the very program that a newcomer starts. */
import type { Page } from 'playwright-core';

import { browserTest } from '../support/chromium.ts';
import { type Program, startProgram } from '../support/program.ts';
import { describe, expect, inPage, WIDE } from './page-support.ts';

/** A Monday morning of a published year. The second walk ends on 6 April, a holiday: its weekly summary comes the day after. */
const OPENING = '2026-03-02T09:00';
/** Two weeks are played day by day. */
const WALK_MS = 300_000;

const test = browserTest.extend<{ program: Program }>({
  program: [
    async ({}, use) => {
      const program = await startProgram();
      await program.moveTo(OPENING);
      await use(program);
      expect(await program.stop()).toEqual([0, null]);
    },
    { scope: 'file' },
  ],
});

/** Presses 替我做这一步 until the walk is over; every step must be ticked by what the bot says. */
async function walk(page: Page, choice: string): Promise<string[]> {
  const now = page.locator('.step.now h3');
  const ended = page.locator('.guide-end');
  const walked: string[] = [];
  await page.getByRole('button', { name: '开始走' }).click();
  for (;;) {
    await now.or(ended).waitFor();
    if (await ended.isVisible()) return walked;
    const title = (await now.textContent()) ?? '';
    walked.push(title);
    if (title === '接下来怎么走') {
      await page.getByRole('button', { name: new RegExp(`^${choice}`, 'u') }).click();
    } else {
      await page.getByRole('button', { name: '替我做这一步' }).click();
    }
    await page
      .locator('.step.now h3')
      .filter({ hasText: new RegExp(`^${title}$`, 'u') })
      .waitFor({ state: 'detached', timeout: WALK_MS });
  }
}

const BEFORE = [
  '登记来访',
  '回答机器人的问题',
  '受理并告知',
  '领导批示',
  '交办',
  '签收',
  '联系信访人',
  '等到黄色提醒',
  '回应提醒',
  '接下来怎么走',
];
const AFTER = ['拟答复', '审核答复', '送达', '办结', '回访', '看周汇报'];

const CHART_WIDTH = '[...document.querySelectorAll(".row.from-bot img")].at(-1).naturalWidth';

const states = (page: Page): Promise<string[]> => page.locator('.step.done .step-state').allTextContents();

describe('first steps with the bot itself', () => {
  test(
    'in time: every step is done by its button, and the week ends at 100%',
    { timeout: WALK_MS },
    async ({ visit, program }) => {
      const page = await visit(`${program.url}/sandbox/`, WIDE);
      await page.getByRole('button', { name: '命令', exact: true }).click();
      await page.getByRole('option', { name: /^\/登记 ?登记一件信访事项/u }).waitFor();
      expect(await walk(page, '按期办好')).toEqual([...BEFORE, ...AFTER]);
      expect(new Set(await states(page))).toEqual(new Set(['做到了']));

      await page.getByRole('heading', { name: /^信访工作群/u }).waitFor();
      const weekly = page.locator('.row.from-bot', { hasText: '分界镇信访周报' }).last();
      expect(await weekly.innerText()).toContain('按期办结率 100%');
      const chart = page.locator('.row.from-bot img').last();
      await chart.scrollIntoViewIfNeeded();
      await expect.poll(() => inPage<number>(page, CHART_WIDTH)).toBeGreaterThan(600);
      // What was read in the work group names the office and the neutral title, never what the petition says.
      const group = (await page.locator('.row.from-bot').allInnerTexts()).join('\n');
      expect(group).toContain('村口路灯不亮｜城建办');
      expect(group).not.toContain('摔了人');
    },
  );

  test(
    'overdue: the line leader gets the red letter, and the matter is still brought to its end',
    {
      timeout: WALK_MS,
    },
    async ({ visit, program }) => {
      const page = await visit(`${program.url}/sandbox/`, WIDE);
      expect(await walk(page, '看看超期会怎样')).toEqual([...BEFORE, '看看超期会怎样', ...AFTER]);
      expect(new Set(await states(page))).toEqual(new Set(['做到了']));

      await page.locator('.me-button').click();
      await page.getByRole('option', { name: /孙某/u }).click();
      await page.locator('.chat-row', { hasText: '信访助手' }).first().click();
      await page
        .locator('.row.from-bot', { hasText: /【红】FJ2026-\d{4} 督办函/u })
        .first()
        .waitFor();
      expect(await inPage<number>(page, 'document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    },
  );
});
