import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, readOtherNumber } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { groupWords } from '../src/copy/group.ts';
import { sameMatterWords } from '../src/copy/same-matter.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { link, merge } from '../src/domain/intake/merge.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '并案',
  english: 'merge',
  aliases: ['并入'],
  summary: '同一事项再次反映：并入先登记的，或作为新情况关联',
  number: 'required',
  second: true,
  keys: [],
  args: argsAs(({ number, text }) => ({ number: number!, text })),
  examples: ['/并案 12 3', '/并案 12 3 新情况'],
  async run({ number, text }, call, ctx) {
    const again = await findPetition(ctx, call.by, number, { verb: '并案' });
    const other = readOtherNumber(text);
    if (other === undefined) throw new UserError('merge.other', { number: again.number });
    const earlier = await findPetition(ctx, call.by, other.number, { verb: '并案', closedToo: true });
    const isNew = /新情况|新事实|新理由|关联/u.test(other.rest);
    const done = await (isNew ? link : merge)(ctx, call.by, { again, earlier });
    const running = await runningClocks(ctx, [done.again.id]);
    const facts = { number: done.again.number, earlier: done.earlier, raised: done.earlier.raised };
    const due = dueLines(running, ctx.today);
    return answer(await lineOf(ctx, done.again), ctx.today, {
      text: isNew ? sameMatterWords.linked({ ...facts, due }) : sameMatterWords.merged({ ...facts, noticeDue: due[0] }),
      group: isNew ? groupWords.linked : groupWords.merged,
      spent: isNew ? '已关联' : '已并案',
    });
  },
});
