import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { satisfactionOf } from '../src/copy/terms.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { followUp, refuseFollowUp } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = '已回访';
const FINDS = { verb: '回访', lock: true, closedToo: true } as const;

export default defineCommand({
  name: '回访',
  english: 'followup',
  summary: '办结后回访，记满意与否',
  number: 'recent',
  states: ['closed'],
  keys: ['情况'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /满意|没(?:有|什么|啥)?意见|挺好|不错|很好|回访|还?可以|意见(?:很|蛮|挺)大|不认可|认可|乐意|知足|一般|凑合|没(?:啥|什么|得)说|高兴|说中|将就/u,
      rank: 8,
      ownNo: true,
      when: ({ matter, said }) =>
        matter?.status === 'closed' &&
        /满意|意见|好|不错|可以|认可|接|乐意|知足|一般|凑合|没(?:啥|什么|得)说|高兴|说中|将就/u.test(said),
      line: ({ said }) => {
        const word = /不(?:太|怎么|大|是很)?满意|意见(?:很|蛮|挺)大|不认可|不好|不乐意|不高兴|不知足/u.test(said)
          ? '不满意'
          : /基本满意|还行|还可以|一般|凑合|将就/u.test(said)
            ? '基本满意'
            : /没人接|打不通|联系不上/u.test(said)
              ? '未联系上'
              : '满意';
        const more = said.replace(/^回访(?:了|过|一下)?[，,\s]*/u, '');
        return more === word || more === '' ? word : `${word} 情况:${more}`;
      },
      examples: [['4号回访了，不满意，说桶太小', '/回访 4 不满意 情况:不满意，说桶太小', 'closed']],
    },
  ],
  examples: ['/回访 12 满意', '/回访 12 不满意 情况:还有一盏不亮'],
  forms: [
    {
      fields: [
        { key: '满意度', main: true, as: 'choice', options: ['满意', '基本满意', '不满意', '未联系上'] },
        { key: '情况', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer({ petition }) {
        refuseFollowUp(petition);
        return { writes: [{ kind: 'followed-up' }], spent: SPENT };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const [word = '', ...rest] = text.split(/[\s，,。]+/u);
    const satisfaction = satisfactionOf(word);
    if (satisfaction === undefined) throw missing(argProblems.satisfaction);
    const said = [rest.join(' '), pairs['情况']].filter((part) => part !== undefined && part !== '').join(' ');
    const changed = await followUp(ctx, call.by, petition, satisfaction, said === '' ? undefined : said);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.followedUp(changed.number, satisfaction === 'unsatisfied', said === '' ? undefined : said),
      group: groupWords.followedUp,
      spent: SPENT,
    });
  },
});
