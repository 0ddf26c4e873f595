/**
 * Makes the pictures of README.md: `node --import tsx docs/pictures/make.ts`. Starts the program with a throw-away data
 * directory, plays an invented story by the movable clock, and takes what a newcomer sees. Needs Chromium.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

import { CHROMIUM_ARGS, chromiumPath } from '../../test/support/find-chromium.ts';
import { type Program, startProgram } from '../../test/support/program.ts';

const DESK = 'u-desk1';
const HEAD = 'u-cj1';
const HEADS: Readonly<Record<string, string>> = { 城建办: HEAD, 农业办: 'u-ny1', 民政办: 'u-mz1', 五里墩村: 'u-wld1' };
const LINE_LEADER = 'u-lead2';
const WIDE = { width: 1240, height: 720 };
const PHONE = { width: 390, height: 800 };

const place = (name: string): string => fileURLToPath(new URL(`./${name}.png`, import.meta.url));

/** Other matters of the same weeks, so that the weekly chart has something to show. */
const OTHERS = [
  { text: '沟渠堵塞，雨天漫水', title: '沟渠堵塞', unit: '城建办', limit: '30天', closed: true },
  { text: '灌溉用水分配不匀', title: '灌溉用水', unit: '农业办', limit: '30天', closed: true },
  { text: '耕地承包面积有出入', title: '承包地面积', unit: '农业办', limit: '30天', closed: true },
  { text: '高龄补贴没有发到', title: '高龄补贴', unit: '民政办', limit: '30天', closed: true },
  { text: '村道塌了一角', title: '村道塌陷', unit: '五里墩村', limit: '2026-03-13', closed: true },
  { text: '两户宅基地界线不清', title: '宅基地界线', unit: '五里墩村', limit: '30天', closed: true },
  { text: '垃圾点气味大', title: '垃圾清运', unit: '柳树湾村', limit: '2026-03-13', closed: false },
];

/** One browser profile that looks at the page; people and chats are changed as a person would. */
async function look(browser: Browser, { url }: Program, viewport: typeof WIDE, isPhone = false): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale: 'zh-CN',
    ...(isPhone ? { deviceScaleFactor: 1.5, isMobile: true, hasTouch: true } : {}),
  });
  const page = await context.newPage();
  await page.goto(`${url}/sandbox/`);
  await page.locator('.frame').waitFor();
  return page;
}

async function become(page: Page, name: string): Promise<void> {
  await page.locator('.me-button').click();
  await page.getByRole('option', { name: new RegExp(name, 'u') }).click();
}

async function card(page: Page, name: string, title: RegExp, file: string): Promise<void> {
  await become(page, name);
  await page.locator('.chat-row', { hasText: '信访助手' }).first().click();
  // The letter's file follows its card and bears the same words.
  const bubble = page.locator('.row.from-bot .card', { hasText: title }).last();
  await bubble.waitFor();
  await bubble.scrollIntoViewIfNeeded();
  await bubble.screenshot({ path: place(file) });
}

const step = async (page: Page, title: string): Promise<void> => {
  await page.locator('.step.now h3', { hasText: title }).waitFor();
  await page.getByRole('button', { name: '替我做这一步' }).click();
};

/** Answered by the unit's head, whose word is the review too, and closed. */
async function closed(program: Program, number: number, unit: string, result: string): Promise<void> {
  await program.say(HEADS[unit]!, `/答复 ${number} 事实:已到现场核实 依据:有关规定 内容:${result}`);
  await program.say(DESK, `/办结 ${number} 依据:书面答复 结果:${result}`);
}

/** What a slip cannot do: a correction and a withdrawal wait for a signature, a role for a second person. */
async function slips(program: Program, cards: Page, number: number): Promise<void> {
  await program.say(DESK, '/登记 门牌丢失，请补发 题目:门牌补发 方式:来访 收到:2026-02-26');
  await program.say(DESK, `/更正 ${number} 收到:2026-02-27 理由:登记时看错日期`);
  await card(cards, '钱某', /门牌补发[\s\S]*更正/u, 'card-correct');
  await program.say('u-lead1', `/批示 ${number} 同意`);
  await program.say(DESK, `/作废 ${number} 理由:误登`);
  await card(cards, '钱某', /门牌补发[\s\S]*作废/u, 'card-void');
  await program.say('u-lead1', `/批示 ${number} 同意`);
  const folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  const file = join(folder, 'town.yaml');
  const org = await readFile(new URL('../../sandbox/sample-town.yaml', import.meta.url), 'utf8');
  const handler = '{ userid: u-mz2, name: 卫某, unit: mzb, roles: [handler] }';
  if (!org.includes(handler)) throw new Error('the sample town has changed');
  await writeFile(file, org.replace(handler, handler.replace('[handler]', '[handler, admin]')));
  await program.cli('org', 'import', file);
  await rm(folder, { recursive: true });
  await card(cards, '钱某', /请确认一项授权/u, 'card-grant');
  await program.say('u-lead1', '/授权 不同意');
}

