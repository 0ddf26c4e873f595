import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { receiverText } from '../src/copy/why.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { close, closingWay, refuseUnready } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { signersNamed } from '../src/domain/policy/applies.ts';

const SPENT = '已办结';
const FINDS = { verb: '办结', lock: true, events: true } as const;

export default defineCommand({
  name: '办结',
  english: 'close',
  summary: '凭依据办结',
  number: 'required',
  keys: ['依据', '结果'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /办[结完妥]|办好|结(?:案|了|掉|束|一下)|结吧|弄[好完]|搞(?:定|掂|好)|处理[完好]|解决了|修好了|完事|完工了|可以结/u,
      rank: 4,
      when: ({ matter }) => matter?.status !== 'closed',
      line: ({ said, clause }) => {
        const result = said
          .split(/[，,。；;\s]+/u)
          .filter(
            (part) =>
              part !== '' &&
              (part !== clause || !/办结|结案/u.test(part)) &&
              !/^(?:可以)?(?:办结|结案|结了|结掉|结)(?:了|吧|一下)?$/u.test(part),
          )
          .join('，');
        return result === '' ? '' : `结果:${result}`;
      },
      examples: [
        ['3号办结，灯修好了', '/办结 3 结果:灯修好了', 'head'],
        ['3号搞定了', '/办结 3 结果:搞定了', 'head'],
      ],
    },
  ],
  examples: ['/办结 12 依据:书面答复 结果:路灯已修复'],
  forms: [
    {
      fields: [
        { key: '依据', as: 'line' },
        { key: '结果', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen) {
        refuseUnready(seen);
        return closingWay(seen.policy, seen.petition, seen.actor) === 'held'
          ? { writes: [{ kind: 'closing-held' }] }
          : { writes: [{ kind: 'closed' }], spent: SPENT };
      },
      saysWhyNot: true,
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const basis = pairs['依据'];
    if (basis === undefined || basis === '') throw missing(argProblems.closeBasis, '依据');
    if (/停诉|息访|息诉/u.test(basis)) throw invalid(argProblems.waiver);
    const result = [pairs['结果'], text].filter((part) => part !== undefined && part !== '').join('\n');
    const policy = await ctx.policy(petition.townId);
    const done = await close(ctx, call.by, petition, basis, result === '' ? undefined : result);
    const line = await lineOf(ctx, done.petition);
    if (done.waiting !== undefined) {
      const text = replies.closeHeld(petition.number, receiverText(signersNamed(policy, 'close', done.petition)));
      return answer(line, ctx.today, { text, group: groupWords.closeHeld });
    }
    return answer(line, ctx.today, {
      text: replies.closed({ number: petition.number, followUp: policy.followUp !== undefined }),
      group: groupWords.closed,
      spent: SPENT,
    });
  },
});
