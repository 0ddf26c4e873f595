import type { Actor, Call } from '../contract/command.ts';
import type { Reply } from '../contract/reply.ts';
import { askedToForget, groupTogether } from '../cards/group.ts';
import { UserError } from '../core/errors.ts';
import { numbersIn, readNumber } from '../core/matter-number.ts';
import { narrow } from '../core/narrow.ts';
import { hasPersonalNumber } from '../core/privacy.ts';
import { PART_KEYS } from '../copy/answers.ts';
import { errorText } from '../copy/errors.ts';
import { groupWords } from '../copy/group.ts';
import { letterWords } from '../copy/letters.ts';
import { pageLinks } from '../copy/page-links.ts';
import { greetings, replies as replyWords, staleWords } from '../copy/replies.ts';
import { isAnonymous, ROLE_WORDS } from '../copy/terms.ts';
import { undoable } from '../db/client.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, clearPending, pendingOf, setPending, setProposal } from '../domain/conversation/store.ts';
import type { AnswerPart } from '../domain/policy/vocabulary.ts';
import { findTown } from '../domain/org/service.ts';
import { knownNumbers, noteRefusals } from '../domain/matter/find.ts';
import { sealedSeries } from '../domain/matter/serial.ts';
import { mayAccuseInPassing } from '../domain/accusation/reading.ts';
import { type Catalogue, readCommand, runChosen, type Said } from './dispatch.ts';
import {
  aroundAnswer,
  cleaned,
  commandLines,
  lineOf,
  numberAhead,
  parseArgs,
  splitLine,
  TO_THE_END,
  valuesOf,
  withoutMatter,
  withoutMention,
} from './grammar.ts';
import { answersQuestion, askNext, readAnswer, readQuoted } from './free-text.ts';
import { besideQuestion, isStatement, plainly, proposedLine, type Turn } from './plain-words/answer.ts';
import { agreedTo, offerTo } from './plain-words/offer.ts';
import { understandPlainly } from './plain-words/understand.ts';
import { chooseMatter, type Chosen } from './which-matter.ts';

/** What goes back: into the chat it came from, and privately. Stored sealed until it reached its reader. */
export interface Outcome {
  /** Nothing was done, and why is said. */
  readonly refused?: true;
  readonly chat?: string;
  readonly private?: string;
  readonly spent?: string;
}

export interface Heard {
  readonly text: string;
  readonly quote?: string | undefined;
  readonly chatid?: string | undefined;
  readonly msgid: string;
  readonly clicked: boolean;
  /** The question for a signature that the pressed card asked. */
  readonly question?: string | undefined;
  /** The first words of this person in private: any word lets WeCom take our messages to them. */
  readonly first?: boolean;
  /** A line that was offered, and agreed to. */
  readonly agreed?: true;
  /** Done on a page, which asks for what is missing by itself. */
  readonly paged?: boolean;
}

export interface PageLinks {
  /** An address that opens one matter's page for this reader alone, once, within minutes; undefined where there are no pages. */
  personal(userid: string, number: string): string | undefined;
}

/** Errors that name nothing and nobody: they may stand in a group. All others go to the private chat. */
const SAFE_IN_GROUP = new Set([
  'petition.not-found',
  'petition.not-yours',
  'role.denied',
  'command.unknown',
  'args.invalid',
  'args.missing',
  'text.empty',
  'text.too-long',
  'private.only',
  'group.only',
]);
/** The next plain answer completes the line. */
const ASKS_NUMBER = new Set(['number.missing', 'number.doubtful', 'number.several', 'number.quoted', 'number.held']);
/** Errors that lack one pair, by its key. */
const ASKS_KEY: Readonly<Record<string, string>> = { 'extend.which': '时限' };
const STALE: Readonly<Record<string, string>> = staleWords;
/** The number of the state's system may be as long as an identity number and names nobody. */
const STATE_NUMBER = /系统编号[:：]\s*\S+/gu;
const PERSONAL_PAIR = /(?:^|\s)(?:姓名|电话|住址|身份证|手机)[:：]\s*(\S*)/gu;
const hasPersonalPair = (text: string): boolean =>
  [...text.matchAll(PERSONAL_PAIR)].some(([, value = '']) => !isAnonymous(value));

