import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { listText } from '../src/cards/list.ts';
import { argProblems } from '../src/copy/args.ts';
import { lists } from '../src/copy/lists.ts';
import { search } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '搜',
  english: 'search',
  aliases: ['搜索', '找'],
  summary: '按内容找事项',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ text })),
  says: [
    {
      like: /^(?:搜索|搜|找|找一下|搜一下)/u,
      rank: 4,
      alone: true,
      overTitles: true,
      reads: true,
      line: ({ said }) => said.replace(/^(?:搜索|搜锁|搜一下|找一下|搜|找)[一下索锁]*\s*/u, ''),
      examples: [['搜索 水渠', '/搜 水渠']],
    },
  ],
  examples: ['/搜 路灯'],
  async run({ text }, call, ctx) {
    if ([...text].length < 2) throw missing(argProblems.words);
    const found = await search(ctx, call.by, text.slice(0, 60));
    return { text: listText(found.lines, found.total, ctx.today, lists.found(found.total), lists.nothingFound) };
  },
});
