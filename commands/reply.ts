import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { reply } from '../src/domain/petition/handling.ts';
import { lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '答复',
  english: 'reply',
  aliases: ['回复'],
  summary: '写答复意见，可按诉求逐条写',
  allow: ['unit-head', 'handler', 'desk', 'leader', 'main-leader', 'discipline'],
  number: 'recent',
  keys: ['诉求', '内容'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/答复 12 路灯已于11月25日修复', '/答复 12 诉求:1 内容:路灯已修复'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '答复', lock: true });
    const said = [text, pairs['内容']].filter((part) => part !== undefined && part !== '').join('\n');
    if (said === '') throw missing(argProblems.answer);
    const position = pairs['诉求'] === undefined ? undefined : Number(pairs['诉求'].replace(/\D/gu, ''));
    const done = await reply(ctx, call.by, petition, said, position);
    const names = await namesOf(ctx.tx, done.review?.approvers ?? []);
    const { signatures } = await ctx.policy(petition.townId);
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: replies.replied({
        number: petition.number,
        open: done.open,
        reviewers:
          done.review === undefined ? undefined : done.review.approvers.map((id) => names.get(id) ?? id).join('、'),
        own: done.review === undefined && done.open === 0 && signatures.some((rule) => rule.kind === 'review'),
      }),
      group: groupWords.replied,
      spent: '已答复',
    });
  },
});
