import { describe, expect, test } from 'vitest';
import { menu, notice, selects, vote } from './card-samples.ts';
import { buttonCard, cardBody, codeOf, doneCard, openTown } from './support.ts';
import type { SdkBot, Town } from './support.ts';

async function send(town: Town, sdk: SdkBot, card: object, chat = 'u-desk'): Promise<string> {
  await sdk.client.sendMessage(chat, cardBody(card));
  return town.chat(chat).at(-1)?.id ?? '';
}

describe('Card validation as 5.4, duplicate task_id -> 42014; click produces event with selected_items; update replaces for userids or all; update with other task_id refused', () => {
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
