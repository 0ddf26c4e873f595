import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { voidWords } from '../src/copy/correction.ts';
import { groupWords } from '../src/copy/group.ts';
import { procedureOf } from '../src/copy/triage.ts';
import { tellCitizen } from '../src/copy/tell.ts';
import { clocksOf } from '../src/domain/clock/run.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { voidTold } from '../src/domain/handling/voiding.ts';

export default defineCommand({
  name: '告知',
  english: 'tell',
  aliases: ['怎么告诉群众'],
  summary: '可以这样告诉群众：到哪一步、什么时候、接下来怎么办',
  number: 'recent',
  words: /^$/u,
  reads: true,
  keys: [],
  args: argsAs(({ number }) => ({ number: number! })),
  examples: ['/告知 12'],
  async run({ number }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '告知', closedToo: true });
    const line = await lineOf(ctx, petition);
    if (petition.status === 'void') {
      const text = voidWords.tell(petition.number, await voidTold(ctx, petition, call.by.userid));
      return { ...answer(line, ctx.today, { text, group: groupWords.goPrivate }), detail: true };
    }
    const running = (await clocksOf(ctx, petition.id)).filter((clock) => clock.state === 'running');
    const text = tellCitizen({
      number: petition.number,
      status: petition.status,
      receivedOn: petition.receivedOn,
      unitName: line.unitName,
      legalDue: running.find((clock) => clock.kind === 'handle')?.dueOn,
      noticeDue: running.find((clock) => clock.kind === 'notice')?.dueOn,
      reviewUntil: running.find((clock) => clock.kind === 'review-request')?.dueOn,
      procedure: procedureOf(petition.kind, petition.branch),
      today: ctx.today,
    });
    return { ...answer(line, ctx.today, { text, group: groupWords.goPrivate }), detail: true };
  },
});
