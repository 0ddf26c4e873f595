import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { readReportPeriod } from '../src/reports/read-period.ts';
import { replyReport } from '../src/reports/reply.ts';

export default defineCommand({
  name: '年报',
  english: 'annual',
  aliases: ['年汇总'],
  summary: '看一年的信访情况（条例第四十一条）',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ word: text.trim() })),
  examples: ['/年报', '/年报 去年', '/年报 2025年'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'annual', readReportPeriod('annual', word, ctx.today)),
});
