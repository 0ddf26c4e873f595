import { describe, expect, test } from 'vitest';
import { checkCard } from '../../sandbox/card.ts';
import { cardText } from '../../sandbox/card-view.ts';
import type { WecomError } from '../../sandbox/errors.ts';
import { buttonCard, cardBody, codeOf, doneCard, openTown } from './support.ts';
import type { SdkBot, Town } from './support.ts';

const link = { type: 1, url: 'https://example.com/h5' };
const notice = { card_type: 'text_notice', main_title: { title: '提醒' }, card_action: link };
const options = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `o${index}`, text: `${index}` }));
const vote = {
  card_type: 'vote_interaction',
  main_title: { title: '选办法' },
  task_id: 'v1',
  checkbox: { question_key: 'q', mode: 1, option_list: options(3) },
  submit_button: { text: '提交', key: 'ok' },
};
const selects = {
  card_type: 'multiple_interaction',
  main_title: { title: '交办' },
  task_id: 'm1',
  select_list: [
    { question_key: 'unit', title: '单位', option_list: options(3), selected_id: 'o1' },
    { question_key: 'days', title: '期限', option_list: options(2) },
  ],
  submit_button: { text: '提交', key: 'ok' },
};
const news = { ...notice, card_type: 'news_notice', card_image: { url: 'https://example.com/a.png' } };
const buttons = buttonCard('b1');
const menu = (keys: string[]) => ({
  desc: '更多',
  action_list: keys.map((key) => ({ text: key, key })),
});

function verdict(card: unknown): number {
  try {
    checkCard(card);
    return 0;
  } catch (error) {
    return (error as WecomError).code;
  }
}

