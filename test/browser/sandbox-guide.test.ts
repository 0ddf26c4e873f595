import type { ClockControl } from '../../sandbox/server/world/options.ts';
import { markdown } from '../sandbox/support.ts';
import { describe, expect, PHONE, test, type Desk } from './page-support.ts';

const NUMBER = 'FJ2026-0001';

const signCard = {
  card_type: 'button_interaction',
  task_id: 't-sign',
  main_title: { title: `【交办】${NUMBER}` },
  button_list: [{ text: '签收', key: 'sign', style: 1 }],
};

/** Answers in the bot's words, as far as these tests walk; `first-steps.test.ts` walks with the bot itself. */
function playBot(desk: Desk): void {
  const { client } = desk.bot;
  const answers: Record<string, string> = {
    登记: `${NUMBER}｜未分类\n已登记。`,
    受理: `${NUMBER} 已登记为受理。`,
    批示: `${NUMBER} 批示：同意，已记下。`,
    交办: `${NUMBER}｜城建办\n已交办城建办，请签收。`,
    联系: `${NUMBER} 联系情况已记下。`,
    进展: `${NUMBER} 进展已记下。`,
    1: `${NUMBER} 已补充。`,
  };
  client.on('message.text', (frame) => {
    const text = (frame.body as unknown as { text: { content: string } }).text.content;
    const verb = Object.keys(answers).find((word) => text === word || text.includes(`/${word}`));
    if (verb === undefined) return;
    void client
      .replyStream(frame, `s-${verb}`, answers[verb] ?? '', true)
      .then(() =>
        verb === '交办' ? desk.push('u-cj1', { msgtype: 'template_card', template_card: signCard }) : undefined,
      );
  });
  client.on('event.template_card_event', (frame) => {
    void client.updateTemplateCard(frame, { ...signCard, replace_text: '已签收' } as never);
  });
}

const stepNow = (desk: Desk, title: string) => desk.page.locator('.step.now h3', { hasText: title });
const doIt = (desk: Desk) => desk.page.getByRole('button', { name: '替我做这一步' }).click();

describe('first steps', () => {
  test('a step is ticked by doing it oneself, or by having it done', async ({ openDesk }) => {
    let day = Date.parse('2026-03-02T12:00:00+08:00');
    const later: { desk?: Desk } = {};
    const view = (): { now: string } => ({ now: new Date(day).toISOString() });
    const clock: ClockControl = {
      get: () => Promise.resolve(view()),
      set: async () => {
        day += 86_400_000;
        const isDue = view().now.startsWith('2026-03-04');
        if (isDue) await later.desk?.push('u-cj2', markdown(`【黄】${NUMBER} 提醒函，还有 5 天到期`));
        return { status: 200, body: view() };
      },
    };
    const desk = await openDesk({ clock });
    later.desk = desk;
    playBot(desk);
    await desk.page.getByRole('button', { name: '开始走' }).click();

    await stepNow(desk, '登记来访').waitFor();
    await desk.write('/登记 村口路灯不亮 人数:6');
    await stepNow(desk, '回答机器人的问题').waitFor();
    await doIt(desk);
    await stepNow(desk, '受理并告知').waitFor();
    await doIt(desk);
    await stepNow(desk, '领导批示').waitFor();
    await desk.page.locator('.step-command', { hasText: `/批示 ${NUMBER} 同意` }).waitFor();

    await doIt(desk);
    await stepNow(desk, '交办').waitFor();
    await desk.page.locator('.me-button', { hasText: '钱某' }).waitFor();
    await doIt(desk);
    await stepNow(desk, '签收').waitFor();
    await doIt(desk);
    await stepNow(desk, '联系信访人').waitFor();
    await desk.page.getByRole('button', { name: '已签收' }).waitFor();
    await doIt(desk);

    await stepNow(desk, '等到黄色提醒').waitFor();
    await doIt(desk);
    await stepNow(desk, '回应提醒').waitFor();
    await desk.page.locator('.me-button', { hasText: '王某强' }).waitFor();
    await desk.last.getByText('还有 5 天到期').waitFor();
    expect(view().now).toContain('2026-03-04');

    await desk.page.reload();
    await stepNow(desk, '回应提醒').waitFor();
    await doIt(desk);
    await stepNow(desk, '接下来怎么走').waitFor();
    await desk.page.getByRole('button', { name: /^看看超期会怎样/u }).click();
    await stepNow(desk, '看看超期会怎样').waitFor();
    await desk.page.getByRole('button', { name: '跳过这一步' }).click();
    await stepNow(desk, '拟答复').waitFor();
    expect(await desk.page.locator('.step.done .step-state').allTextContents()).toEqual([
      ...Array.from({ length: 9 }, () => '做到了'),
      '跳过了',
    ]);
  });

  test('a step the bot did not answer stays open and says so', async ({ openDesk }) => {
    const desk = await openDesk();
    await desk.page.getByRole('button', { name: '开始走' }).click();
    await doIt(desk);
    const frame = await desk.bot.messages.next();
    await desk.bot.client.replyStream(frame, 's-1', '现在办不了', true);
    await desk.last.getByText('现在办不了').waitFor();
    await desk.page.getByText('等机器人回应').waitFor();
    await stepNow(desk, '登记来访').waitFor();
  });

  test('on a phone the next step is on one line, with its button', async ({ openDesk }) => {
    const desk = await openDesk({}, PHONE);
    playBot(desk);
    await desk.page.getByRole('button', { name: /跟着走/u }).click();
    await desk.page.getByRole('button', { name: '开始走' }).click();
    await desk.page.getByRole('button', { name: '收起' }).click();
    const strip = desk.page.locator('.guide-strip');
    await strip.getByText('1. 登记来访').waitFor();
    await strip.getByRole('button', { name: '替我做' }).click();
    await strip.getByText('2. 回答机器人的问题').waitFor();
    await desk.page.locator('.row.from-bot', { hasText: NUMBER }).waitFor();
  });
});
