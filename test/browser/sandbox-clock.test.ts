import type { ClockControl } from '../../sandbox/server/world/options.ts';
import { Inbox, markdown } from '../sandbox/support.ts';
import { describe, expect, PHONE, test } from './page-support.ts';

const clockFace = '.clock-face';

describe('the clock panel', () => {
  test('buttons move the clock and the chat follows', async ({ openDesk }) => {
    const desk = await openDesk();
    const face = desk.page.locator(clockFace);
    const move = async (name: string, day: string, time: string): Promise<void> => {
      await desk.page.getByRole('button', { name, exact: true }).click();
      await face.locator('.clock-time', { hasText: time }).waitFor();
      expect(await face.locator('.clock-day').textContent()).toBe(day);
    };
    await face.getByText('2026年3月2日 周一').waitFor();
    await move('+1小时', '2026年3月2日 周一', '13:00');
    await move('到明早 8:40', '2026年3月3日 周二', '08:40');
    await move('+1天', '2026年3月4日 周三', '08:40');
    await move('到下周一 9:10', '2026年3月9日 周一', '09:10');
    await move('+1周', '2026年3月16日 周一', '09:10');
    await desk.push('wrTown', markdown('周汇报'));
    await desk.page.locator('.stamp', { hasText: '3月16日(周一) 09:10' }).waitFor();
  });

  test('a day of one’s own; going back says what it means', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.page.getByRole('button', { name: '自选…' }).click();
    await desk.page.getByLabel('拨到').fill('2026-02-01T10:00');
    await desk.page.getByText('已经提醒过的不会再提醒').waitFor();
    await desk.page.getByLabel('拨到').fill('2026-04-07T09:00');
    await desk.page.getByRole('button', { name: '出发' }).click();
    await desk.page.locator(clockFace, { hasText: '2026年4月7日 周二' }).waitFor();
  });

  test('while time is played it is said, messages come in, and nothing can be pressed twice', async ({ openDesk }) => {
    const asked = new Inbox<unknown>();
    const released = new Inbox<true>();
    const clock: ClockControl = {
      get: () => Promise.resolve({ now: '2026-03-02T12:00:00+08:00' }),
      set: async (body) => {
        asked.put(body);
        await released.next();
        return { status: 200, body: { now: '2026-03-03T12:00:00+08:00' } };
      },
    };
    const desk = await openDesk({ clock });
    const button = desk.page.getByRole('button', { name: '+1天' });
    await button.click();
    expect(await asked.next()).toEqual({ advance: 'P1D' });
    await desk.page.getByText('时间正在前进…').waitFor();
    await button.click({ force: true });
    expect(await button.isDisabled()).toBe(true);
    await desk.push('wrTown', markdown('【黄】FJ2026-0001'));
    await desk.last.getByText('【黄】FJ2026-0001').waitFor();
    released.put(true);
    await desk.page.getByText('时间正在前进…').waitFor({ state: 'hidden' });
    expect(await button.isEnabled()).toBe(true);
    expect(asked.rest()).toEqual([]);
  });

  test('a refusal is told', async ({ openDesk }) => {
    const clock: ClockControl = {
      get: () => Promise.resolve({ now: '2026-03-02T12:00:00+08:00' }),
      set: () => Promise.resolve({ status: 409, body: { error: '上一次拨动还没有走完' } }),
    };
    const desk = await openDesk({ clock });
    await desk.page.getByRole('button', { name: '+1天' }).click();
    await desk.page.getByText('时间没有拨动：上一次拨动还没有走完').waitFor();
  });

  test('on a phone it is a chip that opens', async ({ openDesk }) => {
    const desk = await openDesk({}, PHONE);
    const chip = desk.page.locator('.clock-chip');
    expect(await chip.textContent()).toContain('3月2日(周一) 12:00');
    await chip.click();
    await desk.page.getByRole('button', { name: '+1天' }).click();
    await chip.getByText('3月3日(周二) 12:00').waitFor();
  });
});
