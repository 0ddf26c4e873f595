import type { Call } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { readChineseNumber } from '../core/chinese-number.ts';
import { numbersIn, readNumber, readNumbers } from '../core/matter-number.ts';
import { readDecision, SAID_ALONE } from '../copy/decision.ts';
import { ACCUSATION_QUESTION, ASK_KEYS, ownWords, question, replies } from '../copy/replies.ts';
import { isAnonymous, kindOf } from '../copy/terms.ts';
import type { DomainContext } from '../domain/context.ts';
import { clearPending, type Pending, pendingOf, setPending } from '../domain/conversation/store.ts';
import { openFor as approvalsFor, waitingFor } from '../domain/approval/ask.ts';
import { isBarred } from '../domain/matter/access.ts';
import { findPetition, numbersKnown, petitionById } from '../domain/matter/find.ts';
import { isAccusationAsked } from '../domain/accusation/accused.ts';
import { readWords } from '../domain/accusation/reading.ts';
import { accusedNamed } from '../domain/accusation/accused-named.ts';
import { type Missing, missingOf } from '../domain/matter/missing.ts';
import type { Reply } from '../contract/reply.ts';
import { isBeside, referencesIn } from '../domain/read/references.ts';
import { titleFaultOf } from '../domain/intake/register.ts';
import { answerTo, END, isCalled, KINDS, offered, readOfAccusation, SKIP, withoutKey } from './answer-words.ts';
import { TO_THE_END } from './grammar.ts';

/** What a text without a verb turns into: a command line, or an answer of its own. */
export type Plain =
  /** `asked`: what was answered to the question which matter is meant. */
  | { readonly line: string; readonly then?: Pending; readonly asked?: string; readonly statement?: string }
  /** `statement`: it is taken for what happened with the matter of this number. */
  /** `unread`: what was typed is no answer to the question that is open, and may be something else. */
  | { readonly reply: Reply; readonly unread?: true }
  /** A line that nobody named the matter of: said before it is done. */
  | { readonly propose: { readonly verb: string; readonly number: string; readonly rest: string } }
  | undefined;

const SEEN = /^(1|已阅|收到|知道了|好的?|已办)[。.！!]*$/u;
/** Which command answers a question. */
const ANSWERED_BY: Readonly<Record<string, string>> = { review: '审核', return: '退回' };
type Registering = Extract<Pending, { kind: 'registration' }>;

/**
 * A quoted message with a number: answers what that message asked (批示, 审核, 已阅), else it is 进展 on that matter.
 */
export async function readQuoted(ctx: DomainContext, call: Call, text: string, quote: string): Promise<Plain> {
  const [number, ...others] = text === '' ? [] : await numbersKnown(ctx, call.by, quote);
  if (number === undefined) return undefined;
  const pending = call.chatid === undefined ? await pendingOf(ctx, call.by.userid) : undefined;
  if (call.chatid === undefined && quote.includes(ACCUSATION_QUESTION)) {
    const late = await answerLate(ctx, call, { number, text, quoted: true });
    if (late !== undefined) return late;
  }
  if (isAboutSaid(pending) && pending.about === number && quote.includes(ACCUSATION_QUESTION)) {
    return answerSaid(ctx, call, pending, text);
  }
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
  await refuseOther(ctx, call, number, text);
  return { line: `/进展 ${number} 内容:${text}`, statement: number };
}

/** Text and quote are one message. @throws UserError quote.other where the text names another matter than the quote */
async function refuseOther(ctx: DomainContext, call: Call, number: string, text: string): Promise<void> {
  const refers = await referencesIn(ctx, call.by, text, { recent: number, units: false });
  if (isBeside(refers, number)) throw new UserError('quote.other', { number });
}

/** 撤销, and nothing of which matter. */
const TAKE_BACK = /^(?:[/／、]\s*取消|[/／、]?\s*(?:撤销|撤回))$/u;

/** Whether a text that begins as a command does is the answer to the open question: one of its words, its key, or its end. */
export async function answersQuestion(
  ctx: DomainContext,
  call: Call,
  text: string,
  quote: string | undefined,
): Promise<boolean> {
  const isSlashed = /^[/／、]/u.test(text) && !TAKE_BACK.test(text);
  if (isSlashed || (quote !== undefined && numbersIn(quote).length > 0)) return false;
  const pending = await pendingOf(ctx, call.by.userid);
  if (pending === undefined) return false;
  // What is asked about was not done: an older step is not what they want back.
  if (TAKE_BACK.test(text)) return pending.kind === 'draft';
  if (END.test(text)) return true;
  if (pending.kind === 'registration') return isCalled(pending.asks, text);
  return withoutKey(pending.key, text) !== text || offered(pending.offers ?? [], text) !== undefined;
}

