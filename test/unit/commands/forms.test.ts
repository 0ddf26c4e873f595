import { describe, expect, it } from 'vitest';

import { loadCommands } from '../../../src/app/load-folder.ts';
import { firstChoices, isAsked, lineOf } from '../../../src/bot/page/forms.ts';
import { catalogueOf, readCommand } from '../../../src/bot/dispatch.ts';
import { parseArgs } from '../../../src/bot/grammar.ts';
import { trialValues } from '../../support/trial.ts';

const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
const catalogue = catalogueOf(commands);
const forms = commands.flatMap((command) => (command.forms ?? []).map((form) => ({ command, form })));
const NOW = {
  today: '2026-03-02',
  headcount: 1,
  choices: { unit: ['城建办'], helper: ['民政办'], paper: ['受理告知书'], person: ['王某强'] },
};
const NUMBER = 'FJ2026-0001';

const read = (command: (typeof forms)[number]['command'], line: string) => {
  const said = readCommand(line, catalogue);
  expect(said?.command).toBe(command);
  return parseArgs(said!.rest, command);
};

describe('forms of the page', () => {
  it('there are some', () => {
    expect(forms.length).toBeGreaterThan(15);
  });

  for (const { command, form } of forms) {
    it(`${command.name}${form.label === undefined ? '' : `（${form.label}）`}: what is filled in is what its own grammar reads`, () => {
      expect(command.number).not.toBe('none');
      const pairs = form.fields.filter((field) => field.main !== true);
      expect(pairs.filter(({ key }) => !command.keys.includes(key))).toEqual([]);
      const values = Object.fromEntries(form.fields.map(({ key, options }) => [key, options?.[0] ?? `写的${key}`]));
      const raw = read(command, lineOf(command, form, NUMBER, values));
      expect(raw.number).toBe(NUMBER);
      expect(Object.keys(raw.pairs).length).toBe(pairs.filter((field) => isAsked(field, values)).length);
      for (const field of pairs.filter((one) => isAsked(one, values))) {
        expect(raw.pairs[field.key]).toBe(`${values[field.key]!}${field.suffix ?? ''}`);
      }
      const main = form.fields.filter((field) => field.main === true).map(({ key }) => values[key]);
      expect(raw.text).toBe([...(form.text === undefined ? [] : [form.text]), ...main].join(' '));
    });

    it(`${command.name}: a trial fills in all that is needed`, () => {
      const values = trialValues(command, form, NOW)!;
      const needed = form.fields
        .filter((field) => (field.optional === true ? field.key in values : isAsked(field, values)))
        .map(({ key }) => key);
      expect(Object.keys(values).toSorted((a, b) => a.localeCompare(b))).toEqual(
        needed.toSorted((a, b) => a.localeCompare(b)),
      );
      const raw = read(command, lineOf(command, form, NUMBER, values));
      expect(command.args.safeParse(raw).success).toBe(true);
    });
  }

  const progress = commands.find(({ english }) => english === 'progress')!;
  const extend = commands.find(({ english }) => english === 'extend')!;

  it('several lines stay several lines under 内容 and become one elsewhere; nothing invisible comes along', () => {
    const said = '第一行\n第二行\u200b 理由:不是键';
    expect(read(progress, lineOf(progress, progress.forms![0]!, NUMBER, { 内容: said })).pairs['内容']).toBe(
      '第一行\n第二行 理由:不是键',
    );
    const line = lineOf(extend, extend.forms![0]!, NUMBER, { 天数: '10', 理由: '检测\n未完', 时限: '' });
    expect(line).toBe(`/延期 ${NUMBER} 天数:10天 理由:检测 未完`);
  });

  const admit = commands.find(({ english }) => english === 'admit')!;
  const serve = commands.find(({ english }) => english === 'serve')!;

  it('what is asked only beside another answer is sent only beside it', () => {
    const values = { 决定: '受理', 理由: '已由法院审理', 去向: '县人民法院' };
    expect(lineOf(admit, admit.forms![0]!, NUMBER, values)).toBe(`/受理 ${NUMBER} 受理`);
    expect(lineOf(admit, admit.forms![0]!, NUMBER, { ...values, 决定: '不予受理' })).toBe(
      `/受理 ${NUMBER} 不予受理 理由:已由法院审理 去向:县人民法院`,
    );
  });

  it('where there is nothing to choose from there is nothing to offer', () => {
    expect(firstChoices(serve.forms![0]!, NOW.choices)).toEqual({ 文书: '受理告知书' });
    expect(firstChoices(serve.forms![0]!, { ...NOW.choices, paper: [] })).toBeUndefined();
  });

  it('values that the form does not ask for are not taken', () => {
    const line = lineOf(progress, progress.forms![0]!, NUMBER, { 内容: '看过', 说明: '别的', 编号: 'FJ2026-0002' });
    expect(line).toBe(`/进展 ${NUMBER} 内容:看过`);
  });
});
