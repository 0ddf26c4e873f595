import { and, desc, eq, ne, notInArray, or, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { hasLaterNumber } from '../../core/matter-number.ts';
import {
  beginningIn,
  clausesOf,
  isPieceOf,
  isSlippedPiece,
  nameIn,
  slipReader,
  titleReader,
} from '../../core/title-words.ts';
import { outbox, petitions } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { type Unit, unitByName, unitsOf } from '../org/service.ts';
import { notBarred, visibleTo } from '../matter/access.ts';
import { ENDED } from '../matter/codes.ts';

/** A matter as it is offered to choose from. */
export interface Named {
  readonly id: string;
  readonly number: string;
  readonly title: string | null;
  readonly subject: string | null;
  readonly status: string;
  readonly ownerUnit: string | null;
}

/** What a text says of which matter is meant. `isName`: it begins with it, and does not only mention it; `isAll`: it says nothing else. Only matters that the reader may know of are found: what else there is does not exist. */
export type References =
  | { readonly kind: 'nothing' }
  /** Named by its own words and nothing else. */
  | { readonly kind: 'one'; readonly matter: Named; readonly isName: boolean; readonly isAll?: boolean }
  /** Words of these stand in it, or a number where none is read. `titled`: of their titles, or of a unit and nothing else; a unit in a sentence is only spoken to. */
  | {
      readonly kind: 'some';
      readonly matters: readonly Named[];
      readonly titled?: 'one of' | 'all';
      readonly isAll?: boolean;
    }
  /** It can only name a matter, and there is none of that name. */
  | { readonly kind: 'absent' };

/** Matters of one town that are looked through, the newest first. */
const MAX_MATTERS = 2_000;
/** A reference stands near the beginning; the rest is what happened. */
const MAX_TEXT = 300;
/** So short a text with a slip in it may be the name of the matter last spoken of. */
const MAX_SLIP = 4;
const NOTHING: References = { kind: 'nothing' };
const NO_UNITS = { units: [], alone: false } as const;
/** 那件, 上一件, 另外两件, 这两件: some matter, and not the one at hand. 刚才那件 is. */
const ANOTHER =
  /^[^，,。；;]{0,12}?(?:(?<!刚才|刚刚|刚说)(?:那|另外?|其[他它]|别的|上|前)[一二两三几]?|这[两三四五几])(?:件|桩)/u;
/** More than one, and nothing else is said. */
const MANY =
  /^(?:全部|所有|全都|都|[这那]?[两几]件|这些|那些|每一?件|各件)(?:的|都)?(?:事项|信访件|案件|办件|件|事)?(?:都?[催看办签]一?[下催])?[。.！!]*$/u;
/** A village is mostly called without its 村. */
const VILLAGE = /(?:村|社区)$/u;
/** What a matter is named by. */
export const NAMED_COLUMNS = {
  id: petitions.id,
  number: petitions.number,
  title: petitions.title,
  subject: petitions.subject,
  status: petitions.status,
  ownerUnit: petitions.ownerUnit,
};

const ended: readonly string[] = ENDED;
export const isOpenNamed = (matter: Pick<Named, 'status'>): boolean => !ended.includes(matter.status);
const isOpen = isOpenNamed;

/** The reader was told of it once: its title is a name to them, though it is elsewhere now. Of what somebody is barred from they were told nothing. */
const toldOf = ({ userid }: Actor): SQL =>
  sql`exists (select 1 from ${outbox} where ${outbox.petitionId} = ${petitions.id} and ${outbox.toId} = ${userid} and ${outbox.state} = 'sent')`;

interface Told extends Named {
  /** The reader may know of it now. */
  readonly isKnown: boolean;
}

const known = (ctx: DomainContext, actor: Actor): Promise<Told[]> => {
  const now = visibleTo(actor, true);
  const once = and(
    eq(petitions.townId, actor.townId),
    notInArray(petitions.status, [...ENDED]),
    toldOf(actor),
    notBarred(actor),
  );
  return ctx.tx
    .select({ ...NAMED_COLUMNS, isKnown: sql<boolean>`coalesce(${now}, false)` })
    .from(petitions)
    .where(and(ne(petitions.status, 'void'), or(now, once)))
    .orderBy(desc(petitions.registeredAt))
    .limit(MAX_MATTERS);
};

/** All that a reader may call by a name, the newest first. */
export const mattersNamed = async (ctx: DomainContext, actor: Actor): Promise<readonly Named[]> =>
  (await known(ctx, actor)).filter(({ isKnown }) => isKnown);

interface Found {
  readonly matters: readonly Named[];
  readonly isName: boolean;
  /** Clauses name several, and not one of several. */
  readonly isEach: boolean;
}

const inOrder = (matters: readonly Named[]): Named[] =>
  matters.toSorted((a, b) => a.number.localeCompare(b.number, 'en'));

/** The matters whose titles a text has most of. A closed one only by its name: years of them have every word there is. */
function byTitle(text: string, all: readonly Named[]): Found {
  const sharedWith = titleReader(text);
  const found = all
    .map((matter) => ({ matter, shared: sharedWith(matter.title ?? '') }))
    .filter(({ matter, shared }) => shared !== undefined && (shared.isName || isOpen(matter)));
  const open = found.filter(({ matter }) => isOpen(matter));
  const from = open.length > 0 ? open : found;
  const most = Math.max(...from.map(({ shared }) => shared!.length));
  const best = from.filter(({ shared }) => shared!.length === most);
  const matters = best.map(({ matter }) => matter);
  const others = from.map(({ matter }) => matter).filter((matter) => !matters.includes(matter));
  const further = matters.length === 1 ? alsoNamed(text, matters[0]!, others) : [];
  return {
    matters: inOrder([...matters, ...further]),
    isName: best.every(({ shared }) => shared!.isName),
    isEach: further.length > 0,
  };
}

/** Others whose titles a further clause begins with: 老年卡已换，水渠也通了. */
function alsoNamed(text: string, named: Named, others: readonly Named[]): Named[] {
  const clauses = clausesOf(text);
  return others.filter(({ title }) =>
    clauses.some((clause) => {
      const words = beginningIn(clause, title ?? '');
      return words !== undefined && beginningIn(clause, named.title ?? '') === undefined;
    }),
  );
}

/** Open matters whose titles the text may mean with a slip of the hand in it; of what is named by its own words no slip is looked for. */
function slipsIn(text: string, all: readonly Named[], named: readonly Named[], apart: string | undefined): Named[] {
  if (named.some(({ number }) => number !== apart)) return [];
  const isSlipped = slipReader(text);
  return all.filter((one) => isOpen(one) && !named.includes(one) && one.number !== apart && isSlipped(one.title ?? ''));
}

/** The units that a text names, and whether it names nothing beside one. */
async function unitsIn(
  ctx: DomainContext,
  townId: string,
  text: string,
): Promise<{ readonly units: readonly Unit[]; readonly alone: boolean }> {
  const short = nameIn(text);
  const alone = /^[\p{L}\p{N}]{2,12}$/u.test(short) ? await unitByName(ctx.tx, townId, short) : undefined;
  if (alone !== undefined) return { units: [alone], alone: true };
  const all = await unitsOf(ctx.tx, townId);
  const units = unitsStanding(text, all);
  // 民证办, 水利站: meant for a unit, and none is called so.
  const isMeant = units.length === 0 && (all.some(({ name }) => isSlipOf(short, name)) || OFFICE.test(short));
  return { units, alone: isMeant };
}

/** One character is another. */
const isSlipOf = (typed: string, name: string): boolean => {
  const [own, other] = [[...typed], [...name]];
  return own.length === other.length && own.length > 2 && own.filter((char, i) => char !== other[i]).length === 1;
};
/** 水利站, 派出所; 抓紧办 and 刚到站 are what is done. */
const OFFICE = /^(?!.*[已到在去回进来报请找])\p{Script=Han}{2,3}[所站局]$/u;

/** The longest names first: a name that is a piece of another stands only where it stands by itself. */
function unitsStanding(text: string, all: readonly Unit[]): Unit[] {
  let left = text;
  const called = all
    .flatMap((unit) => [unit.name, unit.name.replace(VILLAGE, '')].map((name) => ({ unit, name })))
    .filter(({ name }) => [...name].length >= 2)
    .toSorted((a, b) => b.name.length - a.name.length);
  const found = new Set<Unit>();
  for (const { unit, name } of called) {
    if (!left.includes(name)) continue;
    found.add(unit);
    left = left.replaceAll(name, ' ');
  }
  return [...found];
}

/**
 * Unit names, words of titles and numbers are references. `recent` is the number of the matter last spoken of: what the text says
 * of it is no reference to another.
 */
export async function referencesIn(
  ctx: DomainContext,
  actor: Actor,
  typed: string,
  options: { readonly recent?: string | undefined; readonly units: boolean },
): Promise<References> {
  const { recent } = options;
  const cut = typed.slice(0, MAX_TEXT);
  const text = recent === undefined ? cut : cut.replaceAll(recent, ' ');
  if (text.trim() === '') return NOTHING;
  if (hasLaterNumber(text)) return { kind: 'some', matters: [] };
  const told = await known(ctx, actor);
  const all = told.filter(({ isKnown }) => isKnown);
  const found = byTitle(text, all);
  if (found.matters.length === 0 && byTitle(text, told).matters.length > 0) return { kind: 'some', matters: [] };
  const isShort = nameIn(text).length <= MAX_SLIP;
  const slips = slipsIn(text, all, found.matters, isShort ? undefined : recent);
  const isAll = slips.every(({ title }) => isSlippedPiece(nameIn(text), title ?? ''));
  const [slip, ...slipsToo] = slips;
  // The one last spoken of, called by its name with a slip in it.
  if (slip !== undefined && slip.number === recent && slipsToo.length === 0) {
    return { kind: 'one', matter: slip, isName: true, isAll };
  }
  if (slip !== undefined) return { kind: 'some', matters: inOrder([...found.matters, slip, ...slipsToo]), isAll };
  const { units, alone } = options.units ? await unitsIn(ctx, actor.townId, text) : NO_UNITS;
  const [only, ...others] = found.matters;
  if (only !== undefined && others.length === 0) {
    const isFree = recent === undefined || only.number === recent;
    if (found.isName || isFree || units.some(({ id }) => id === only.ownerUnit)) {
      const isNothingElse = found.isName && isPieceOf(nameIn(text), only.title ?? '');
      return { kind: 'one', matter: only, isName: found.isName, isAll: isNothingElse };
    }
  }
  if (only !== undefined) {
    const isNothingElse = found.isName && found.matters.every(({ title }) => isPieceOf(nameIn(text), title ?? ''));
    return { kind: 'some', matters: found.matters, titled: found.isEach ? 'all' : 'one of', isAll: isNothingElse };
  }
  if (units.length === 0 && alone) return { kind: 'absent' };
  if (units.length === 0) return ANOTHER.test(text) || MANY.test(text.trim()) ? { kind: 'some', matters: [] } : NOTHING;
  return byUnits({ units, alone }, all.filter(isOpen), recent);
}

/** Whether a text refers to another matter, in part too, than the one that is quoted beside it; a unit is only spoken to. */
export function isBeside(refers: References, quoted: string): boolean {
  if (refers.kind === 'one') return refers.matter.number !== quoted;
  if (refers.kind !== 'some') return refers.kind === 'absent';
  if (refers.matters.length === 0 || refers.titled === 'all') return true;
  return refers.titled === 'one of' && refers.matters.every(({ number }) => number !== quoted);
}

function byUnits(
  { units, alone }: { readonly units: readonly Unit[]; readonly alone: boolean },
  open: readonly Named[],
  recent: string | undefined,
): References {
  const theirs = open.filter(({ ownerUnit }) => units.some(({ id }) => id === ownerUnit));
  const isRecent = recent !== undefined && theirs.some(({ number }) => number === recent);
  // A unit and nothing beside it is what the matter is called by; in a sentence it is what the matter's own unit did.
  if (isRecent && units.length === 1 && !alone) return NOTHING;
  if (alone && theirs.length === 1) return { kind: 'one', matter: theirs[0]!, isName: true, isAll: true };
  if (alone && theirs.length === 0) return { kind: 'absent' };
  return { kind: 'some', matters: inOrder(theirs), ...(alone ? { titled: 'one of' as const, isAll: true } : {}) };
}
