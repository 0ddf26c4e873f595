import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { anything, argsAs, limitFits, missing, readPeriod } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { receiverText } from '../src/copy/why.ts';
import { namesOf, unitIn } from '../src/domain/org/service.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseUnassigned } from '../src/domain/handling/steps.ts';
import { assign, limitSet } from '../src/domain/handling/assign.ts';
import { assigning } from '../src/domain/read/seen.ts';
import { unitAhead } from '../src/domain/matter/units-named.ts';
import { timelineOf } from '../src/domain/matter/timeline.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { signersNamed } from '../src/domain/policy/applies.ts';

const FINDS = { verb: '转办', lock: true, events: true } as const;

export default defineCommand({
  name: '转办',
  english: 'transfer',
  aliases: ['转'],
  summary: '改由另一个单位办理',
  number: 'recent',
  words: 'unit',
  states: ['assigned', 'handling', 'replied', 'served'],
  takes: (_, { ownerUnit }) => ownerUnit !== null,
  keys: ['理由', '期限'],
  fits: {
    期限: limitFits,
    理由: { fits: anything, free: true, also: ['转办理由'] },
  },
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /(?:改|换|重新)(?:给|派|交|成|由|分|为)?.{0,3}(?:U|P)|(?:交办|交|派|转办|转|给|让|由|归|拨|甩|整|安排|分|推|移|弄|挪|打发|塞|划|踢)[到给由让去成]{0,2}(?:[这那]?件?)U|U_*(?:去|来|那边)?(?:办|管|弄|处理|负责|接)/u,
      rank: 5,
      when: ({ unit, matter }) => unit !== undefined && matter !== undefined && matter.ownerUnit !== null,
      line: ({ unit, limit, said }) =>
        [unit, limit !== undefined && `期限:${limit}`, /因为|由于|属于?|职责/u.test(said) && `理由:${said}`]
          .filter(Boolean)
          .join(' '),
      examples: [['4号改给农业办办', '/转办 4 农业办', 'given']],
    },
  ],
  examples: ['/转办 12 农业办 理由:属水利设施', '/转办 12 农业办 期限:10工作日 理由:属水利设施'],
  forms: [
    {
      fields: [
        { key: '单位', main: true, as: 'unit' },
        { key: '理由', as: 'text' },
        { key: '期限', as: 'line', optional: true },
      ],
      finds: FINDS,
      offer(seen, values) {
        refuseUnassigned(seen.petition);
        const unit = unitIn(seen.org, values['单位']!)!;
        return { writes: assigning(seen, { unit, period: limitSet(seen.timeline) }) };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    refuseUnassigned(petition);
    if (text === '') throw missing(argProblems.unit);
    const { unit, rest } = await unitAhead(ctx, petition.townId, text);
    const reason = pairs['理由'] ?? rest;
    if (reason === '') throw missing(argProblems.reason, '理由');
    const done = await assign(ctx, call.by, petition, {
      unit,
      reason,
      period:
        pairs['期限'] === undefined
          ? limitSet(await timelineOf(ctx, petition.id))
          : readPeriod(pairs['期限'], petition.receivedOn, ctx.today),
    });
    const line = await lineOf(ctx, done.petition);
    if (done.held) {
      const signers = receiverText(signersNamed(await ctx.policy(petition.townId), 'instruct', done.petition));
      return answer(line, ctx.today, {
        text: replies.held(petition.number, unit.name, signers),
        group: groupWords.held,
      });
    }
    const { undoMinutes } = await ctx.policy(petition.townId);
    const names = await namesOf(ctx.tx, [done.petition.handler]);
    return answer(line, ctx.today, {
      text: replies.assigned({
        number: petition.number,
        unit: unit.name,
        handler: names.get(done.petition.handler ?? ''),
        due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
        former: done.former !== null,
        undoMinutes,
      }),
      group: groupWords.assigned(unit.name),
    });
  },
});
