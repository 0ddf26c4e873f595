import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { listText } from '../src/cards/list.ts';
import { lists } from '../src/copy/lists.ts';
import { mine } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '我的',
  english: 'mine',
  aliases: ['我的事项', '待办'],
  summary: '看我和本单位手上的事项',
  number: 'none',
  words: /^$/u,
  keys: [],
  args: argsAs(() => ({})),
  says: [
    {
      like: /我(?:们|这|这边|单位)?(?:手[上里头]|名下|要办|在办|还有|负责).{0,6}(?:什么|哪些|几|多少|啥|事|活|件)|我的(?:事|件|活|待办)|待办/u,
      rank: 6,
      alone: true,
      reads: true,
      asked: true,
      examples: [['我手上有哪些', '/我的']],
    },
  ],
  examples: ['/我的'],
  async run(_args, call, ctx) {
    const found = await mine(ctx, call.by);
    return { text: listText(found.lines, found.total, ctx.today, lists.mine(found.total), lists.nothingMine) };
  },
});
