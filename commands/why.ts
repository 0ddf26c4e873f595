import { answer } from '../src/cards/line.ts';
import { tierLines } from '../src/cards/team.ts';
import { whyText } from '../src/cards/why.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { clocksOf } from '../src/domain/clock/run.ts';
import { rulesOf } from '../src/domain/clock/kept.ts';
import { isForHelpers } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { lengthenedByHearing } from '../src/domain/handling/hearing.ts';
import { tiersOf } from '../src/domain/read/team.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '为什么',
  english: 'why',
  aliases: ['为啥', '依据'],
  summary: '看每个日期是怎么算出来的',
  number: 'recent',
  words: /^$/u,
  reads: true,
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  says: [
    {
      like: /为什么|为啥|为何|咋(?:会|就)|怎么(?:会|就|还|又)?(?:超期|逾期|过期|是?红|到期|T)|期限怎么[算来定]|(?:什么|啥)(?:依据|道理)/u,
      rank: 6,
      reads: true,
      asked: true,
      byUnit: true,
      examples: [
        ['3号为什么超期了', '/为什么 3'],
        ['3号咋就超期了', '/为什么 3'],
      ],
    },
  ],
  examples: ['/为什么 12'],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, {
      verb: '为什么',
      helping: isForHelpers('why'),
      closedToo: true,
    });
    const policy = await ctx.policy(petition.townId);
    const clocks = await clocksOf(ctx, petition.id);
    const heard = await lengthenedByHearing(ctx, clocks);
    const ruleOf = await rulesOf(ctx, clocks);
    const days = whyText(petition.number, clocks, { policy, ruleOf, calendar: ctx.calendar, today: ctx.today, heard });
    const text = [days, ...tierLines(await tiersOf(ctx, petition))].join('\n');
    return { ...answer(await lineOf(ctx, petition), ctx.today, { text, group: groupWords.goPrivate }), detail: true };
  },
});
