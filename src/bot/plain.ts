import type { Call } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { readNumber } from '../core/matter-number.ts';
import { readDecision } from '../copy/decision.ts';
import { question, replies } from '../copy/replies.ts';
import type { DomainContext } from '../domain/context.ts';
import { clearPending, type Pending, pendingOf, setPending } from '../domain/conversation/store.ts';
import { openFor as approvalsFor } from '../domain/petition/approvals.ts';
import { isBarred } from '../domain/petition/access.ts';
import { findPetition, namedIn, petitionById } from '../domain/petition/find.ts';
import { missingOf } from '../domain/petition/missing.ts';
import type { Reply } from '../contract/reply.ts';
import { titleFaultOf } from '../domain/petition/intake.ts';
import { TO_THE_END } from './grammar.ts';

/** What a text without a verb turns into: a command line, or an answer of its own. */
export type Plain =
  /** `asked`: what was answered to the question which matter is meant. */
  { readonly line: string; readonly then?: Pending; readonly asked?: string } | { readonly reply: Reply } | undefined;

const END = /^(结束|不用了|不填了|取消|算了|0)$/u;
const SKIP = /^(跳过|不清楚|不知道|没有|略)$/u;
const SEEN = /^(1|已阅|收到|知道了|好的?|已办)[。.！!]*$/u;
/** Which command answers a question. */
const ANSWERED_BY: Readonly<Record<string, string>> = { review: '审核', return: '退回' };
const NO = /^(?:不是|否|不|2|不对|no)[。.！!]*$/iu;
const YES = /^(?:是|是的|对|1|yes)[。.！!]*$/iu;
const KINDS = ['建议意见', '检举控告', '申诉求决', '涉法涉诉'];

/**
 * A quoted message with a number: answers what that message asked (批示, 审核, 已阅), else it is 进展 on that matter.
 */
export async function readQuoted(ctx: DomainContext, call: Call, text: string, quote: string): Promise<Plain> {
  const [number, ...others] = text === '' ? [] : await namedIn(ctx, call.by, quote);
  if (number === undefined) return undefined;
  const pending = call.chatid === undefined ? await pendingOf(ctx, call.by.userid) : undefined;
  if (pending?.kind === 'registration' && pending.number === number) {
    return answerRegistration(ctx, call, pending, text);
  }
  if (others.length > 0) throw new UserError('quote.several', { numbers: [number, ...others] });
  const petition = await findPetition(ctx, call.by, number, { verb: 'quote', helping: true, closedToo: true });
  const decision = readDecision(text);
  if (decision !== undefined && !/^\d/u.test(text)) {
    const waiting = await approvalsFor(ctx, petition.id, call.by.userid);
    const [verb, ...others] = new Set(waiting.map(({ kind }) => ANSWERED_BY[kind] ?? '批示'));
    if (others.length > 0) throw new UserError('quote.questions', { number, verbs: [verb, ...others] });
    if (verb !== undefined) return { line: `/${verb} ${number} ${text}` };
  }
  if (SEEN.test(text)) return { line: `/签收 ${number}` };
  return { line: `/进展 ${number} 内容:${text}` };
}

/** Plain text in the private chat: the answer to the question that is open, if one is. */
export async function readAnswer(ctx: DomainContext, call: Call, text: string): Promise<Plain> {
  const pending = await pendingOf(ctx, call.by.userid);
  if (pending === undefined) return undefined;
  if (pending.kind === 'registration') return answerRegistration(ctx, call, pending, text);
  await clearPending(ctx, call.by.userid);
  if (END.test(text)) return { reply: { text: replies.dropped } };
  if (pending.number === true) {
    // What names nothing is no part of the line: the question stays.
    const answer = readNumber(text).kind === 'none' ? '' : `${text} `;
    return { line: `/${pending.verb} ${answer}${pending.rest}`, asked: text };
  }
  // A pair ends with its line; only 内容 runs to the end of the text.
  const said =
    pending.key === undefined
      ? text
      : `${pending.key}:${pending.key === TO_THE_END ? text : text.split('\n').join(' ')}`;
  return { line: `/${pending.verb} ${pending.rest} ${said}` };
}

async function answerRegistration(
  ctx: DomainContext,
  call: Call,
  pending: Extract<Pending, { kind: 'registration' }>,
  text: string,
): Promise<Plain> {
  const [ask, ...others] = pending.asks;
  // Who stays anonymous has no number to be called on.
  const later = ask === 'name' && /^匿名/u.test(text) ? others.filter((other) => other !== 'phone') : others;
  if (ask === undefined || END.test(text)) {
    await clearPending(ctx, call.by.userid);
    return { reply: { text: replies.asksDone(pending.number), about: pending.petitionId } };
  }
  const rest: Pending = { ...pending, asks: later };
  if (SKIP.test(text)) {
    await setPending(ctx, call.by.userid, later.length === 0 ? undefined : rest);
    const next = later[0];
    return {
      reply: {
        text:
          next === undefined
            ? replies.asksDone(pending.number)
            : question(next, pending.number, pending.proposal, pending.doubted),
        about: pending.petitionId,
      },
    };
  }
  if (ask === 'title' && text !== '1' && (await titleFaultOf(ctx, call.by, pending.petitionId, text)) === 'person') {
    await setPending(ctx, call.by.userid, { ...pending, proposal: text, doubted: true });
    return { reply: { text: question('title', pending.number, text, true), about: pending.petitionId } };
  }
  const sure = ask === 'title' && text === '1' && pending.doubted === true ? ' 确认:是' : '';
  return { line: `/补充 ${pending.number} ${pairFor(ask, text, pending.proposal)}${sure}`, then: rest };
}

function pairFor(ask: string, text: string, proposal: string | undefined): string {
  const one = text.split('\n').join(' ');
  switch (ask) {
    case 'accusation':
      return NO.test(one) ? '检举:否' : YES.test(one) ? '检举:是' : `涉及:${one}`;
    case 'title':
      return `题目:${text === '1' && proposal !== undefined ? proposal : one}`;
    case 'name':
      return `姓名:${one}`;
    case 'phone':
      return `电话:${one}`;
    case 'subject':
      return `类别:${KINDS[Number(one) - 1] ?? one}`;
    default:
      throw new UserError('command.unknown', { near: [] });
  }
}

/** After a stored answer the next open question follows. */
export async function askNext(ctx: DomainContext, call: Call, then: Pending): Promise<string | undefined> {
  if (then.kind !== 'registration') return undefined;
  if (await isBarred(ctx.tx, then.petitionId, call.by.userid)) {
    await clearPending(ctx, call.by.userid);
    return undefined;
  }
  // "不是" gave the matter an open number, and a 题目 is wanted then.
  const petition = await petitionById(ctx, then.petitionId);
  if (petition !== undefined && petition.number !== then.number) {
    return askNext(ctx, call, { ...then, number: petition.number, asks: await missingOf(ctx, petition) });
  }
  const [next] = then.asks;
  await setPending(ctx, call.by.userid, next === undefined ? undefined : then);
  return next === undefined ? undefined : question(next, then.number, then.proposal, then.doubted);
}
