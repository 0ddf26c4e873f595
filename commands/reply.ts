import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing, readCount } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { answerQuestion, conclusionOf, conclusionQuestion, PART_KEYS } from '../src/copy/answers.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { setPending } from '../src/domain/conversation/store.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { reply, reviewWay } from '../src/domain/handling/answer.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = '已答复';
const FINDS = { verb: '答复', lock: true, events: true } as const;

export default defineCommand({
  name: '答复',
  english: 'reply',
  aliases: ['回复'],
  summary: '写答复：事实、依据、内容，可逐条写',
  number: 'recent',
  states: ['assigned', 'handling', 'replied'],
  pasted: true,
  keys: ['诉求', '事实', '依据', '结论', '内容'],
  tells: true,
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /(?:书面|口头|已经?)答复(?:了|过|给|完)?|答复(?:了|过)|出(?:了|具|好).{0,3}(?:意见书|意见|答复)|回复(?:了|过)/u,
      rank: 4,
      when: ({ matter }) => matter?.status !== 'closed',
      line: ({ said }) => `内容:${said}`,
      examples: [['3号灯换好了，书面答复老人了', '/答复 3 内容:灯换好了，书面答复老人了', 'head']],
    },
  ],
  examples: [
    '/答复 12 事实:三盏路灯不亮 依据:城市照明管理规定 结论:支持 内容:已于11月25日修复',
    '/答复 12 诉求:2 依据:村民委员会组织法',
  ],
  forms: [
    {
      fields: [
        { key: '诉求', as: 'number', optional: true, perDemand: true },
        { key: '事实', as: 'text' },
        { key: '依据', as: 'text' },
        { key: '内容', as: 'text' },
        { key: '结论', as: 'choice', options: ['支持', '解释', '不予支持'], optional: true },
      ],
      finds: FINDS,
      offer: ({ policy, petition, actor }) => ({
        writes: [
          { kind: 'replied' },
          ...(reviewWay(policy, petition, actor) === 'own'
            ? [{ kind: 'reviewed', data: { agreed: true } } as const]
            : []),
        ],
        spent: SPENT,
      }),
      saysWhyNot: true,
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const said = {
      fact: pairs['事实'],
      basis: pairs['依据'],
      answer: [text, pairs['内容']].filter((part) => part !== undefined && part !== '').join('\n'),
    };
    const parts = (['fact', 'basis', 'answer'] as const).filter((part) => (said[part] ?? '') !== '');
    const conclusion = pairs['结论'] === undefined ? undefined : conclusionOf(pairs['结论']);
    if (pairs['结论'] !== undefined && conclusion === undefined) throw invalid(argProblems.conclusion);
    if (parts.length === 0 && conclusion === undefined) throw missing(argProblems.answer);
    const position = pairs['诉求'] === undefined ? undefined : (readCount(pairs['诉求']) ?? 0);
    const done = await reply(ctx, call.by, petition, { ...said, position, conclusion });
    const names = await namesOf(ctx.tx, done.review?.approvers ?? []);
    const [gap] = done.gaps;
    let followUp: string | undefined;
    if (gap !== undefined) {
      const part = gap.missing[0];
      // What all demands lack is asked once for all of them, unless they are being answered one by one.
      const lacking = done.gaps.filter(({ missing: lacks }) => lacks.includes(part)).length;
      const only = position === undefined && lacking > 1 ? undefined : gap.position;
      const at = only === undefined || done.count === 1 ? '' : ` 诉求:${only}`;
      await setPending(ctx, call.by.userid, {
        kind: 'draft',
        verb: '答复',
        rest: `${petition.number}${at}`,
        key: PART_KEYS[part],
      });
      followUp = answerQuestion({ number: petition.number, position: only, count: done.count, part });
    } else if (done.unconcluded[0] !== undefined) {
      // 处理意见书 says of each demand whether it is supported (条例 art. 32); asked once the answer is complete.
      const only = done.count === 1 ? undefined : done.unconcluded[0];
      await setPending(ctx, call.by.userid, {
        kind: 'draft',
        verb: '答复',
        rest: `${petition.number}${only === undefined ? '' : ` 诉求:${only}`}`,
        key: '结论',
      });
      followUp = conclusionQuestion(petition.number, only);
      // Asked for here: the paper that lacks nothing else need not be named besides.
      const lacking = ctx.unfinished.findIndex(
        ({ kind, missing: lacks }) => kind === 'opinion' && lacks.every(({ field }) => field === 'conclusion'),
      );
      if (lacking >= 0) ctx.unfinished.splice(lacking, 1);
    }
    return {
      ...answer(await lineOf(ctx, done.petition), ctx.today, {
        text: replies.replied({
          number: petition.number,
          parts,
          conclusion,
          open: done.gaps.length,
          count: done.count,
          reviewers:
            done.review === undefined ? undefined : done.review.approvers.map((id) => names.get(id) ?? id).join('、'),
          own: done.own,
          meeting: done.meeting,
        }),
        group: groupWords.replied,
        spent: SPENT,
      }),
      ...(followUp === undefined ? {} : { followUp }),
    };
  },
});