async function story(program: Program, browser: Browser): Promise<void> {
  await program.moveTo('2026-03-02T09:00');
  const wide = await look(browser, program, WIDE);
  const cards = await look(browser, program, { width: 1100, height: 900 });
  await wide.getByRole('button', { name: '开始走' }).click();
  for (const title of ['登记来访', '回答机器人的问题', '受理并告知']) await step(wide, title);
  await wide.locator('.step.now h3', { hasText: '领导批示' }).waitFor();
  await card(cards, '钱某', /FJ2026-0001 请批示/u, 'card-sign');
  for (const title of ['领导批示', '交办']) await step(wide, title);
  await wide.locator('.step.now h3', { hasText: '签收' }).waitFor();
  await wide.screenshot({ path: place('page-wide') });
  await wide.locator('.guide').screenshot({ path: place('first-steps') });
  await card(cards, '郑某', /FJ2026-0001 交办函/u, 'card-assigned');
  await program.say(HEAD, '/签收 1');

  for (const [i, matter] of OTHERS.entries()) {
    const number = i + 2;
    await program.say(DESK, `/登记 ${matter.text} 题目:${matter.title} 方式:来访 收到:2026-03-02`);
    await program.say(DESK, `/受理 ${number} 受理 送达:2026-03-02 方式:直接送达`);
    await program.say(DESK, `/交办 ${number} ${matter.unit} 期限:${matter.limit}`);
  }

  await slips(program, cards, OTHERS.length + 2);

  await program.moveTo('2026-03-12T09:00');
  await card(cards, '郑某', /【黄】FJ2026-0001 提醒函/u, 'card-yellow');
  const phone = await look(browser, program, PHONE, true);
  await become(phone, '郑某');
  await phone.locator('.chat-row', { hasText: '信访助手' }).first().click();
  await phone
    .locator('.row.from-bot', { hasText: /【黄】FJ2026-0001 提醒函/u })
    .last()
    .waitFor();
  await phone.screenshot({ path: place('page-phone') });
  const url = `${program.url}/h5/matters/FJ2026-0001`;
  await phone.goto(`${program.url}/sandbox/open?as=${HEAD}&url=${encodeURIComponent(url)}`);
  await phone.locator('.actions button').first().waitFor();
  await phone.screenshot({ path: place('matter-page') });
  await program.say(HEAD, '/签收 1');

  await program.moveTo('2026-03-17T09:00');
  await card(cards, '孙某', /【红】FJ2026-0001 督办函/u, 'card-red');
  for (const [i, matter] of OTHERS.entries()) {
    if (matter.closed) await closed(program, i + 2, matter.unit, '已按规定处理');
  }
  await closed(program, 1, '城建办', '路灯已修复');

  await program.moveTo('2026-03-23T09:12');
  const isClosed = ({ text }: { text: string }): boolean => /^【绿】FJ2026-\d{4} 已办结/u.test(text);
  const n = (await program.messages(DESK)).filter(isClosed).length;
  if (n !== OTHERS.filter((matter) => matter.closed).length + 1) throw new Error(`${n} matters were closed`);
  const picture = (await program.messages('wrTown')).findLast((message) => message.kind === 'image');
  if (picture?.media === undefined) throw new Error('no weekly chart arrived');
  const answer = await fetch(new URL(picture.media.url, program.url));
  await writeFile(place('weekly-chart'), Buffer.from(await answer.arrayBuffer()));
  if (!(await program.messages(LINE_LEADER)).some(({ text }) => text.includes('督办函'))) {
    throw new Error('the line leader was not told');
  }
  await program.say(DESK, '/到场 6人');
  await card(cards, '孙某', /请马上到接待大厅/u, 'card-callout');
}

const executablePath = chromiumPath();
if (executablePath === undefined) throw new Error('Chromium is needed: install it or set CHROMIUM_PATH');
const program = await startProgram();
const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGS });
try {
  await story(program, browser);
} finally {
  await browser.close();
  await program.stop();
}
