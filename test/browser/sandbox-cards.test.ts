import type { Locator } from 'playwright-core';
import { describe, expect, test, type Desk } from './page-support.ts';

const link = (desk: Desk): string => `${desk.town.url}/h5/1`;

/** Sends a card to the clerk's private chat and gives it as shown there. */
async function show(desk: Desk, card: Record<string, unknown>): Promise<Locator> {
  await desk.page.locator('.chat-row', { hasText: '信访助手' }).click();
  await desk.bot.events.next();
  await desk.push('u-desk', { msgtype: 'template_card', template_card: card });
  const shown = desk.page.locator(`.card-${String(card['card_type'])}`);
  await shown.waitFor();
  return shown;
}

interface Click {
  card_type: string;
  event_key: string;
  task_id: string;
  selected_items?: { selected_item: { question_key: string; option_ids: { option_id: string[] } }[] };
}

/** The next click the bot is told of, and a way to answer it with another card. */
async function clicked(
  desk: Desk,
): Promise<{ click: Click; answer: (card: object, users?: string[]) => Promise<void> }> {
  const frame = await desk.bot.events.next();
  return {
    click: frame.body.event.template_card_event as Click,
    answer: async (card, users) => {
      await desk.bot.client.updateTemplateCard(frame, card as never, users);
    },
  };
}

describe('the five cards', () => {
  test('text_notice: everything on it, its menu and its links', async ({ openDesk }) => {
    const desk = await openDesk();
    const card = await show(desk, {
      card_type: 'text_notice',
      task_id: 't-text',
      source: { desc: '信访助手', desc_color: 2 },
      action_menu: { desc: '更多操作', action_list: [{ text: '转办', key: 'transfer' }] },
      main_title: { title: '【黄】FJ2026-0001', desc: '城建办' },
      emphasis_content: { title: '5 天', desc: '到 3月9日(周一)' },
      quote_area: { type: 0, title: '依据', quote_text: '十五个工作日内办结' },
      sub_title_text: '请尽快答复',
      horizontal_content_list: [
        { keyname: '责任人', value: '郑某', type: 3, userid: 'u-cj1' },
        { keyname: '页面', value: '详情', type: 1, url: link(desk) },
      ],
      jump_list: [
        { type: 1, title: '全部经过', url: link(desk) },
        { type: 3, title: '为什么是这一天', question: '/为什么 1' },
      ],
      card_action: { type: 1, url: link(desk) },
    });
    for (const words of ['信访助手', '【黄】FJ2026-0001', '5 天', '十五个工作日内办结', '请尽快答复']) {
      await card.getByText(words, { exact: true }).waitFor();
    }
    await card.getByText('郑某（城建办 · 单位负责人）').waitFor();
    // A page of a program on this machine opens in the client of whoever is played.
    const through = `/sandbox/open?${new URLSearchParams({ as: 'u-desk', url: link(desk) }).toString()}`;
    expect(await card.getByRole('link', { name: '详情' }).getAttribute('href')).toBe(through);
    expect(await card.getByRole('link', { name: '全部经过' }).getAttribute('target')).toBe('_blank');

    await card.getByRole('button', { name: '为什么是这一天' }).click();
    expect((await desk.bot.messages.next()).body.text.content).toBe('/为什么 1');

    await card.getByRole('button', { name: '更多操作' }).click();
    await card.getByRole('button', { name: '转办' }).click();
    const { click } = await clicked(desk);
    expect(click).toMatchObject({ card_type: 'text_notice', event_key: 'transfer', task_id: 't-text' });
    await card.getByText('我点过“转办”').waitFor();
  });

  test('news_notice: lines and links; a picture from elsewhere is not fetched', async ({ openDesk }) => {
    const desk = await openDesk();
    const card = await show(desk, {
      card_type: 'news_notice',
      main_title: { title: '信访周汇报' },
      card_image: { url: 'https://pictures.invalid/chart.png', aspect_ratio: 2 },
      vertical_content_list: [{ title: '新收 4 件', desc: '来访 2' }],
      card_action: { type: 1, url: link(desk) },
    });
    await card.getByText('图片不在本机').waitFor();
    await card.getByText('新收 4 件').waitFor();
    await card.getByRole('button', { name: '查看详情' }).waitFor();
  });

  test('button_interaction: a choice and a click, then greyed by the bot', async ({ openDesk }) => {
    const desk = await openDesk();
    const given = {
      card_type: 'button_interaction',
      task_id: 't-button',
      main_title: { title: '【交办】FJ2026-0001' },
      button_selection: {
        question_key: 'who',
        title: '经办人',
        option_list: [
          { id: 'u-cj1', text: '郑某' },
          { id: 'u-cj2', text: '王某强' },
        ],
      },
      button_list: [
        { text: '签收', key: 'sign', style: 1 },
        { text: '退回', key: 'return', style: 3 },
      ],
    };
    const card = await show(desk, given);
    await card.getByLabel('经办人').selectOption('u-cj2');
    await card.getByRole('button', { name: '签收' }).click();
    const { click, answer } = await clicked(desk);
    expect(click.event_key).toBe('sign');
    expect(click.selected_items?.selected_item).toEqual([
      { question_key: 'who', option_ids: { option_id: ['u-cj2'] } },
    ]);
    await answer({ ...given, replace_text: '已签收' });
    const done = card.getByRole('button', { name: '已签收' });
    await done.waitFor();
    expect(await done.isDisabled()).toBe(true);
    expect(await card.getByRole('button', { name: '退回' }).count()).toBe(0);
    expect(await card.getByLabel('经办人').isDisabled()).toBe(true);
  });

  test('vote_interaction: nothing chosen is not sent, several are', async ({ openDesk }) => {
    const desk = await openDesk();
    const options = [
      { id: 'a', text: '基础设施' },
      { id: 'b', text: '公共安全' },
      { id: 'c', text: '农村村务' },
    ];
    const given = {
      card_type: 'vote_interaction',
      task_id: 't-vote',
      main_title: { title: '属于哪一类？' },
      checkbox: { question_key: 'kind', mode: 1, option_list: options },
      submit_button: { text: '提交', key: 'vote' },
    };
    const card = await show(desk, given);
    await card.getByRole('button', { name: '提交' }).click();
    await card.getByText('请先选一项').waitFor();
    await card.getByRole('checkbox', { name: '农村村务' }).check();
    await card.getByRole('checkbox', { name: '基础设施' }).check();
    await card.getByRole('button', { name: '提交' }).click();
    const { click, answer } = await clicked(desk);
    expect(click.selected_items?.selected_item[0]?.option_ids.option_id).toEqual(['a', 'c']);
    await answer({
      ...given,
      checkbox: {
        ...given.checkbox,
        disable: true,
        option_list: options.map((one) => ({ ...one, is_checked: one.id !== 'b' })),
      },
      replace_text: '已提交',
    });
    await card.getByRole('button', { name: '已提交' }).waitFor();
    expect(await card.getByRole('checkbox', { name: '公共安全' }).isDisabled()).toBe(true);
    expect(await card.getByRole('checkbox', { name: '农村村务' }).isChecked()).toBe(true);
  });

  test('vote_interaction with one answer uses radio buttons', async ({ openDesk }) => {
    const desk = await openDesk();
    const card = await show(desk, {
      card_type: 'vote_interaction',
      task_id: 't-radio',
      main_title: { title: '满意吗？' },
      checkbox: {
        question_key: 'sat',
        mode: 0,
        option_list: [
          { id: 'y', text: '满意' },
          { id: 'n', text: '不满意', is_checked: true },
        ],
      },
      submit_button: { text: '提交', key: 'vote' },
    });
    expect(await card.getByRole('radio', { name: '不满意' }).isChecked()).toBe(true);
    await card.getByRole('radio', { name: '满意', exact: true }).check();
    await card.getByRole('button', { name: '提交' }).click();
    const { click } = await clicked(desk);
    expect(click.selected_items?.selected_item[0]?.option_ids.option_id).toEqual(['y']);
  });

  test('multiple_interaction: drop-downs start as given and are submitted together', async ({ openDesk }) => {
    const desk = await openDesk();
    const list = (key: string, selected?: string) => ({
      question_key: key,
      title: `选${key}`,
      option_list: [
        { id: '1', text: '来信' },
        { id: '2', text: '来访' },
      ],
      ...(selected !== undefined && { selected_id: selected }),
    });
    const card = await show(desk, {
      card_type: 'multiple_interaction',
      task_id: 't-multi',
      main_title: { title: '补齐登记' },
      select_list: [list('甲', '2'), list('乙')],
      submit_button: { text: '提交', key: 'multi' },
    });
    expect(await card.getByLabel('选甲').inputValue()).toBe('2');
    await card.getByLabel('选乙').selectOption('来访');
    await card.getByRole('button', { name: '提交' }).click();
    const { click } = await clicked(desk);
    expect(click.selected_items?.selected_item.map((item) => item.option_ids.option_id)).toEqual([['2'], ['2']]);
  });
});

