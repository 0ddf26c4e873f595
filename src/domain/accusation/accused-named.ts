import type { DomainContext } from '../context.ts';
import { loadOrg, type OrgSnapshot } from '../org/receivers.ts';
import { peopleOf, personByName, unitByName, unitsOf } from '../org/service.ts';
import { POSTS } from './text/words.ts';
import type { ShutOut } from '../handling/bars.ts';
import { namedInWords } from './named-in-words.ts';

export interface Accused extends ShutOut {
  readonly name: string;
}

/** Between a unit and somebody of it: `城建办，王某强`, `城建办的王某强`. */
const BETWEEN = /[\s\p{P}的]+$/u;
/** Longer than any name with its unit: so much is no name. */
const LONGEST = 60;
const POST = new RegExp(`(?:${POSTS.source})$`, 'u');

const SEVERAL = /[、，,;；\s]+|(?<=[\p{Script=Han}])[和与及跟](?=[\p{Script=Han}])/u;
const MOST = 8;

/** 涉及, one or several (`钱某、韩某山`): undefined where one of them is nobody, or may be several. */
export async function accusedIn(ctx: DomainContext, townId: string, typed: string): Promise<ShutOut | undefined> {
  const whole = await accusedNamed(ctx, townId, typed);
  if (whole.length > 0) return oneOf(whole);
  const parts = typed.split(SEVERAL).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > MOST) return undefined;
  const found: Accused[] = [];
  for (const part of parts) {
    const one = oneOf(await accusedNamed(ctx, townId, part));
    if (one === undefined) return undefined;
    found.push(one);
  }
  // `农业办，王某强` is somebody of an office, and not of that one: which of the two is meant nobody knows.
  if (!/[、;；和与及跟]/u.test(typed) && found.some(({ userids }) => userids.length === 0)) return undefined;
  const unitIds = [...new Set(found.flatMap((one) => one.unitIds))];
  return { userids: [...new Set(found.flatMap((one) => one.userids))], unitIds, reason: 'accused' };
}

const oneOf = (named: readonly Accused[]): Accused | undefined => (named.length === 1 ? named[0] : undefined);

/** Whom 涉及 means: a unit, a person, or a person with their unit; a post with a surname may fit several. */
export async function accusedNamed(ctx: DomainContext, townId: string, typed: string): Promise<Accused[]> {
  if (typed.length > LONGEST) return [];
  const text = typed.trim().replace(/[\s\p{P}]+$/u, '');
  const unit = await unitByName(ctx.tx, townId, text);
  if (unit !== undefined) return [{ userids: [], unitIds: [unit.id], reason: 'accused', name: unit.name }];
  const person = await personByName(ctx.tx, townId, text);
  const found = person === undefined ? await inUnit(ctx, townId, text) : [person];
  return found.map(({ userid, unitId, name }) => ({ userids: [userid], unitIds: [unitId], reason: 'accused', name }));
}

type Person = Awaited<ReturnType<typeof peopleOf>>[number];

async function inUnit(ctx: DomainContext, townId: string, text: string): Promise<Person[]> {
  const people = await peopleOf(ctx.tx, townId);
  const units = new Map((await unitsOf(ctx.tx, townId)).map(({ id, name }) => [id, name]));
  const called = text.replace(POST, '');
  const withPost = called === text ? [] : people.filter(({ name }) => called.endsWith(name[0]!));
  const byName = people.filter(({ name }) => text.endsWith(name) || called.endsWith(name));
  // A name in full says more than a surname.
  const found = byName.length > 0 ? byName : withPost;
  const of = (person: Person): string => (byName.length > 0 ? person.name : person.name[0]!);
  return found.filter((person) => {
    const before = called.endsWith(of(person)) ? called : text;
    const where = before.slice(0, before.length - of(person).length).replace(BETWEEN, '');
    const unit = units.get(person.unitId);
    return where !== '' && unit !== undefined && (unit === where || unit.startsWith(where) || where === person.unitId);
  });
}

const MOST_NEAR = 6;
/** `老韩`, `小韩`, `姓韩的`, `韩某`, `韩某某`: a surname and nothing more. */
const SURNAME_ONLY =
  /^(?:[老小大阿](?<after>\p{Script=Han})|姓(?<said>\p{Script=Han})的?|(?<before>\p{Script=Han})某{1,2})$/u;
const VILLAGE = /村/u;

/**
 * Whom 涉及 may mean where it names nobody: those of a surname, whoever holds a post, the units it hints at. @returns what 涉及 takes, as
 * it is typed
 */
export async function accusedNear(ctx: DomainContext, townId: string, typed: string): Promise<readonly string[]> {
  if (typed.length > LONGEST) return [];
  const parts = typed.split(SEVERAL).filter((part) => part !== '');
  const org = await loadOrg(ctx, townId);
  const known: string[] = [];
  const near: string[] = [];
  for (const part of parts.slice(0, MOST)) {
    const exact = await accusedNamed(ctx, townId, part);
    (exact.length === 1 ? known : near).push(...(exact.length > 0 ? exact.map(({ name }) => name) : likely(part, org)));
  }
  // `农业办，王某强`: each of them is somebody, and not the one the other is of.
  return [...new Set(near.length > 0 ? near : known)].slice(0, MOST_NEAR);
}

function likely(word: string, org: OrgSnapshot): string[] {
  const text = word.replace(/[\s\p{P}]+$/u, '');
  const people = [...org.people.values()];
  const { after, said, before } = SURNAME_ONLY.exec(text)?.groups ?? {};
  const called = text.replace(POST, '');
  const surname = after ?? said ?? before ?? (called === text ? undefined : [...called].at(-1));
  const ofName = people.filter(({ name }) => surname !== undefined && name.startsWith(surname));
  const { byPost } = namedInWords(text, org);
  const named = ofName.length > 0 ? ofName : people.filter(({ userid }) => byPost.includes(userid));
  if (named.length > 0) return named.map((person) => typedAs(person, org));
  return [...org.units.values()].filter((unit) => hints(text, unit)).map(({ name }) => name);
}

/** `村里会计` is of a village, `城建的人` of 城建办. */
const hints = (text: string, { name, kind }: { readonly name: string; readonly kind: string }): boolean =>
  (kind === 'village' && VILLAGE.test(text)) ||
  [...text].some((_, at) => at + 1 < text.length && name.includes(text.slice(at, at + 2)));

/** Who shares a name with somebody is told apart by the unit. */
const typedAs = ({ name, unitId }: Person, { people, units }: OrgSnapshot): string =>
  [...people.values()].filter((other) => other.name === name).length > 1
    ? `${units.get(unitId)?.name ?? ''}${name}`
    : name;
