import { describe, expect, it } from 'vitest';

import { readBotMessage, readIncoming } from '../../../src/wecom/incoming.ts';
import { SPENT_KEY } from '../../../src/wecom/render-card.ts';

const frame = (body: object): unknown => ({
  cmd: 'aibot_msg_callback',
  headers: { req_id: 'r-1' },
  body: { msgid: 'm-1', aibotid: 'aib1', chattype: 'single', from: { userid: 'ZhangSan' }, ...body },
});
const event = (eventtype: string, more: object = {}): unknown =>
  frame({ msgtype: 'event', create_time: 1, event: { eventtype, ...more } });

describe('a frame', () => {
  it('keeps the letter case of ids', () => {
    const read = readIncoming(frame({ msgtype: 'text', text: { content: 'hi' }, chatid: 'wrTown', chattype: 'group' }));
    expect(read).toMatchObject({ userid: 'ZhangSan', chat: { kind: 'group', id: 'wrTown' }, reqId: 'r-1' });
  });

  it('quotes only what was said', () => {
    const quote = { msgtype: 'mixed', mixed: { msg_item: [{ msgtype: 'text', text: { content: 'FJ2026-0012' } }] } };
    const read = readIncoming(frame({ msgtype: 'text', text: { content: '修好了' }, quote }));
    expect(read?.what).toEqual({ kind: 'text', text: '修好了', quote: 'FJ2026-0012' });
    const empty = readIncoming(
      frame({ msgtype: 'text', text: { content: '好' }, quote: { msgtype: 'text', text: { content: '' } } }),
    );
    expect(empty?.what).toEqual({ kind: 'text', text: '好' });
  });

  it('of a kind nobody knows is named', () => {
    expect(readIncoming(frame({ msgtype: 'location' }))?.what).toEqual({ kind: 'other', type: 'location' });
  });

  it.each([
    ['unknown event', event('auth_change_event')],
    ['feedback', event('feedback_event', { feedback_event: { id: 'f', type: 1 } })],
    ['no sender', { headers: { req_id: 'r' }, body: { msgid: 'm', msgtype: 'event', event: { eventtype: 'x' } } }],
    ['a dead button', event('template_card_event', { template_card_event: { event_key: SPENT_KEY, task_id: 't' } })],
    ['nonsense', { a: 1 }],
    ['nothing', undefined],
  ])('of no use is ignored: %s', (_, raw) => expect(readIncoming(raw)).toBeUndefined());

  it('of a click on the corner menu has no choice', () => {
    const click = { card_type: 'text_notice', event_key: '/查 12', task_id: 't-1' };
    expect(readIncoming(event('template_card_event', { template_card_event: click }))?.what).toEqual({
      kind: 'click',
      taskId: 't-1',
      key: '/查 12',
      selected: {},
    });
  });

  // Nothing of ours is streamed over a callback, so a question for the rest of a stream is answered with nothing.
  it('of a poll for a stream is dropped', () => {
    const poll = {
      msgid: 'm',
      aibotid: 'a',
      chattype: 'single',
      from: { userid: 'u' },
      msgtype: 'stream',
      stream: { id: 's' },
    };
    const why: string[] = [];
    expect(readBotMessage(poll, 'key', (reason) => why.push(reason))).toBeUndefined();
    expect(why).toEqual(['asks for the rest of a stream']);
  });
});

/** Every field that may be left out, at every depth, put to null one by one. */
function* withNulls(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    yield Array.isArray(value)
      ? value.map((one, i) => (String(i) === key ? null : (one as unknown)))
      : { ...value, [key]: null };
    for (const changed of withNulls(inner)) {
      yield Array.isArray(value)
        ? value.map((one, i) => (String(i) === key ? changed : (one as unknown)))
        : { ...value, [key]: changed };
    }
  }
}

