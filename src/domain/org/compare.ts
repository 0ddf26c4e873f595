/** The org file beside WeCom's address book: what differs, and what a new file would say. Decides nothing by itself. */
import type { OrgFile } from './file.ts';

/** Somebody in WeCom's address book. */
export interface Listed {
  readonly userid: string;
  readonly name: string;
  readonly departments: readonly string[];
}

type Person = OrgFile['people'][number];

export interface OrgDifference {
  /** In a department that has a unit's name, and not in the file. */
  readonly joined: readonly { readonly person: Listed; readonly unit: string }[];
  readonly renamed: readonly { readonly person: Person; readonly name: string }[];
  readonly moved: readonly { readonly person: Person; readonly unit: string }[];
  /** In the file, and not listed: left, or outside the app's range. */
  readonly missing: readonly Person[];
  /** Listed in departments that no unit of the town is named after. */
  readonly elsewhere: number;
}

/** Userids count regardless of case, as WeCom itself takes them (doc 90196). */
const idOf = (userid: string): string => userid.toLowerCase();

export function compareOrg(file: OrgFile, listed: readonly Listed[]): OrgDifference {
  const unitNamed = new Map(file.units.map((unit) => [unit.name, unit.id]));
  const unitsOf = ({ departments }: Listed): string[] =>
    departments.flatMap((department) => unitNamed.get(department) ?? []);
  const found = new Map(listed.map((one) => [idOf(one.userid), one]));
  const known = new Set(file.people.map((person) => idOf(person.userid)));
  const strangers = listed.filter((one) => !known.has(idOf(one.userid)));
  const here = file.people.flatMap((person) => {
    const one = found.get(idOf(person.userid));
    return one === undefined ? [] : [{ person, one }];
  });
  return {
    joined: strangers.flatMap((person) =>
      unitsOf(person)
        .slice(0, 1)
        .map((unit) => ({ person, unit })),
    ),
    renamed: here.flatMap(({ person, one }) => (one.name === person.name ? [] : [{ person, name: one.name }])),
    // Who stands in no department of a unit's name stays where the file has them.
    moved: here.flatMap(({ person, one }) => {
      const units = unitsOf(one);
      return units.length === 0 || units.includes(person.unit) ? [] : [{ person, unit: units[0]! }];
    }),
    missing: file.people.filter((person) => !found.has(idOf(person.userid))),
    elsewhere: strangers.filter((one) => unitsOf(one).length === 0).length,
  };
}

/** What the file itself still says of a person: head or leader of a unit. */
export const postsOf = (file: OrgFile, userid: string): string[] =>
  file.units
    .filter((unit) => unit.head === userid || unit.leader === userid || unit.areaLeader === userid)
    .map((unit) => unit.name);
