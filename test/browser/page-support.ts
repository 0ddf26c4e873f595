/** The local WeCom's page in a browser, with a bot behind it. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { LocalWecomOptions } from '../../sandbox/server.ts';
import { openTown, type SdkBot, type Town } from '../sandbox/support.ts';
import { chatPageBuilt } from '../support/chat-page.ts';
import { browserTest } from '../support/chromium.ts';

export { describe, expect } from 'vitest';

export const people = [
  { userid: 'u-lead1', name: '钱某', unit: '党政办', roles: ['main-leader'] },
  { userid: 'u-lead2', name: '孙某', unit: '党政办', roles: ['leader'] },
  { userid: 'u-desk', name: '赵某', unit: '信访办', roles: ['desk'] },
  { userid: 'u-cj1', name: '郑某', unit: '城建办', roles: ['unit-head'] },
  { userid: 'u-cj2', name: '王某强', unit: '城建办', roles: ['handler'] },
];

export const chats = [
  { chatid: 'wrTown', name: '信访工作群', members: people.map((person) => person.userid) },
  { chatid: 'wrCjb', name: '城建办工作群', members: ['u-cj1', 'u-cj2'] },
];

export interface Desk {
  town: Town;
  bot: SdkBot;
  page: Page;
  /** Becomes the person with this name. */
  become(name: string): Promise<void>;
  /** Opens one of the chats in the list. */
  enter(name: string): Promise<void>;
  /** Types into the composer and sends. */
  write(text: string): Promise<void>;
  /** The bot says something by itself. */
  push(chat: string, body: object): Promise<void>;
  /** The newest message row. */
  last: Locator;
  composer: Locator;
}

interface DeskFixtures {
  openDesk: (options?: Partial<LocalWecomOptions>, browser?: BrowserContextOptions) => Promise<Desk>;
}

export const WIDE = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export const test = browserTest.extend<DeskFixtures>({
  openDesk: async ({ visit }, use) => {
    await chatPageBuilt();
    const towns: Town[] = [];
    await use(async (options = {}, browser = WIDE) => {
      const town = await openTown({ people, chats, everyoneHasSpoken: true, ...options });
      towns.push(town);
      const bot = await town.sdk();
      const page = await visit(`${town.url}/sandbox/`, browser);
      await page.locator('.frame').waitFor();
      return deskOf(town, bot, page);
    });
    for (const town of towns) await town.close();
  },
});

function deskOf(town: Town, bot: SdkBot, page: Page): Desk {
  const composer = page.getByRole('textbox', { name: '消息' });
  const frame = page.locator('.frame');
  return {
    town,
    bot,
    page,
    composer,
    last: page.locator('.row').last(),
    become: async (name) => {
      await page.locator('.me-button').click();
      await page.getByRole('option', { name: new RegExp(name, 'u') }).click();
      await frame.locator('.me-button', { hasText: name }).waitFor();
    },
    enter: async (name) => {
      await page.locator('.chat-row', { hasText: name }).click();
      await page.getByRole('heading', { name: new RegExp(`^${name}`, 'u') }).waitFor();
    },
    write: async (text) => {
      await composer.fill(text);
      await composer.press('Enter');
    },
    push: async (chat, body) => {
      await bot.client.sendMessage(chat, body as never);
    },
  };
}

/** Runs a piece of script in the page; the tests' own types know no DOM. */
export const inPage = <T>(page: Page, script: string): Promise<T> => page.evaluate(script) as Promise<T>;
