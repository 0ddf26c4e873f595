import { describe, expect, it } from 'vitest';

import type { OrgSnapshot } from '../../../src/domain/org/receivers.ts';
import { namedInWords } from '../../../src/domain/accusation/named-in-words.ts';

type Org = Pick<OrgSnapshot, 'people' | 'units'>;
const person = (userid: string, name: string, ...roles: string[]) => [userid, { userid, name, roles }] as const;
const org = {
  people: new Map([
    person('lead', '钱某', 'main-leader'),
    person('desk', '赵某', 'desk'),
    person('han', '韩某山', 'unit-head'),
    person('han2', '韩小某', 'handler'),
    person('wu', '武某', 'handler'),
    person('odd', '(某', 'handler'),
  ]),
  units: new Map([
    ['wld', { name: '五里墩村', head: 'han' }],
    ['xfb', { name: '信访办', head: 'desk' }],
    ['zzb', { name: '镇综治办(平安+办)', head: 'wu' }],
    ['cjb', { name: '城建办', head: null }],
  ]),
} as unknown as Org;

describe('whom words name', () => {
  it.each([
    ['韩某山收了钱', ['han'], []],
    ['韩书记收了钱', [], ['han']],
    ['韩老书记收了钱', [], ['han']],
    ['武干部收了钱', [], ['wu']],
    ['信访办主任收了钱', [], ['desk']],
    ['五里墩村的村支书收了钱', [], ['han']],
    ['综治办(平安+办)的人收了钱', [], ['wu']],
    ['城建办主任收了钱', [], []],
    ['镇长收了钱', [], ['lead']],
    ['副镇长收了钱', [], []],
    ['钱某和镇长收了钱', ['lead'], []],
    ['(主任', [], ['odd']],
    ['路灯不亮，五里墩村口', [], []],
  ])('%s', (text, byName, byPost) => {
    expect(namedInWords(text, org)).toEqual({ byName, byPost });
  });
});