/** Plain text in the private chat: the answer to the question that is open, if one is. */
export async function readAnswer(ctx: DomainContext, call: Call, typed: string): Promise<Plain> {
  const late = await readNumbered(ctx, call, typed);
  if (late !== undefined) return late;
  const pending = await pendingOf(ctx, call.by.userid);
  if (pending === undefined) return readDecided(ctx, call, typed);
  if (pending.kind === 'registration') return answerRegistration(ctx, call, pending, typed);
  if (TAKE_BACK.test(typed)) {
    await clearPending(ctx, call.by.userid);
    return { reply: { text: replies.notDone } };
  }
  const text = withoutKey(pending.key, typed);
  if (isAboutSaid(pending)) return answerSaid(ctx, call, pending, text);
  if (pending.number === true && !END.test(text)) return answerWhich(ctx, call, pending, text);
  await clearPending(ctx, call.by.userid);
  if (END.test(text)) return { reply: { text: replies.dropped } };
  const answer = offered(pending.offers ?? [], text) ?? text;
  // A pair ends with its line; only 内容 runs to the end of the text.
  const said =
    pending.key === undefined
      ? answer
      : `${pending.key}:${pending.key === TO_THE_END ? answer : answer.split('\n').join(' ')}`;
  const parts = pending.key === TO_THE_END ? [pending.rest, pending.tail, said] : [pending.rest, said, pending.tail];
  return { line: lineOf(pending.verb, ...parts) };
}

/** Which matter a line is about: its number, words of its title, or 第二个 for its place in the list. */
async function answerWhich(ctx: DomainContext, call: Call, pending: Draft, text: string): Promise<Plain> {
  const listed = pending.listed ?? [];
  const place = placeIn(text);
  const said = (place === undefined ? undefined : listed[place - 1]) ?? text;
  const problem = place !== undefined && said === text ? replies.notListed(text, listed) : unfitting(said, listed);
  if (problem !== undefined) return { reply: { text: problem } };
  await clearPending(ctx, call.by.userid);
  // What names nothing is no part of the line: the question stays.
  const answer = readNumber(said).kind === 'none' ? '' : `${said} `;
  return { line: lineOf(pending.verb, `${answer}${pending.rest}`, pending.tail), asked: said };
}

/** 第二个, 第2条: a place in a list, and no number; 第2件 may be either. */
function placeIn(text: string): number | undefined {
  const place = /^第 ?(\d|[一二三四五六七八九]) ?[个条项行](?:那?件?)?[。.！!]?$/u.exec(text.trim())?.[1];
  return place === undefined ? undefined : /\d/u.test(place) ? Number(place) : readChineseNumber(place);
}

/** A figure that may be the place in the list, and is none of the numbers there; or more numbers than one. The question stays. */
function unfitting(text: string, listed: readonly string[]): string | undefined {
  const read = readNumbers(text);
  if (read.kind === 'several') return replies.oneOnly;
  if (read.kind !== 'said' || !/^\d+$/u.test(read.number) || Number(read.number) > listed.length) return undefined;
  const isListed = listed.some((number) => Number(number.split('-').at(-1)) === Number(read.number));
  return isListed ? undefined : replies.notListed(read.number, listed);
}

/** 同意, and nothing that it answers: of what waits for this person, or asked which. */
async function readDecided(ctx: DomainContext, call: Call, text: string): Promise<Plain> {
  if (!SAID_ALONE.test(text)) return undefined;
  const waiting = await waitingFor(ctx, call.by);
  const lines = waiting.map(({ kind, number }) => ({ verb: ANSWERED_BY[kind] ?? '批示', number }));
  const [verb, ...others] = new Set(lines.map((line) => line.verb));
  if (verb === undefined) return { reply: { text: replies.nothingToSign } };
  if (others.length > 0) {
    const each = [...new Set(lines.map((line) => `/${line.verb} ${line.number} ${text}`))];
    throw new UserError('decision.several', { lines: each.slice(0, MOST_LINES) });
  }
  const [only, ...more] = new Set(lines.map(({ number }) => number));
  const isNumbered = /^\p{L}+\s*\d/u.test(text);
  if (isNumbered) return { line: `/${verb} ${text}` };
  // The matter last spoken of is none of those that were named: with several it is asked.
  if (more.length > 0) return { line: `/${verb} ${text}`, asked: '' };
  return { propose: { verb, number: only!, rest: text } };
}

