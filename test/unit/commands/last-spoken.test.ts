import { expect, it } from 'vitest';

import { loadCommands } from '../../../src/app/load-folder.ts';
import type { Command } from '../../../src/contract/command.ts';

const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
const HELD = { ownerUnit: 'cjb' };
const FREE = { ownerUnit: null };

/** How each command that writes may fall back to the matter last spoken of. */
const wayOf = (command: Command): string => {
  if (command.number !== 'recent') return command.number === 'required' ? 'never' : 'none';
  if (command.takes !== undefined) return 'takes';
  return command.waits === undefined ? 'free' : 'waits';
};

it('a command that writes falls back to the matter last spoken of only where it takes nothing from anybody', () => {
  const ways: Record<string, string[]> = {};
  for (const command of commands.filter(({ reads }) => reads !== true)) {
    const way = wayOf(command);
    ways[way] = [...(ways[way] ?? []), command.name];
  }
  delete ways['none'];
  expect(Object.fromEntries(Object.entries(ways).map(([way, names]) => [way, names.toSorted().join(' ')]))).toEqual({
    // The number is always said.
    never: '作废 办结 包案 受理 听证 回避 复查 并案 延期 更正 调解 送达 预警',
    // Only of those that wait for this person, or of the step that they took last.
    waits: '审核 批示 撤销 督办 签收 退回',
    // Who has it loses it: then the number is said.
    takes: '交办 分类 协办 补充 转办',
    // It adds to the record.
    free: '催办 回访 答复 联系 进展 重启',
  });
});

it.each([
  ['交办', '农业办', {}, true],
  ['转办', '农业办', {}, true],
  ['协办', '民政办 取消', {}, 'always'],
  ['协办', '民政办', {}, false],
  ['分类', '检举控告', {}, true],
  ['分类', '2', {}, true],
  ['分类', '申诉求决', {}, false],
  ['补充', '', { 涉及: '城建办' }, true],
  ['补充', '', { 检举: '是' }, true],
  ['补充', '', { 检举: '否' }, false],
  ['补充', '', { 电话: '1' }, false],
] as const)('%s %s %o takes: %s', (name, text, pairs, takes) => {
  const command = commands.find((one) => one.name === name)!;
  const raw = { text, pairs };
  expect([command.takes!(raw, HELD), command.takes!(raw, FREE)]).toEqual([takes !== false, takes === 'always']);
});