describe('null stands for a field that is left out', () => {
  const needed = new Set(['msgid', 'from', 'userid', 'msgtype']);
  const link = { url: 'https://x.example/f', aeskey: 'k' };
  const quote = { msgtype: 'text', text: { content: 'FJ2026-0012' }, voice: { content: 'v' } };
  const bodies: object[] = [
    {
      msgtype: 'text',
      text: { content: 'hi' },
      chatid: 'wr',
      chattype: 'group',
      response_url: 'https://x.example',
      quote,
    },
    { msgtype: 'voice', voice: { content: 'hi' } },
    { msgtype: 'image', image: link },
    { msgtype: 'file', file: link },
    {
      msgtype: 'mixed',
      mixed: {
        msg_item: [
          { msgtype: 'text', text: { content: 'a' } },
          { msgtype: 'image', image: link },
        ],
      },
    },
    {
      msgtype: 'event',
      event: {
        eventtype: 'template_card_event',
        template_card_event: {
          event_key: '/查 12',
          task_id: 't',
          selected_items: { selected_item: [{ question_key: 'q', option_ids: { option_id: ['a'] } }] },
        },
      },
    },
  ];

  it.each(bodies.map((body) => [JSON.stringify(body).slice(0, 40), body] as const))('%s', (_, body) => {
    const whole = { msgid: 'm-1', from: { userid: 'u' }, ...body };
    let tried = 0;
    for (const changed of withNulls(whole)) {
      const lacks = Object.entries(changed as Record<string, unknown>).some(
        ([key, value]) => needed.has(key) && value === null,
      );
      if (lacks || (changed as typeof whole).from.userid === null) continue;
      tried += 1;
      const why: string[] = [];
      const read = [
        readIncoming({ headers: { req_id: 'r' }, body: changed }, (reason) => why.push(reason)),
        readBotMessage(changed, 'key', (reason) => why.push(reason)),
      ];
      expect(why.filter((reason) => !reason.startsWith('event of no use'))).toEqual([]);
      expect(read.map((one) => one?.what.kind)).not.toContain('other');
    }
    expect(tried).toBeGreaterThanOrEqual(2);
  });

  it('and by every way a whole message with nulls says the same as one without', () => {
    const body = { msgid: 'm', from: { userid: 'u' }, msgtype: 'text', text: { content: '/今天' } };
    const nulls = { ...body, chatid: null, chattype: null, quote: null, response_url: null, voice: null, event: null };
    const frameOf = (of: object) => ({ headers: { req_id: 'r' }, body: of });
    expect(readIncoming(frameOf(nulls))).toEqual(readIncoming(frameOf(body)));
    expect(readBotMessage(nulls, 'k')).toEqual(readBotMessage(body, 'k'));
  });
});

describe('what is dropped', () => {
  const reasonFor = (raw: unknown): string | undefined => {
    const why: string[] = [];
    return readIncoming(raw, (reason) => why.push(reason)) === undefined ? why.join(' | ') : undefined;
  };

  it.each([
    ['unknown event', event('auth_change_event'), 'event of no use: auth_change_event'],
    ['event named by nonsense', event('张三 13800000000'), 'event of no use: unnamed'],
    [
      'no sender',
      { headers: { req_id: 'r' }, body: { msgid: 'm', msgtype: 'text', text: { content: '秘密' } } },
      'not as published: from invalid_type',
    ],
    [
      'sender null',
      frame({ from: null, msgtype: 'text', text: { content: '秘密' } }),
      'not as published: from invalid_type',
    ],
    [
      'no message id',
      frame({ msgid: undefined, msgtype: 'text', text: { content: '秘密' } }),
      'not as published: msgid invalid_type',
    ],
    ['nothing', undefined, 'no frame:  invalid_type'],
  ])('%s is named with its reason, and with no word of it', (_, raw, why) => expect(reasonFor(raw)).toBe(why));

  it('is no message whose inside alone cannot be read: that one is answered', () => {
    const odd = frame({ msgtype: 'text', text: { content: ['秘密'] }, chatid: 'wr', chattype: 'group' });
    expect(readIncoming(odd)).toMatchObject({
      chat: { kind: 'group', id: 'wr' },
      what: { kind: 'other', type: 'text (text.content invalid_type)' },
    });
  });
});