describe('cards in company', () => {
  test('an update for one member is seen by that member only', async ({ openDesk }) => {
    const desk = await openDesk();
    const given = {
      card_type: 'button_interaction',
      task_id: 't-group',
      main_title: { title: 'FJ2026-0001 请阅' },
      button_list: [{ text: '已阅', key: 'read', style: 1 }],
    };
    await desk.push('wrTown', { msgtype: 'template_card', template_card: given });
    await desk.page.getByRole('button', { name: '已阅' }).click();
    const { answer } = await clicked(desk);
    await answer({ ...given, replace_text: '你已阅' }, ['u-desk']);
    await desk.page.getByRole('button', { name: '你已阅' }).waitFor();
    await desk.become('郑某');
    await desk.page.getByRole('button', { name: '已阅', exact: true }).waitFor();
    expect(await desk.page.getByRole('button', { name: '你已阅' }).count()).toBe(0);
  });

  test('a refused click is told on the card', async ({ openDesk }) => {
    const desk = await openDesk();
    const card = await show(desk, {
      card_type: 'button_interaction',
      task_id: 't-refused',
      main_title: { title: 'FJ2026-0001' },
      button_list: [{ text: '签收', key: 'sign', style: 1 }],
    });
    await desk.page.route('**/api/clicks', (route) =>
      route.fulfill({ status: 409, json: { error: '这张卡片已处理' } }),
    );
    await card.getByRole('button', { name: '签收' }).click();
    await card.getByText('没有办成：这张卡片已处理').waitFor();
    expect(await card.getByRole('button', { name: '签收' }).isEnabled()).toBe(true);
  });
});
