/** Five towns of one corporation: the invented ones of the policy tests, with people and groups of their own. */
import type { OrgFile } from '../../src/domain/org/file.ts';
import type { TownId } from '../policies/rows.ts';
import { TOWNS } from '../policies/rows.ts';
import { orgOf } from '../policies/towns.ts';

/** `u-desk1` of 分界镇 is `fj-desk1`, its group `wrTown` `fj-wrTown`. */
export const ownIds = (org: OrgFile): OrgFile => {
  const of = org.town.prefix.toLowerCase();
  const person = (id: string): string => id.replace(/^u-/u, `${of}-`);
  const maybe = (id: string | undefined): string | undefined => (id === undefined ? undefined : person(id));
  return {
    ...org,
    units: org.units.map((unit) => ({
      ...unit,
      head: maybe(unit.head),
      leader: maybe(unit.leader),
      areaLeader: maybe(unit.areaLeader),
    })),
    people: org.people.map((one) => ({ ...one, userid: person(one.userid) })),
    groups: org.groups.map((group) => ({
      ...group,
      chatid: `${of}-${group.chatid}`,
      members: group.members?.map(person),
    })),
  };
};

export const townsOf = (sample: OrgFile, ids: readonly TownId[] = TOWNS): OrgFile[] =>
  ids.map((id) => ownIds(orgOf(id, sample)));