const MOST_LINES = 5;

type Draft = Extract<Pending, { kind: 'draft' }>;
type AboutSaid = Draft & { readonly said: string; readonly about: string };
const isAboutSaid = (pending: Pending | undefined): pending is AboutSaid =>
  pending?.kind === 'draft' && pending.said !== undefined && pending.about !== undefined;

/** Whose the words are that read as an accusation: the petitioner's go into the matter and seal it, the office's own stay where they were. */
async function answerSaid(ctx: DomainContext, call: Call, pending: AboutSaid, text: string): Promise<Plain> {
  const { said, about, verb, rest, tail } = pending;
  const answer = readOfAccusation(text);
  const isEnd = END.test(text);
  const isNamed = answer.kind === 'name' && (await accusedNamed(ctx, call.by.townId, answer.name)).length > 0;
  const isClear = answer.kind === 'yes' || isNamed || (answer.kind === 'no' && answer.more === '');
  if (!isEnd && !isClear) return { reply: { text: `${replies.notTaken(text)}\n${ownWords.ask(about, true)}` } };
  await clearPending(ctx, call.by.userid);
  if (isEnd) return { reply: { text: replies.dropped } };
  if (answer.kind === 'no') return { line: lineOf(verb, rest, '检举:否', tail) };
  const pair = answer.kind === 'name' ? `涉及:${answer.name}` : '检举:是';
  const petition = await findPetition(ctx, call.by, about, { verb: '补充' }).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    return undefined;
  });
  // What nobody writes into any more, or they may not, is registered by itself.
  if (petition === undefined) return { line: lineOf('登记', pair.replace('检举:是', '类别:检举控告'), `内容:${said}`) };
  const line = lineOf('补充', about, pair, `内容:${said}`);
  if (answer.kind === 'name') return { line };
  return { line, then: { kind: 'registration', petitionId: petition.id, number: about, asks: ['accused'] } };
}

const lineOf = (verb: string, ...parts: readonly (string | undefined)[]): string =>
  [`/${verb}`, ...parts.filter((part) => part !== undefined && part !== '')].join(' ');

/** `FJJ2026-4831 不是`, `不是 FJJ2026-4831`: said of that matter, whatever is asked just now. */
async function readNumbered(ctx: DomainContext, call: Call, text: string): Promise<Plain> {
  const words = text.split(/\s+/u);
  const last = words.at(-1)!;
  const first = text.slice(0, -last.length).trim();
  const ahead = readNumber(text);
  const behind = readNumber(last);
  const [number, rest] =
    ahead.kind === 'said'
      ? [ahead.number, ahead.rest]
      : behind.kind === 'said' && behind.rest === ''
        ? [behind.number, first]
        : [undefined, ''];
  if (number === undefined || rest === '' || /^\d/u.test(rest)) return undefined;
  if (!['yes', 'no'].includes(readOfAccusation(rest).kind)) return undefined;
  return answerLate(ctx, call, { number, text: rest, quoted: false });
}

/** The question whether it is an accusation, answered after others were asked; undefined where it is not open, or not answered so. */
async function answerLate(
  ctx: DomainContext,
  call: Call,
  { number, text, quoted }: { readonly number: string; readonly text: string; readonly quoted: boolean },
): Promise<Plain> {
  const petition = await findPetition(ctx, call.by, number, { verb: 'quote', helping: true, closedToo: true });
  if (!(await isAccusationAsked(ctx, petition))) return undefined;
  const said = readOfAccusation(text);
  if (said.kind === 'unclear') return undefined;
  if (said.kind === 'name' && (!quoted || (await accusedNamed(ctx, petition.townId, said.name)).length === 0)) {
    return undefined;
  }
  const pending = await pendingOf(ctx, call.by.userid);
  const asks =
    pending?.kind === 'registration' && pending.petitionId === petition.id
      ? pending.asks.filter((ask) => ask !== 'accusation')
      : await missingOf(ctx, petition);
  const isFree = pending === undefined || (pending.kind === 'registration' && pending.petitionId === petition.id);
  const own = pending?.kind === 'registration' ? pending : undefined;
  const rest: Registering = { ...own, kind: 'registration', petitionId: petition.id, number: petition.number, asks };
  return answerAccusation(ctx, call, rest, { text, isFree });
}

