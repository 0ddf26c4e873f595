import { answer } from '../src/cards/line.ts';
import { argsAs, invalid, missing, readCount, readDay } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { splitItems } from '../src/core/text.ts';
import { mediationWords } from '../src/copy/review-request.ts';
import { unitByName } from '../src/domain/org/service.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { demandsOf } from '../src/domain/handling/answer-gate.ts';
import { mediate } from '../src/domain/handling/mediation.ts';
import { lineOf } from '../src/domain/read/lists.ts';

export default defineCommand({
  name: '调解',
  english: 'mediate',
  summary: '记下双方自愿达成的调解协议',
  number: 'required',
  keys: ['协议', '日期', '参加', '自愿', '诉求'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  examples: ['/调解 12 自愿:双方自愿 日期:2026-11-25 参加:司法所 协议:三日内清理沟渠'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '调解', lock: true });
    const agreement = [pairs['协议'] ?? '', text].filter((part) => part !== '').join('\n');
    if (agreement === '') throw missing(mediationWords.agreement, '协议');
    if (pairs['日期'] === undefined) throw missing(mediationWords.day, '日期');
    const on = readDay(pairs['日期'], ctx.today);
    if (pairs['自愿'] === undefined) throw missing(mediationWords.consent, '自愿');
    if (!/^(双方|都|均|是|自愿)/u.test(pairs['自愿']) || /不/u.test(pairs['自愿'])) {
      throw invalid(mediationWords.noConsent);
    }
    const positions = splitItems((pairs['诉求'] ?? '').replace(/[、,，]/gu, ';')).map((word) => readCount(word) ?? 0);
    if (positions.includes(0)) {
      const count = (await demandsOf(ctx, petition.id)).length;
      throw new UserError('demand.unknown', { number: petition.number, count: Math.max(1, count) });
    }
    const unit = pairs['参加'] === undefined ? undefined : await unitByName(ctx.tx, petition.townId, pairs['参加']);
    const done = await mediate(ctx, call.by, petition, {
      agreement,
      on,
      unit: unit?.id,
      with: pairs['参加'],
      positions,
    });
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: mediationWords.done({
        number: petition.number,
        count: (await demandsOf(ctx, petition.id)).length,
        settled: done.settled,
        left: done.left,
      }),
      group: mediationWords.group,
    });
  },
});
