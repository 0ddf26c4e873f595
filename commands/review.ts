import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import { argProblems } from '../src/copy/args.ts';
import { DECIDING, DECISION_WORDS, decisionOf, readDecision } from '../src/copy/decision.ts';
import { groupWords } from '../src/copy/group.ts';
import { reviewWords } from '../src/copy/review-request.ts';
import { replies } from '../src/copy/replies.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { personByName } from '../src/domain/org/service.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { onCard, openFor } from '../src/domain/approval/ask.ts';
import { may, rolesFor } from '../src/domain/permission/may.ts';
import { agreeing } from '../src/domain/approval/decision.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { needsMeeting, reviewTogether } from '../src/domain/handling/review.ts';
import { decide } from '../src/domain/handling/assign.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const SPENT = { agreed: '审核通过', refused: '已退回修改' } as const;
const FINDS = { verb: '审核', lock: true } as const;

export default defineCommand({
  name: '审核',
  english: 'review',
  aliases: ['审'],
  summary: '审核答复：第一责任人同意或退回修改',
  number: 'recent',
  decides: { words: `集体|${DECIDING}`, always: true },
  waits: () => 'review',
  keys: ['决定', '意见', '理由', '参加'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /答复.{0,10}(?:看过|看了|没问题|可以|同意|行)|审核.{0,4}(?:同意|通过|可以)/u,
      rank: 7,
      when: ({ by }) => by.roles.some((role) => role !== 'handler'),
      line: ({ said }) => (/不同意|不行|退/u.test(said) ? `不同意 意见:${said}` : '同意'),
      examples: [['1号答复我看过了，同意', '/审核 1 同意', 'head']],
    },
  ],
  examples: ['/审核 12 同意', '/审核 12 不同意 意见:请写明依据', '/审核 12 集体 同意 意见:依据充分 参加:孙某、李某平'],
  forms: [
    {
      fields: [
        { key: '决定', main: true, as: 'choice', options: ['同意', '不同意'] },
        { key: '意见', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen) {
        const asked = seen.open.find(({ kind }) => kind === 'review');
        if (asked === undefined) throw new UserError('approval.none', { number: seen.petition.number });
        return { writes: agreeing(seen, asked), spent: SPENT.agreed };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const meeting = /^集体(会审|审核)?\s*/u.exec(text);
    if (meeting !== null) return together(call, ctx, petition, text.slice(meeting[0].length), pairs);
    const { read, note } = decisionOf(text, pairs['决定']);
    if (read === undefined) throw missing(argProblems.decision, '决定', DECISION_WORDS);
    const waiting = await onCard(ctx, await openFor(ctx, petition.id, call.by.userid, 'review'), call, petition.number);
    if (waiting.length === 0) throw new UserError('approval.none', { number: petition.number });
    const opinion = pairs['意见'] ?? pairs['理由'] ?? note;
    if (!read.agreed && opinion === undefined) throw missing(argProblems.refusal, '意见');
    const done = await decide(ctx, call.by, petition, read.agreed, opinion, { kind: 'review' });
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text:
        read.agreed && needsMeeting(await ctx.policy(petition.townId), done.petition)
          ? reviewWords.single(petition.number)
          : replies.reviewed(petition.number, read.agreed),
      group: groupWords.reviewed(read.agreed),
      spent: read.agreed ? SPENT.agreed : SPENT.refused,
    });
  },
});

/** 集体会审 is called and written down by the desk. */
async function together(
  call: Call,
  ctx: DomainContext,
  petition: Petition,
  text: string,
  pairs: Readonly<Record<string, string>>,
): Promise<Reply> {
  if (!may(call.by, 'review:together', petition)) {
    throw new UserError('role.denied', { verb: '审核', roles: rolesFor('review:together'), numbered: true });
  }
  if (pairs['参加'] === undefined) throw missing(reviewWords.members, '参加');
  const read = readDecision(text);
  const members: string[] = [];
  const outside: string[] = [];
  for (const name of pairs['参加'].split(/[、,，;；\s]+/u).filter((word) => word !== '')) {
    const person = await personByName(ctx.tx, petition.townId, name);
    if (person === undefined) outside.push(name);
    else members.push(person.userid);
  }
  const opinion = pairs['意见'] ?? pairs['理由'] ?? (read === undefined ? text : read.rest);
  const note = [opinion, outside.join('、')].filter((part) => part !== '').join('\n');
  const agreed = read?.agreed ?? true;
  const changed = await reviewTogether(ctx, call.by, petition, {
    agreed,
    members,
    note: note === '' ? undefined : note,
  });
  return answer(await lineOf(ctx, changed), ctx.today, {
    text: reviewWords.together(petition.number, agreed),
    group: groupWords.reviewed(agreed),
  });
}
