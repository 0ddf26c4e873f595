import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { zhDay } from '../src/copy/terms.ts';
import { runningClocks } from '../src/domain/petition/clocks.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { serve } from '../src/domain/petition/handling.ts';
import { lineOf } from '../src/domain/petition/views.ts';

/** Which duty a paper fulfils: the written notice of art. 23, or the opinion whose receipt starts the review periods. */
const paperOf = (name: string): 'notice' | 'opinion' | 'other' =>
  /告知|转送|受理/u.test(name) && !/延期/u.test(name) ? 'notice' : /意见|答复/u.test(name) ? 'opinion' : 'other';

export default defineCommand({
  name: '送达',
  english: 'serve',
  summary: '记下文书送达的日期和方式',
  allow: ['desk', 'unit-head', 'handler', 'leader'],
  number: 'required',
  keys: ['文书', '日期', '方式'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/送达 12 文书:受理告知书 日期:2026-11-25 方式:直接送达'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '送达', lock: true, closedToo: true });
    const paperName = pairs['文书'] ?? text;
    if (paperName === '') throw missing(argProblems.paper, '文书');
    if (pairs['日期'] === undefined) throw missing(argProblems.serviceDay, '日期');
    const on = readDay(pairs['日期'], ctx.today);
    const changed = await serve(ctx, call.by, petition, {
      paper: paperOf(paperName),
      paperName,
      on,
      method: pairs['方式'],
    });
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.served(
        changed.number,
        paperName,
        zhDay(on, ctx.today),
        dueLines(await runningClocks(ctx, [changed.id]), ctx.today),
      ),
      group: groupWords.served,
      spent: '已送达',
    });
  },
});