describe('template cards: validation', () => {
  test.for([
    ['text_notice', notice],
    ['text_notice with sub_title_text only', { ...notice, main_title: {}, sub_title_text: '正文' }],
    ['text_notice with menu and task_id', { ...notice, action_menu: menu(['a', 'b', 'c']), task_id: 't_@-1' }],
    ['news_notice', news],
    ['news_notice with image_text_area', { ...notice, card_type: 'news_notice', image_text_area: { image_url: 'u' } }],
    ['button_interaction', buttons],
    [
      'button_interaction with selection',
      { ...buttons, button_selection: { question_key: 'q', option_list: options(10) } },
    ],
    ['vote_interaction', vote],
    ['multiple_interaction', selects],
  ] as const)('accepts %s', ([, card]) => {
    expect(verdict(card)).toBe(0);
  });

  test.for([
    ['no card', undefined, 40058],
    ['card_type unknown', { ...notice, card_type: 'poem' }, 42031],
    ['title missing', { ...notice, main_title: {} }, 42033],
    ['sub_title_text does not replace a button card title', { ...buttons, main_title: {}, sub_title_text: 'x' }, 42033],
    ['title of a wrong type', { ...notice, main_title: { title: 12 } }, 40058],
    ['card_action missing', { ...notice, card_action: undefined }, 42045],
    ['card_action type 0 on a notice', { ...notice, card_action: { type: 0 } }, 42045],
    ['card_action url missing', { ...notice, card_action: { type: 1 } }, 42028],
    ['card_action appid missing', { ...notice, card_action: { type: 2 } }, 42030],
    ['task_id missing on buttons', { ...buttons, task_id: undefined }, 42014],
    ['task_id missing with action_menu', { ...notice, action_menu: menu(['a']) }, 42014],
    ['task_id with forbidden signs', { ...buttons, task_id: '任务1' }, 42014],
    ['task_id over 128 bytes', { ...buttons, task_id: 'x'.repeat(129) }, 42014],
    ['action_menu with 4 items', { ...notice, task_id: 't', action_menu: menu(['a', 'b', 'c', 'd']) }, 40058],
    ['action_menu keys clash', { ...notice, task_id: 't', action_menu: menu(['a', 'a']) }, 42051],
    ['action_menu key clashes with a button', { ...buttons, action_menu: menu(['sign']) }, 42051],
    ['7 rows', { ...notice, horizontal_content_list: Array(7).fill({ keyname: 'k' }) }, 42035],
    ['row without keyname', { ...notice, horizontal_content_list: [{ value: 'v' }] }, 42027],
    ['row link without url', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 1 }] }, 42028],
    ['row attachment', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 2 }] }, 42029],
    ['row member without userid', { ...notice, horizontal_content_list: [{ keyname: 'k', type: 3 }] }, 42050],
    ['4 jumps', { ...notice, jump_list: Array(4).fill({ title: 't' }) }, 42042],
    ['jump without title', { ...notice, jump_list: [{ type: 0 }] }, 42033],
    ['jump without url', { ...notice, jump_list: [{ type: 1, title: 't' }] }, 42028],
    ['jump question too long', { ...notice, jump_list: [{ type: 3, title: 't', question: '问'.repeat(67) }] }, 40058],
    ['quote area without url', { ...notice, quote_area: { type: 1 } }, 42028],
    ['source colour unknown', { ...notice, source: { desc_color: 9 } }, 40058],
    ['news without picture', { ...notice, card_type: 'news_notice' }, 42044],
    ['picture without url', { ...news, card_image: {} }, 42044],
    ['picture too wide', { ...news, card_image: { url: 'u', aspect_ratio: 3 } }, 40058],
    ['5 vertical rows', { ...news, vertical_content_list: Array(5).fill({ title: 't' }) }, 42036],
    ['no buttons', { ...buttons, button_list: [] }, 40016],
    ['7 buttons', { ...buttons, button_list: Array(7).fill({ text: 't', key: 'k' }) }, 40016],
    ['button without text', { ...buttons, button_list: [{ key: 'k' }] }, 42038],
    ['button without key', { ...buttons, button_list: [{ text: 't' }] }, 42039],
    ['button key too long', { ...buttons, button_list: [{ text: 't', key: 'k'.repeat(1025) }] }, 42018],
    ['button keys equal', { ...buttons, button_list: Array(2).fill({ text: 't', key: 'k' }) }, 42018],
    ['button style unknown', { ...buttons, button_list: [{ text: 't', key: 'k', style: 5 }] }, 40058],
    ['selection without question_key', { ...buttons, button_selection: { option_list: options(1) } }, 42043],
    ['vote without checkbox', { ...vote, checkbox: undefined }, 42043],
    ['vote with 21 options', { ...vote, checkbox: { question_key: 'q', option_list: options(21) } }, 42037],
    ['option without id', { ...vote, checkbox: { question_key: 'q', option_list: [{ text: 't' }] } }, 42040],
    ['option without text', { ...vote, checkbox: { question_key: 'q', option_list: [{ id: 'i' }] } }, 42041],
    ['submit text missing', { ...vote, submit_button: { key: 'k' } }, 42049],
    ['submit key missing', { ...vote, submit_button: { text: 't' } }, 42046],
    ['4 selects', { ...selects, select_list: Array(4).fill(selects.select_list[0]) }, 42047],
    ['select with 11 options', { ...selects, select_list: [{ question_key: 'q', option_list: options(11) }] }, 42037],
    ['question keys equal', { ...selects, select_list: Array(2).fill(selects.select_list[0]) }, 42043],
  ] as const)('refuses: %s', ([, card, code]) => {
    expect(verdict(card)).toBe(code);
  });

  test('the plain text of a card has everything readable on it', () => {
    const card = {
      ...buttonCard('t'),
      source: { desc: '信访助手' },
      main_title: { title: 'FJ2026-0012', desc: '农村农业' },
      sub_title_text: '路灯不亮',
      horizontal_content_list: [{ keyname: '到期', value: '3月9日' }],
    };
    expect(cardText(card)).toBe('信访助手\nFJ2026-0012\n农村农业\n路灯不亮\n到期：3月9日\n［签收］［退回］');
  });
});

