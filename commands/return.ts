import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { giveBack } from '../src/domain/petition/routing.ts';
import { lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '退回',
  english: 'return',
  summary: '不属本单位的，退回信访办',
  allow: ['unit-head', 'handler'],
  number: 'recent',
  keys: ['理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, reason: pairs['理由'] ?? text })),
  examples: ['/退回 12 理由:属水利站职责'],
  async run({ number, reason }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '退回', lock: true });
    if (reason === '') throw missing(argProblems.reason, '理由');
    const before = await lineOf(ctx, petition);
    const changed = await giveBack(ctx, call.by, petition, reason);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.returned(changed.number),
      group: groupWords.returned(before.unitName ?? ''),
      spent: '已退回',
    });
  },
});
