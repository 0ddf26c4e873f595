/** A town of forty and what happens in it within a month; the same seed, the same month. Invented. */
import { type Random, seeded } from '../../test/support/random.ts';

export const POLICIES = ['fenjie', 'lihai', 'sanwu', 'yuanzhu', 'xiji', 'national'] as const;
export type PolicyId = (typeof POLICIES)[number];
/** A person's messages count for the highest of these that they are. */
export type Role = 'desk' | 'head' | 'leader' | 'member';

const OFFICES = ['城建办', '农业办', '民政办', '综治办', '环保办', '教育办', '经发办', '卫健办'];
const VILLAGES = ['五里墩村', '柳树湾村', '石桥村', '桃园村', '双井村', '河口村'];
const UNITS = [...OFFICES, ...VILLAGES];
const SETTINGS: Partial<Record<PolicyId, Record<string, unknown>>> = {
  fenjie: { yellowUnderMonthDays: 5 },
  lihai: { otherDays: 10 },
  sanwu: { resolveDays: 20 },
  xiji: { resolveDays: 20 },
};
const LEADERS = 5;
const DESKS = ['desk0', 'desk1'] as const;
const ADMIN = 'admin';
/** What brings a matter to the desk; the words are plain, so that none of them is held back. */
const SUBJECTS = [
  '路灯不亮',
  '水渠堵塞',
  '道路破损',
  '垃圾清运',
  '井盖松动',
  '自来水浑浊',
  '路面积水',
  '围墙开裂',
  '公交站牌倾斜',
  '绿化带缺水',
];

const leaderOf = (k: number): string => `lead${1 + (k % (LEADERS - 1))}`;

/** Two clerks, five leaders, fourteen units with head and handler, discipline, party office: forty people. */
export function orgOf(policy: PolicyId) {
  const person = (userid: string, name: string, unit: string, roles: string[]) => ({ userid, name, unit, roles });
  return {
    town: { id: 'noise', name: '青石镇', prefix: 'QS', policy },
    units: [
      { id: 'xfb', name: '信访办', kind: 'desk', head: 'desk0', leader: 'lead1' },
      { id: 'dzb', name: '党政办', kind: 'office', head: ADMIN, leader: 'lead0' },
      { id: 'jw', name: '镇纪委', kind: 'discipline', head: 'jw0' },
      ...UNITS.map((name, k) => ({
        id: `u${k}`,
        name,
        kind: name.endsWith('村') ? 'village' : 'office',
        head: `head${k}`,
        ...(name.endsWith('村') ? { areaLeader: leaderOf(k) } : { leader: leaderOf(k) }),
      })),
    ],
    people: [
      ...DESKS.map((id, k) => person(id, `赵某${k}`, 'xfb', k === 0 ? ['desk', 'unit-head'] : ['desk'])),
      ...Array.from({ length: LEADERS }, (_, k) =>
        person(`lead${k}`, `钱某${k}`, 'dzb', k === 0 ? ['main-leader'] : ['leader']),
      ),
      person(ADMIN, '尤某', 'dzb', ['unit-head', 'admin']),
      ...['dz1', 'dz2'].map((id, k) => person(id, `尤某${k}`, 'dzb', ['handler'])),
      person('jw0', '秦某', 'jw', ['discipline', 'unit-head']),
      person('jw1', '秦某兰', 'jw', ['handler']),
      ...UNITS.flatMap((_, k) => [
        person(`head${k}`, `郑某${k}`, `u${k}`, ['unit-head']),
        ...(k < 13 ? [person(`hand${k}`, `王某${k}`, `u${k}`, ['handler'])] : []),
      ]),
    ],
    groups: [{ chatid: 'wrTown', name: '信访工作群', unit: 'xfb', receives: ['reminders', 'escalations', 'weekly'] }],
    settings: { deskPhone: '86000012', reviewOrgan: '示例县人民政府', ...SETTINGS[policy] },
  };
}

export function roleOf(userid: string): Role {
  if (userid.startsWith('desk')) return 'desk';
  if (userid.startsWith('lead')) return 'leader';
  return userid.startsWith('head') || userid === ADMIN || userid === 'jw0' ? 'head' : 'member';
}

/** One matter of the month; days are working days, counted from its own. */
export interface Life {
  readonly clerk: string;
  readonly unit: string;
  readonly head: string;
  readonly handler: string;
  readonly text: string;
  /** Working day of the month on which it comes, from 0. */
  readonly day: number;
  readonly sign: number;
  readonly contact: number;
  readonly progress: number;
  readonly reply: number;
}

/** @param late share of the matters whose offices take their time */
export function month(seed: number, matters: number, days: number, late: number): Life[] {
  const random = seeded(seed);
  return Array.from({ length: matters }, (_, n) => {
    const unit = random.between(0, UNITS.length - 1);
    const isLate = random.chance(late);
    return {
      clerk: DESKS[n % DESKS.length]!,
      unit: UNITS[unit]!,
      head: `head${unit}`,
      handler: `head${unit}`,
      text: `第${n + 1}处${random.pick(SUBJECTS)}`,
      day: Math.floor((n * days) / matters),
      ...paceOf(random, isLate),
    };
  });
}

function paceOf(random: Random, isLate: boolean) {
  return isLate
    ? {
        sign: random.between(2, 4),
        contact: random.between(3, 6),
        progress: random.between(6, 9),
        reply: random.between(14, 25),
      }
    : { sign: random.between(0, 1), contact: 1, progress: random.between(2, 4), reply: random.between(4, 8) };
}
