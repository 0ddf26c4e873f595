import type { Actor, Call, Command } from '../contract/command.ts';
import type { Reply } from '../contract/reply.ts';
import { UserError } from '../core/errors.ts';
import { readNumber } from '../core/matter-number.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, mention, recentPetition } from '../domain/conversation/store.ts';
import { petitionById } from '../domain/petition/find.ts';
import { namedIn, openFor } from '../domain/petition/find.ts';
import { nearest, parseArgs, splitLine, type Typed } from './grammar.ts';

/** Longest text taken in one message; WeCom itself cuts far below. */
export const MAX_TEXT = 50_000;
const OFFERED = 5;

export interface Catalogue {
  readonly commands: readonly Command[];
  find(verb: string): Command | undefined;
}

export function catalogueOf(commands: readonly Command[]): Catalogue {
  const byName = new Map<string, Command>();
  for (const command of commands) {
    for (const name of [command.name, command.english, ...(command.aliases ?? [])]) {
      if (byName.has(name)) throw new Error(`commands/${command.english}.ts: "${name}" is taken`);
      byName.set(name, command);
    }
  }
  return { commands, find: (verb) => byName.get(verb.toLowerCase()) };
}

export interface Said {
  readonly verb: string;
  readonly rest: string;
  readonly command: Command;
  /** It answers the question which matter is meant: no other than the one it names is. */
  readonly asked?: true;
}

/**
 * The command a text means, or undefined for plain text. A slash makes it a command for certain; without one only a word
 * that is exactly a command's name counts. People leave out the blank too (`查12`, `/登记村口…`): a command's name before
 * a digit or a longer text is taken as meant, which is reading, not guessing.
 * @throws UserError command.unknown for a slash with a word nobody knows
 */
export function readCommand(text: string, catalogue: Catalogue): Said | undefined {
  const line = splitLine(text);
  if (line === undefined) return undefined;
  const exact = catalogue.find(line.verb);
  if (exact !== undefined) return { verb: line.verb, rest: line.rest, command: exact };
  const counted = /^(\p{L}+?)([^\p{L}][\s\S]*)$/u.exec(line.verb);
  const short = counted === null || !isNumber(counted[2]!) ? undefined : catalogue.find(counted[1]!);
  if (short !== undefined) return { verb: counted![1]!, rest: `${counted![2]!} ${line.rest}`.trim(), command: short };
  if (!line.slashed) return undefined;
  const glued = catalogue.commands
    .filter((command) => line.verb.startsWith(command.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  const tail = glued === undefined ? '' : line.verb.slice(glued.name.length);
  if (glued !== undefined && (/^[^\p{L}]/u.test(tail) || isNumber(tail) || [...tail].length >= 4)) {
    return { verb: glued.name, rest: `${tail} ${line.rest}`.trim(), command: glued };
  }
  throw new UserError('command.unknown', { near: nearest(line.verb, namesFor(catalogue)) });
}

/** A number and nothing else. */
function isNumber(text: string): boolean {
  const read = readNumber(text);
  return read.kind === 'said' && read.rest === '';
}

const namesFor = (catalogue: Catalogue): string[] =>
  catalogue.commands.flatMap((c) => [c.name, c.english, ...(c.aliases ?? [])]);

/** A command, its arguments and the matter that it is about. */
export interface Chosen {
  readonly said: Said;
  readonly raw: Typed;
  readonly number: string | undefined;
}

/**
 * Whether this person may give the command, and which matter it means.
 * @throws UserError role.denied, number.missing, number.doubtful, number.several
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
  const quoted = quote === undefined || command.number === 'none' ? [] : await namedIn(ctx, call.by, quote);
  if (!command.allow.some((role) => call.by.roles.includes(role))) {
    const numbered = raw.number !== undefined || quoted.length > 0;
    throw new UserError('role.denied', { verb: command.name, roles: command.allow, numbered });
  }
  if (command.number === 'none') return { said, raw, number: undefined };
  const number = raw.number ?? (await meant(said, raw.kind, quoted, call, ctx));
  if (number !== undefined) return { said, raw, number };
  throw new UserError('number.missing', { recent: await offered(ctx, call.by), verb: said.verb });
}

/** Quoted, or the matter last spoken of here. What stands where a number stands and is none falls back to neither. */
async function meant(
  { command, asked }: Said,
  kind: Typed['kind'],
  quoted: readonly string[],
  call: Call,
  ctx: DomainContext,
): Promise<string | undefined> {
  if (kind === 'several') throw new UserError('number.several', {});
  if (kind === 'doubtful') throw new UserError('number.doubtful', { recent: await offered(ctx, call.by) });
  if (quoted.length > 1) throw new UserError('number.quoted', { numbers: quoted });
  if (quoted.length === 1) return quoted[0];
  if (command.number === 'required' || asked === true) return undefined;
  const recent = await recentPetition(ctx, call.by.userid, chatKey(call.chatid));
  return recent === undefined ? undefined : (await petitionById(ctx, recent))?.number;
}

/** Parses and runs. Whatever it throws, the caller's transaction decides. */
export async function runChosen({ said, raw, number }: Chosen, call: Call, ctx: DomainContext): Promise<Reply> {
  const { command } = said;
  const parsed = command.args.safeParse({ ...raw, number });
  if (!parsed.success) throw new UserError('args.invalid', { problem: parsed.error.issues[0]?.message ?? '' });
  const reply = await command.run(parsed.data, call, ctx);
  if (reply.about !== undefined) await mention(ctx, call.by.userid, chatKey(call.chatid), reply.about);
  return reply;
}

const offered = async (ctx: DomainContext, actor: Actor): Promise<string[]> =>
  (await openFor(ctx, actor, OFFERED)).map((petition) =>
    `${petition.number} ${petition.title ?? petition.subject ?? ''}`.trim(),
  );
