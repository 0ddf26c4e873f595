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
  says: [
    {
      like: /(?:怎么|如何|咋|怎样|该)(?:跟|和|对|向|给)?(?:他们?|她|群众|人家|老人|老百姓|信访人|对方|来访人)?(?:去|来)?(?:说|讲|回话|回复|解释|交代|交待|告诉|答)|告诉(?:群众|信访人|人家|他|她)(?:什么|啥)|怎么告诉|口径/u,
      rank: 7,
      reads: true,
      asked: true,
      examples: [
        ['群众来问3号，我该怎么说', '/告知 3'],
        ['3号怎么跟人家解释', '/告知 3'],
      ],
    },
  ],
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
