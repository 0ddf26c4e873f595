import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { pressureGroup, pressureProblems, pressureReplies } from '../src/copy/escalation.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { answerWarning, warn } from '../src/domain/handling/warning.ts';

export default defineCommand({
  name: '预警',
  english: 'warn',
  aliases: ['预警提醒'],
  summary: '发预警提醒单，或报回核实情况',
  number: 'required',
  keys: ['原因', '报回', '措施'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/预警 12 原因:同一事项第3次反映', '/预警 12 报回:已再次入户核实 原因:管道老化 措施:本月更换'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '预警', lock: true });
    const isAnswer = pairs['报回'] !== undefined || text === '报回';
    const reason = pairs['原因'] ?? '';
    if (!isAnswer) {
      const said = reason === '' ? text : reason;
      if (said === '') throw missing(pressureProblems.reason, '原因');
      const changed = await warn(ctx, call.by, petition, said);
      const line = await lineOf(ctx, changed);
      const own = (await runningClocks(ctx, [changed.id])).filter((clock) => clock.startOn === ctx.today);
      return answer(line, ctx.today, {
        text: pressureReplies.warned(changed.number, line.unitName ?? '', dueLines(own, ctx.today)),
        group: pressureGroup.warned,
        spent: '已发预警',
      });
    }
    const found = pairs['报回'] ?? '';
    const measures = pairs['措施'] ?? '';
    if (found === '') throw missing(pressureProblems.found, '报回');
    if (reason === '') throw missing(pressureProblems.cause, '原因');
    if (measures === '') throw missing(pressureProblems.measures, '措施');
    const done = await answerWarning(ctx, call.by, petition, { found, cause: reason, measures });
    const signers = [...(await namesOf(ctx.tx, done.waiting?.approvers ?? [])).values()].join('、');
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text:
        done.waiting === undefined
          ? pressureReplies.answerDone(petition.number)
          : pressureReplies.answerSent(petition.number, signers),
      group: pressureGroup.answered,
    });
  },
});
