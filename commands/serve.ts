import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { anything, argsAs, invalid, isDayForm, missing, readDay } from '../src/contract/args.ts';
import { defineCommand, type Offer } from '../src/contract/command.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { methodOf } from '../src/copy/review-request.ts';
import { replies } from '../src/copy/replies.ts';
import { letterNamed } from '../src/copy/letters.ts';
import { zhDay } from '../src/copy/terms.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseServiceDay, serve } from '../src/domain/handling/steps.ts';
import type { Seen } from '../src/domain/read/seen.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import type { Paper } from '../src/domain/matter/codes.ts';

/** Which duty a paper fulfils: the written notice of art. 23, or an opinion whose receipt starts the periods of arts 35, 36. */
const paperOf = (name: string): Paper =>
  /复查意见/u.test(name)
    ? 'review-opinion'
    : /办结报告|结案报告/u.test(name)
      ? 'report'
      : /复核意见/u.test(name)
        ? 'other'
        : /告知|转送|受理/u.test(name) && !/延期/u.test(name)
          ? 'notice'
          : /意见|答复/u.test(name)
            ? 'opinion'
            : 'other';

/** 直接送达, 挂号邮寄: a longer word with 公告 in it is a paper. */
const MAX_METHOD = 4;
const METHODS = ['直接送达', '邮寄', '留置', '公告'] as const;

const SPENT = '已送达';
const FINDS = { verb: '送达', lock: true, closedToo: true } as const;

/** Served today, as the form proposes. */
function serving({ petition, today }: Pick<Seen, 'petition' | 'today'>, paper: Paper): Offer {
  refuseServiceDay(petition, today, today);
  return { writes: [{ kind: 'served', data: { paper } }], spent: SPENT };
}

export default defineCommand({
  name: '送达',
  english: 'serve',
  summary: '记下文书送达的日期和方式',
  number: 'required',
  keys: ['文书', '日期', '方式', '凭证'],
  fits: {
    文书: { fits: anything, also: ['文书名称'] },
    日期: { fits: isDayForm, bare: true, also: ['送达日期', '送达时间'] },
    方式: {
      also: ['送达方式'],
      fits: (value) => methodOf(value) !== undefined && [...value].length <= MAX_METHOD,
      bare: true,
    },
    凭证: { fits: anything, free: true },
  },
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /(?:告知书|意见书|通知书|答复书|文书|函|报告).{0,14}(?:给了|给到|送[到达了给]|寄|交[给到]|签收|当面|邮|发出|发给|领走|拿走|贴)|送达|(?:寄|送|邮)(?:出|走|到|给|了|过去).{0,6}(?:告知书|意见书|通知书|答复书)?/u,
      rank: 9,
      when: ({ said }) => /书|函|送达|报告/u.test(said),
      line: ({ said, day }) => {
        const paper =
          /(?:不予|不再)?(?:受理)?(?:告知书|通知书)|(?:处理|答复|复查|复核)?意见书|答复书|\p{Script=Han}{0,4}(?:告知书|意见书|通知书|函)/u.exec(
            said,
          )?.[0];
        const way = /挂号|邮|寄|快递|EMS/iu.test(said)
          ? '邮寄'
          : /留置/u.test(said)
            ? '留置'
            : /公告/u.test(said)
              ? '公告'
              : /当面|本人|亲手|直接|上门|手上|签收|家里/u.test(said)
                ? '直接送达'
                : undefined;
        const named = paper === undefined ? undefined : /^告知书|^通知书/u.test(paper) ? `受理${paper}` : paper;
        return [named !== undefined && `文书:${named}`, `日期:${day ?? '今天'}`, way !== undefined && `方式:${way}`]
          .filter(Boolean)
          .join(' ');
      },
      examples: [
        ['1号的受理告知书今天当面给了本人', '/送达 1 文书:受理告知书 日期:今天 方式:直接送达', 'given'],
        ['11号的告知书昨天寄出去了，挂号信', '/送达 11 文书:受理告知书 日期:昨天 方式:邮寄', 'given'],
      ],
    },
  ],
  examples: [
    '/送达 12 文书:受理告知书 日期:2026-11-25 方式:直接送达',
    '/送达 12 文书:处理意见书 日期:2026-11-25 方式:邮寄 凭证:挂号回执',
  ],
  forms: [
    {
      fields: [
        { key: '文书', as: 'paper' },
        { key: '日期', as: 'day' },
        { key: '方式', as: 'choice', options: METHODS },
        { key: '凭证', as: 'line', optional: true },
      ],
      finds: FINDS,
      offer: (seen, values) => serving(seen, paperOf(values['文书']!)),
    },
    {
      // The state's system makes papers too: which one it was is typed, and what proves it.
      label: '送达别处做的文书',
      fields: [
        { key: '文书', as: 'line' },
        { key: '日期', as: 'day' },
        { key: '方式', as: 'choice', options: METHODS },
        { key: '凭证', as: 'line' },
      ],
      finds: FINDS,
      offer: (seen) => serving(seen, 'other'),
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const paperName = pairs['文书'] ?? text;
    if (paperName === '') throw missing(argProblems.paper, '文书');
    if (pairs['日期'] === undefined) throw missing(argProblems.serviceDay, '日期');
    const on = readDay(pairs['日期'], ctx.today);
    const paper = paperOf(paperName);
    const method = pairs['方式'];
    const methodCode = method === undefined ? undefined : methodOf(method);
    // From the day an opinion is received the periods for 复查 and 复核 run: how it got there is part of the proof.
    if (paper === 'opinion' || paper === 'review-opinion') {
      if (method === undefined) throw missing(argProblems.method, '方式');
      if (methodCode === undefined) throw invalid(argProblems.method);
    }
    const {
      petition: changed,
      letter,
      undecided,
    } = await serve(ctx, call.by, petition, {
      paper,
      paperName,
      kind: letterNamed(paperName),
      on,
      method,
      methodCode,
      proof: pairs['凭证'],
    });
    return answer(await lineOf(ctx, changed), ctx.today, {
      text: replies.served({
        number: changed.number,
        paper: paperName,
        day: zhDay(on, ctx.today),
        due: dueLines(await runningClocks(ctx, [changed.id]), ctx.today),
        announced: methodCode === 'announced',
        elsewhere: letter === undefined,
        undecided,
      }),
      group: groupWords.served,
      spent: SPENT,
    });
  },
});
