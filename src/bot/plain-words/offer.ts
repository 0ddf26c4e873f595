/** What words without a command are answered: a line to say 1 to, kept for ten minutes. */
import type { Call } from '../../contract/command.ts';
import type { Reply } from '../../contract/reply.ts';
import { groupProposed } from '../../cards/group.ts';
import { plainWords } from '../../copy/plain-words.ts';
import type { DomainContext } from '../../domain/context.ts';
import { chatKey, pendingOf, proposalOf, setProposal } from '../../domain/conversation/store.ts';
import { petitionById } from '../../domain/matter/find.ts';
import type { Proposed, Understood } from './understand.ts';

const PRIVATE = chatKey(undefined);
const CHOICE = /^(?:第?\s?([1-9])[条个项]?|(全部|都办|都要|全办))[。.！!]?$/u;
const NO = /^(?:0|不办|不用|算了|取消|不要)了?[。.！!]?$/u;
/** By these words a quoted message is known as one that offers to do something. */
const OFFERING = /回 1(?: 就|、)/u;

const proposing = (proposed: readonly Proposed[]): string =>
  plainWords.propose(
    proposed.map(({ line, matter }) => ({ line: oneLine(line), title: matter?.title ?? matter?.subject ?? undefined })),
  );

/** A line is shown as one; what is done keeps its own. */
const oneLine = (line: string): string => line.replace(/\s*\n\s*/gu, ' ');

/** Writes down what was offered, and says it. */
export async function offerTo(
  ctx: DomainContext,
  call: Call,
  understood: Extract<Understood, { kind: 'propose' | 'register' }>,
): Promise<Reply> {
  const lines = understood.kind === 'register' ? [understood.line] : understood.proposed.map(({ line }) => line);
  const text =
    understood.kind === 'propose'
      ? proposing(understood.proposed)
      : understood.fields === undefined
        ? plainWords.register(oneLine(understood.line))
        : plainWords.draft(understood.fields, oneLine(understood.line));
  const group =
    call.chatid === undefined || understood.kind === 'register' ? undefined : await inGroup(ctx, understood.proposed);
  // What may not stand in a group goes on in private, and is agreed to there.
  const chat = call.chatid === undefined || group !== undefined ? chatKey(call.chatid) : PRIVATE;
  await setProposal(ctx, call.by.userid, chat, { lines, at: ctx.at.getTime() });
  return { text, ...(group === undefined ? {} : { group }) };
}

async function inGroup(ctx: DomainContext, proposed: readonly Proposed[]): Promise<Reply['group']> {
  if (proposed.some(({ isFree, matter }) => isFree || matter === undefined)) return undefined;
  const parts = [];
  for (const { line, matter } of proposed) {
    const petition = await petitionById(ctx, matter!.id);
    if (petition === undefined || petition.sealed) return undefined;
    parts.push({ line, petition });
  }
  return groupProposed(parts);
}

/** What a bare 1, 2 or 全部 agrees to: lines to be done, or an answer of its own; undefined where it may answer something else. */
type Agreed = { readonly lines: readonly string[] } | { readonly text: string } | undefined;

export async function agreedTo(
  ctx: DomainContext,
  call: Call,
  typed: string,
  quote: string | undefined,
): Promise<Agreed> {
  const text = typed.trim();
  const [, place, all] = CHOICE.exec(text) ?? [];
  const isNo = NO.test(text);
  if (place === undefined && all === undefined && !isNo) return undefined;
  const isQuotingOffer = quote !== undefined && OFFERING.test(quote);
  if (quote !== undefined && !isQuotingOffer) return undefined;
  const chat = chatKey(call.chatid);
  const { userid } = call.by;
  const proposal = await proposalOf(ctx, userid, chat);
  if (proposal === undefined) return isQuotingOffer ? { text: plainWords.nothingOffered(text) } : undefined;
  if (isQuotingOffer && !proposal.lines.every((line) => quote.includes(oneLine(line)))) {
    return { text: plainWords.late };
  }
  const isAsked = call.chatid === undefined && (await pendingOf(ctx, userid)) !== undefined;
  if (proposal.isLate) {
    await setProposal(ctx, userid, chat, undefined);
    return isAsked ? undefined : { text: plainWords.late };
  }
  if (proposal.isInterrupted === true && isAsked && !isQuotingOffer) {
    return { text: plainWords.unclear(proposal.lines.map(oneLine)) };
  }
  const chosen = all === undefined ? proposal.lines.slice(Number(place) - 1, Number(place)) : proposal.lines;
  if (!isNo && chosen.length === 0) return { text: plainWords.notListed(proposal.lines.length) };
  await setProposal(ctx, userid, chat, undefined);
  return isNo ? { text: plainWords.dropped } : { lines: chosen };
}