async function send(town: Town, sdk: SdkBot, card: object, chat = 'u-desk'): Promise<string> {
  await sdk.client.sendMessage(chat, cardBody(card));
  return town.chat(chat).at(-1)?.id ?? '';
}

describe('template cards: clicks and updates', () => {
  const spoken = { everyoneHasSpoken: true };

  test('a card refused by WeCom does not appear in the chat', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const broken = { ...buttonCard('t1'), button_list: [] };
    expect(await codeOf(sdk.client.sendMessage('u-desk', cardBody(broken)))).toBe(40016);
    expect(town.chat('u-desk')).toEqual([]);
  });

  test('a click gives a template_card_event, the update replaces the card', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const messageId = await send(town, sdk, buttonCard('t1'));
    const { body } = await town.post('/sandbox/api/clicks', { from: 'u-desk', messageId, key: 'sign' });
    const event = await sdk.events.next();
    expect(event.body).toMatchObject({
      msgid: body['msgid'],
      chattype: 'single',
      from: { userid: 'u-desk' },
      event: {
        eventtype: 'template_card_event',
        template_card_event: { card_type: 'button_interaction', event_key: 'sign', task_id: 't1' },
      },
    });
    expect(event.body).toHaveProperty('response_url');
    expect(event.body).not.toHaveProperty('event.template_card_event.selected_items');
    await sdk.client.updateTemplateCard(event, doneCard('t1') as never);
    expect(town.chat('u-desk')).toMatchObject([{ id: messageId, text: '已签收', card: { card_type: 'text_notice' } }]);
  });

  test('a card is updated within 5 real seconds (846604), once (846606)', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const messageId = await send(town, sdk, buttonCard('t1'));
    const click = { from: 'u-desk', messageId, key: 'sign' };
    const update = async (wait: number): Promise<number | undefined> => {
      const event = await sdk.events.next();
      town.pass(3_600_000);
      town.passReal(wait);
      return codeOf(sdk.client.updateTemplateCard(event, buttonCard('t1', '新') as never));
    };
    town.wecom.people.click(click);
    expect(await update(5_001)).toBe(846604);
    town.wecom.people.click(click);
    expect(await update(5_000)).toBe(0);
    town.wecom.people.click(click);
    const event = await sdk.events.next();
    await sdk.client.updateTemplateCard(event, buttonCard('t1') as never);
    expect(await codeOf(sdk.client.updateTemplateCard(event, buttonCard('t1') as never))).toBe(846606);
  });

  test('an update under another task_id is refused', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    town.wecom.people.click({ from: 'u-desk', messageId: await send(town, sdk, buttonCard('t1')), key: 'sign' });
    const event = await sdk.events.next();
    expect(await codeOf(sdk.client.updateTemplateCard(event, doneCard('t2') as never))).toBe(846625);
    expect(await codeOf(sdk.client.updateTemplateCard(event, { ...doneCard('t1'), card_action: 0 } as never))).toBe(
      40058,
    );
  });

  test('in a group, userids limit who sees the update; without them everybody does', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const messageId = await send(town, sdk, buttonCard('t1'), 'wrTown');
    town.wecom.people.click({ from: 'u-desk', messageId, key: 'sign' });
    const event = await sdk.events.next();
    expect(event.body).toMatchObject({ chatid: 'wrTown', chattype: 'group', from: { userid: 'u-desk' } });
    await sdk.client.updateTemplateCard(event, doneCard('t1') as never, ['u-desk']);
    expect(town.chat('wrTown')[0]).toMatchObject({ card: buttonCard('t1'), views: { 'u-desk': { text: '已签收' } } });
    // The one who sees the new card has no button any more; the other still has.
    expect((await town.post('/sandbox/api/clicks', { from: 'u-desk', messageId, key: 'sign' })).status).toBe(400);
    town.wecom.people.click({ from: 'u-office', messageId, key: 'return' });
    await sdk.client.updateTemplateCard(await sdk.events.next(), doneCard('t1') as never);
    expect(town.chat('wrTown')[0]).toMatchObject({ text: '已签收' });
    expect(town.chat('wrTown')[0]).not.toHaveProperty('views');
  });

  test('selected_items carry the choices; drop-downs start with their first option', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const voteId = await send(town, sdk, vote);
    const click = (messageId: string, selected?: Record<string, string[]>) =>
      town.post('/sandbox/api/clicks', { from: 'u-desk', messageId, key: 'ok', selected });
    expect((await click(voteId)).status).toBe(400);
    expect((await click(voteId, { q: ['o9'] })).status).toBe(400);
    expect((await click(voteId, { other: ['o1'] })).status).toBe(400);
    await click(voteId, { q: ['o0', 'o2'] });
    const chosen = (keys: Record<string, string[]>) => ({
      event: {
        template_card_event: {
          selected_items: {
            selected_item: Object.entries(keys).map(([key, ids]) => ({
              question_key: key,
              option_ids: { option_id: ids },
            })),
          },
        },
      },
    });
    expect((await sdk.events.next()).body).toMatchObject(chosen({ q: ['o0', 'o2'] }));
    const selectId = await send(town, sdk, selects);
    expect((await click(selectId, { unit: ['o0', 'o1'] })).status).toBe(400);
    await click(selectId);
    expect((await sdk.events.next()).body).toMatchObject(chosen({ unit: ['o1'], days: ['o0'] }));
  });

  test('an action_menu item of a notice gives an event without selected_items', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const messageId = await send(town, sdk, { ...notice, task_id: 'n1', action_menu: menu(['mute']) });
    town.wecom.people.click({ from: 'u-desk', messageId, key: 'mute' });
    const { body } = await sdk.events.next();
    expect(body).toMatchObject({
      event: { template_card_event: { card_type: 'text_notice', event_key: 'mute', task_id: 'n1' } },
    });
    expect(body).not.toHaveProperty('event.template_card_event.selected_items');
  });

  test('unknown keys, strangers, replaced and disabled cards are refused in Chinese', async () => {
    const town = await openTown(spoken);
    const sdk = await town.sdk();
    const click = (from: string, messageId: string, key: string) =>
      town.post('/sandbox/api/clicks', { from, messageId, key });
    const group = await send(town, sdk, buttonCard('t1'), 'wrTown');
    expect(await click('u-desk', group, 'none')).toMatchObject({
      status: 400,
      body: { error: expect.stringMatching(/没有“none”/) },
    });
    expect((await click('u-lead', group, 'sign')).status).toBe(403);
    expect((await click('nobody', group, 'sign')).status).toBe(404);
    expect((await click('u-desk', 'm0', 'sign')).status).toBe(404);
    const single = await send(town, sdk, buttonCard('t2'));
    expect((await click('u-office', single, 'sign')).status).toBe(403);
    const grey = await send(town, sdk, { ...buttonCard('t3'), replace_text: '已办理' });
    expect(await click('u-desk', grey, 'sign')).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/已办理/) },
    });
    const disabled = await send(town, sdk, { ...vote, checkbox: { ...vote.checkbox, disable: true } });
    expect((await click('u-desk', disabled, 'ok')).status).toBe(409);
  });

  test('a click is delivered once and lost without a connection', async () => {
    const town = await openTown(spoken);
    const first = await town.sdk();
    const messageId = await send(town, first, buttonCard('t1'));
    first.client.disconnect();
    await first.gone;
    await disconnected(town);
    const { body } = await town.post('/sandbox/api/clicks', { from: 'u-desk', messageId, key: 'sign' });
    expect(body).toMatchObject({ delivered: false });
    const second = await town.sdk();
    await town.hear(second, 'u-desk', '你好');
    expect(second.events.rest()).toEqual([]);
  });
});

/** The server notices the closed socket on its own time. */
function disconnected(town: Town): Promise<void> {
  if (!town.wecom.connected()) return Promise.resolve();
  return new Promise((resolve) => {
    const off = town.wecom.bus.on((event) => {
      if (event.type !== 'connection' || event.data.connected) return;
      off();
      resolve();
    });
  });
}
