import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { outcomeOf, remedyWords } from '../src/copy/review-request.ts';
import { zhDay } from '../src/copy/terms.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { decideRemedy, requestRemedy } from '../src/domain/handling/review-request.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '复查',
  english: 'reexamine',
  summary: '记下复查、复核的申请和结果',
  number: 'required',
  keys: ['级别', '日期', '结果', '意见'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/复查 12 申请 日期:2026-11-25', '/复查 12 复核 结果:维持 日期:2026-11-25'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '复查', lock: true, closedToo: true });
    const level = /复核/u.test(pairs['级别'] ?? text) ? 'recheck' : 'review';
    const due = async (id: string): Promise<string[]> => dueLines(await runningClocks(ctx, [id]), ctx.today);
    if (pairs['结果'] === undefined) {
      if (!/申请/u.test(text)) throw invalid(remedyWords.what);
      if (pairs['日期'] === undefined) throw missing(remedyWords.requestDay, '日期');
      const on = readDay(pairs['日期'], ctx.today);
      const done = await requestRemedy(ctx, call.by, petition, level, on);
      return answer(await lineOf(ctx, done.petition), ctx.today, {
        text: remedyWords.requested({
          number: petition.number,
          level,
          on: zhDay(on, ctx.today),
          until: done.until === undefined ? undefined : zhDay(done.until, ctx.today),
          late: done.late,
          due: await due(petition.id),
        }),
        group: remedyWords.group,
      });
    }
    const outcome = outcomeOf(pairs['结果']);
    if (outcome === undefined) throw invalid(remedyWords.outcome);
    if (pairs['日期'] === undefined) throw missing(remedyWords.decisionDay, '日期');
    const done = await decideRemedy(ctx, call.by, petition, {
      level,
      outcome,
      on: readDay(pairs['日期'], ctx.today),
      opinion: pairs['意见'],
    });
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: remedyWords.decided({
        number: petition.number,
        level,
        outcome,
        reopened: done.reopened,
        due: await due(petition.id),
      }),
      group: done.reopened ? groupWords.reopened : remedyWords.group,
    });
  },
});
