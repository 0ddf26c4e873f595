import { todayText } from '../src/cards/list.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { addWorkingDays } from '../src/domain/deadline/working-days.ts';
import { waitingFor } from '../src/domain/approval/ask.ts';
import { today, watchedBy } from '../src/domain/read/lists.ts';

const SOON_WORKING_DAYS = 3;
const ABOVE = ['leader', 'main-leader'] as const;

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
    // Who stands above the units looks for who has what, and presses them from here.
    const isAbove = ABOVE.some((role) => call.by.roles.includes(role));
    const shown = isAbove ? await watchedBy(ctx, call.by, now) : now;
    return { text: todayText(shown, signs, ctx.today) };
  },
});
