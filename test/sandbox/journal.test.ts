import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readTown, SAMPLE_TOWN_FILE } from '../../sandbox/server.ts';
import { buttonCard, cardBody, codeOf, doneCard, markdown, openTown } from './support.ts';

function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'state', 'wecom.jsonl');
}

describe('restart', () => {
  test('messages, cards, files, who has spoken, task_ids, open req_ids and the day survive', async () => {
    const file = stateFile();
    const before = await openTown({ stateFile: file });
    const sdk = await before.sdk();
    const asked = await before.hear(sdk, 'u-desk', '/登记 路灯');
    await sdk.client.sendMessage('u-desk', cardBody(buttonCard('t1')));
    const cardId = before.chat('u-desk').at(-1)?.id ?? '';
    before.wecom.people.click({ from: 'u-desk', messageId: cardId, key: 'sign' });
    const click = await sdk.events.next();
    await sdk.client.updateTemplateCard(click, doneCard('t1') as never);
    const base64 = Buffer.from('内容').toString('base64');
    before.wecom.people.say({ from: 'u-desk', file: { name: 'a.txt', base64 } });
    before.wecom.people.enter({ from: 'u-desk' });
    const kept = structuredClone(before.chat('u-desk'));
    await before.close();

    const after = await openTown({ stateFile: file });
    expect(after.chat('u-desk')).toEqual(kept);
    expect(after.chat('u-desk')[1]).toMatchObject({ text: '已签收' });
    const response = await fetch(after.url + (kept.at(-1)?.media?.url ?? ''));
    expect(await response.text()).toBe('内容');
    const { client } = await after.sdk();
    await client.sendMessage('u-desk', markdown('还能推'));
    await client.reply(asked, markdown('还能答'));
    expect(await codeOf(client.sendMessage('u-lead', markdown('x')))).toBe(846607);
    expect(await codeOf(client.sendMessage('u-desk', cardBody(buttonCard('t1'))))).toBe(42014);
    expect(await codeOf(client.updateTemplateCard(click, doneCard('t1') as never))).toBe(846604);
    expect(after.wecom.people.enter({ from: 'u-desk' }).msgid).toBeNull();
    const ids = after.chat('u-desk').map((message) => message.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a torn last line is cut off, and what follows is kept', async () => {
    const file = stateFile();
    const first = await openTown({ stateFile: file });
    first.wecom.people.say({ from: 'u-desk', text: '一' });
    await first.close();
    appendFileSync(file, '{"t":"message","message":{"vie');
    const second = await openTown({ stateFile: file });
    expect(second.chat('u-desk').map((message) => message.text)).toEqual(['一']);
    second.wecom.people.say({ from: 'u-desk', text: '二' });
    // Not closed: what a killed process leaves behind.
    const third = await openTown({ stateFile: file });
    expect(third.chat('u-desk').map((message) => message.text)).toEqual(['一', '二']);
    expect(readFileSync(file, 'utf8')).not.toContain('"vie{');
  });

  test('the moved clock survives', async () => {
    const file = stateFile();
    const first = await openTown({ stateFile: file });
    await first.post('/sandbox/api/clock', { advance: 'P10D' });
    await first.close();
    const second = await openTown({ stateFile: file });
    expect((await second.get('/sandbox/api/clock')).body).toEqual({ now: '2026-03-12T04:00:00.000Z' });
  });

  test('a stream can be finished after a restart', async () => {
    const file = stateFile();
    const first = await openTown({ stateFile: file });
    const sdk = await first.sdk();
    const frame = await first.hear(sdk, 'u-desk', '你好');
    await sdk.client.replyStream(frame, 's1', '一');
    await first.close();
    const second = await openTown({ stateFile: file });
    const again = await second.sdk();
    await again.client.replyStream(frame, 's1', '二', true);
    expect(second.chat('u-desk').map((message) => message.text)).toEqual(['你好', '二']);
  });

  test('ids of two runs without a journal never meet', async () => {
    const said = async (): Promise<string> => (await openTown()).wecom.people.say({ from: 'u-desk', text: '一' }).msgid;
    expect(await said()).not.toBe(await said());
  });
});

describe('sample town', () => {
  const town = readTown(SAMPLE_TOWN_FILE);

  test('has every role, about 16 people and groups whose members exist', () => {
    const roles = new Set(town.people.flatMap((person) => person.roles));
    expect([...roles].sort()).toEqual(
      ['admin', 'desk', 'discipline', 'handler', 'leader', 'main-leader', 'unit-head'].sort(),
    );
    expect(town.people.length).toBeGreaterThanOrEqual(16);
    expect(town.people.every((person) => person.unit !== '' && person.name.includes('某'))).toBe(true);
    expect(town.chats.map((chat) => chat.chatid)).toContain('wrTown');
  });

  test('a group without members holds everybody', () => {
    const whole = town.chats.find((chat) => chat.chatid === 'wrTown');
    expect(whole?.members).toEqual(town.people.map((person) => person.userid));
  });
});
