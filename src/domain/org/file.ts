import { z } from 'zod';
import { ROLES } from '../../contract/command.ts';

const id = z.string().regex(/^[A-Za-z0-9_@.-]{1,64}$/u);
const name = z.string().trim().min(1).max(40);

export const UNIT_KINDS = ['desk', 'office', 'village', 'station', 'grid', 'discipline'] as const;
export const GROUP_PURPOSES = ['reminders', 'escalations', 'weekly'] as const;

/** The org file: one town, its units, people and groups (YAML, or the same as sheets of one workbook). */
export const orgFile = z
  .strictObject({
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
          parent: id.optional(),
          head: id.optional(),
          leader: id.optional(),
          areaLeader: id.optional(),
          /** Words by which a matter is known to be this unit's, for the suggestion at 交办. */
          handles: z.array(z.string().trim().min(2).max(12)).max(50).optional(),
        }),
      )
      .min(1),
    people: z.array(z.strictObject({ userid: id, name, unit: id, roles: z.array(z.enum(ROLES)).default([]) })).min(1),
    groups: z
      .array(
        z.strictObject({
          chatid: z.string().min(1).max(64),
          name,
          unit: id.optional(),
          receives: z.array(z.enum(GROUP_PURPOSES)).default([]),
          webhook: z.url().optional(),
          /** A group that the self-built app makes and writes to; `groups create` makes it under this chatid. */
          appchat: z.boolean().optional(),
          members: z.array(id).optional(),
        }),
      )
      .default([]),
    settings: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  })
  .superRefine((org, ctx) => {
    const units = new Set(org.units.map((unit) => unit.id));
    const people = new Set(org.people.map((person) => person.userid));
    const twice = (ids: readonly string[]): string | undefined => ids.find((value, i) => ids.indexOf(value) !== i);
    const say = (path: (string | number)[], message: string): void => ctx.addIssue({ code: 'custom', path, message });
    const unitTwice = twice(org.units.map((unit) => unit.id));
    if (unitTwice !== undefined) say(['units'], `twice: ${unitTwice}`);
    const personTwice = twice(org.people.map((person) => person.userid));
    if (personTwice !== undefined) say(['people'], `twice: ${personTwice}`);
    org.units.forEach((unit, i) => {
      for (const field of ['head', 'leader', 'areaLeader'] as const) {
        const who = unit[field];
        if (who !== undefined && !people.has(who)) say(['units', i, field], `unknown person: ${who}`);
      }
      if (unit.parent !== undefined && !units.has(unit.parent)) {
        say(['units', i, 'parent'], `unknown unit: ${unit.parent}`);
      }
    });
    org.people.forEach((person, i) => {
      if (!units.has(person.unit)) say(['people', i, 'unit'], `unknown unit: ${person.unit}`);
    });
    org.groups.forEach((group, i) => {
      if (group.unit !== undefined && !units.has(group.unit)) say(['groups', i, 'unit'], `unknown unit: ${group.unit}`);
      // Doc 90245 allows nothing else in an id of one's own.
      if (group.appchat === true && !/^[0-9A-Za-z]{1,32}$/u.test(group.chatid)) {
        say(['groups', i, 'chatid'], 'a group of the app takes 1 to 32 letters and digits');
      }
    });
    if (!org.people.some((person) => person.roles.includes('desk'))) say(['people'], 'nobody has the role desk');
  });
export type OrgFile = z.output<typeof orgFile>;
