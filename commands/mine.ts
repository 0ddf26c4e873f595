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
  examples: ['/我的'],
  async run(_args, call, ctx) {
    const found = await mine(ctx, call.by);
    return { text: listText(found.lines, found.total, ctx.today, lists.mine(found.total), lists.nothingMine) };
  },
});
