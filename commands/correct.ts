import { answer } from '../src/cards/line.ts';
import {
  argsAs,
  invalid,
  missing,
  readBranch,
  readChannel,
  readCount,
  readHeadcount,
  readReceived,
} from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { splitItems } from '../src/core/text.ts';
import { anew, correctionWords as words } from '../src/copy/correction.ts';
import { kindOf } from '../src/copy/terms.ts';
import { argProblems } from '../src/copy/args.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { type Correction, correct, refuseMissed } from '../src/domain/handling/correction.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { latestReceipt } from '../src/domain/intake/register.ts';
import { missedWith } from '../src/domain/read/seen.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const FACTS = ['收到', '方式', '人数', '类别', '情形'] as const;
const TEXTS = ['地点', '诉求', '姓名', '电话', '住址'] as const;

const SPENT = { done: '已更正', waiting: '已报签' } as const;
const FINDS = { verb: '更正', lock: true } as const;

export default defineCommand({
  name: '更正',
  english: 'correct',
  summary: '登记写错了：更正日期、方式、人数、类别、地点、诉求、姓名或内容',
  number: 'required',
  keys: [...FACTS, ...TEXTS, '理由', '确认', '内容'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: [
    '/更正 12 收到:2026-11-18 理由:登记时写错',
    '/更正 12 人数:5 理由:来访人数记少了',
    '/更正 12 地点:五里墩村口 诉求:2 修好路面 理由:听错了',
  ],
  forms: [
    {
      fields: [
        { key: '收到', as: 'day', optional: true },
        { key: '人数', as: 'line', optional: true },
        { key: '地点', as: 'line', optional: true },
        { key: '理由', as: 'line' },
        { key: '内容', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen) {
        const writes = [{ kind: 'corrected' }] as const;
        refuseMissed(seen.petition, missedWith(seen, writes), seen.today);
        return { writes, spent: SPENT.done };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const { 收到, 方式, 人数, 类别, 情形, 内容 } = pairs;
    if (Object.keys(pairs).every((key) => key === '理由' || key === '确认')) throw missing(words.keys);
    const kind = 类别 === undefined ? undefined : kindOf(类别);
    if (类别 !== undefined && kind === undefined) throw invalid(argProblems.kind);
    const reason = pairs['理由'] ?? text;
    if (reason === '' && /\s理由[:：]/u.test(内容 ?? '')) throw invalid(words.reasonFirst);
    if (reason === '') throw missing(words.reason, '理由');
    const done = await correct(ctx, call.by, petition, {
      receivedOn: 收到 === undefined ? undefined : readReceived(收到, ctx.today, latestReceipt(petition, ctx.today)),
      channel: 方式 === undefined ? undefined : readChannel(方式),
      headcount: 人数 === undefined ? undefined : readHeadcount(人数),
      kind,
      branch: 情形 === undefined ? undefined : readBranch(情形),
      ...textsIn(pairs),
      body: 内容 === undefined || 内容 === '' ? undefined : 内容,
      reason,
      knowsMissed: pairs['确认'] === words.missedWord,
    });
    const waiting = done.waiting?.approvers ?? [];
    const names = await namesOf(ctx.tx, waiting);
    const signers = waiting.map((userid) => names.get(userid) ?? userid).join('、');
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text:
        done.waiting === undefined
          ? words.done(done.petition.number, done.changes)
          : anew(words.waiting(done.petition.number, done.changes, signers), done.waiting),
      group: done.waiting === undefined ? words.group : words.groupWaiting,
      spent: done.waiting === undefined ? SPENT.done : SPENT.waiting,
    });
  },
});

/** What the texts are right as; an empty value corrects nothing. */
function textsIn(
  pairs: Readonly<Record<string, string>>,
): Pick<Correction, 'place' | 'name' | 'phone' | 'address' | 'demands'> {
  const said = (key: (typeof TEXTS)[number]): string | undefined => (pairs[key] === '' ? undefined : pairs[key]);
  return {
    place: said('地点'),
    name: said('姓名'),
    phone: said('电话'),
    address: said('住址'),
    demands: splitItems(said('诉求') ?? '').map(readDemand),
  };
}

/** `2 修好路面`, `第二条：修好路面`; without a number it is the only one. */
function readDemand(item: string): { readonly position: number | undefined; readonly body: string } {
  const found = /^第?([\d一二三四五六七八九十]{1,3})(?:[条项][\s：:、]*|[\s：:、.．]+)(\S.*)$/su.exec(item);
  return { position: found === null ? undefined : readCount(found[1]!), body: found?.[2] ?? item };
}
