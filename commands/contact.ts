import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { contactReplies, contactResult } from '../src/copy/escalation.ts';
import { replies } from '../src/copy/replies.ts';
import { clocksMetBy } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { contact } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = '已联系';
const FINDS = { verb: '联系', lock: true } as const;

export default defineCommand({
  name: '联系',
  english: 'contact',
  aliases: ['联系群众'],
  summary: '记下与信访人的联系情况',
  number: 'recent',
  states: ['assigned', 'handling', 'replied', 'served'],
  keys: ['结果'],
  args: argsAs(({ number, text, pairs }) => ({
    number: number!,
    said: [pairs['结果'], text].filter((part) => part !== undefined && part !== '').join(' '),
  })),
  examples: ['/联系 12 已电话联系，约好周三现场查看', '/联系 12 结果:未联系上'],
  forms: [
    {
      fields: [{ key: '结果', as: 'text' }],
      finds: FINDS,
      offer: () => ({ writes: [{ kind: 'contacted' }], spent: SPENT }),
    },
  ],
  async run({ number, said }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (said === '') throw missing(argProblems.outcome);
    const result = contactResult(said);
    const changed = await contact(ctx, call.by, petition, said, result);
    const clocks = await clocksMetBy(ctx, changed.id, 'contacted');
    const running = clocks.filter((clock) => clock.state === 'running');
    return answer(await lineOf(ctx, changed), ctx.today, {
      text:
        result === 'reached'
          ? replies.contacted(changed.number)
          : contactReplies.visit(
              changed.number,
              result === 'unreached',
              clocks.at(-1)?.basis,
              dueLines(running, ctx.today),
            ),
      group: groupWords.contacted,
      spent: SPENT,
    });
  },
});
