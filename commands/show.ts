import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { detailText } from '../src/cards/detail.ts';
import { relatedLines } from '../src/cards/same-matter.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { findPetition } from '../src/domain/petition/find.ts';
import { readIdentity } from '../src/domain/petition/intake.ts';
import { relatedOf } from '../src/domain/petition/merge.ts';
import { reveal } from '../src/domain/petition/reveal.ts';
import { detailOf, lineOf } from '../src/domain/petition/views.ts';

export default defineCommand({
  name: '查',
  english: 'show',
  aliases: ['查看', '详情', '查询'],
  summary: '看一件事项的情况',
  allow: ['desk', 'unit-head', 'handler', 'leader', 'main-leader', 'discipline'],
  number: 'recent',
  keys: ['理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/查 12', '/查 12 明文 理由:电话回访'],
  async run({ number, text, pairs }, call, ctx) {
    const isPlain = /^(明文|完整)/u.test(text) && call.chatid === undefined;
    // Who only helps with a matter has no need of the petitioner's full particulars.
    const petition = await findPetition(ctx, call.by, number, { verb: '查', helping: !isPlain, closedToo: true });
    const reason = pairs['理由'] ?? text.replace(/^(明文|完整)\s*/u, '');
    if (isPlain && reason === '') throw missing(argProblems.revealReason, '理由');
    const identity = await readIdentity(ctx, petition.id);
    if (isPlain) await reveal(ctx, call.by, petition, reason);
    const detail = await detailOf(ctx, petition);
    const related = await relatedOf(ctx, call.by, petition);
    return {
      ...answer(await lineOf(ctx, petition), ctx.today, {
        text: detailText(detail, identity, {
          today: ctx.today,
          masked: !isPlain,
          related: relatedLines(related, petition.raised),
        }),
        group: groupWords.goPrivate,
      }),
      detail: true,
    };
  },
});
