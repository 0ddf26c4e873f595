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
  says: [
    {
      like: /(?:一共|总共|现在|目前|全镇|全乡|还有?|手上).{0,8}(?:多少|几)(?:件|个|起|宗|条|A)?|(?:多少|几)(?:件|起|宗).{0,4}(?:没|未|在)办|A没办完|未办结/u,
      rank: 5,
      alone: true,
      reads: true,
      asked: true,
      examples: [['现在一共多少件没办完', '/统计']],
    },
  ],
  examples: ['/统计'],
  async run(_args, call, ctx) {
    const inGroup = call.chatid !== undefined;
    const text = await standingReport(ctx, call.by.townId, scopeOf(inGroup ? undefined : call.by));
    return inGroup ? { text, group: groupPlain(text) } : { text };
  },
});