/** Finds, allows, parses, runs and explains: the one funnel for everything typed, quoted or clicked. */
export async function converse(
  ctx: DomainContext,
  catalogue: Catalogue,
  actor: Actor,
  heard: Heard,
  botName: string,
  links?: PageLinks,
): Promise<Outcome> {
  const text =
    heard.chatid === undefined
      ? cleaned(heard.text)
      : withoutMention(heard.text, botName, (word) => readCommand(word, catalogue) !== undefined);
  const call: Call = {
    by: actor,
    at: ctx.at,
    msgid: heard.msgid,
    clicked: heard.clicked,
    ...(heard.question === undefined ? {} : { question: heard.question }),
    ...(heard.chatid === undefined ? {} : { chatid: heard.chatid }),
  };
  const isLeaky =
    heard.chatid !== undefined && (hasPersonalNumber(text.replace(STATE_NUMBER, '')) || hasPersonalPair(text));
  // The group has read who is accused of what: it is asked to forget it, and learns neither number nor title from us.
  const isAccusing = heard.chatid !== undefined && (await mayAccuseInPassing(ctx, actor.townId, valuesOf(text)));
  const at: At = { index: 0, count: 1 };
  const agreed = heard.clicked || heard.paged === true ? undefined : await agreedTo(ctx, call, text, heard.quote);
  if (agreed !== undefined && 'text' in agreed) return outcomeOf({ text: agreed.text }, heard, false);
  try {
    // An error takes back what the commands did, and nothing of what we note about it.
    const reply = await undoable(ctx.tx, async (tx) => {
      const inner = { ...ctx, tx, isHushed: isAccusing };
      const lines = agreed?.lines ?? (heard.clicked || heard.paged === true ? [text] : linesOf(text, catalogue));
      at.count = lines.length;
      const replies: Reply[] = [];
      for (const [index, line] of lines.entries()) {
        Object.assign(at, { index, said: undefined });
        const said = {
          ...heard,
          text: line,
          ...(agreed === undefined ? {} : { quote: undefined, agreed: true as const }),
        };
        const ran = await turnOf(inner, catalogue, call, said, at);
        replies.push(heard.paged === true ? ran : withPage(ran, actor, links));
      }
      return withUnfinished(replies.length === 1 ? replies[0]! : together(replies), inner, actor);
    });
    if (isAccusing) return outcomeOf(askedToForget(reply), heard, false);
    const isElsewhere = await namesSealed(ctx, actor, heard, at);
    return outcomeOf(isElsewhere ? withoutGroup(reply) : reply, heard, isLeaky);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const told = await explain(ctx, call, error, at, { isLeaky, isAccusing, paged: heard.paged === true });
    const isElsewhere = await namesSealed(ctx, actor, heard, at);
    const own = isAccusing ? groupWords.accusing : groupWords.goPrivate;
    const chat = [own, ...(isLeaky && !isAccusing ? [groupWords.tripwire] : [])].join('\n');
    return { ...told, ...(isElsewhere ? { chat, private: told.private ?? told.chat } : {}), refused: true };
  }
}

/** How far a message was done: what an error is about. */
interface At {
  said?: Said | undefined;
  index: number;
  count: number;
}

/** The commands of one message. @throws UserError command.unknown-line for a further one that nobody knows */
const linesOf = (text: string, catalogue: Catalogue): string[] =>
  commandLines(text, (line) => {
    try {
      return readCommand(line, catalogue)?.command;
    } catch (error) {
      const word = splitLine(line)?.verb.replace(/^[/／]+/u, '') ?? '';
      // Behind a slash at the beginning of a line stands a command, or 2号楼.
      if (!(error instanceof UserError) || text.startsWith(line) || !/^\p{L}/u.test(word)) return undefined;
      const place = text.split('\n').findIndex((one) => one.trim() === line) + 1;
      throw new UserError('command.unknown-line', { ...error.params, word, place });
    }
  });

