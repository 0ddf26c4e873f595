import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { hearingWords } from '../src/copy/review-request.ts';
import { zhDay } from '../src/copy/terms.ts';
import { personByName } from '../src/domain/org/service.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { holdHearing, setHearing } from '../src/domain/handling/hearing.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '听证',
  english: 'hearing',
  summary: '定听证，或记下听证结果',
  number: 'required',
  keys: ['定于', '地点', '主持', '结果', '笔录', '日期'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/听证 12 定于:2026-12-10 地点:镇会议室 主持:孙某', '/听证 12 结果:双方陈述完毕 笔录:存信访办'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '听证', lock: true, closedToo: true });
    if (pairs['结果'] !== undefined) {
      if (pairs['笔录'] === undefined) throw missing(hearingWords.record, '笔录');
      const on = pairs['日期'] === undefined ? ctx.today : readDay(pairs['日期'], ctx.today);
      const note = [pairs['结果'], pairs['笔录'], text].filter((part) => part !== '').join('\n');
      const done = await holdHearing(ctx, call.by, petition, on, note);
      return answer(await lineOf(ctx, done.petition), ctx.today, {
        text: hearingWords.held({
          number: petition.number,
          days: done.days,
          due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
        }),
        group: hearingWords.group,
      });
    }
    if (pairs['定于'] === undefined) throw invalid(hearingWords.what);
    const on = readDay(pairs['定于'], ctx.today);
    if (pairs['地点'] === undefined) throw missing(hearingWords.place, '地点');
    if (pairs['主持'] === undefined) throw missing(hearingWords.chair, '主持');
    const chair = await personByName(ctx.tx, petition.townId, pairs['主持']);
    const done = await setHearing(ctx, call.by, petition, {
      on,
      chair,
      note: [pairs['地点'], pairs['主持'], text].filter((part) => part !== '').join('\n'),
    });
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: hearingWords.set({
        number: petition.number,
        day: zhDay(on, ctx.today),
        outsider: chair === undefined,
        stops: done.stops,
      }),
      group: hearingWords.group,
    });
  },
});
