import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { returnWords } from '../src/copy/return.ts';
import type { DomainContext } from '../src/domain/context.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { onCard, openFor } from '../src/domain/approval/ask.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { may } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { askReturn, decideReturn, object, returnWay, senderAnswered } from '../src/domain/handling/return.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SENDER = /^上级(不同意|同意)[，,。\s]*/u;
const DECISION = /^(不同意|同意)[，,。\s]*/u;

const SPENT = { asked: '已申请退回', done: '已退回' } as const;
const FINDS = { verb: '退回', lock: true } as const;

export default defineCommand({
  name: '退回',
  english: 'return',
  summary: '不属本单位的，经交办方同意后退回；不属本镇的，向上级提出异议',
  number: 'recent',
  decides: { words: '上级不同意|上级同意|不同意|同意' },
  waits: ({ text, pairs }, { roles }) => {
    if (SENDER.test(text) || pairs['异议'] !== undefined) return undefined;
    const gives = roles.some((role) => role === 'unit-head' || role === 'handler') && !DECISION.test(text);
    return gives ? 'in-hand' : 'return';
  },
  keys: ['理由', '异议'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /退(?:回|掉|了|给|一下)|不(?:归|属|该|是|属于|应该?由?)(?:我们?|咱们?|我|U_*|我们单位|本单位|本村|本镇)(?:.{0,3})(?:管|办|的事|的活|职责|范围|辖区|负责)?|不在我们.{0,4}(?:范围|辖区|职责)|我们?不接/u,
      rank: 6,
      ownNo: true,
      when: ({ matter, by }) =>
        typeof matter?.ownerUnit === 'string' && [by.unitId, ...by.heads].includes(matter.ownerUnit),
      line: ({ said }) => `理由:${said}`,
      examples: [['6号不该我们管，退回去吧', '/退回 6 理由:不该我们管，退回去吧', 'head']],
    },
  ],
  examples: ['/退回 12 理由:属水利站职责', '/退回 12 同意', '/退回 12 异议:属市水利局职权', '/退回 12 上级同意'],
  forms: [
    {
      fields: [{ key: '理由', as: 'text' }],
      finds: FINDS,
      offer: (seen) =>
        returnWay(seen.actor, seen) === 'asked'
          ? { writes: [{ kind: 'return-asked' }], spent: SPENT.asked }
          : { writes: [{ kind: 'returned' }], spent: SPENT.done },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const sender = SENDER.exec(text);
    const decision = DECISION.exec(text);
    const rest = text.slice((sender ?? decision)?.[0].length ?? 0).trim();
    const reason = pairs['理由'] ?? (rest === '' ? undefined : rest);
    if (sender !== null || pairs['异议'] !== undefined) {
      if (!may(call.by, 'return:object', petition)) throw new UserError('objection.desk', { number: petition.number });
      return sender === null
        ? objected(ctx, call, petition, pairs['异议']!)
        : answered(ctx, call, petition, sender[1] === '同意', reason);
    }
    if (decision !== null) return decided(ctx, call, petition, decision[1] === '同意', reason);
    if (reason === undefined) throw missing(argProblems.reason, '理由');
    const before = await lineOf(ctx, petition);
    const { petition: changed, waiting } = await askReturn(ctx, call.by, petition, reason);
    const unit = before.unitName ?? '';
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: waiting ? returnWords.asked(changed.number) : returnWords.returned(changed.number),
      group: waiting ? groupWords.returnAsked(unit) : groupWords.returned(unit),
      spent: waiting ? SPENT.asked : SPENT.done,
    });
  },
});

async function decided(
  ctx: DomainContext,
  call: Call,
  petition: Petition,
  agreed: boolean,
  reason: string | undefined,
): Promise<Reply> {
  if (!agreed && reason === undefined) throw missing(argProblems.reason, '理由');
  const open = await openFor(ctx, petition.id, call.by.userid, 'return');
  if (open.length > 0) await onCard(ctx, open, call, petition.number);
  const before = await lineOf(ctx, petition);
  const changed = await decideReturn(ctx, call.by, petition, agreed, reason);
  const unit = before.unitName ?? '';
  return answer(await lineOf(ctx, changed), ctx.today, {
    text: agreed ? returnWords.returned(changed.number) : returnWords.refused(changed.number, unit),
    group: agreed ? groupWords.returned(unit) : groupWords.returnRefused(unit),
    spent: agreed ? '已同意' : '已不同意',
  });
}

async function objected(ctx: DomainContext, call: Call, petition: Petition, reason: string): Promise<Reply> {
  if (reason === '') throw missing(argProblems.reason, '异议');
  const changed = await object(ctx, call.by, petition, reason);
  return answer(await lineOf(ctx, changed), ctx.today, {
    text: returnWords.objected(changed.number),
    group: groupWords.objected,
  });
}

async function answered(
  ctx: DomainContext,
  call: Call,
  petition: Petition,
  agreed: boolean,
  reason: string | undefined,
): Promise<Reply> {
  const changed = await senderAnswered(ctx, call.by, petition, agreed, reason);
  const due = dueLines(await runningClocks(ctx, [changed.id]), ctx.today);
  return answer(await lineOf(ctx, changed), ctx.today, {
    text: agreed ? returnWords.sentBack(changed.number) : returnWords.goesOn(changed.number, due),
    group: agreed ? groupWords.sentBack : groupWords.goesOn,
  });
}
