import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { scopeOf, standingReport } from '../src/reports/on-demand.ts';

export default defineCommand({
  name: '统计',
  english: 'stats',
  aliases: ['在办情况'],
  summary: '看现在未办结、逾期的件数',
  number: 'none',
  words: /^$/u,
  keys: [],
  args: argsAs(() => ({})),
  examples: ['/统计'],
  async run(_args, call, ctx) {
    const inGroup = call.chatid !== undefined;
    const text = await standingReport(ctx, call.by.townId, scopeOf(inGroup ? undefined : call.by));
    return inGroup ? { text, group: groupPlain(text) } : { text };
  },
});
