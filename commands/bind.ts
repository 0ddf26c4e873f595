import { groupPlain } from '../src/cards/group.ts';
import { argsAs, invalid } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { unitByName, unitsOf } from '../src/domain/org/service.ts';
import { bindGroup } from '../src/domain/org/groups.ts';

const PURPOSES = { 提醒: 'reminders', 督办: 'escalations', 周报: 'weekly' } as const;

export default defineCommand({
  name: '绑定',
  english: 'bind',
  summary: '让本群接收提醒、督办或周报',
  number: 'none',
  keys: ['单位'],
  args: argsAs(({ text, pairs }) => ({ text, pairs })),
  examples: ['/绑定 提醒,督办,周报', '/绑定 提醒 单位:城建办'],
  async run({ text, pairs }, call, ctx) {
    if (call.chatid === undefined) throw new UserError('group.only', { verb: '绑定' });
    const words = text === '' ? Object.keys(PURPOSES) : text.split(/[\s,，、;；]+/u).filter((word) => word !== '');
    const purposes = words.map((word) => PURPOSES[word as keyof typeof PURPOSES]);
    if (purposes.some((purpose) => purpose === undefined)) throw invalid(argProblems.purposes);
    const unit = pairs['单位'] === undefined ? undefined : await unitByName(ctx.tx, call.by.townId, pairs['单位']);
    if (pairs['单位'] !== undefined && unit === undefined) {
      throw new UserError('unit.unknown', { units: (await unitsOf(ctx.tx, call.by.townId)).map((u) => u.name) });
    }
    await bindGroup(ctx, call.by, call.chatid, unit?.id ?? null, purposes as string[]);
    const said = groupWords.bound(words.join('、'));
    return { text: said, group: groupPlain(said) };
  },
});
