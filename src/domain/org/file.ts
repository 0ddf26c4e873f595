import { z } from 'zod';
import { ROLES } from '../../contract/command.ts';

/** Signs that nobody sees and some programs add: no part of what was meant. */
const UNSEEN = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/gu;
/** What no name holds: control signs, and places of Unicode that mean nothing. */
const UNREADABLE = /[\p{Cc}\p{Cn}\p{Co}\p{Cs}\uFFFD]/u;

export const seen = (typed: string): string => typed.replaceAll(UNSEEN, '').trim();
/** Full-width letters are letters; a blank is no part of an id. */
const letters = z.string().transform((typed) => seen(typed.normalize('NFKC')).replaceAll(/\s+/gu, ''));
const id = letters.pipe(
  z
    .string()
    .min(1)
    .regex(/^[A-Za-z0-9_@.-]{1,64}$/u),
);
/** An id that stands in another list: whether it does is looked up there. */
const mention = letters.pipe(z.string().min(1).max(64));
/** A blank between Chinese letters fills a column's width (two letters as wide as three); between others one is kept. */
const name = z
  .string()
  .transform((typed) =>
    seen(typed)
      .replaceAll(/(?<=\p{Script=Han})[ \u00A0\u3000]+(?=\p{Script=Han})/gu, '')
      .replaceAll(/[ \u00A0\u3000]+/gu, ' '),
  )
  .pipe(
    z
      .string()
      .min(1)
      .max(40)
      .refine((text) => !UNREADABLE.test(text), { message: 'unreadable' }),
  );

const UNIT_KINDS = ['desk', 'office', 'village', 'station', 'grid', 'discipline'] as const;
const GROUP_PURPOSES = ['reminders', 'escalations', 'weekly'] as const;

/** What zod cannot say of one value alone; `src/copy/org-file.ts` has the sentences. */
export type OrgFault =
  | { readonly code: 'unreadable' | 'appchat-id' | 'no-desk' }
  | { readonly code: 'unknown-person' | 'unknown-unit'; readonly value: string }
  | { readonly code: 'twice'; readonly value: string; readonly field: string };

/** Userids count regardless of case, as WeCom itself takes them (doc 90196). */
export const sameUserid = (userid: string): string => userid.toLowerCase();

const shape = z.strictObject({
  town: z.strictObject({
    id: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/u),
    name,
    prefix: z.string().regex(/^[A-Z]{1,5}$/u),
    policy: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/u),
  }),
  units: z
    .array(
      z.strictObject({
        id,
        name,
        kind: z.enum(UNIT_KINDS),
        parent: mention.optional(),
        head: mention.optional(),
        leader: mention.optional(),
        areaLeader: mention.optional(),
        /** Words by which a matter is known to be this unit's, for the suggestion at 交办. */
        handles: z.array(z.string().trim().min(2).max(12)).max(50).optional(),
      }),
    )
    .min(1),
  people: z
    .array(z.strictObject({ userid: id, name, unit: mention, roles: z.array(z.enum(ROLES)).default([]) }))
    .min(1),
  groups: z
    .array(
      z.strictObject({
        chatid: z.string().transform(seen).pipe(z.string().min(1).max(64)),
        name,
        unit: mention.optional(),
        receives: z.array(z.enum(GROUP_PURPOSES)).default([]),
        webhook: z.url().optional(),
        /** A group that the self-built app makes and writes to; `groups create` makes it under this chatid. */
        appchat: z.boolean().optional(),
        members: z.array(mention).optional(),
      }),
    )
    .default([]),
  settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
});
export type OrgFile = z.output<typeof shape>;

type Say = (path: (string | number)[], fault: OrgFault) => void;

/** The second and further ones of a value in a list. */
function sayTwice(say: Say, list: string, field: string, values: readonly string[]): void {
  values.forEach((value, i) => {
    if (values.indexOf(value) !== i) say([list, i, field], { code: 'twice', value, field });
  });
}

function check(org: OrgFile, ctx: z.RefinementCtx): void {
  const units = new Set(org.units.map((unit) => unit.id));
  const people = new Set(org.people.map((person) => sameUserid(person.userid)));
  const say: Say = (path, fault) => ctx.addIssue({ code: 'custom', path, message: fault.code, params: { fault } });
  sayTwice(
    say,
    'units',
    'id',
    org.units.map((unit) => unit.id),
  );
  sayTwice(
    say,
    'units',
    'name',
    org.units.map((unit) => unit.name),
  );
  sayTwice(
    say,
    'people',
    'userid',
    org.people.map((person) => sameUserid(person.userid)),
  );
  sayTwice(
    say,
    'groups',
    'chatid',
    org.groups.map((group) => group.chatid),
  );
  const needUnit = (path: (string | number)[], unit: string | undefined): void => {
    if (unit !== undefined && !units.has(unit)) say(path, { code: 'unknown-unit', value: unit });
  };
  org.units.forEach((unit, i) => {
    for (const field of ['head', 'leader', 'areaLeader'] as const) {
      const who = unit[field];
      if (who !== undefined && !people.has(sameUserid(who))) {
        say(['units', i, field], { code: 'unknown-person', value: who });
      }
    }
    needUnit(['units', i, 'parent'], unit.parent);
  });
  org.people.forEach((person, i) => needUnit(['people', i, 'unit'], person.unit));
  org.groups.forEach((group, i) => {
    needUnit(['groups', i, 'unit'], group.unit);
    // Doc 90245 allows nothing else in an id of one's own.
    if (group.appchat === true && !/^[0-9A-Za-z]{1,32}$/u.test(group.chatid)) {
      say(['groups', i, 'chatid'], { code: 'appchat-id' });
    }
  });
  if (!org.people.some((person) => person.roles.includes('desk'))) say(['people'], { code: 'no-desk' });
}

/** Every mention of a person takes the spelling of the list of people. */
function asSpelled(org: OrgFile): OrgFile {
  const spelled = new Map(org.people.map(({ userid }) => [sameUserid(userid), userid]));
  const of = (userid: string): string => spelled.get(sameUserid(userid)) ?? userid;
  for (const unit of org.units) {
    for (const field of ['head', 'leader', 'areaLeader'] as const) {
      const who = unit[field];
      if (who !== undefined) unit[field] = of(who);
    }
  }
  for (const group of org.groups) if (group.members !== undefined) group.members = group.members.map(of);
  return org;
}

/** The org file: one town, its units, people and groups (YAML, or the same as sheets of one workbook). */
export const orgFile = shape.superRefine(check).transform(asSpelled);

/** A list that a file may leave out: then what is there stays. */
export type OrgList = 'units' | 'people' | 'groups' | 'settings';
export const ORG_LISTS: readonly OrgList[] = ['units', 'people', 'groups', 'settings'];

/** An org file as it was read: the whole, and which of its lists it did not have. */
export interface ReadOrg extends OrgFile {
  readonly absent?: readonly OrgList[];
}
