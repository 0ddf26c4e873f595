/**
 * 授权: who reads what is sealed, who signs for the town and who sets its rules is not made by one hand. A role of these that an org
 * file gives waits for the word of a second person who holds one, and discipline reads what was asked and what came of it (ADR 25).
 */
import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Actor, Role } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { type LocalDay, localDayOf } from '../../core/local-day.ts';
import { people, roleGrants, towns } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { tellAll } from '../outbox/store.ts';
import type { OrgFile } from './file.ts';
import { readAnew } from './known.ts';
import { peopleOf, type Person, unitNames } from './service.ts';

export const WATCHED_ROLES = ['discipline', 'main-leader', 'admin'] as const satisfies readonly Role[];
type Watched = (typeof WATCHED_ROLES)[number];
export type RoleGrant = typeof roleGrants.$inferSelect;
type Ctx = Pick<DomainContext, 'tx'>;

const watchedOf = (roles: readonly string[]): readonly Watched[] =>
  WATCHED_ROLES.filter((role) => roles.includes(role));

/** One person's roles that somebody else has to confirm. */
interface Held {
  readonly userid: string;
  readonly name: string;
  readonly role: Watched;
}

export interface Grants {
  /** Not theirs until a second person says so. */
  readonly held: readonly Held[];
  /** Not theirs: somebody said no, and the file goes on naming it. */
  readonly refused: readonly Held[];
  /** Theirs at once, though gained: nobody is left who could say so. */
  readonly unwatched: readonly Held[];
  /** Who held one of the roles until now: they learn of what nobody confirmed, also where the file takes theirs away. */
  readonly before: readonly string[];
}

/**
 * Which roles of the file wait. In a town's first file none does.
 * @param here who stands in the town now
 * @param refused what was refused before
 */
export function grantsOf(
  file: Pick<OrgFile, 'people'>,
  here: readonly Person[] | undefined,
  refused: readonly Pick<RoleGrant, 'userid' | 'role'>[],
): Grants {
  if (here === undefined) return { held: [], refused: [], unwatched: [], before: [] };
  const had = new Map(here.map((person) => [person.userid, watchedOf(person.roles)]));
  const kept = (userid: string, roles: readonly string[]): readonly Watched[] =>
    watchedOf(roles).filter((role) => had.get(userid)?.includes(role) === true);
  const confirmers = file.people.filter(({ userid, roles }) => kept(userid, roles).length > 0);
  const gained = file.people.flatMap(({ userid, name, roles }) =>
    watchedOf(roles)
      .filter((role) => had.get(userid)?.includes(role) !== true)
      .map((role) => ({ userid, name, role })),
  );
  const isWatched = ({ userid }: Held): boolean => confirmers.some((one) => one.userid !== userid);
  const isRefused = (one: Held): boolean =>
    refused.some(({ userid, role }) => userid === one.userid && role === one.role);
  const watched = gained.filter(isWatched);
  return {
    held: watched.filter((one) => !isRefused(one)),
    refused: watched.filter(isRefused),
    unwatched: gained.filter((one) => !isWatched(one)),
    before: [...had].filter(([, roles]) => roles.length > 0).map(([userid]) => userid),
  };
}

/** The file without the roles that nobody has confirmed. */
export function withoutHeld<T extends OrgFile>(file: T, { held, refused }: Grants): T {
  const waiting = [...held, ...refused];
  if (waiting.length === 0) return file;
  const isHeld = (userid: string, role: string): boolean =>
    waiting.some((one) => one.userid === userid && one.role === role);
  return {
    ...file,
    people: file.people.map((person) => ({
      ...person,
      roles: person.roles.filter((role) => !isHeld(person.userid, role)),
    })),
  };
}

/** An import and a decision about the same people never overlap. */
export const lockTown = async ({ tx }: Ctx, townId: string): Promise<void> => {
  await tx.select({ id: towns.id }).from(towns).where(eq(towns.id, townId)).for('update');
  readAnew(tx);
};

export const grantById = async ({ tx }: Ctx, id: string): Promise<RoleGrant | undefined> => {
  const [row] = await tx.select().from(roleGrants).where(eq(roleGrants.id, id));
  return row;
};

const standing = ({ tx }: Ctx, townId: string): Promise<RoleGrant[]> =>
  tx
    .select()
    .from(roleGrants)
    .where(and(eq(roleGrants.townId, townId), inArray(roleGrants.state, ['open', 'refused'])))
    .orderBy(asc(roleGrants.askedAt), asc(roleGrants.userid), asc(roleGrants.role));

/** What waits, the oldest first, and what of it this person may decide: nobody decides about themselves. */
export async function openGrants(ctx: Ctx, actor: Actor): Promise<RoleGrant[]> {
  if (watchedOf(actor.roles).length === 0) return [];
  return (await standing(ctx, actor.townId)).filter(({ state, userid }) => state === 'open' && userid !== actor.userid);
}

/** A grant as those read it who decide; no name for whoever has left since. */
export interface GrantSeen extends Pick<RoleGrant, 'id' | 'role'> {
  /** By which it is named, as long as the town stands: a place in a list would be another's once one of them is decided. */
  readonly no: number;
  readonly name: string;
  readonly unit: string;
  readonly askedOn: LocalDay;
}

