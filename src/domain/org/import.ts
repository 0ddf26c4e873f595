/**
 * What an org file changes in a town, and the changing. Only what an earlier file brought is removed by a later one: what was bound
 * by /绑定 or set by /设置 stays, and so does what was changed by hand as long as the file says what it said before.
 */
import { and, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import { groups, people, petitions, towns, units } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { groupVisible } from '../matter/access.ts';
import { sealedSeries } from '../matter/serial.ts';
import { ENDED } from '../matter/codes.ts';
import { type OrgFile, type OrgList, type ReadOrg, sameUserid } from './file.ts';
import { type Grants, grantsOf, lockTown, refusedGrants, type RoleGrant, withoutHeld } from './grants.ts';
import type { Group, Person, Town, Unit } from './service.ts';

type Ctx = Pick<DomainContext, 'tx' | 'at' | 'today' | 'vault'>;
type Settings = Town['settings'];
type Brought = NonNullable<Group['imported']>;

export interface Changed {
  readonly name: string;
  /** Fields as the org file calls them. */
  readonly fields: readonly string[];
}

type SettingValue = Settings[string];
interface SettingChange {
  readonly name: string;
  readonly from: SettingValue | undefined;
  readonly to: SettingValue;
}

/** By list: names for people to read, in the order of the file. */
export interface OrgPlan {
  readonly isNew: boolean;
  /** Of the town itself: its name, its letters, its rules. */
  readonly town: readonly {
    readonly field: 'name' | 'prefix' | 'policy';
    readonly from: string;
    readonly to: string;
  }[];
  readonly units: {
    readonly added: readonly string[];
    readonly changed: readonly Changed[];
    /** `open` counts what anybody may count. */
    readonly removed: readonly {
      readonly id: string;
      readonly name: string;
      readonly kind: string;
      readonly open: number;
    }[];
  };
  readonly people: {
    readonly added: readonly string[];
    readonly changed: readonly Changed[];
    readonly removed: readonly { readonly userid: string; readonly name: string; readonly open: number }[];
    /** Who were there before. */
    readonly present: number;
  };
  readonly groups: {
    readonly added: readonly string[];
    readonly changed: readonly Changed[];
    readonly removed: readonly { readonly chatid: string; readonly name: string }[];
    /** The file says what it said before, and somebody has bound or unbound them otherwise since. */
    readonly byHand: readonly string[];
  };
  readonly settings: {
    readonly set: readonly SettingChange[];
    readonly removed: readonly string[];
    readonly byHand: readonly string[];
  };
  readonly absent: readonly OrgList[];
  /** Roles that are not written by this import, or by nobody's word but its own. */
  readonly grants: Grants;
}

/** The file cannot be brought into this deployment; `src/copy/org-file.ts` has the sentences. */
export type ImportFault =
  | { readonly code: 'prefix-taken' | 'prefix-near'; readonly prefix: string; readonly town: string }
  | {
      readonly code: 'person-elsewhere' | 'group-elsewhere';
      readonly name: string;
      readonly id: string;
      readonly town: string;
    };

export class OrgImportError extends Error {
  override readonly name = 'OrgImportError';
  readonly faults: readonly ImportFault[];

  constructor(faults: readonly ImportFault[]) {
    super(faults.map(({ code }) => code).join(', '));
    this.faults = faults;
  }
}

/** More than this share of a town's people gone at once is asked about. */
const MOST_PEOPLE = 0.1;

/** Whether somebody must say once more that it is meant. What a discipline unit has in hand is not counted here: it is always asked about. */
export const isGrave = (plan: OrgPlan): boolean =>
  plan.grants.unwatched.length > 0 ||
  plan.units.removed.some(({ open, kind }) => open > 0 || kind === 'discipline') ||
  plan.people.removed.length > plan.people.present * MOST_PEOPLE;

interface Standing {
  readonly town: Town | undefined;
  /** All that there ever were. */
  readonly units: readonly Unit[];
  /** Of all towns, by lower case. */
  readonly people: ReadonlyMap<string, Person>;
  readonly here: readonly Person[];
  readonly groups: ReadonlyMap<string, Group>;
  readonly towns: ReadonlyMap<string, Town>;
  readonly refused: readonly RoleGrant[];
}

async function standingOf({ tx }: Pick<Ctx, 'tx'>, file: OrgFile): Promise<Standing> {
  const townId = file.town.id;
  const allTowns = await tx.select().from(towns);
  const everybody = await tx.select().from(people);
  const allGroups = await tx.select().from(groups);
  return {
    town: allTowns.find(({ id }) => id === townId),
    towns: new Map(allTowns.map((town) => [town.id, town])),
    units: await tx.select().from(units).where(eq(units.townId, townId)),
    people: new Map(everybody.map((person) => [sameUserid(person.userid), person])),
    here: everybody.filter((person) => person.townId === townId && person.leftOn === null),
    groups: new Map(allGroups.map((group) => [group.chatid, group])),
    refused: await refusedGrants({ tx }, townId),
  };
}

/** Userids as they stand in the database already: one person stays one row, however the file spells them. */
function respelled<T extends OrgFile>(file: T, now: Standing): T {
  const of = <U extends string | undefined>(userid: U): U =>
    (userid === undefined ? userid : (now.people.get(sameUserid(userid))?.userid ?? userid)) as U;
  return {
    ...file,
    units: file.units.map((unit) => ({
      ...unit,
      ...(unit.head === undefined ? {} : { head: of(unit.head) }),
      ...(unit.leader === undefined ? {} : { leader: of(unit.leader) }),
      ...(unit.areaLeader === undefined ? {} : { areaLeader: of(unit.areaLeader) }),
    })),
    people: file.people.map((person) => ({ ...person, userid: of(person.userid) })),
  };
}

/** A matter's number tells its town, open or sealed: FJJ belongs to the sealed ones of FJ. */
const isTaken = (wanted: string, theirs: string): boolean =>
  [wanted, sealedSeries(wanted)].some((one) => one === theirs || one === sealedSeries(theirs));

function faultsOf(file: OrgFile, now: Standing): ImportFault[] {
  const townOf = (id: string): string => now.towns.get(id)?.name ?? id;
  const { id, prefix } = file.town;
  const taken = [...now.towns.values()].find((town) => town.id !== id && isTaken(prefix, town.prefix));
  return [
    ...(taken === undefined
      ? []
      : [
          {
            code: taken.prefix === prefix ? ('prefix-taken' as const) : ('prefix-near' as const),
            prefix,
            town: taken.name,
          },
        ]),
    ...file.people.flatMap(({ userid, name }) => {
      const known = now.people.get(sameUserid(userid));
      if (known === undefined || known.townId === id || known.leftOn !== null) return [];
      return [{ code: 'person-elsewhere' as const, name, id: userid, town: townOf(known.townId) }];
    }),
    ...file.groups.flatMap(({ chatid, name }) => {
      const known = now.groups.get(chatid);
      if (known === undefined || known.townId === id || !known.bound) return [];
      return [{ code: 'group-elsewhere' as const, name, id: chatid, town: townOf(known.townId) }];
    }),
  ];
}

/** Fields of an entry that differ from what is there. */
const differing = (wanted: Readonly<Record<string, unknown>>, there: Readonly<Record<string, unknown>>): string[] =>
  Object.keys(wanted).filter((key) => JSON.stringify(wanted[key] ?? null) !== JSON.stringify(there[key] ?? null));

const unitRow = (unit: OrgFile['units'][number]) => ({
  name: unit.name,
  kind: unit.kind as string,
  parentId: unit.parent ?? null,
  head: unit.head ?? null,
  leader: unit.leader ?? null,
  areaLeader: unit.areaLeader ?? null,
  handles: [...(unit.handles ?? [])],
});
const personRow = (person: OrgFile['people'][number]) => ({
  name: person.name,
  unitId: person.unit,
  roles: person.roles as string[],
});
const broughtBy = (group: OrgFile['groups'][number]): Brought => ({
  unit: group.unit ?? null,
  receives: group.receives as string[],
});

/** What an earlier file said of the group is what this one says: what was done by hand since stays. */
const isAsBrought = (group: OrgFile['groups'][number], known: Group): boolean =>
  known.imported !== null && differing(broughtBy(group), known.imported).length === 0;

/** Open matters by unit or handler. Sealed ones are left out: whoever runs the import may be the one complained of. */
async function openBy(
  ctx: Pick<Ctx, 'tx'>,
  townId: string,
  column: typeof petitions.ownerUnit | typeof petitions.handler,
  ids: readonly string[],
) {
  if (ids.length === 0) return new Map<string, number>();
  const rows = await ctx.tx
    .select({ id: column, n: sql<number>`count(*)::int` })
    .from(petitions)
    .where(and(groupVisible(townId), inArray(column, [...ids]), notInArray(petitions.status, [...ENDED])))
    .groupBy(column);
  return new Map(rows.map(({ id, n }) => [id ?? '', n]));
}

function planUnits(file: ReadOrg, now: Standing): Omit<OrgPlan['units'], 'removed'> & { gone: Unit[] } {
  const known = new Map(now.units.filter(({ removedOn }) => removedOn === null).map((unit) => [unit.id, unit]));
  const wanted = new Set(file.units.map(({ id }) => id));
  const changed = file.units.flatMap((unit) => {
    const there = known.get(unit.id);
    const fields = there === undefined ? [] : differing(unitRow(unit), there);
    return fields.length === 0 ? [] : [{ name: unit.name, fields }];
  });
  return {
    added: file.units.filter(({ id }) => !known.has(id)).map(({ name }) => name),
    changed,
    gone: [...known.values()].filter(({ id }) => !wanted.has(id)),
  };
}

function planTown(file: ReadOrg, { town }: Standing): OrgPlan['town'] {
  if (town === undefined) return [];
  const fields = ['name', 'prefix', 'policy'] as const;
  return fields.flatMap((field) =>
    town[field] === file.town[field] ? [] : [{ field, from: town[field], to: file.town[field] }],
  );
}

function planPeople(file: ReadOrg, now: Standing): Omit<OrgPlan['people'], 'removed' | 'present'> & { gone: Person[] } {
  const known = new Map(now.here.map((person) => [person.userid, person]));
  const wanted = new Set(file.people.map(({ userid }) => userid));
  return {
    added: file.people.filter(({ userid }) => !known.has(userid)).map(({ name }) => name),
    changed: file.people.flatMap((person) => {
      const there = known.get(person.userid);
      const fields = there === undefined ? [] : differing(personRow(person), there);
      return fields.length === 0 ? [] : [{ name: person.name, fields }];
    }),
    gone: now.here.filter(({ userid }) => !wanted.has(userid)),
  };
}

function planGroups(ctx: Ctx, file: ReadOrg, now: Standing, goneUnits: ReadonlySet<string>): OrgPlan['groups'] {
  const listed = new Set(file.groups.map(({ chatid }) => chatid));
  const own = [...now.groups.values()].filter((group) => group.townId === file.town.id && group.bound);
  const isGone = (group: Group): boolean =>
    group.unitId !== null && goneUnits.has(group.unitId) && !(listed.has(group.chatid) && !isAbsent(file, 'groups'));
  const changed: Changed[] = [];
  const byHand: string[] = [];
  const added: string[] = [];
  for (const group of isAbsent(file, 'groups') ? [] : file.groups) {
    const known = now.groups.get(group.chatid);
    if (known === undefined || known.townId !== file.town.id) added.push(group.name);
    else {
      const wanted = broughtBy(group);
      const there = { unit: known.unitId, receives: known.receives };
      const stays = isAsBrought(group, known);
      if (stays && (!known.bound || differing(wanted, there).length > 0)) byHand.push(group.name);
      const webhook = known.webhook === null ? undefined : ctx.vault.openText(known.webhook, `webhook:${group.chatid}`);
      const fields = [
        ...differing(
          { name: group.name, webhook: group.webhook, appchat: group.appchat === true },
          { ...known, webhook },
        ),
        ...(stays ? [] : [...differing(wanted, there), ...(known.bound ? [] : ['bound'])]),
      ];
      if (fields.length > 0) changed.push({ name: group.name, fields });
    }
  }
  const dropped = isAbsent(file, 'groups')
    ? []
    : own.filter(({ chatid, imported }) => imported !== null && !listed.has(chatid));
  const removed = own.filter((group) => dropped.includes(group) || isGone(group));
  return { added, changed, byHand, removed: removed.map(({ chatid, name }) => ({ chatid, name })) };
}

const isAbsent = (file: ReadOrg, list: OrgList): boolean => file.absent?.includes(list) === true;

function planSettings(file: ReadOrg, now: Standing): OrgPlan['settings'] {
  if (isAbsent(file, 'settings')) return { set: [], removed: [], byHand: [] };
  const { settings: there = {}, importedSettings: brought = {} } = now.town ?? {};
  const isByHand = (name: string): boolean => JSON.stringify(there[name]) !== JSON.stringify(brought[name]);
  const set: SettingChange[] = [];
  const byHand: string[] = [];
  for (const [name, to] of Object.entries(file.settings)) {
    if (there[name] === to) continue;
    if (name in brought && brought[name] === to) byHand.push(name);
    else set.push({ name, from: there[name], to });
  }
  const gone = Object.keys(brought).filter((name) => !(name in file.settings) && name in there);
  return {
    set,
    removed: gone.filter((name) => !isByHand(name)),
    byHand: [...byHand, ...gone.filter(isByHand)],
  };
}

/** What of the file holds at once, and what waits. A file without the people changes none. */
function settled(file: ReadOrg, now: Standing): { readonly file: ReadOrg; readonly grants: Grants } {
  const isNothingAsked = now.town === undefined || isAbsent(file, 'people');
  const grants = grantsOf(file, isNothingAsked ? undefined : now.here, now.refused);
  return { file: withoutHeld(file, grants), grants };
}

async function planWith(ctx: Ctx, typed: ReadOrg, now: Standing): Promise<OrgPlan> {
  const { file, grants } = settled(typed, now);
  const faults = faultsOf(file, now);
  if (faults.length > 0) throw new OrgImportError(faults);
  const townId = file.town.id;
  const { gone: goneUnits, ...unitPlan } = planUnits(file, now);
  const { gone: gonePeople, ...peoplePlan } = planPeople(file, now);
  const open = await openBy(
    ctx,
    townId,
    petitions.ownerUnit,
    goneUnits.map(({ id }) => id),
  );
  const handled = await openBy(
    ctx,
    townId,
    petitions.handler,
    gonePeople.map(({ userid }) => userid),
  );
  return {
    isNew: now.town === undefined,
    town: planTown(file, now),
    units: {
      ...unitPlan,
      removed: goneUnits.map(({ id, name, kind }) => ({ id, name, kind, open: open.get(id) ?? 0 })),
    },
    people: {
      ...peoplePlan,
      removed: gonePeople.map(({ userid, name }) => ({ userid, name, open: handled.get(userid) ?? 0 })),
      present: now.here.length,
    },
    groups: planGroups(ctx, file, now, new Set(goneUnits.map(({ id }) => id))),
    settings: planSettings(file, now),
    absent: file.absent ?? [],
    grants,
  };
}

/** What importing the file would do; writes nothing. @throws OrgImportError */
export async function planImport(ctx: Ctx, typed: ReadOrg): Promise<OrgPlan> {
  const now = await standingOf(ctx, typed);
  return planWith(ctx, respelled(typed, now), now);
}

/** Writes the org file over what is there. Nobody and nothing is deleted: who or what is no longer in it has left. */
export async function importOrg(ctx: Ctx, typed: ReadOrg): Promise<OrgPlan> {
  await lockTown(ctx, typed.town.id);
  const now = await standingOf(ctx, typed);
  const spelled = respelled(typed, now);
  const plan = await planWith(ctx, spelled, now);
  const { file } = settled(spelled, now);
  await writeTown(ctx, file, now, plan);
  await writeUnits(ctx, file, plan);
  await writePeople(ctx, file, plan);
  await writeGroups(ctx, file, now, plan);
  return plan;
}

async function writeTown(ctx: Ctx, file: ReadOrg, now: Standing, plan: OrgPlan): Promise<void> {
  const settings: Settings = { ...now.town?.settings };
  for (const { name, to } of plan.settings.set) settings[name] = to;
  for (const name of plan.settings.removed) delete settings[name];
  const importedSettings = isAbsent(file, 'settings') ? (now.town?.importedSettings ?? {}) : file.settings;
  const set = { name: file.town.name, prefix: file.town.prefix, policy: file.town.policy, settings, importedSettings };
  await ctx.tx
    .insert(towns)
    .values({ id: file.town.id, ...set, createdAt: ctx.at })
    .onConflictDoUpdate({ target: towns.id, set });
}

async function writeUnits({ tx, today }: Ctx, file: ReadOrg, plan: OrgPlan): Promise<void> {
  const townId = file.town.id;
  for (const [position, unit] of file.units.entries()) {
    const row = { ...unitRow(unit), position, removedOn: null };
    await tx
      .insert(units)
      .values({ townId, id: unit.id, ...row })
      .onConflictDoUpdate({ target: [units.townId, units.id], set: row });
  }
  const gone = plan.units.removed.map(({ id }) => id);
  if (gone.length === 0) return;
  await tx
    .update(units)
    .set({ removedOn: today, head: null, leader: null, areaLeader: null })
    .where(and(eq(units.townId, townId), inArray(units.id, gone)));
}

/** The only place where an import writes roles. */
async function writePeople({ tx, today }: Ctx, file: ReadOrg, plan: OrgPlan): Promise<void> {
  const townId = file.town.id;
  for (const person of file.people) {
    const row = { townId, ...personRow(person), leftOn: null };
    await tx
      .insert(people)
      .values({ userid: person.userid, ...row })
      .onConflictDoUpdate({ target: people.userid, set: row });
  }
  const gone = plan.people.removed.map(({ userid }) => userid);
  if (gone.length === 0) return;
  await tx
    .update(people)
    .set({ leftOn: today })
    .where(and(eq(people.townId, townId), isNull(people.leftOn), inArray(people.userid, gone)));
}

async function writeGroups(ctx: Ctx, file: ReadOrg, now: Standing, plan: OrgPlan): Promise<void> {
  const { tx } = ctx;
  const townId = file.town.id;
  for (const group of isAbsent(file, 'groups') ? [] : file.groups) {
    const known = now.groups.get(group.chatid);
    const brought = broughtBy(group);
    const stays = known !== undefined && known.townId === townId && isAsBrought(group, known);
    const row = {
      townId,
      name: group.name,
      unitId: stays ? known.unitId : brought.unit,
      receives: stays ? known.receives : [...brought.receives],
      webhook: group.webhook === undefined ? null : ctx.vault.seal(group.webhook, `webhook:${group.chatid}`),
      appchat: group.appchat === true,
      bound: stays ? known.bound : true,
      imported: brought,
    };
    await tx
      .insert(groups)
      .values({ chatid: group.chatid, ...row })
      .onConflictDoUpdate({ target: groups.chatid, set: row });
  }
  const gone = plan.groups.removed.map(({ chatid }) => chatid);
  if (gone.length === 0) return;
  await tx
    .update(groups)
    .set({ bound: false, imported: null })
    .where(and(eq(groups.townId, townId), inArray(groups.chatid, gone)));
}
