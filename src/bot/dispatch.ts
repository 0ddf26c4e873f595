import type { Actor, Call, Command, RawArgs } from '../contract/command.ts';
import type { Reply } from '../contract/reply.ts';
import { UserError } from '../core/errors.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, mention, recentPetition } from '../domain/conversation/store.ts';
import { petitionById } from '../domain/petition/find.ts';
import { openFor } from '../domain/petition/find.ts';
import { nearest, numberIn, parseArgs, splitLine } from './grammar.ts';

/** Longest text taken in one message; WeCom itself cuts far below. */
const MAX_TEXT = 50_000;
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
  const counted = /^(\p{L}+)([#＃]?[\d０-９]{1,6}[号件]?)$/u.exec(line.verb);
  const short = counted === null ? undefined : catalogue.find(counted[1]!);
  if (short !== undefined) return { verb: counted![1]!, rest: `${counted![2]!} ${line.rest}`.trim(), command: short };
  if (!line.slashed) return undefined;
  const glued = catalogue.commands
    .filter((command) => line.verb.startsWith(command.name))
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  const tail = glued === undefined ? '' : line.verb.slice(glued.name.length);
  if (glued !== undefined && (/^[#＃\d０-９]/u.test(tail) || [...tail].length >= 4)) {
    return { verb: glued.name, rest: `${tail} ${line.rest}`.trim(), command: glued };
  }
  throw new UserError('command.unknown', { near: nearest(line.verb, namesFor(catalogue)) });
}

const namesFor = (catalogue: Catalogue): string[] =>
  catalogue.commands.flatMap((c) => [c.name, c.english, ...(c.aliases ?? [])]);

/** Allows, parses and runs one command. Whatever it throws, the caller's transaction decides. */
export async function runCommand(
  said: Said,
  call: Call,
  ctx: DomainContext,
  quote: string | undefined,
): Promise<Reply> {
  const { command } = said;
  if (said.rest.length > MAX_TEXT) throw new UserError('text.too-long', { length: said.rest.length, max: MAX_TEXT });
  const raw = parseArgs(said.rest, command);
  const number = await chosenNumber(command, raw, call, ctx, quote);
  if (!command.allow.some((role) => call.by.roles.includes(role))) {
    throw new UserError('role.denied', { verb: command.name, roles: command.allow, numbered: number !== undefined });
  }
  if (command.number !== 'none' && number === undefined) {
    throw new UserError('number.missing', { recent: await offered(ctx, call.by), verb: said.verb });
  }
  const parsed = command.args.safeParse({ ...raw, number });
  if (!parsed.success) throw new UserError('args.invalid', { problem: parsed.error.issues[0]?.message ?? '' });
  const reply = await command.run(parsed.data, call, ctx);
  if (reply.about !== undefined) await mention(ctx, call.by.userid, chatKey(call.chatid), reply.about);
  return reply;
}

/** Said, quoted, or the matter last spoken of here; 受理 办结 送达 延期 always want one said. */
async function chosenNumber(
  command: Command,
  raw: RawArgs,
  call: Call,
  ctx: DomainContext,
  quote: string | undefined,
): Promise<string | undefined> {
  if (command.number === 'none') return undefined;
  if (raw.number !== undefined) return raw.number;
  const quoted = quote === undefined ? undefined : numberIn(quote);
  if (quoted !== undefined || command.number === 'required') return quoted;
  const recent = await recentPetition(ctx, call.by.userid, chatKey(call.chatid));
  return recent === undefined ? undefined : (await petitionById(ctx, recent))?.number;
}

const offered = async (ctx: DomainContext, actor: Actor): Promise<string[]> =>
  (await openFor(ctx, actor, OFFERED)).map((petition) =>
    `${petition.number} ${petition.title ?? petition.subject ?? ''}`.trim(),
  );
