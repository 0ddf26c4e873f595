import { todayText } from '../src/cards/list.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { addWorkingDays } from '../src/domain/deadline/working-days.ts';
import { waitingFor } from '../src/domain/approval/ask.ts';
import { today } from '../src/domain/read/lists.ts';

const SOON_WORKING_DAYS = 3;

export default defineCommand({
  name: '今天',
  english: 'today',
  aliases: ['今日'],
  summary: '看今天要办的、快到期的、超期的',
  number: 'none',
  words: /^$/u,
  keys: [],
  args: argsAs(() => ({})),
  says: [
    {
      like: /^(?:D_*|今日)?.{0,3}(?:有|要)?(?:什么|啥|哪些)(?:事|要|任务|工作|安排|到期)|(?:D_*|今日)(?:要办|到期|任务|安排)/u,
      rank: 5,
      alone: true,
      reads: true,
      asked: true,
      examples: [['今天有什么事', '/今天']],
    },
  ],
  examples: ['/今天'],
  async run(_args, call, ctx) {
    const now = await today(ctx, call.by, addWorkingDays(ctx.today, SOON_WORKING_DAYS, ctx.calendar));
    const signs = await waitingFor(ctx, call.by);
    return { text: todayText(now, signs, ctx.today) };
  },
});