/** @param rest what is asked after it; where something else is being asked, nothing is */
async function answerAccusation(
  ctx: DomainContext,
  call: Call,
  rest: Registering,
  { text, isFree }: { readonly text: string; readonly isFree: boolean },
): Promise<Plain> {
  const { number } = rest;
  const said = readOfAccusation(text);
  // 不是张某，是李某 is no "no".
  const isDoubtful =
    said.kind === 'no' &&
    said.more !== '' &&
    ((await readWords(ctx, call.by.townId, [said.more])).verdict !== 'none' ||
      (await accusedNamed(ctx, call.by.townId, said.more.replace(/^是/u, ''))).length > 0);
  if (said.kind === 'unclear' || isDoubtful) return { reply: askAgain('accusation', rest, text) };
  const line = (pair: string, then: Registering): Plain => ({
    line: `/补充 ${number} ${pair}`,
    ...(isFree ? { then } : {}),
  });
  if (said.kind === 'no') return line('检举:否', rest);
  if (said.kind === 'yes') return line('检举:是', { ...rest, asks: ['accused', ...rest.asks] });
  return line(`涉及:${said.name}`, rest);
}

/** What cannot be the answer is not stored. */
const askAgain = (ask: Missing, { number, petitionId, proposal, doubted }: Registering, said: string): Reply => ({
  text: `${replies.notTaken(said)}\n${question(ask, number, proposal, doubted)}`,
  about: petitionId,
});

async function answerRegistration(ctx: DomainContext, call: Call, pending: Registering, typed: string): Promise<Plain> {
  const { number, petitionId } = pending;
  const [asked] = pending.asks;
  if (asked === undefined || END.test(typed)) {
    await clearPending(ctx, call.by.userid);
    return { reply: { text: replies.asksDone(number), about: petitionId } };
  }
  const petition = await petitionById(ctx, petitionId);
  const left = petition === undefined ? [] : await missingOf(ctx, petition);
  // What was passed over is still missing.
  const open = [...new Set([...pending.asks, ...left])];
  const answered = answerTo({ asked, open, isProposed: pending.proposal !== undefined }, typed);
  if (answered === undefined) return { reply: askAgain(asked, pending, typed), unread: true };
  const { ask, value: text } = answered;
  const isNameless = ask === 'name' && isAnonymous(text);
  // Who stays anonymous has no number to be called on.
  const later = pending.asks.filter((other) => other !== ask && !(isNameless && other === 'phone'));
  const rest: Registering = { ...pending, asks: later };
  if (SKIP.test(text)) {
    await setPending(ctx, call.by.userid, later.length === 0 ? undefined : rest);
    const next = later[0];
    const said =
      next === undefined ? replies.asksDone(number) : question(next, number, pending.proposal, pending.doubted);
    return { reply: { text: said, about: petitionId } };
  }
  if (ask === 'accusation') return answerAccusation(ctx, call, rest, { text, isFree: true });
  return ask === 'title'
    ? answerTitle(ctx, call, pending, { text, rest })
    : {
        line: `/补充 ${number} ${ASK_KEYS[ask]}:${valueOf(ask, text)}`,
        then: { ...rest, asks: asksAfter(ask, text, later) },
      };
}

const oneLine = (text: string): string => text.split('\n').join(' ');

function valueOf(ask: Missing, text: string): string {
  const said = oneLine(text);
  if (ask === 'name') return isAnonymous(said) ? '匿名' : said;
  return ask === 'subject' ? (KINDS[Number(said) - 1] ?? said) : said;
}

/** Of an accusation it is asked next whom it is about. */
const asksAfter = (ask: Missing, text: string, later: readonly Missing[]): readonly Missing[] =>
  ask === 'subject' && kindOf(valueOf(ask, text)) === 'accusation' ? ['accused', ...later] : later;

/** A title that reads as a person's name is asked about; the one proposed is taken with 1. */
async function answerTitle(
  ctx: DomainContext,
  call: Call,
  pending: Registering,
  { text, rest }: { readonly text: string; readonly rest: Registering },
): Promise<Plain> {
  const { number, petitionId, proposal, doubted } = pending;
  const isProposal = text === '1' && proposal !== undefined;
  if (!isProposal && (await titleFaultOf(ctx, call.by, petitionId, text)) === 'person') {
    await setPending(ctx, call.by.userid, { ...pending, proposal: text, doubted: true });
    return { reply: { text: question('title', number, text, true), about: petitionId } };
  }
  const sure = isProposal && doubted === true ? ' 确认:是' : '';
  return { line: `/补充 ${number} ${ASK_KEYS.title}:${isProposal ? proposal : oneLine(text)}${sure}`, then: rest };
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
