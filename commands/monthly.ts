import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { readReportPeriod } from '../src/reports/read-period.ts';
import { replyReport } from '../src/reports/reply.ts';

export default defineCommand({
  name: '月报',
  english: 'monthly',
  aliases: ['月讲评', '月小结'],
  summary: '看一个月的信访情况',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ word: text.trim() })),
  says: [
    {
      like: /(?:本|这|上|当)个?月.{0,10}(?:件|多少|几|情况|怎么样|咋样|如何|新收|收了|办了|报表|总结)|月报/u,
      rank: 7,
      alone: true,
      reads: true,
      asked: true,
      line: ({ said }) => (/上个?月/u.test(said) ? '上月' : ''),
      examples: [['上个月怎么样', '/月报 上月']],
    },
  ],
  examples: ['/月报', '/月报 上月', '/月报 2026年9月'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'monthly', readReportPeriod('monthly', word, ctx.today)),
});
