import { answer } from '../src/cards/line.ts';
import { letterList } from '../src/cards/letters.ts';
import { argsAs, missing, readCount } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import type { LetterKind } from '../src/contract/letter.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import { detailText } from '../src/cards/detail.ts';
import { relatedLines } from '../src/cards/same-matter.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { letterWords } from '../src/copy/letters.ts';
import { replies } from '../src/copy/replies.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { fetchLetter } from '../src/domain/letter/fetch.ts';
import { issueOwed } from '../src/domain/letter/issue.ts';
import { lettersOfMatter } from '../src/domain/letter/store.ts';
import { isAccusationAsked } from '../src/domain/accusation/accused.ts';
import { isForHelpers, may } from '../src/domain/permission/may.ts';
import type { Act } from '../src/domain/permission/table.ts';
import { LETTERS, rowsOf } from '../src/domain/matter/file.ts';
import { receiptsOf } from '../src/domain/matter/receipts.ts';
import { nextOf, STEP_ACTS } from '../src/domain/read/next.ts';
import { letterLines, nextLines, receiptLines } from '../src/cards/next.ts';
import { findPetition, type FindOptions, onlyHelps } from '../src/domain/matter/find.ts';
import { readIdentity } from '../src/domain/intake/register.ts';
import { relatedOf } from '../src/domain/intake/merge.ts';
import { reveal } from '../src/domain/read/reveal.ts';
import { detailOf, lineOf } from '../src/domain/read/lists.ts';

/** 文书 of the matter; with a number the file of that one. What could not be made before is tried again. */
async function showLetters(ctx: DomainContext, call: Call, number: string, typed: string): Promise<Reply> {
  const petition = await findPetition(ctx, call.by, number, { verb: '查', lock: true, closedToo: true });
  await issueOwed(ctx, petition);
  const letters = await lettersOfMatter(ctx, petition.id);
  const place = readCount(typed.trim());
  const letter = place === undefined ? undefined : letters[place - 1];
  if (typed.trim() !== '' && letter === undefined) throw new UserError('letter.unknown', { number: petition.number });
  const says = (text: string): Reply => ({ about: petition.id, text, detail: true });
  if (letter === undefined) return says(letterList(petition.number, letters, ctx.today));
  const kind = letter.kind as LetterKind;
  if (letter.state === 'withdrawn') return says(letterWords.withdrawn(kind, letter.number));
  await fetchLetter(ctx, call.by, petition, letter, { msgid: call.msgid, reason: letterWords.reading(letter.number) });
  return says(letterWords.sending(kind, letter.number));
}

/** Who only helps with a matter has no need of the petitioner's full particulars. */
const findsFor = (act: 'show' | 'show:in-plain'): FindOptions => ({
  verb: '查',
  helping: isForHelpers(act),
  closedToo: true,
  events: true,
});

export default defineCommand({
  name: '查',
  english: 'show',
  aliases: ['查看', '详情', '查询'],
  summary: '看一件事项的情况',
  number: 'recent',
  words: /^(?:$|明文|完整|文书)/u,
  reads: true,
  keys: ['理由', '文书'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /怎么样|咋样|咋个样|啥样|(?:什么|啥)(?:情况|进展|状态|内容)|情况(?:如何|怎样)|进展如何|进度|到哪|哪一?步|谁(?:在|来|去)?(?:办|管|负责|处理|手)|在?谁手|谁(?:交|派|转|给)|哪个(?:单位|部门|村)|(?:还剩|还有|剩)(?:下)?(?:几|多少)天|T_*(?:到期|期限)|(?:什么时候|啥时候|何时|几时)|(?:签收|受理|答复|办结|办完|办好|弄好|修好|处理|交办|联系|回访|送达|收到|超期|到期|催办?)[完好了过]?(?:没有|没|了没|吗|了吗|是不是)|有没有(?:动|办|签收|受理|答复|办结|联系)|有(?:信儿?|消息|动静|结果)(?:没|吗)|到那了|卡在|搁谁|(?:过期|超期|到期|完事儿?|办完|弄完)了?没|(\p{Script=Han})没\1|查(?:一下|下|一查|看|询)?|看看|看一?下|瞧瞧|瞅瞅|问问|了解一?下|问一?下/u,
      rank: 3,
      reads: true,
      asked: true,
      byUnit: true,
      examples: [
        ['3号怎么样了', '/查 3'],
        ['查一下3号', '/查 3'],
        ['3咋样', '/查 3'],
        ['3号谁在办', '/查 3'],
        ['3号还剩几天', '/查 3'],
        ['3号签收了没有', '/查 3'],
      ],
    },
    {
      // Names and telephones are shown masked; in full they want a reason.
      like: /(?:电话|手机|身份证|号码|住址|地址|姓名|名字).{0,12}(?:发我|发一?下|发给|给我|告诉我|报一?下|是多少|是什么|要一?下|查一?下|看一?下)/u,
      rank: 6,
      reads: true,
      asked: true,
      examples: [['3号信访人的电话发我一下', '/查 3']],
    },
  ],
  examples: ['/查 12', '/查 12 明文 理由:电话回访', '/查 12 文书', '/查 12 文书:2'],
  forms: [
    {
      label: '看姓名电话',
      text: '明文',
      fields: [{ key: '理由', as: 'line' }],
      finds: findsFor('show:in-plain'),
      offer: ({ isAnonymous }) => (isAnonymous ? undefined : { writes: [{ kind: 'revealed' }] }),
      reads: true,
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    if (/^文书/u.test(text) || pairs['文书'] !== undefined) {
      return showLetters(ctx, call, number, pairs['文书'] ?? text.slice(2));
    }
    const isPlain = /^(明文|完整)/u.test(text) && call.chatid === undefined;
    const petition = await findPetition(ctx, call.by, number, findsFor(isPlain ? 'show:in-plain' : 'show'));
    const reason = pairs['理由'] ?? text.replace(/^(明文|完整)\s*/u, '');
    if (isPlain && reason === '') throw missing(argProblems.revealReason, '理由');
    if (isPlain) await reveal(ctx, call.by, petition, reason);
    const [identity, detail, related, line, isAsked, next, receipts, letters, isHelping] = await Promise.all([
      readIdentity(ctx, petition.id),
      detailOf(ctx, petition, isPlain),
      relatedOf(ctx, call.by, petition),
      lineOf(ctx, petition),
      isAccusationAsked(ctx, petition),
      nextOf(ctx, petition),
      receiptsOf(ctx, petition.id),
      rowsOf(ctx, LETTERS, petition.id),
      onlyHelps(ctx, call.by, petition),
    ]);
    const isAllowed = (act: Act): boolean => may(call.by, act, petition, isHelping ? ['helper'] : []);
    const shown = detailText(detail, identity, {
      today: ctx.today,
      masked: !isPlain,
      related: relatedLines(related, petition.raised),
      next: nextLines(next, {
        number: petition.number,
        who: [detail.unitName, detail.handlerName].filter((part) => part !== undefined).join(' '),
        mayDo: (step) => isAllowed(STEP_ACTS[step]),
      }),
      papers: [
        ...receiptLines(receipts),
        ...letterLines(petition.number, letters, ctx.today, isAllowed('show:in-plain')),
      ],
    });
    return {
      ...answer(line, ctx.today, {
        text: isAsked ? `${shown}\n${replies.accusationOpen(petition.number)}` : shown,
        group: groupWords.goPrivate,
      }),
      detail: true,
      ...(isPlain ? {} : { page: petition.number }),
    };
  },
});