/**
 * A further command in the text of one, `/催办 3；/催办 4`, is none of it: with a slash, or where a line or a clause reads as a command
 * with a number of its own.
 */
function hasInline({ command, rest }: Said, catalogue: Catalogue): boolean {
  if (command.pasted === true) return false;
  const [typed = ''] = rest.split(new RegExp(`(?:^|\\s)${TO_THE_END}[:：]`, 'u'));
  const slashed = typed.matchAll(/(?:^|[\s\p{P}])[/／]\s*(\p{Script=Han}{1,4})(?=$|[\s\d#＃])/gu);
  if ([...slashed].some(([, word]) => catalogue.find(word!) !== undefined)) return true;
  const [, ...clauses] = typed.split(/[\n;；,，、。]/u);
  return clauses.some((clause) => isNumberedCommand(clause.trim(), catalogue));
}

/** What people put before a further command: 再催办 8, 顺便签收 8, 还有8号. */
const FURTHER = /^(?:然后|接着|随后|顺便|同时|另外|还有|还要|另|再|并且|并|也|请|把)+/u;

function isNumberedCommand(typed: string, catalogue: Catalogue): boolean {
  const clause = typed.replace(FURTHER, '').trim();
  // 还有8号, 另8号也要催: a further matter, whatever is to be done with it.
  if (clause !== typed.trim() && /^(?:第|#|\d{1,6} ?[号件]|[一二三四五六七八九十]+号)/u.test(clause)) {
    const read = readNumber(clause.replace(/也.*$/u, ''));
    if (read.kind !== 'none') return true;
  }
  const said = /^\p{Script=Han}/u.test(clause)
    ? readCommand(clause.replace(/^(\p{Script=Han}{1,4}?)(?:一下|下)(?=\s*\d)/u, '$1 '), catalogue)
    : undefined;
  if (said === undefined || said.command.number === 'none') return false;
  // Seven digits and more are a telephone that was called, and no matter.
  return numberAhead(said.rest, said.command).kind !== 'none' && !/^\d{7}/u.test(said.rest);
}

/** One command, or what a plain text stands for. */
async function turnOf(ctx: DomainContext, catalogue: Catalogue, call: Call, heard: Heard, at: At): Promise<Reply> {
  const turn = await understand(ctx, catalogue, call, heard.text, heard);
  if ('reply' in turn) return turn.reply;
  at.said = turn.said;
  if (turn.problem !== undefined) throw turn.problem;
  if (hasInline(turn.said, catalogue)) throw new UserError('command.inline', {});
  const chosen = await chooseMatter(turn.said, call, ctx, heard.quote);
  at.said = withNumber(turn.said, chosen);
  const done = await runChosen(chosen, call, ctx);
  // What was offered before may be just what was done now.
  if (chosen.said.command.reads !== true) await setProposal(ctx, call.by.userid, chatKey(call.chatid), undefined);
  const next = turn.then === undefined ? await askedStill(ctx, call, heard, done) : await askNext(ctx, call, turn.then);
  if (next === undefined) return done;
  return { ...done, followUp: done.followUp === undefined ? next : `${done.followUp}\n\n${next}` };
}

/** The question that words beside it interrupted. */
async function askedStill(
  ctx: DomainContext,
  call: Call,
  { agreed }: Heard,
  { followUp }: Reply,
): Promise<string | undefined> {
  // What was done has asked its own.
  if (agreed !== true || followUp !== undefined || call.chatid !== undefined) return undefined;
  const pending = await pendingOf(ctx, call.by.userid);
  return pending?.kind === 'registration' ? askNext(ctx, call, pending) : undefined;
}

/** What several commands of one message answer, in their order. */
function together(replies: readonly Reply[]): Reply {
  const groups = replies.map(({ group }) => group);
  const followUps = replies.flatMap(({ followUp }) => followUp ?? []);
  return {
    text: replies.map(({ text }) => text).join('\n\n'),
    ...(groups.every((group) => group !== undefined) ? { group: groupTogether(groups) } : {}),
    ...(replies.some(({ detail }) => detail === true) ? { detail: true } : {}),
    ...(followUps.length === 0 ? {} : { followUp: followUps.join('\n\n') }),
  };
}

/** What is asked next is about the matter that was meant now, whatever is spoken of until it is answered. */
function withNumber(said: Said, { raw, number, isTitled }: Chosen): Said {
  if (number === undefined || (raw.number !== undefined && raw.isBehind !== true)) return said;
  const rest = isTitled === true ? lineOf(raw) : withoutMatter(said.rest, said.command, raw.name !== undefined);
  return { ...said, rest: `${number} ${rest}`.trim() };
}

function withoutGroup(reply: Reply): Reply {
  const { group, ...rest } = reply;
  return group === undefined ? reply : rest;
}

/**
 * A number of the sealed series, typed or quoted in a group: the answer there is the same for everybody and for all of them,
 * whether there is such a matter or not, and what became of it stands in the private chat.
 */
async function namesSealed(
  ctx: DomainContext,
  { townId }: Actor,
  { chatid, text, quote }: Heard,
  at: At,
): Promise<boolean> {
  if (chatid === undefined) return false;
  if (at.said !== undefined && namesMatter(at.said) && saysDrawn(at.said.rest)) return true;
  const said = narrow(`${text}\n${quote ?? ''}`).text.toUpperCase();
  // Every town's sealed series ends in the same letter: most lines need no look at the town.
  if (!/J[^\p{L}\p{N}]{0,3}\d{4}/u.test(said)) return false;
  const { prefix } = await findTown(ctx.tx, townId);
  return new RegExp(`(?<![A-Z])${sealedSeries(prefix)}[^\\p{L}\\p{N}]{0,3}\\d{4}`, 'u').test(said);
}

/** Whether a number in the line is that of a matter: of a command that takes one, or that found one by itself. */
function namesMatter({ command, rest }: Said): boolean {
  if (command.number !== 'none') return true;
  const parsed = command.args.safeParse(parseArgs(rest, command));
  return parsed.success && typeof (parsed.data as { readonly number?: unknown }).number === 'string';
}

/** A serial as sealed matters draw them, without its letters: 4831, 2026-4831. */
const DRAWN = /^(?:20\d{2}-)?[1-9]\d{3,5}$/u;
const saysDrawn = (rest: string): boolean =>
  [rest, ...rest.split(/\s+/u)].some((words) => {
    const read = readNumber(words);
    return read.kind === 'said'
      ? DRAWN.test(read.number)
      : read.kind === 'several' && read.numbers.some((n) => DRAWN.test(n));
  });

/** The way to the matter's page, for this reader. It stands in the full text, which goes to the private chat only. */
function withPage(reply: Reply, { userid }: Actor, links: PageLinks | undefined): Reply {
  const url = reply.page === undefined ? undefined : links?.personal(userid, reply.page);
  return url === undefined ? reply : { ...reply, text: `${reply.text}\n${pageLinks.personal(url)}` };
}

/** What happened calls for a letter that lacks something: the typist learns what, privately, and how to supply it. */
async function withUnfinished(reply: Reply, ctx: DomainContext, actor: Actor): Promise<Reply> {
  if (ctx.unfinished.length === 0) return reply;
  const numbers = ctx.unfinished.map(({ number }) => number);
  const known = await knownNumbers(ctx, actor, numbers);
  const unfinished = ctx.unfinished.filter(({ number }) => known.has(number));
  if (unfinished.length === 0) return reply;
  const lines = unfinished.map(letterWords.unfinished).join('\n');
  return { ...reply, followUp: [lines, ...(reply.followUp === undefined ? [] : [reply.followUp])].join('\n\n') };
}

async function understand(
  ctx: DomainContext,
  catalogue: Catalogue,
  call: Call,
  text: string,
  { quote, paged, first, agreed }: Pick<Heard, 'quote' | 'paged' | 'first' | 'agreed'>,
): Promise<Turn> {
  if (text === '' || /^[/／、]$/u.test(text)) return { said: readCommand('/帮助', catalogue)! };
  const isOpen = call.chatid === undefined && paged !== true && !call.clicked && agreed !== true;
  const said = isOpen && (await answersQuestion(ctx, call, text, quote)) ? undefined : readCommand(text, catalogue);
  if (said !== undefined) {
    // A new command ends the questions.
    const keepsThem =
      call.chatid !== undefined ||
      paged === true ||
      agreed === true ||
      said.command.name === '帮助' ||
      said.command.reads === true;
    if (!keepsThem) await clearPending(ctx, call.by.userid);
    return { said };
  }
  const plain =
    (quote === undefined ? undefined : await readQuoted(ctx, call, text, quote)) ??
    (call.chatid === undefined ? await readAnswer(ctx, call, text) : undefined);
  if (plain === undefined) {
    return plainly(ctx, catalogue, call, await understandPlainly(ctx, call, catalogue, text), first === true);
  }
  if ('reply' in plain) {
    const other =
      plain.unread === true ? await besideQuestion(() => understandPlainly(ctx, call, catalogue, text)) : undefined;
    return other === undefined ? plain : plainly(ctx, catalogue, call, other, false);
  }
  if ('propose' in plain) {
    return { reply: await offerTo(ctx, call, await proposedLine(ctx, catalogue, call, plain.propose)) };
  }
  if (plain.statement !== undefined) {
    const understood = await understandPlainly(ctx, call, catalogue, text, plain.statement);
    if (!isStatement(understood)) return plainly(ctx, catalogue, call, understood, false);
  }
  const meant = readCommand(plain.line, catalogue)!;
  const answered = plain.asked === undefined ? meant : { ...meant, asked: plain.asked };
  return { said: answered, ...(plain.then === undefined ? {} : { then: plain.then }) };
}

function outcomeOf(reply: Reply, heard: Heard, isLeaky: boolean): Outcome {
  const spent = reply.spent === undefined ? {} : { spent: reply.spent };
  if (heard.chatid === undefined) {
    return { chat: [reply.text, reply.followUp].filter((part) => part !== undefined).join('\n\n'), ...spent };
  }
  const chat = [reply.group ?? groupWords.goPrivate, ...(isLeaky ? [groupWords.tripwire] : [])].join('\n');
  const details = reply.group === undefined || reply.detail === true ? [reply.text] : [];
  const quietly = [...details, ...(reply.followUp === undefined ? [] : [reply.followUp])].join('\n\n');
  return { chat, ...(quietly === '' ? {} : { private: quietly }), ...spent };
}

/** One sentence for each error: what happened and what to type next. What was typed is kept as a draft where it can be completed. */
async function explain(
  ctx: DomainContext,
  call: Call,
  error: UserError,
  { said, index, count }: At,
  { isLeaky, isAccusing, paged }: { readonly isLeaky: boolean; readonly isAccusing: boolean; readonly paged: boolean },
): Promise<Outcome> {
  const isPrivate = call.chatid === undefined;
  const mayAsk = isPrivate && !paged && count === 1;
  let params: Record<string, unknown> = { ...error.params, example: said?.command.examples[0] ?? '/帮助' };
  if (error.code === 'command.unknown') params = { ...params, accuses: isAccusing };
  if (error.code === 'role.denied') {
    params = { ...params, roles: (error.params['roles'] as string[]).map((role) => ROLE_WORDS[role] ?? role) };
  }
  if (error.code === 'petition.not-found' && said !== undefined) {
    const read = readNumber(said.rest);
    if (read.kind === 'said') await noteRefusals(ctx, call.by, read.number, said.command.name);
  }
  const asksNumber = ASKS_NUMBER.has(error.code);
  const isNamed = error.code === 'number.missing' && error.params['unknown'] !== true;
  const left = typeof error.params['left'] === 'string' ? error.params['left'] : undefined;
  const lacksKey = error.code in ASKS_KEY;
  if (mayAsk && said !== undefined && (error.code === 'args.missing' || asksNumber || lacksKey)) {
    const key = typeof error.params['key'] === 'string' ? error.params['key'] : ASKS_KEY[error.code];
    await setPending(ctx, call.by.userid, {
      kind: 'draft',
      verb: said.command.name,
      ...lineAround(
        left ?? (asksNumber ? withoutMatter(said.rest, said.command, isNamed) : said.rest),
        said.command,
        key,
      ),
      key,
      number: asksNumber,
      ...(asksNumber ? { listed: numbersIn(rowsOf(error).join('\n')) } : {}),
      offers: (error.params['offers'] ?? error.params['titles']) as readonly string[] | undefined,
    });
    params = { ...params, asking: true };
  }
  const isSaid = error.code === 'accusation.said';
  if (isSaid && count === 1 && said !== undefined) {
    await askWhose(ctx, call, error, said);
    params = { ...params, asking: true, paged };
  }
  const lacks = mayAsk ? lackingAnswer(error) : undefined;
  if (lacks !== undefined) {
    await setPending(ctx, call.by.userid, { kind: 'draft', verb: '答复', ...lacks });
    params = { ...params, asking: true };
  }
  const problem = errorText(error.code, params);
  const text = count === 1 ? problem : `${replyWords.noneDone(index + 1, count)}\n${problem}`;
  // A card that came too late says so from now on.
  const stale = call.clicked ? STALE[error.code] : undefined;
  const spent = stale === undefined ? {} : { spent: stale };
  if (isPrivate) return { chat: text, ...spent };
  if (isAccusing || isSaid) return { chat: groupWords.accusing, private: text };
  const tripwire = isLeaky ? [groupWords.tripwire] : [];
  if (isLeaky && error.code === 'command.unknown') return { chat: groupWords.tripwire };
  if (SAFE_IN_GROUP.has(error.code)) return { chat: [text, ...tripwire].join('\n') };
  return { chat: [groupWords.failedPrivately, ...tripwire].join('\n'), private: text };
}

/** What an error offers to choose from. */
const rowsOf = ({ params }: UserError): readonly string[] =>
  [params['recent'], params['numbers']].flatMap((rows) => (Array.isArray(rows) ? (rows as string[]) : []));

/** Whose the words are: asked in private, also of what was typed in a group or on a page. */
async function askWhose(
  ctx: DomainContext,
  { by }: Call,
  { params }: UserError,
  { command, rest }: Said,
): Promise<void> {
  const { number, said } = params as { readonly number: string; readonly said: string };
  const line = lineAround(rest, command, undefined);
  await setPending(ctx, by.userid, { kind: 'draft', verb: command.name, ...line, said, about: number });
}

function lineAround(line: string, command: Said['command'], key: string | undefined): { rest: string; tail: string } {
  const { head, tail } = aroundAnswer(line, command);
  // What stood behind the key that is asked for did not do: the answer takes its place.
  const others = command.keys.join('|');
  const without =
    key === undefined
      ? tail
      : tail.replace(new RegExp(`(^|\\s)${key}[:：].*?(?=\\s(?:${others})[:：]|$)`, 'gu'), '$1').trim();
  return { rest: head, tail: without };
}

/** A closing that waits for one part of an answer: what is written next fills it. */
function lackingAnswer({ code, params }: UserError): { rest: string; key: string } | undefined {
  const parts = (code === 'answer.incomplete' ? params['parts'] : undefined) as AnswerPart[] | undefined;
  if (parts?.length !== 1) return undefined;
  const at = Number(params['count']) > 1 ? ` 诉求:${String(params['position'])}` : '';
  return { rest: `${String(params['number'])}${at}`, key: PART_KEYS[parts[0]!] };
}

export const stranger: Outcome = { chat: greetings.stranger };
