import type { Actor, Call, Command, RawArgs } from '../contract/command.ts';
import { UserError } from '../core/errors.ts';
import { readNumber } from '../core/matter-number.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, recentPetition } from '../domain/conversation/store.ts';
import { mattersIn, waitingMatters } from '../domain/petition/actionable.ts';
import { knownById, numbersKnown } from '../domain/petition/find.ts';
import { type Named, type References, referencesIn } from '../domain/petition/references.ts';
import { actedLast } from '../domain/petition/timeline.ts';
import { MAX_TEXT, type Said } from './dispatch.ts';
import { parseArgs, type Typed } from './grammar.ts';

const OFFERED = 5;

/** A command, its arguments and the matter that it is about. */
export interface Chosen {
  readonly said: Said;
  readonly raw: Typed;
  readonly number: string | undefined;
}

/**
 * Whether this person may give the command, and which matter it means.
 * @throws UserError role.denied, number.missing, number.doubtful, number.several, number.quoted
 */
export async function chooseMatter(
  said: Said,
  call: Call,
  ctx: DomainContext,
  quote: string | undefined,
): Promise<Chosen> {
  const { command } = said;
  if (said.rest.length > MAX_TEXT) throw new UserError('text.too-long', { length: said.rest.length, max: MAX_TEXT });
  const raw = parseArgs(said.rest, command);
  const quoted = quote === undefined || command.number === 'none' ? [] : await numbersKnown(ctx, call.by, quote);
  if (!command.allow.some((role) => call.by.roles.includes(role))) {
    const numbered = raw.number !== undefined || quoted.length > 0;
    throw new UserError('role.denied', { verb: command.name, roles: command.allow, numbered });
  }
  if (command.number === 'none' || raw.number !== undefined) return { said, raw, number: raw.number };
  return meant({ said, raw, quoted }, call, ctx);
}

interface Unnumbered {
  readonly said: Said;
  readonly raw: Typed;
  readonly quoted: readonly string[];
}

/**
 * Quoted, named by words, waiting for this command alone, or the matter last spoken of here. What stands where a number stands and is
 * none falls back to none of these, and the last spoken of serves only where the text refers to nothing else.
 */
async function meant({ said, raw, quoted }: Unnumbered, call: Call, ctx: DomainContext): Promise<Chosen> {
  const { command, asked } = said;
  const chosen = (number: string): Chosen => ({ said, raw, number });
  const choices = await choicesFor(ctx, call.by, command, raw);
  if (raw.kind === 'several') throw new UserError('number.several', {});
  if (raw.kind === 'doubtful') throw new UserError('number.doubtful', { recent: listed(choices.matters) });
  if (quoted.length > 1) throw new UserError('number.quoted', { numbers: quoted });
  if (quoted.length === 1) return chosen(quoted[0]!);
  const isFixed = command.number === 'required';
  const recent = isFixed || asked !== undefined ? undefined : await recentOf(ctx, call);
  const refers = await references(ctx, call.by, { command, raw, asked, recent: recent?.id });
  if (refers.kind === 'one' && !isFixed) return { said, raw: withoutName(command, raw), number: refers.matter.number };
  if (refers.kind !== 'nothing') {
    throw which(said, orElse(namedBy(refers), choices.matters, recent), refers.kind === 'absent');
  }
  if (asked !== undefined || isFixed) throw which(said, choices.matters);
  const fits = recent !== undefined && (!choices.isStrict || choices.matters.some(({ id }) => id === recent.id));
  if (fits || (recent !== undefined && choices.matters.length === 0)) return chosen(recent.number);
  const [only, ...others] = choices.matters;
  if (only === undefined || others.length > 0) throw which(said, choices.matters);
  // Looked at another one just now, which this command cannot mean; after a step there, the same word again is a slip.
  const isElsewhere = recent !== undefined && (!choices.isStrict || (await actedLast(ctx, recent.id, call.by.userid)));
  if (isElsewhere) throw which(said, choices.matters);
  return chosen(only.number);
}

const namedBy = (refers: References): readonly Named[] =>
  refers.kind === 'one' ? [refers.matter] : refers.kind === 'some' ? refers.matters : [];

/** Those named, and the one last spoken of beside them; else all that there is to choose from. */
const orElse = (named: readonly Named[], all: readonly Named[], recent: Named | undefined): readonly Named[] =>
  named.length === 0 ? all : [...named, ...(recent === undefined ? [] : [recent])];

const which = (said: Said, matters: readonly Named[], isUnknown = false): UserError =>
  new UserError('number.missing', { recent: listed(matters), verb: said.verb, unknown: isUnknown });

const listed = (matters: readonly Named[]): string[] =>
  [...new Map(matters.map((matter) => [matter.id, matter])).values()]
    .slice(0, OFFERED)
    .map(({ number, title, subject }) => `${number} ${title ?? subject ?? ''}`.trim());

async function recentOf(ctx: DomainContext, call: Call): Promise<Named | undefined> {
  const recent = await recentPetition(ctx, call.by.userid, chatKey(call.chatid));
  return recent === undefined ? undefined : knownById(ctx, call.by, recent);
}

/** What the command can act on for this person. Strict: nothing else waits for it. */
async function choicesFor(
  ctx: DomainContext,
  actor: Actor,
  command: Command,
  raw: RawArgs,
): Promise<{ readonly isStrict: boolean; readonly matters: readonly Named[] }> {
  const waits = command.waits?.(raw, actor);
  if (waits !== undefined) return { isStrict: true, matters: await waitingMatters(ctx, actor, waits, OFFERED + 1) };
  return { isStrict: false, matters: await mattersIn(ctx, actor, command.states, OFFERED + 1) };
}

/** The main text as far as it may name a matter; undefined: it can mean nothing else. */
function telling(command: Command, { text }: RawArgs): { readonly text: string; readonly isName: boolean } {
  if (command.words === 'unit') return { text: text.replace(/^\S+\s*/u, ''), isName: false };
  if (command.words === undefined) return { text, isName: false };
  return command.words.test(text) ? { text: '', isName: false } : { text, isName: true };
}

async function references(
  ctx: DomainContext,
  actor: Actor,
  what: { command: Command; raw: RawArgs; asked: string | undefined; recent: string | undefined },
): Promise<References> {
  const { command, raw, asked, recent } = what;
  const { text, isName } = asked === undefined ? telling(command, raw) : { text: asked, isName: true };
  if (asked !== undefined && readNumber(asked).kind !== 'none') return { kind: 'nothing' };
  const found = await referencesIn(ctx, actor, text, {
    recent,
    units: command.words !== 'unit' || asked !== undefined,
  });
  if (!isName || text === '') return found;
  if (found.kind === 'nothing') return { kind: 'absent' };
  return found.kind === 'some' && found.matters.length === 1 ? { kind: 'one', matter: found.matters[0]! } : found;
}

/** Where nothing but a matter can be meant by the text, it is no text of the command. */
const withoutName = (command: Command, raw: Typed): Typed =>
  telling(command, raw).isName ? { ...raw, text: '' } : raw;
