import type { Call, Command } from '../contract/command.ts';
import type { Reply } from '../contract/reply.ts';
import { askedToForget } from '../cards/group.ts';
import { invalid } from '../contract/args.ts';
import { UserError } from '../core/errors.ts';
import { readNumber } from '../core/matter-number.ts';
import { shortened } from '../core/text.ts';
import { argProblems } from '../copy/args.ts';
import { correctionWords } from '../copy/correction.ts';
import { replies } from '../copy/replies.ts';
import { plain } from '../copy/terms.ts';
import type { DomainContext } from '../domain/context.ts';
import { chatKey, mention } from '../domain/conversation/store.ts';
import { isBarred, type Petition } from '../domain/matter/access.ts';
import { knownAmong, petitionById } from '../domain/matter/find.ts';
import { mayAccuse } from '../domain/accusation/reading.ts';
import { nearest, splitLine } from './grammar.ts';
import { readAs } from './read-as.ts';
import type { Chosen } from './which-matter.ts';

/** Longest text taken in one message; WeCom itself cuts far below. */
export const MAX_TEXT = 50_000;

/** Of words that were not kept, so many are shown. */
const MAX_LEFT = 20;

export interface Catalogue {
  readonly commands: readonly Command[];
  find(verb: string): Command | undefined;
  /** The command of which a word is the whole text: 超期. */
  short(word: string): Command | undefined;
}

export function catalogueOf(commands: readonly Command[]): Catalogue {
  const byName = new Map<string, Command>();
  for (const command of commands) {
    for (const name of [command.name, command.english, ...(command.aliases ?? [])]) {
      if (byName.has(name)) throw new Error(`commands/${command.english}.ts: "${name}" is taken`);
      byName.set(name, command);
    }
  }
  const byShort = new Map(
    commands.flatMap((command) => (command.shorts ?? []).map((word) => [word, command] as const)),
  );
  for (const word of byShort.keys()) if (byName.has(word)) throw new Error(`"${word}" is a command's name already`);
  return { commands, find: (verb) => byName.get(verb.toLowerCase()), short: (word) => byShort.get(word) };
}

export interface Said {
  readonly verb: string;
  readonly rest: string;
  readonly command: Command;
  /** What was answered to the question which matter is meant: no other than the one it names is. */
  readonly asked?: string;
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
  const listing = catalogue.short(line.verb);
  if (listing !== undefined) {
    return { verb: listing.name, rest: `${line.verb} ${line.rest}`.trim(), command: listing };
  }
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

const misfit = ({ key, value, other }: NonNullable<Chosen['raw']['misfit']>): UserError =>
  invalid(other === undefined ? argProblems.misfit(key, value) : argProblems.misfitText(key, value, other));

/** Parses and runs. Whatever it throws, the caller's transaction decides. */
export async function runChosen({ said, raw, number }: Chosen, call: Call, outer: DomainContext): Promise<Reply> {
  const { command } = said;
  if (raw.misfit !== undefined) throw misfit(raw.misfit);
  const parsed = command.args.safeParse({ ...raw, number });
  if (!parsed.success) throw new UserError('args.invalid', { problem: parsed.error.issues[0]?.message ?? '' });
  const saidOwn = raw.isOwn === true ? { saidOwn: true } : {};
  // What a decision puts into effect is another thing than the decision, which the group reads as the answer.
  const saidIn = command.decides === undefined ? call.chatid : undefined;
  const ctx: DomainContext = { ...outer, ...saidOwn, saidIn, written: new Set(), heard: new Map() };
  const ran = await command.run(parsed.data, call, ctx);
  const isLeft = command.words instanceof RegExp && !command.words.test(raw.text);
  const left = isLeft ? replies.notKept(shortened(plain(raw.text), MAX_LEFT)) : undefined;
  const told = command.tells === true ? readAs(command, raw) : undefined;
  const reply = withLeft(told === undefined ? ran : { ...ran, text: `${ran.text}\n${told}` }, left);
  if (reply.about !== undefined) await mention(ctx, call.by.userid, chatKey(call.chatid), reply.about);
  return command.reads === true ? reply : alsoNamed(ctx, call, await named(ctx, await alsoHeard(ctx, call, reply)));
}

/** Words behind a command that takes none are told to who wrote them, and to nobody else. */
const withLeft = (reply: Reply, left: string | undefined): Reply =>
  left === undefined ? reply : { ...reply, followUp: [left, reply.followUp].filter(Boolean).join('\n\n') };

/** What the petitioner's words read as that were written down: whoever typed them reads it, and a group that read them is asked to forget them. */
async function alsoHeard(ctx: DomainContext, { by }: Call, reply: Reply): Promise<Reply> {
  let said = reply;
  for (const [id, verdict] of ctx.heard) {
    if (mayAccuse(verdict)) said = askedToForget(said);
    // Whoever shut themselves out by what they typed reads nothing new.
    if (await isBarred(ctx.tx, id, by.userid)) continue;
    const [petition] = await knownAmong(ctx, by, [id]);
    const line = petition === undefined ? correctionWords.handedIn : correctionWords.read(petition.number, verdict);
    if (line !== undefined) said = { ...said, text: `${said.text}\n${line}` };
  }
  return said;
}

/** Whoever wrote reads into which matter: its number and its title. What a group reads of it is the command's own: the headline, or less. */
async function named(ctx: DomainContext, reply: Reply): Promise<Reply> {
  const petition = reply.about === undefined ? undefined : await petitionById(ctx, reply.about);
  const line = petition === undefined ? undefined : nameLine(reply.text, petition);
  return line === undefined ? reply : { ...reply, text: `${reply.text}\n${line}` };
}

/** What the text does not say of number and title. */
function nameLine(text: string, { number, title }: Petition): string | undefined {
  const shown = title === null ? undefined : plain(title);
  const hasNumber = text.includes(number);
  if (hasNumber && (shown === undefined || text.includes(shown))) return undefined;
  return replies.about(hasNumber ? undefined : number, shown);
}

/** Further matters that the command wrote into, as many as are read. A group hears of one only: whoever wrote reads of the others alone. */
async function alsoNamed(ctx: DomainContext, { by, chatid }: Call, reply: Reply): Promise<Reply> {
  const others = [...ctx.written].filter((id) => id !== reply.about);
  if (others.length === 0) return reply;
  const read = chatid === undefined ? reply.text : (reply.group ?? reply.text);
  const unread = (await knownAmong(ctx, by, others)).filter((petition) => nameLine(read, petition) !== undefined);
  if (unread.length === 0) return reply;
  const unsaid = unread.filter((petition) => nameLine(reply.text, petition) !== undefined);
  const lines = unsaid.slice(0, MOST_NAMED).map(({ number, title }) => replies.alsoAbout(number, plain(title ?? '')));
  return { ...reply, text: [reply.text, ...lines].join('\n'), detail: true };
}

const MOST_NAMED = 20;
