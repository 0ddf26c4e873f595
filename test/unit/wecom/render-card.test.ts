import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { checkCard } from '../../../sandbox/server/wire/card.ts';
import type { Card, CardForm } from '../../../src/contract/card.ts';
import { cardWords as words } from '../../../src/copy/wecom.ts';
import { cardText } from '../../../src/wecom/card-text.ts';
import { renderCard, renderUpdate, SPENT_KEY } from '../../../src/wecom/render-card.ts';
import { cases } from '../../support/cases.ts';

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

describe('a card that asks', () => {
  const units = {
    key: 'units',
    title: '单位',
    options: ['城建办', '民政办'].map((name) => ({ id: name, text: name })),
  };
  const days = { key: 'days', title: '延几天', options: ['3天', '5天'].map((name) => ({ id: name, text: name })) };
  const submit = { label: '请协办', command: '/协办 12 {units}' };
  const ask = (form: CardForm): Card & { form: CardForm } => ({ ...base, actions: [], form });

  it('one thing is a vote, of one or of several', () => {
    const head = {
      card_type: 'vote_interaction',
      task_id: 'petition-1_a@1',
      source: { desc: '紧急', desc_color: 2 },
      main_title: { title: base.title, desc: base.note },
      submit_button: { text: '请协办', key: '/协办 12 {units}' },
    };
    for (const room of ['bot', 'app'] as const) {
      const one = renderCard(ask({ questions: [units], submit }), { ...options, room, url });
      checkCard(one, room);
      expect(one).toEqual({ ...head, checkbox: { question_key: 'units', mode: 0, option_list: units.options } });
      const several = renderCard(ask({ questions: [{ ...units, several: true }], submit }), { ...options, room });
      expect(several?.checkbox?.mode).toBe(1);
    }
  });

  it('two or three things are lists', () => {
    const card = ask({ questions: [units, days], submit: { ...submit, command: '/延期 12 {days} 理由:{units}' } });
    const rendered = renderCard(card, options);
    checkCard(rendered);
    expect(rendered).toMatchObject({
      card_type: 'multiple_interaction',
      submit_button: { key: card.form.submit.command },
    });
    expect(rendered?.select_list).toEqual([
      { question_key: 'units', title: '单位', option_list: units.options },
      { question_key: 'days', title: '延几天', option_list: days.options },
    ]);
  });

  it('goes out as text where WeCom has no form for it', () => {
    const options4 = [units, days, { ...units, key: 'c' }, { ...units, key: 'd' }];
    for (const questions of [
      [],
      options4,
      [units, units],
      [units, { ...days, several: true as const }],
      [{ ...units, options: [] }],
    ]) {
      expect(renderCard(ask({ questions, submit }), { ...options, url })).toBeUndefined();
    }
    expect(
      renderCard(ask({ questions: [units], submit: { ...submit, command: '长'.repeat(400) } }), options),
    ).toBeUndefined();
  });

  it('once answered, can not be answered again', () => {
    for (const questions of [[units], [units, days]]) {
      const card = { ...ask({ questions, submit }), spent: '已请协办' };
      for (const rendered of [renderCard(card, options), renderUpdate(card, options)]) {
        checkCard(rendered);
        expect(rendered).toMatchObject({
          replace_text: '已请协办',
          submit_button: { text: '已请协办', key: SPENT_KEY },
        });
        const asked = rendered?.checkbox === undefined ? rendered?.select_list : [rendered.checkbox];
        expect(asked?.every(({ disable }) => disable)).toBe(true);
      }
    }
  });

  it('once answered, shows the answer and nothing that was not chosen', () => {
    const vote = renderCard(
      {
        ...ask({ questions: [{ ...units, several: true }], submit, chosen: { units: ['民政办', '综治办'] } }),
        spent: '已请协办',
      },
      options,
    );
    checkCard(vote);
    expect(vote?.checkbox?.option_list).toEqual([
      { id: '民政办', text: '民政办', is_checked: true },
      // Chosen, and no option any more.
      { id: '综治办', text: '综治办', is_checked: true },
    ]);
    const lists = { questions: [units, days], submit };
    const texts = (chosen: Record<string, string[]>): string[][] | undefined =>
      renderCard({ ...ask({ ...lists, chosen }), spent: '已申请延期' }, options)?.select_list?.map((list) =>
        list.option_list.map(({ text }) => text),
      );
    expect(texts({ units: ['民政办'], days: ['5天'] })).toEqual([['民政办'], ['5天']]);
    // Overtaken without an answer: the first options would look like one.
    expect(texts({})).toEqual([['—'], ['—']]);
  });

  it('says in its text form what can be typed', () => {
    const text = cardText(ask({ questions: [{ ...units, several: true }], submit }), words);
    expect(text).toContain('- 请协办：`/协办 12 〈单位〉`\n〈单位〉：城建办、民政办（可写几个，用顿号隔开）');
    const both = cardText(
      ask({ questions: [units, days], submit: { ...submit, command: '/延期 12 {days} 理由:{units}' } }),
      words,
    );
    expect(both).toContain('`/延期 12 〈延几天〉 理由:〈单位〉`\n〈单位〉：城建办、民政办\n〈延几天〉：3天、5天');
  });
});

