/** A real Chromium for the browser tests. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { test as base } from 'vitest';

import { CHROMIUM_ARGS, chromiumPath } from './find-chromium.ts';

interface BrowserFixtures {
  /** One browser for a test file; undefined only where the test skips itself. */
  launched: Browser | undefined;
  /** Opens an address in a profile of its own; the page must stay silent and ask nobody but its own server. */
  visit: (url: string, options?: BrowserContextOptions) => Promise<Page>;
}

/** Needs Chromium: without one the test reports itself as skipped (in CI the run fails). */
export const browserTest = base.extend<BrowserFixtures>({
  launched: [
    async ({}, use) => {
      const executablePath = chromiumPath();
      const browser =
        executablePath === undefined ? undefined : await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
      await use(browser);
      await browser?.close();
    },
    { scope: 'file' },
  ],
  visit: async ({ launched, skip }, use) => {
    if (launched === undefined) return skip('no Chromium: install one or set CHROMIUM_PATH');
    const troubles: string[] = [];
    const contexts: Awaited<ReturnType<Browser['newContext']>>[] = [];
    await use(async (url, options = {}) => {
      const context = await launched.newContext({ locale: 'zh-CN', timezoneId: 'America/New_York', ...options });
      contexts.push(context);
      const page = await context.newPage();
      const home = new URL(url).origin;
      page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
      page.on('dialog', (dialog) => {
        troubles.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('console', (message) => {
        // A refused request is logged by the browser itself; everything else is a fault of the page.
        const isRefusal = message.text().startsWith('Failed to load resource');
        if (message.type() === 'error' && !isRefusal) troubles.push(`console: ${message.text()}`);
      });
      page.on('request', (request) => {
        const address = request.url();
        if (!/^(?:data|blob):/u.test(address) && new URL(address).origin !== home) {
          troubles.push(`asked elsewhere: ${address}`);
        }
      });
      await page.goto(url);
      return page;
    });
    for (const context of contexts) await context.close();
    if (troubles.length > 0) throw new Error(`the page is not silent:\n${troubles.join('\n')}`);
  },
});
