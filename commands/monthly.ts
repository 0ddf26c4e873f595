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
  examples: ['/月报', '/月报 上月', '/月报 2026年9月'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'monthly', readReportPeriod('monthly', word, ctx.today)),
});