export async function grantsSeen(ctx: Ctx, townId: string, grants: readonly RoleGrant[]): Promise<GrantSeen[]> {
  const everybody = new Map((await peopleOf(ctx.tx, townId)).map((person) => [person.userid, person]));
  const units = await unitNames(ctx.tx, townId);
  const all = await ctx.tx
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .where(eq(roleGrants.townId, townId))
    .orderBy(asc(roleGrants.askedAt), asc(roleGrants.id));
  const numbers = new Map(all.map((one, index) => [one.id, index + 1]));
  const seen = grants.map(({ id, role, userid, askedAt }) => {
    const person = everybody.get(userid);
    const unit = units.get(person?.unitId ?? '') ?? '';
    return { id, no: numbers.get(id)!, role, name: person?.name ?? '', unit, askedOn: localDayOf(askedAt) };
  });
  return seen.toSorted((a, b) => a.no - b.no);
}

/** What was refused, and stays so while the file goes on naming it. */
export const refusedGrants = async (ctx: Ctx, townId: string): Promise<RoleGrant[]> =>
  (await standing(ctx, townId)).filter(({ state }) => state === 'refused');

/** Writes down what a file asks for; what it does not name any more is asked no longer. */
export async function askGrants(ctx: DomainContext, townId: string, grants: Grants): Promise<void> {
  const { held, refused, unwatched } = grants;
  const isNamed = (row: RoleGrant): boolean =>
    [...held, ...refused].some((one) => one.userid === row.userid && one.role === row.role);
  const over = (await standing(ctx, townId)).filter((row) => !isNamed(row)).map(({ id }) => id);
  if (over.length > 0) {
    await ctx.tx.update(roleGrants).set({ state: 'withdrawn', decidedAt: ctx.at }).where(inArray(roleGrants.id, over));
  }
  const row = ({ userid, role }: Held, state: 'open' | 'granted') => ({
    id: ctx.ids.uuid(ctx.at),
    townId,
    userid,
    role,
    askedAt: ctx.at,
    state,
    decidedAt: state === 'open' ? null : ctx.at,
  });
  const rows = [...held.map((one) => row(one, 'open')), ...unwatched.map((one) => row(one, 'granted'))];
  if (rows.length === 0) return;
  const asked = await ctx.tx.insert(roleGrants).values(rows).onConflictDoNothing().returning();
  const holders = await watchedPeople(ctx, townId);
  const everybody = await peopleOf(ctx.tx, townId);
  const told = (grant: RoleGrant): Person[] =>
    (grant.state === 'open' ? holders : witnessesOf(grant, everybody, grants.before)).filter(
      ({ userid }) => userid !== grant.userid,
    );
  await tellAll(
    ctx,
    asked.flatMap((grant) =>
      told(grant).map(({ userid }) => ({
        once: `grant-${grant.state === 'open' ? 'asked' : 'decided'}:${grant.id}:${userid}`,
        to: { person: userid },
        kind: grant.state === 'open' ? ('grant-asked' as const) : ('grant-decided' as const),
        townId,
        refs: { grant: grant.id },
      })),
    ),
  );
}

/** Who learns of a role that nobody confirmed: discipline and who held one of the roles; where none of them is left, leaders and desk. */
function witnessesOf(grant: RoleGrant, everybody: readonly Person[], before: readonly string[]): Person[] {
  const others = everybody.filter(({ userid }) => userid !== grant.userid);
  const near = others.filter(({ userid, roles }) => roles.includes('discipline') || before.includes(userid));
  return near.length > 0 ? near : others.filter(({ roles }) => roles.includes('leader') || roles.includes('desk'));
}

const watchedPeople = ({ tx }: Ctx, townId: string): Promise<Person[]> =>
  tx
    .select()
    .from(people)
    .where(
      and(
        eq(people.townId, townId),
        isNull(people.leftOn),
        or(...WATCHED_ROLES.map((role) => sql`${role} = any(${people.roles})`)),
      ),
    )
    .orderBy(asc(people.userid));

/** @throws UserError grant.gone where they have left the town since, as whoever went to another one has */
async function give(ctx: DomainContext, { townId, userid, role }: RoleGrant): Promise<void> {
  const given = await ctx.tx
    .update(people)
    .set({ roles: sql`array_append(array_remove(${people.roles}, ${role}), ${role})` })
    .where(and(eq(people.userid, userid), eq(people.townId, townId), isNull(people.leftOn)))
    .returning({ userid: people.userid });
  if (given.length === 0) throw new UserError('grant.gone', {});
}

/**
 * A second person's word.
 * @throws UserError grant.gone: decided, withdrawn, or about the one who decides
 */
export async function decideGrant(ctx: DomainContext, actor: Actor, grant: RoleGrant, agreed: boolean): Promise<void> {
  // A card shows it to others only; whoever got hold of its line all the same hears the same as of one that is not there.
  if (grant.userid === actor.userid) throw new UserError('grant.gone', {});
  await lockTown(ctx, actor.townId);
  const [decided] = await ctx.tx
    .update(roleGrants)
    .set({ state: agreed ? 'granted' : 'refused', decidedBy: actor.userid, decidedAt: ctx.at })
    .where(and(eq(roleGrants.id, grant.id), eq(roleGrants.townId, actor.townId), eq(roleGrants.state, 'open')))
    .returning();
  if (decided === undefined) throw new UserError('grant.gone', {});
  if (agreed) await give(ctx, grant);
  const readers = new Set([grant.userid, ...(await watchedPeople(ctx, grant.townId)).map(({ userid }) => userid)]);
  readers.delete(actor.userid);
  await tellAll(
    ctx,
    [...readers].map((person) => ({
      once: `grant-decided:${grant.id}:${person}`,
      to: { person },
      kind: 'grant-decided' as const,
      townId: grant.townId,
      refs: { grant: grant.id },
    })),
  );
}
