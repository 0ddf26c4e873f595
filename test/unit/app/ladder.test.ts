import { describe, expect, test } from 'vitest';
import { createLadder } from '../../../src/app/channel/ladder.ts';
import type { Card } from '../../../src/contract/card.ts';
import type { Incoming, Outgoing, Platform, Rung } from '../../../src/contract/channel.ts';
import { WecomError } from '../../../src/wecom/errcodes.ts';

const CARD: Card = {
  kind: 'card',
  key: 'k',
  tone: 'info',
  title: '交办函',
  fields: [],
  actions: [{ label: '签收', command: '/签收 1' }],
};
const GROUP = { kind: 'group', id: 'g' } as const;
const HEARD: Incoming = {
  msgid: 'm',
  reqId: 'r',
  chat: { kind: 'person', id: 'u' },
  userid: 'u',
  what: { kind: 'text', text: '帮助' },
};

/** A platform that writes down what it is asked for. */
function platform(name: string, rungs: readonly Rung[] = []): Platform & { readonly said: string[] } {
  const said: string[] = [];
  return {
    name,
    said,
    isOpen: () => true,
    rungs: async () => rungs,
    reply: async (_, { markdown }) => void said.push(markdown),
    welcome: async (_, markdown) => void said.push(markdown),
    updateCard: async (_, card) => void said.push(card.title),
  };
}

const refusing = (channel: Rung['channel'], errcode: number): Rung => ({
  channel,
  cards: true,
  send: () => Promise.reject(new WecomError(errcode, 'refused')),
});
const taking = (channel: 'bot' | 'webhook', cards: boolean, taken: Outgoing[]): Rung =>
  ({ channel, cards, send: async (message: Outgoing) => void taken.push(message) }) as Rung;

const ladderOf = (...platforms: [Platform, ...Platform[]]) =>
  createLadder({ platforms, cardText: ({ title }) => `${title} in words` });

describe('the ladder', () => {
  test('sends a card where cards are shown, and its words where none are', async () => {
    const taken: Outgoing[] = [];
    await ladderOf(platform('one', [taking('bot', true, taken)])).push(GROUP, { card: CARD, taskId: 't' });
    await ladderOf(platform('one', [taking('webhook', false, taken)])).push(GROUP, { card: CARD, taskId: 't' });
    expect(taken).toEqual([{ card: CARD, taskId: 't' }, { markdown: '交办函 in words' }]);
  });

  test('climbs past a refusal, and keeps what each channel said where none takes it', async () => {
    const taken: Outgoing[] = [];
    const message = { markdown: '提醒' };
    const sent = await ladderOf(platform('one', [refusing('bot', 846607), taking('webhook', false, taken)])).push(
      GROUP,
      message,
    );
    expect([sent, taken]).toEqual([{ way: 'webhook' }, [message]]);
    const none = ladderOf(platform('one', [refusing('bot', 846607), refusing('app', 60020)])).push(GROUP, message);
    await expect(none).rejects.toMatchObject({
      fate: 'unreachable',
      refusals: [
        { channel: 'bot', code: 846607, reason: 'never-wrote' },
        { channel: 'app', code: 60020, reason: 'app-address' },
      ],
      refused: { way: 'app', errcode: 60020, reason: 'app-address' },
    });
  });

  test('never tries elsewhere what is refused for its content, or may be tried again', async () => {
    const taken: Outgoing[] = [];
    for (const errcode of [40008, 45009]) {
      const ladder = ladderOf(platform('one', [refusing('bot', errcode), taking('webhook', false, taken)]));
      await expect(ladder.push(GROUP, { markdown: '提醒' })).rejects.toMatchObject({ errcode });
    }
    expect(taken).toEqual([]);
  });

  test('answers by the platform that brought the question, and by the first where none is named', async () => {
    const [first, second] = [platform('one'), platform('two')];
    const ladder = ladderOf(first, second);
    await ladder.reply({ ...HEARD, platform: 'two' }, { markdown: '帮助' });
    await ladder.reply(HEARD, { markdown: '命令' });
    expect([first.said, second.said]).toEqual([['命令'], ['帮助']]);
  });

  test('waits while one of the platforms is broken for the moment', () => {
    const broken: Platform = { ...platform('two'), isOpen: () => false };
    expect([ladderOf(platform('one')).isOpen(), ladderOf(platform('one'), broken).isOpen()]).toEqual([true, false]);
  });
});
