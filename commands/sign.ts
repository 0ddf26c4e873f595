import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { runningClocks } from '../src/domain/petition/clocks.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { acknowledge } from '../src/domain/petition/handling.ts';
import { signIn } from '../src/domain/petition/routing.ts';
import { lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '签收',
  english: 'sign',
  aliases: ['收到', '已阅'],
  summary: '签收交办，或回执提醒（已阅）',
  allow: ['unit-head', 'handler', 'desk', 'leader', 'main-leader', 'discipline'],
  number: 'recent',
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  examples: ['/签收 12'],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '签收', lock: true });
    const unread = await acknowledge(ctx, call.by.userid, petition.id);
    const isSigning =
      petition.status === 'assigned' &&
      (unread === 0 || petition.handler === call.by.userid || call.by.unitId === petition.ownerUnit);
    const changed = isSigning ? await signIn(ctx, call.by, petition) : petition;
    const line = await lineOf(ctx, changed);
    const due = dueLines(await runningClocks(ctx, [changed.id]), ctx.today);
    return answer(line, ctx.today, {
      text: isSigning ? replies.signed(changed.number, due, unread) : replies.acknowledged(changed.number, due),
      group: groupWords.signed(line.unitName ?? ''),
      spent: isSigning ? '已签收' : '已阅',
    });
  },
});
