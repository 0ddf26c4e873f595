import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { readDecision } from '../src/copy/decision.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { openFor } from '../src/domain/petition/approvals.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { decide } from '../src/domain/petition/routing.ts';
import { lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '审核',
  english: 'review',
  aliases: ['审'],
  summary: '审核答复：第一责任人同意或退回修改',
  allow: ['unit-head', 'leader', 'main-leader'],
  number: 'recent',
  keys: ['意见'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/审核 12 同意', '/审核 12 不同意 意见:请写明依据'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '审核', lock: true });
    const read = readDecision(text);
    if (read === undefined) throw missing(argProblems.decision);
    const waiting = await openFor(ctx, petition.id, call.by.userid, 'review');
    if (waiting.length === 0) throw new UserError('approval.none', { number: petition.number });
    const opinion = pairs['意见'] ?? (read.rest === '' ? undefined : read.rest);
    const done = await decide(ctx, call.by, petition, read.agreed, opinion, 'review');
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: replies.reviewed(petition.number, read.agreed),
      group: groupWords.reviewed(read.agreed),
      spent: read.agreed ? '审核通过' : '已退回修改',
    });
  },
});
