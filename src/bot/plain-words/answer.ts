/** What becomes of words without a command: a line to run, a question which matter is meant, or an answer. */
import type { Call } from '../../contract/command.ts';
import type { Reply } from '../../contract/reply.ts';
import { UserError } from '../../core/errors.ts';
import { plainWords } from '../../copy/plain-words.ts';
import { greetings } from '../../copy/replies.ts';
import type { DomainContext } from '../../domain/context.ts';
import { chatKey, type Pending, setProposal } from '../../domain/conversation/store.ts';
import { findPetition } from '../../domain/matter/find.ts';
import { type Catalogue, readCommand, type Said } from '../dispatch.ts';
import { offerTo } from './offer.ts';
import type { Understood } from './understand.ts';

export type Turn =
  /** `problem`: which matter is meant is asked first. */
  { readonly said: Said; readonly then?: Pending; readonly problem?: UserError } | { readonly reply: Reply };

/** A line that nobody named the matter of, as it is offered. */
export async function proposedLine(
  ctx: DomainContext,
  catalogue: Catalogue,
  { by }: Call,
  { verb, number, rest }: { readonly verb: string; readonly number: string; readonly rest: string },
): Promise<Extract<Understood, { kind: 'propose' }>> {
  const matter = await findPetition(ctx, by, number, { verb, helping: true, closedToo: true });
  const command = catalogue.find(verb)!;
  return { kind: 'propose', proposed: [{ line: `/${verb} ${number} ${rest}`, command, matter, isFree: true }] };
}

/** A quoted sentence that says what happened, and nothing that is to be done. */
export const isStatement = (understood: Understood): boolean =>
  understood.kind === 'register' ||
  understood.kind === 'lost' ||
  (understood.kind === 'propose' && understood.proposed.every(({ command }) => command.english === 'progress'));

/** Words without a command: answered, proposed, or asked about. */
export async function plainly(
  ctx: DomainContext,
  catalogue: Catalogue,
  call: Call,
  understood: Understood,
  isFirst: boolean,
): Promise<Turn> {
  switch (understood.kind) {
    case 'read':
      return { said: readCommand(understood.line, catalogue)! };
    case 'which':
      return { said: understood.said, problem: understood.problem };
    case 'lost':
      if (isFirst) return { reply: { text: greetings.firstWords } };
      throw new UserError('command.unknown', { near: [] });
    case 'say':
      // 别催了: what was offered before is not wanted any more.
      if (understood.text === plainWords.negated || understood.text === plainWords.conditional) {
        await setProposal(ctx, call.by.userid, chatKey(call.chatid), undefined);
      }
      return {
        reply: { text: isFirst && understood.text === plainWords.friendly ? greetings.firstWords : understood.text },
      };
    case 'propose':
    case 'register':
      return { reply: await offerTo(ctx, call, understood) };
  }
}

/**
 * What is no answer to the open question may be said of something else: the question stays, and is asked again once that is done. What
 * names nothing that there is, or fills in the matter that is asked about, is no such thing.
 */
export async function besideQuestion(read: () => Promise<Understood>): Promise<Understood | undefined> {
  try {
    const understood = await read();
    if (understood.kind === 'read') return understood;
    const isOther =
      understood.kind === 'propose' && understood.proposed.every(({ command }) => command.english !== 'supplement');
    return isOther ? understood : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
