/** The page of a matter as a phone opens it for the first time: what it weighs, and when a hand can act. */
import { chromium, type CDPSession, type Page } from 'playwright-core';

import { CHROMIUM_ARGS, chromiumPath } from '../test/support/find-chromium.ts';
import { startProgram } from '../test/support/program.ts';
import { type Bench, median } from './support/report.ts';

const ROUNDS = 7;
const KB = 1024;
/** An older phone on mobile data: a quarter of this machine's speed, 1.6 Mbit/s, 150 ms away (Lighthouse's profile). */
const PROFILE = { latency: 150, downloadThroughput: (1.6 * KB * KB) / 8, uploadThroughput: (0.75 * KB * KB) / 8 };
const CPU_SLOWDOWN = 4;

interface Load {
  readonly bytes: number;
  readonly readable: number;
  readonly interactive: number;
}

/** One first load: nothing kept from before but the session. */
async function load(page: Page, client: CDPSession, url: string): Promise<Load> {
  let bytes = 0;
  const count = ({ encodedDataLength }: { encodedDataLength: number }): void => {
    bytes += encodedDataLength;
  };
  await client.send('Network.clearBrowserCache');
  client.on('Network.loadingFinished', count);
  await page.goto(url, { waitUntil: 'commit' });
  await page.locator('.clock').first().waitFor();
  const readable = (await page.evaluate('performance.now()')) as number;
  await page.locator('.actions button').first().waitFor();
  const interactive = (await page.evaluate('performance.now()')) as number;
  client.off('Network.loadingFinished', count);
  return { bytes, readable, interactive };
}

const bench: Bench = async ({ say }) => {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    say('not measured: no Chromium, install it or set CHROMIUM_PATH');
    return [];
  }
  const program = await startProgram();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
  try {
    await program.moveTo('2026-03-02T09:00');
    await program.say('u-desk1', '/登记 村口路灯不亮 姓名:匿名 题目:村口路灯不亮 方式:来访');
    await program.say('u-desk1', '/交办 1 城建办 期限:15天');
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      deviceScaleFactor: 2,
      isMobile: true,
      hasTouch: true,
    });
    const page = await context.newPage();
    const url = `${program.url}/h5/matters/FJ2026-0001`;
    await page.goto(`${program.url}/sandbox/open?as=u-cj1&url=${encodeURIComponent(url)}`);
    await page.locator('.actions button').first().waitFor();
    const client = await context.newCDPSession(page);
    await client.send('Network.enable');
    await client.send('Network.emulateNetworkConditions', { offline: false, ...PROFILE });
    await client.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    const loads: Load[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      loads.push(await load(page, client, url));
      say(`round ${round + 1}: ${Math.round(loads.at(-1)!.interactive)} ms`);
    }
    const weight = median(loads.map(({ bytes }) => bytes)) / KB;
    const interactive = median(loads.map((one) => one.interactive));
    return [
      { what: 'first load, over the wire', unit: 'KB', ours: weight, bar: '<= 200', isMet: weight <= 200 },
      { what: 'limits to be read', unit: 'ms', ours: median(loads.map(({ readable }) => readable)) },
      {
        what: 'interactive: first action to press',
        unit: 'ms',
        ours: interactive,
        bar: '<= 2000',
        isMet: interactive <= 2_000,
        note: `CPU ÷${CPU_SLOWDOWN}, 1.6 Mbit/s, 150 ms`,
      },
    ];
  } finally {
    await browser.close();
    await program.stop();
  }
};

export default bench;
