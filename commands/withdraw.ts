import { answer } from '../src/cards/line.ts';
import { argsAs, missing, readOtherNumber } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { anew, voidWords as words } from '../src/copy/correction.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { askVoid, type VoidReason } from '../src/domain/handling/voiding.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '作废',
  english: 'withdraw',
  summary: '登记重复或误登：请另一人签批后作废',
  number: 'required',
  keys: ['理由'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, reason: pairs['理由'] })),
  examples: ['/作废 12 重复→9 理由:同一件登记了两次', '/作废 12 误登 理由:不是信访事项'],
  async run({ number, text, reason }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '作废', lock: true });
    const why = `${text} ${reason ?? ''}`.trim();
    const duplicate = /重复\s*(?:[→\->：:]|于|与|和)*\s*(.+)$/u.exec(text)?.[1];
    const other = duplicate === undefined ? undefined : readOtherNumber(duplicate);
    const kept = other && (await findPetition(ctx, call.by, other.number, { verb: '作废', closedToo: true }));
    let cause: VoidReason | undefined;
    if (kept !== undefined) cause = { duplicateOf: kept };
    else if (/误登|登错|误/u.test(why)) cause = 'mistaken';
    if (cause === undefined) throw missing(words.which);
    if ((reason ?? '') === '') throw missing(words.reason, '理由');
    const done = await askVoid(ctx, call.by, petition, { reason: cause, note: reason! });
    const names = await namesOf(ctx.tx, done.waiting.approvers);
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: anew(
        words.waiting(
          done.petition.number,
          done.waiting.approvers.map((userid) => names.get(userid) ?? userid).join('、'),
          kept && `${kept.number} ${kept.title ?? kept.subject ?? ''}`.trim(),
        ),
        done.waiting,
      ),
      group: words.group,
      spent: '已报签',
    });
  },
});
