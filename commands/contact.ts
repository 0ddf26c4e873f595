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
  says: [
    {
      like: /联系(?:上|过|了|到|不上|好)|(?:打|通|去|回)(?:过|了|通|个|完)?(?:一?[个次])?.{0,3}电话|电话(?:联系|沟通|打|通知)|打通|打不通|(?:没|无)人接|不接(?:电话)?|停机|空号|关机|见(?:过|了|到)(?:面|本人|群众|老人|他|她)|走访|碰(?:过|了|个)?(?:头|面)|打过去|问过(?:本人|他|她)|约(?:好|了|定|在)|打了?A|(?:跟|和|与)(?:本人|群众|信访人|老人|他|她|对方|当事人).{0,4}(?:说|谈|讲|解释|沟通|联系|见|通)/u,
      rank: 5,
      ownNo: true,
      // Somebody called us.
      when: ({ said }) =>
        !/(?:群众|老百姓|信访人|人家|他|她|对方|大爷|大妈|有人)(?:又|再|还|刚)?.{0,3}(?:打|来).{0,3}电话/u.test(said),
      line: ({ said }) => {
        const isMissed = /没人接|无人接|打不通|不接|停机|空号|关机|(?:没|未)联系上|联系不上/u.test(said);
        return isMissed ? `${said} 结果:未联系上` : said;
      },
      examples: [
        ['3号联系上了，老人说后天在家', '/联系 3 联系上了，老人说后天在家', 'head'],
        ['3号打了几次都没人接', '/联系 3 打了几次都没人接 结果:未联系上', 'head'],
      ],
    },
  ],
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
