import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkCard } from '../../../sandbox/card.ts';
import type { Card } from '../../../src/contract/card.ts';
import { cardWords as words } from '../../../src/copy/wecom.ts';
import { cardText, renderCard, renderUpdate, SPENT_KEY } from '../../../src/wecom/render-card.ts';

const base: Card = {
  kind: 'card',
  key: 'petition-1',
  tone: 'danger',
  title: 'FJ2026-0012 村口路灯不亮',
  note: '城建办 · 还有 1 天',
  body: '答复期限到 3 月 9 日。',
  fields: [
    { label: '承办', value: '城建办' },
    { label: '到期', value: '2026-03-09【红】' },
  ],
  actions: [
    { label: '已阅', command: '/已阅 FJ2026-0012', primary: true },
    { label: '申请延期', command: '/延期 FJ2026-0012' },
  ],
};
const options = { taskId: 'petition-1_a@1', words };
const url = 'https://xf.example/h5/p/1';

describe('a card with buttons', () => {
  it('is a button_interaction whose keys are the command lines', () => {
    const rendered = renderCard(base, options);
    expect(checkCard(rendered).taskId).toBe('petition-1_a@1');
    expect(rendered).toEqual({
      card_type: 'button_interaction',
      task_id: 'petition-1_a@1',
      source: { desc: '紧急', desc_color: 2 },
      main_title: { title: 'FJ2026-0012 村口路灯不亮', desc: '城建办 · 还有 1 天' },
      sub_title_text: '答复期限到 3 月 9 日。',
      horizontal_content_list: [
        { keyname: '承办', value: '城建办' },
        { keyname: '到期', value: '2026-03-09【红】' },
      ],
      button_list: [
        { text: '已阅', style: 1, key: '/已阅 FJ2026-0012' },
        { text: '申请延期', style: 4, key: '/延期 FJ2026-0012' },
      ],
    });
  });

  it('says the tone in a word and in a colour', () => {
    const sources = (['info', 'warn', 'danger', 'done'] as const).map(
      (tone) => renderCard({ ...base, tone }, options)?.source,
    );
    expect(sources.map((source) => source?.desc)).toEqual(['提示', '提醒', '紧急', '已完成']);
    expect(new Set(sources.map((source) => source?.desc_color)).size).toBe(4);
  });

  it('asks its choice inside the same card and leaves {choice} to the dispatcher', () => {
    const card: Card = {
      ...base,
      actions: [{ label: '交办', command: '/交办 FJ2026-0012 {choice}' }],
      choice: {
        key: 'unit',
        title: '交给哪个单位',
        options: [
          { id: 'cjb', text: '城建办' },
          { id: 'cjb', text: '重复' },
          { id: 'wld', text: '五里墩村村民委员会办公室' },
        ],
      },
    };
    const rendered = renderCard(card, options);
    checkCard(rendered);
    expect(rendered?.button_list?.[0]?.key).toBe('/交办 FJ2026-0012 {choice}');
    expect(rendered?.button_selection).toEqual({
      question_key: 'unit',
      title: '交给哪个单位',
      option_list: [
        { id: 'cjb', text: '城建办' },
        { id: 'wld', text: '五里墩村村民委员会…' },
      ],
    });
  });

  it('leaves out what WeCom would refuse, and the text form keeps it', () => {
    const long = `/进展 FJ2026-0012 ${'很长'.repeat(300)}`;
    const card: Card = {
      ...base,
      actions: [
        { label: '一', command: '/查 12' },
        { label: '又一', command: '/查 12' },
        { label: '长', command: long },
        ...Array.from({ length: 8 }, (_, index) => ({ label: `第${index}`, command: `/查 ${index + 20}` })),
      ],
    };
    const rendered = renderCard(card, options);
    checkCard(rendered);
    expect(rendered?.button_list).toHaveLength(6);
    expect(cardText(card, words)).toContain(long);
  });
});

