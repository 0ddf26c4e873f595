import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { readReportPeriod } from '../src/reports/read-period.ts';
import { replyReport } from '../src/reports/reply.ts';

export default defineCommand({
  name: '周报',
  english: 'weekly',
  aliases: ['本周'],
  summary: '看本周或上周的信访情况',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ word: text.trim() })),
  says: [
    {
      like: /(?:本|这|上|一)个?(?:周|星期|礼拜).{0,10}(?:件|多少|几|情况|怎么样|咋样|如何|新收|收了|办了|报表|总结)|周报/u,
      rank: 7,
      alone: true,
      reads: true,
      asked: true,
      line: ({ said }) => (/上个?(?:周|星期|礼拜)/u.test(said) ? '上周' : ''),
      examples: [
        ['本周收了几件', '/周报'],
        ['上周情况怎么样', '/周报 上周'],
      ],
    },
  ],
  examples: ['/周报', '/周报 上周'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'weekly', readReportPeriod('weekly', word, ctx.today)),
});
