/** Rights as the papers and the design give them, said without the table: who may and who may not. */
import { describe, expect, it } from 'vitest';
import { type Actor, type Role, ROLES } from '../../../src/contract/command.ts';
import { may, mayAtAll } from '../../../src/domain/permission/may.ts';
import { type Act, PERMISSIONS, type Relation } from '../../../src/domain/permission/table.ts';

const NOBODY = { ownerUnit: 'cjb', handler: null, registrar: 'u-other', caseLeader: null, agent: null };

/** Somebody with one role, who stands so and in no other way to a matter of 城建办. */
function isGiven(role: Role, act: Act, stands: Relation): boolean {
  const actor: Actor = {
    userid: 'u-me',
    name: '甲某',
    townId: 'fenjie',
    unitId: stands === 'own' ? 'cjb' : 'zzb',
    roles: [role],
    heads: stands === 'head' ? ['cjb'] : [],
    leads: stands === 'leader' ? ['cjb'] : [],
  };
  const more = ['signer', 'helper', 'in-place'].includes(stands) ? [stands] : [];
  return may(actor, act, { ...NOBODY, registrar: stands === 'registrar' ? 'u-me' : 'u-other' }, more);
}

const YES: readonly (readonly [Role, Act, Relation])[] = [
  ['handler', 'sign:handle', 'own'],
  ['unit-head', 'sign:handle', 'head'],
  ['handler', 'return:ask', 'own'],
  ['unit-head', 'assist:arrange', 'head'],
  ['desk', 'assist:arrange', 'town'],
  ['leader', 'reply:reviewed', 'leader'],
  ['unit-head', 'reply:reviewed', 'head'],
  ['leader', 'extend:own-limit', 'leader'],
  ['main-leader', 'correct:easier', 'town'],
  ['main-leader', 'handover:order', 'town'],
  ['leader', 'handover:order', 'leader'],
  ['desk', 'handover:ask', 'town'],
  ['discipline', 'assign', 'in-place'],
  ['handler', 'supplement:open', 'registrar'],
  ['discipline', 'supplement:open', 'town'],
  ['handler', 'warn:answer', 'own'],
  ['leader', 'warn:answer', 'signer'],
  ['desk', 'review:together', 'town'],
  ['handler', 'progress', 'helper'],
  ['handler', 'show', 'helper'],
];

const NO: readonly (readonly [Role, Act, Relation])[] = [
  // Who leads the unit, or only sees the matter, does not handle it.
  ['leader', 'sign:handle', 'leader'],
  ['desk', 'sign:handle', 'town'],
  ['handler', 'sign:handle', 'registrar'],
  ['handler', 'sign:handle', 'helper'],
  ['desk', 'return:ask', 'town'],
  ['unit-head', 'return:object', 'head'],
  ['handler', 'assist:arrange', 'own'],
  ['handler', 'reply:reviewed', 'own'],
  ['desk', 'reply:reviewed', 'town'],
  ['unit-head', 'extend:own-limit', 'head'],
  ['main-leader', 'extend:own-limit', 'town'],
  ['desk', 'correct:easier', 'town'],
  ['leader', 'correct:easier', 'leader'],
  ['desk', 'handover:order', 'town'],
  ['handler', 'handover:ask', 'own'],
  ['leader', 'lead:other', 'leader'],
  ['discipline', 'assign', 'town'],
  ['unit-head', 'assign', 'head'],
  ['handler', 'supplement:open', 'own'],
  ['unit-head', 'supplement:open', 'head'],
  ['unit-head', 'warn:give', 'head'],
  ['desk', 'warn:answer', 'town'],
  ['unit-head', 'review:together', 'head'],
  ['unit-head', 'approve:unasked', 'head'],
  ['unit-head', 'recuse:other', 'head'],
  ['handler', 'withdraw', 'own'],
  ['handler', 'supervise', 'own'],
  ['leader', 'show:in-plain', 'helper'],
];

describe('rights', () => {
  it.each(YES)('%s: %s as %s is given', (role, act, stands) => expect(isGiven(role, act, stands)).toBe(true));
  it.each(NO)('%s: %s as %s is not', (role, act, stands) => expect(isGiven(role, act, stands)).toBe(false));

  it('of a unit that only helps are to read, to report and to answer, never to decide', () => {
    const acts = Object.keys(PERMISSIONS) as Act[];
    const helping = acts.filter((act) => mayAtAll({ roles: ['handler'] }, act) && isGiven('handler', act, 'helper'));
    const lists = ['mine', 'nil', 'register', 'roster', 'search', 'list', 'today', 'help'];
    expect(helping.filter((act) => !lists.includes(act)).toSorted()).toEqual(
      ['assist', 'catchup', 'progress', 'recuse', 'show', 'sign', 'undo', 'why'].toSorted(),
    );
  });

  it('of an admin who is nothing else reach no matter', () => {
    const acts = Object.keys(PERMISSIONS) as Act[];
    expect(acts.filter((act) => mayAtAll({ roles: ['admin'] }, act)).toSorted()).toEqual(
      [
        ...['bind', 'grant', 'help', 'reception', 'roster', 'roster:set', 'settings', 'settings:absence-of-other'],
        ...['settings:town', 'stats', 'stats:noise', 'unbind'],
      ].toSorted(),
    );
  });

  it('reach every command for somebody', () => {
    for (const act of Object.keys(PERMISSIONS) as Act[]) {
      expect([act, ROLES.some((role) => mayAtAll({ roles: [role] }, act))]).toEqual([act, true]);
    }
  });
});