it('a card with a picture shows it above its lines, and leads to its page', () => {
  const card: Card = { ...base, actions: [], body: '一\n\n二\n三\n四\n五', picture: { url: `${url}.png`, ratio: 3 } };
  const rendered = renderCard(card, { ...options, url });
  checkCard(rendered);
  expect(rendered).toMatchObject({
    card_type: 'news_notice',
    card_image: { url: `${url}.png`, aspect_ratio: 2.25 },
    card_action: { type: 1, url },
    vertical_content_list: [{ title: '一' }, { title: '二' }, { title: '三' }, { title: '四' }],
  });
  expect(rendered).not.toHaveProperty('sub_title_text');
  expect(renderCard(card, options), 'without a page it is text').toBeUndefined();
  expect(renderCard({ ...card, actions: base.actions }, { ...options, url })).toMatchObject({
    card_type: 'button_interaction',
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
  const forms = fc.record({
    questions: fc.array(
      fc
        .record({
          key: text,
          title: text,
          options: fc.array(fc.record({ id: text, text }), { maxLength: 24 }),
          several: fc.boolean(),
        })
        .map(({ several, ...question }) => (several ? { ...question, several: true as const } : question)),
      { maxLength: 4 },
    ),
    submit: fc.record({ label: text, command: text }),
  });
  const more = fc.oneof(
    fc.constant({}),
    forms.map((form) => ({ form })),
    fc.record({ picture: fc.record({ url: fc.constant(url), ratio: fc.double({ min: 0.1, max: 9, noNaN: true }) }) }),
  );
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
      more,
      fc.boolean(),
      fc.constantFrom('bot' as const, 'app' as const),
      fc.constantFrom({}, { url }),
      (plain, extra, isSpent, room, link) => {
        const card = { ...plain, ...extra };
        const whole: Card = isSpent ? { ...card, spent: '已处理' } : card;
        const how = { ...options, room, ...link };
        const rendered = renderCard(whole, how);
        for (const one of [...(rendered === undefined ? [] : [rendered]), renderUpdate(whole, how)]) {
          expect(() => checkCard(one, room)).not.toThrow();
          expect(shown(one.main_title?.title)).toBeLessThanOrEqual(ROOM[room].title);
          expect(shown(one.main_title?.desc)).toBeLessThanOrEqual(ROOM[room].desc);
          expect(shown(one.sub_title_text)).toBeLessThanOrEqual(ROOM[room].sub_title_text);
          expect(shown(one.source?.desc)).toBeLessThanOrEqual(ROOM[room].source);
          for (const { title } of one.vertical_content_list ?? []) {
            expect(shown(title)).toBeLessThanOrEqual(ROOM[room].title);
          }
          for (const option of one.checkbox?.option_list ?? []) expect(shown(option.text)).toBeLessThanOrEqual(11);
          for (const list of one.select_list ?? []) {
            expect(shown(list.title)).toBeLessThanOrEqual(13);
            for (const option of list.option_list) expect(shown(option.text)).toBeLessThanOrEqual(10);
          }
        }
      },
    ),
    cases(100),
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
