/** Who may know of a matter (docs/privacy.md): read off the org file and the matter itself. */
import type { RawTown } from './raw.ts';
import type { Story } from './story.ts';

/** Undefined: a group. */
export type Reader = string | undefined;

/** As things stand; of the past only what was known then, for a group. */
export function mayKnow(town: RawTown, reader: Reader, { row, raw }: Story): boolean {
  if (reader === undefined) return !row.sealed;
  const person = town.people.find(({ userid }) => userid === reader)!;
  if (isShutOut(town, reader, raw)) return false;
  const is = (...roles: string[]): boolean => roles.some((role) => person.roles.includes(role));
  if (is('desk', 'main-leader')) return true;
  const { ownerUnit, handler, registrar, caseLeader, agent } = row;
  if ([handler, registrar, caseLeader, agent].includes(reader)) return true;
  if (ownerUnit !== null && unitsOf(town, reader).has(ownerUnit)) return true;
  const isAsked = raw.approvals.some(
    ({ state, approvers, decidedBy }) => (state === 'open' && approvers.includes(reader)) || decidedBy === reader,
  );
  if (is('leader', 'unit-head', 'discipline') && isAsked) return true;
  return is('discipline') && (row.sealed || nobodyOfTheDesk(town, raw));
}

/** Complained of or stepped back, in person or with their unit. */
function isShutOut(town: RawTown, userid: string, { bars }: Story['raw']): boolean {
  const person = town.people.find((one) => one.userid === userid)!;
  const own = town.units.filter(({ id, head }) => id === person.unitId || head === userid).map(({ id }) => id);
  return bars.some((bar) => bar.userid === userid || (bar.unitId !== null && own.includes(bar.unitId)));
}

/** Their unit, those they head or lead, and what lies below those. */
function unitsOf(town: RawTown, userid: string): Set<string> {
  const person = town.people.find((one) => one.userid === userid)!;
  const isLeader = person.roles.includes('leader');
  const above = town.units.filter(
    ({ head, leader, areaLeader }) => head === userid || (isLeader && (leader === userid || areaLeader === userid)),
  );
  const found = new Set([...above.map(({ id }) => id)]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { id, parentId } of town.units) if (parentId !== null && found.has(parentId)) found.add(id);
  }
  return found.add(person.unitId);
}

const nobodyOfTheDesk = (town: RawTown, raw: Story['raw']): boolean => {
  const desk = town.people.filter(({ roles, leftOn }) => roles.includes('desk') && leftOn === null);
  return desk.length > 0 && desk.every(({ userid }) => isShutOut(town, userid, raw));
};
