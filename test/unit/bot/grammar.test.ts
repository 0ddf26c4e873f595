import { describe, expect, it } from 'vitest';

import { loadCommands } from '../../../src/app/load-folder.ts';
import { catalogueOf, readCommand } from '../../../src/bot/dispatch.ts';
import { commandLines, withoutMention } from '../../../src/bot/grammar.ts';

const catalogue = catalogueOf(await loadCommands(new URL('../../../commands/', import.meta.url)));
const heard = (text: string, botName = '信访助手'): string =>
  withoutMention(text, botName, (word) => readCommand(word, catalogue) !== undefined);

describe('the name of the bot in a group', () => {
  for (const [text, line] of [
    ['@信访助手 /查 1', '/查 1'],
    ['@信访助手 查 1', '查 1'],
    ['@信访助手\u2005查 1', '查 1'],
    ['@信访助手', ''],
    // Renamed.
    ['@信访助手2号 /查 1', '/查 1'],
    ['@信访助手2号 查 1', '查 1'],
    ['@信访助手2号登记 村口路灯不亮', '登记 村口路灯不亮'],
    ['@信访助手登记处 /查 1', '/查 1'],
    ['@信访助手登记处 查 1', '查 1'],
    ['@新名字 /查 1', '/查 1'],
    ['@新名字 查 1', '查 1'],
    ['@新 的 名字 查12', '查12'],
    // With a bracket behind.
    ['@信访助手（测试） 查 1', '查 1'],
    ['@信访助手(分界镇)/查 1', '/查 1'],
    ['@信访助手2号（测试）/查 1', '/查 1'],
    ['@信访助手【机器人】 登记 村口路灯不亮', '登记 村口路灯不亮'],
    // Glued.
    ['@信访助手登记 村口路灯不亮', '登记 村口路灯不亮'],
    ['@信访助手查12', '查12'],
    ['@信访助手/交办 12 城建办', '/交办 12 城建办'],
    ['@新名字/交办 12 城建办', '/交办 12 城建办'],
    ['@信访助手，查 1', '查 1'],
    // A slash of the text is no command, and other mentions are none.
    ['@新名字 登记 3/4号楼漏水 /查', '登记 3/4号楼漏水 /查'],
    ['@赵某 @信访助手 查 1', '查 1'],
    ['@赵某 @新名字 /查 1', '/查 1'],
    ['@信访助手 @赵某 /查 1', '/查 1'],
    ['@信访助手 @赵某 催办 1', '催办 1'],
    ['@信访助手 @赵某 请看', '请看'],
    ['/交办 12 城建办 @信访助手 @王某', '/交办 12 城建办 @信访助手 @王某'],
  ] as const) {
    it(`${text} is ${line}`, () => expect(heard(text)).toBe(line));
  }
});

describe('several commands in one message', () => {
  const lines = (text: string): string[] =>
    commandLines(text, (line) => {
      try {
        return readCommand(line, catalogue)?.command;
      } catch {
        return undefined;
      }
    });

  it('begin a line with a slash', () => {
    expect(lines('/进展 1 已到场\n第二行\n /签收 2\n／查 3')).toEqual(['/进展 1 已到场\n第二行', '/签收 2', '／查 3']);
    expect(lines('进展 1 已到场\n/签收 2')).toEqual(['进展 1 已到场', '/签收 2']);
  });

  it('are never seen in what is pasted, and no other line is one', () => {
    for (const text of [
      '/登记 村口路灯不亮\n/办结 1',
      '/答复 1 事实:属实\n/查 2',
      '/进展 1 内容:第一行\n/查 2',
      '/进展 1 已到场\n签收 2',
      '/进展 1 已到场\n、签收 2',
      '/进展 1 看了\n/1号楼和/2号楼',
      '已到场\n/路灯',
    ]) {
      expect(lines(text)).toEqual([text]);
    }
  });
});
