import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { anything, argsAs, limitFits, missing, readLimit } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { anew } from '../src/copy/correction.ts';
import { formWords } from '../src/copy/forms.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { zhDay } from '../src/copy/terms.ts';
import { namesOf } from '../src/domain/org/service.ts';
import { askByCard, awaitRest } from '../src/domain/intake/ask-card.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition, lockPetition } from '../src/domain/matter/find.ts';
import {
  askExtension,
  extensionChoices,
  extensionMeant,
  isOwnToSign,
  namesClock,
} from '../src/domain/handling/extension.ts';
import { decide } from '../src/domain/handling/assign.ts';
import { lineOf } from '../src/domain/read/lists.ts';

/** 法定期限, 镇内时限: which of the clocks is meant. */
const WHICH_CLOCK = /^(?:法定|条例|镇内|内部)(?:时限|期限)?$/u;

const SPENT = { done: '已延期', asked: '已申请延期' } as const;
const FINDS = { verb: '延期', lock: true } as const;

export default defineCommand({
  name: '延期',
  english: 'extend',
  summary: '申请延长办理时限',
  number: 'required',
  counts: /^\d/u,
  states: ['assigned', 'handling', 'replied'],
  keys: ['理由', '时限', '天数', '性质'],
  fits: {
    天数: { fits: limitFits.fits, bare: true, also: ['期限', '限期', '延期天数', '延长天数', '延期'] },
    理由: { fits: anything, free: true, also: ['延期理由'] },
    时限: { fits: (value) => WHICH_CLOCK.test(value), bare: true },
    性质: { fits: (value) => /特殊|复杂|普通/u.test(value) },
  },
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /延(?:期|长|后|缓|迟)|宽限|延T|缓T|多给.{0,3}T/u,
      rank: 6,
      line: ({ limit, clause, said }) => {
        const why = said
          .split(/[，,。；;\s]+/u)
          .filter((part) => part !== '' && !/[延沿言](?:期|长|后|缓|迟)|宽限/u.test(part))
          .join('，');
        return [limit, why !== '' && why !== clause && `理由:${why}`].filter(Boolean).join(' ');
      },
      examples: [['2号申请延期十五天，财政资金没到', '/延期 2 15天 理由:财政资金没到', 'head']],
    },
  ],
  examples: ['/延期 12 10天 理由:需要专业检测', '/延期 12', '/延期 12 30天 时限:法定 理由:情况复杂'],
  forms: [
    {
      fields: [
        { key: '天数', as: 'number', suffix: '天' },
        { key: '理由', as: 'text' },
        { key: '时限', as: 'choice', options: ['镇内时限', '法定时限'], optional: true },
      ],
      finds: FINDS,
      offer(seen) {
        // The least that somebody may ask for.
        const meant = extensionMeant(seen, { longer: { n: 1, unit: 'days' } });
        const takes = { kind: meant.isSecond ? 'limit-reset' : 'extended' } as const;
        return isOwnToSign(seen, meant)
          ? { writes: [{ kind: 'extension-asked' }, { kind: 'instructed' }, takes], spent: SPENT.done }
          : { writes: [{ kind: 'extension-asked' }], spent: SPENT.asked };
      },
      saysWhyNot: true,
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const [first = '', ...rest] = text.split(/\s+/u);
    const asked = pairs['天数'] ?? first;
    const said = pairs['天数'] === undefined ? rest.join(' ') : text;
    if (asked === '') {
      // A reason alone stays, and the days are asked for.
      if (Object.keys(pairs).length > 0) throw missing(argProblems.days);
      const choices = await extensionChoices(ctx, petition);
      if (choices.length === 0) throw new UserError('extend.none', { number: petition.number });
      await askByCard(ctx, call, petition, 'extend-form');
      await awaitRest(ctx, call, '延期', petition);
      return answer(await lineOf(ctx, petition), ctx.today, {
        text: formWords.extendAsk(petition.number),
        group: groupWords.formSent,
      });
    }
    const longer = readLimit(asked.replace(/^(?:延长?)?[到至]?/u, ''), ctx.today);
    // 10天 联系: which clock, not why.
    const isName = pairs['时限'] === undefined && (await namesClock(ctx, petition, said));
    const reason = pairs['理由'] ?? (isName ? '' : said);
    if (reason === '') throw missing(argProblems.reason, '理由');
    const { clock, days, dueOn, approval } = await askExtension(ctx, call.by, petition, {
      longer,
      reason,
      which: pairs['时限'] ?? (isName ? said : undefined),
      special: /特殊|复杂/u.test(pairs['性质'] ?? ''),
    });
    if (approval.approvers.includes(call.by.userid)) {
      // The leader who sets limits asks nobody.
      const { id } = approval;
      const done = await decide(ctx, call.by, await lockPetition(ctx, petition.id), true, undefined, { id });
      return answer(await lineOf(ctx, done.petition), ctx.today, {
        text: replies.decided({
          number: petition.number,
          what: '延期',
          agreed: true,
          effect: undefined,
          due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
        }),
        group: groupWords.decided(true),
        spent: SPENT.done,
      });
    }
    const names = await namesOf(ctx.tx, approval.approvers);
    return answer(await lineOf(ctx, petition), ctx.today, {
      text: anew(
        replies.extendAsked({
          number: petition.number,
          clock: clock.title,
          days,
          until: zhDay(dueOn, ctx.today),
          approvers: approval.approvers.map((id) => names.get(id) ?? id).join('、'),
          internal: !clock.legal,
        }),
        approval,
      ),
      group: groupWords.extendAsked,
      spent: SPENT.asked,
    });
  },
});
