import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseReopening, reopen, reopening } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const FINDS = { verb: '重启', lock: true, closedToo: true } as const;

export default defineCommand({
  name: '重启',
  english: 'reopen',
  aliases: ['重新办理'],
  summary: '办结后重新办理',
  number: 'recent',
  states: ['closed'],
  keys: ['理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, said: pairs['理由'] ?? text })),
  says: [
    {
      like: /重新(?:打开|开|办|处理|来|启动|弄|做)|重启|返工|再办一?[次遍]/u,
      rank: 9,
      when: ({ matter }) => matter?.status === 'closed',
      line: ({ said }) => `理由:${said}`,
      examples: [['群众说4号没弄好，要重新办', '/重启 4 理由:群众说没弄好，要重新办', 'closed']],
    },
  ],
  examples: ['/重启 12 理由:群众反映未修好'],
  forms: [
    {
      fields: [{ key: '理由', as: 'text' }],
      finds: FINDS,
      offer({ petition }) {
        refuseReopening(petition);
        return { writes: [reopening(petition)] };
      },
    },
  ],
  async run({ number, said }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (said === '') throw missing(argProblems.reason, '理由');
    const changed = await reopen(ctx, call.by, petition, said);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.reopened(changed.number, dueLines(await runningClocks(ctx, [changed.id]), ctx.today)),
      group: groupWords.reopened,
    });
  },
});
