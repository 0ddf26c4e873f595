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
  examples: ['/周报', '/周报 上周'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'weekly', readReportPeriod('weekly', word, ctx.today)),
});
