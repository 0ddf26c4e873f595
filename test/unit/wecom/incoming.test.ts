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
  it('of a poll for a stream is taken, and of no use', () => {
    const poll = {
      msgid: 'm',
      aibotid: 'a',
      chattype: 'single',
      from: { userid: 'u' },
      msgtype: 'stream',
      stream: { id: 's' },
    };
    expect(readBotMessage(poll, 'key')?.what).toEqual({ kind: 'other', type: 'stream' });
  });
});
