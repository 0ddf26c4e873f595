import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { runningClocks } from '../src/domain/petition/clocks.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { progress } from '../src/domain/petition/handling.ts';
import { lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '进展',
  english: 'progress',
  aliases: ['进度'],
  summary: '记下办理进展',
  allow: ['unit-head', 'handler', 'desk', 'leader', 'main-leader', 'discipline'],
  number: 'recent',
  keys: ['内容'],
  args: argsAs(({ number, text, pairs }) => ({
    number: number!,
    said: [text, pairs['内容']].filter((part) => part !== undefined && part !== '').join('\n'),
  })),
  examples: ['/进展 12 已派人现场查看，待换灯'],
  async run({ number, said }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '进展', lock: true });
    if (said === '') throw missing(argProblems.progress);
    const changed = await progress(ctx, call.by, petition, said);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.progressed(changed.number, dueLines(await runningClocks(ctx, [changed.id]), ctx.today)),
      group: groupWords.progressed,
      spent: '已报进展',
    });
  },
});
