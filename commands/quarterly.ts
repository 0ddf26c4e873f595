import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { readReportPeriod } from '../src/reports/read-period.ts';
import { replyReport } from '../src/reports/reply.ts';

export default defineCommand({
  name: '季报',
  english: 'quarterly',
  aliases: ['季点评'],
  summary: '看一个季度的信访情况',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ word: text.trim() })),
  says: [
    {
      like: /季报|(?:本|这|上)个?季度?.{0,10}(?:件|多少|几|情况|怎么样|咋样|如何)/u,
      rank: 7,
      alone: true,
      reads: true,
      asked: true,
      examples: [['这个季度情况怎么样', '/季报']],
    },
  ],
  examples: ['/季报', '/季报 上季度', '/季报 第3季度'],
  run: ({ word }, call, ctx) => replyReport(ctx, call, 'quarterly', readReportPeriod('quarterly', word, ctx.today)),
});
