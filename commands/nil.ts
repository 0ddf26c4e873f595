import { groupPlain } from '../src/cards/group.ts';
import { argsAs, readWrittenDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import type { LocalDay } from '../src/core/local-day.ts';
import { promptWords, span } from '../src/copy/schedule.ts';
import { unitByName, unitsOf } from '../src/domain/org/service.ts';
import { reportNil } from '../src/domain/schedule/prompts.ts';

export default defineCommand({
  name: '零报告',
  english: 'nil',
  aliases: ['零报'],
  summary: '本单位没有发现问题，一键零报告',
  number: 'none',
  keys: ['单位'],
  args: argsAs(({ text, pairs }) => ({ words: text.split(/\s+/u).filter((word) => word !== ''), unit: pairs['单位'] })),
  examples: ['/零报告', '/零报告 排查台账 单位:五里墩村'],
  async run({ words, unit: unitWord }, call, ctx) {
    const { townId } = call.by;
    const days = words.map((word) => readWrittenDay(word, ctx.today));
    const slot = days.find((day): day is LocalDay => day !== undefined);
    const title = words.filter((_, index) => days[index] === undefined).join(' ');
    const { prompts } = (await ctx.policy(townId)).rhythm;
    const prompt = prompts.find((one) => one.id === title || one.title === title || one.title.includes(title));
    if (title !== '' && prompt === undefined) {
      throw new UserError('nil.unknown', { titles: prompts.map((p) => p.title) });
    }
    const unit = unitWord === undefined ? undefined : await unitByName(ctx.tx, townId, unitWord);
    if (unitWord !== undefined && unit === undefined) {
      throw new UserError('unit.unknown', { units: (await unitsOf(ctx.tx, townId)).map((one) => one.name) });
    }
    const done = await reportNil(ctx, call.by, { prompt: title === '' ? undefined : prompt, slot, unit });
    const { asking, before, late } = done;
    const period = span(asking.period.from, asking.period.to);
    const { title: name } = asking.prompt;
    const text =
      before === undefined
        ? promptWords.done(name, period, done.unit.name, late)
        : before.nil
          ? promptWords.already(name, done.unit.name)
          : promptWords.alreadyMatters(name, done.unit.name, before.matters.length);
    return { text, group: groupPlain(promptWords.group), spent: promptWords.spent };
  },
});