describe('a card without buttons', () => {
  it('leads to its page', () => {
    const rendered = renderCard({ ...base, actions: [] }, { ...options, url });
    checkCard(rendered);
    expect(rendered).toMatchObject({ card_type: 'text_notice', card_action: { type: 1, url } });
  });

  it('has no form at WeCom when there is no page', () => {
    expect(renderCard({ ...base, actions: [] }, options)).toBeUndefined();
  });

  it('still has one when it replaces another', () => {
    const rendered = renderUpdate({ ...base, actions: [], tone: 'done' }, options);
    checkCard(rendered);
    expect(rendered).toMatchObject({ card_type: 'button_interaction', replace_text: '已完成' });
  });
});

it('a spent card keeps what it says and one dead button', () => {
  const rendered = renderCard({ ...base, spent: '郑某已于 3 月 2 日上午签收' }, options);
  checkCard(rendered);
  expect(rendered).toMatchObject({
    main_title: { title: base.title },
    replace_text: '郑某已于 3 月…',
    button_list: [{ key: SPENT_KEY }],
  });
});

it('whatever a card holds, WeCom takes it', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 });
  const cards = fc.record({
    kind: fc.constant('card' as const),
    key: fc.constant('k'),
    tone: fc.constantFrom('info' as const, 'warn' as const, 'danger' as const, 'done' as const),
    title: text.filter((title) => title.trim() !== ''),
    note: text,
    body: text,
    fields: fc.array(fc.record({ label: text, value: text }), { maxLength: 9 }),
    actions: fc.array(fc.record({ label: text, command: text }), { maxLength: 9 }),
    choice: fc.record({
      key: fc.constant('q'),
      title: text,
      options: fc.array(fc.record({ id: text, text }), { maxLength: 14 }),
    }),
  });
  // What is shown of it (docs 101032, 90236): nothing is cut by the client in mid-word.
  const ROOM = {
    bot: { title: 26, desc: 30, sub_title_text: 112, source: 13 },
    app: { title: 36, desc: 44, sub_title_text: 160, source: 20 },
  };
  const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });
  const shown = (value: string | undefined): number => [...graphemes.segment(value ?? '')].length;
  fc.assert(
    fc.property(
      cards,
      fc.boolean(),
      fc.constantFrom('bot' as const, 'app' as const),
      fc.constantFrom({}, { url }),
      (card, isSpent, room, link) => {
        const whole: Card = isSpent ? { ...card, spent: '已处理' } : card;
        const how = { ...options, room, ...link };
        const rendered = renderCard(whole, how);
        for (const one of [...(rendered === undefined ? [] : [rendered]), renderUpdate(whole, how)]) {
          expect(() => checkCard(one, room)).not.toThrow();
          expect(shown(one.main_title?.title)).toBeLessThanOrEqual(ROOM[room].title);
          expect(shown(one.main_title?.desc)).toBeLessThanOrEqual(ROOM[room].desc);
          expect(shown(one.sub_title_text)).toBeLessThanOrEqual(ROOM[room].sub_title_text);
          expect(shown(one.source?.desc)).toBeLessThanOrEqual(ROOM[room].source);
        }
      },
    ),
  );
});

describe('the text form', () => {
  it('says all of it, with the commands to type', () => {
    expect(cardText(base, words)).toBe(
      [
        '**【紧急】FJ2026-0012 村口路灯不亮**',
        '城建办 · 还有 1 天',
        '答复期限到 3 月 9 日。',
        '> 承办：城建办',
        '> 到期：2026-03-09【红】',
        '也可以直接回复：',
        '- 已阅：`/已阅 FJ2026-0012`',
        '- 申请延期：`/延期 FJ2026-0012`',
      ].join('\n'),
    );
  });

  it('names the options of a choice', () => {
    const card: Card = {
      ...base,
      actions: [{ label: '交办', command: '/交办 12 {choice}' }],
      choice: {
        key: 'unit',
        title: '单位',
        options: [
          { id: 'cjb', text: '城建办' },
          { id: '农业办', text: '农业办' },
        ],
      },
    };
    expect(cardText(card, words)).toMatch(/- 交办：`\/交办 12 〈单位〉`\n〈单位〉：cjb（城建办）、农业办$/u);
  });

  it('of a spent card offers nothing', () => {
    expect(cardText({ ...base, spent: '已签收' }, words)).toMatch(/（已签收）$/u);
    expect(cardText({ ...base, spent: '已签收' }, words)).not.toContain('/已阅');
  });
});
