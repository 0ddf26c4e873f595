/** An invented township of twelve units. */
import type { OrgFile } from '../../../src/domain/org/file.ts';

interface UnitPlan {
  readonly id: string;
  readonly name: string;
  readonly kind: OrgFile['units'][number]['kind'];
  readonly head: string;
  readonly handler: string;
  readonly leader?: string;
  readonly areaLeader?: string;
}

/** The desk, the leaders' office, seven offices, three villages. */
const OFFICES: readonly UnitPlan[] = [
  { id: 'cj', name: '城建办', kind: 'office', head: '赵甲', handler: '赵乙', leader: '分管一' },
  { id: 'lb', name: '劳保所', kind: 'station', head: '钱甲', handler: '钱乙', leader: '分管二' },
  { id: 'wj', name: '文教办', kind: 'office', head: '孙甲', handler: '孙乙', leader: '分管二' },
  { id: 'jt', name: '交通办', kind: 'office', head: '李甲', handler: '李乙', leader: '分管一' },
  { id: 'ws', name: '卫健办', kind: 'office', head: '周甲', handler: '周乙', leader: '分管二' },
  { id: 'sm', name: '商贸办', kind: 'office', head: '吴甲', handler: '吴乙', leader: '分管三' },
  { id: 'hb', name: '环保办', kind: 'office', head: '郑甲', handler: '郑乙' },
  { id: 'wd', name: '五里墩村', kind: 'village', head: '王甲', handler: '王乙', areaLeader: '分管三' },
  { id: 'ls', name: '柳树湾村', kind: 'village', head: '冯甲', handler: '冯乙', areaLeader: '分管一' },
  {
    id: 'qs',
    name: '青石桥村',
    kind: 'village',
    head: '陈甲',
    handler: '陈乙',
    leader: '分管二',
    areaLeader: '分管三',
  },
];

export const CLERKS = ['文某', '章某'] as const;
export const MAIN_LEADER = '牛某';
const ADMIN = '管某';
const LEADERS = ['分管一', '分管二', '分管三'];
export const TOWN_GROUP = '信访工作群';
export const LEADERS_GROUP = '督办群';
/** Groups of a unit's own, and what they hear. */
const OWN_GROUPS: Readonly<Record<string, { name: string; receives: ('reminders' | 'escalations')[] }>> = {
  城建办: { name: '城建办群', receives: ['reminders'] },
  劳保所: { name: '劳保所群', receives: ['reminders', 'escalations'] },
  五里墩村: { name: '五里墩村群', receives: ['reminders'] },
};

const OF_CATEGORY: Readonly<Record<string, string>> = {
  城乡建设: '城建办',
  劳动和社会保障: '劳保所',
  教育文体: '文教办',
  交通运输: '交通办',
  卫生计生: '卫健办',
  商贸旅游: '商贸办',
  环境保护: '环保办',
};
const VILLAGES = ['五里墩村', '柳树湾村', '青石桥村'];

/** By the letter's subject; every fifth is a village's own. */
export function unitFor(category: string, index: number): UnitPlan {
  const name = index % 5 === 4 ? VILLAGES[Math.floor(index / 15) % VILLAGES.length] : OF_CATEGORY[category];
  const unit = OFFICES.find((one) => one.name === name);
  if (unit === undefined) throw new Error(`no unit for ${category}`);
  return unit;
}

export const units: readonly UnitPlan[] = OFFICES;

/** Which group hears of a unit's matters: its own where it has one for this purpose, else the desk's. */
export const groupFor = (unit: string | undefined, purpose: 'reminders' | 'escalations'): string => {
  const own = unit === undefined ? undefined : OWN_GROUPS[unit];
  return own?.receives.includes(purpose) === true ? own.name : TOWN_GROUP;
};

const idOf = (name: string): string => `u-${Buffer.from(name).toString('hex')}`;

export function letterTown(): OrgFile {
  const person = (name: string, unit: string, ...roles: OrgFile['people'][number]['roles']) => ({
    userid: idOf(name),
    name,
    unit,
    roles,
  });
  return {
    town: { id: 'letters', name: '青石镇', prefix: 'QS', policy: 'fenjie' },
    units: [
      { id: 'xf', name: '信访办', kind: 'desk', head: idOf(CLERKS[0]) },
      { id: 'dz', name: '党政办', kind: 'office', head: idOf(ADMIN) },
      ...OFFICES.map(({ id, name, kind, head, leader, areaLeader }) => ({
        id,
        name,
        kind,
        head: idOf(head),
        ...(leader === undefined ? {} : { leader: idOf(leader) }),
        ...(areaLeader === undefined ? {} : { areaLeader: idOf(areaLeader) }),
      })),
    ],
    people: [
      ...CLERKS.map((name) => person(name, 'xf', 'desk')),
      person(MAIN_LEADER, 'dz', 'main-leader'),
      ...LEADERS.map((name) => person(name, 'dz', 'leader')),
      person(ADMIN, 'dz', 'admin'),
      ...OFFICES.flatMap(({ id, head, handler }) => [person(head, id, 'unit-head'), person(handler, id, 'handler')]),
    ],
    groups: [
      { chatid: 'wr-town', name: TOWN_GROUP, unit: 'xf', receives: ['reminders', 'escalations', 'weekly'] },
      { chatid: 'wr-lead', name: LEADERS_GROUP, unit: 'dz', receives: ['escalations', 'weekly'] },
      ...Object.entries(OWN_GROUPS).map(([unit, { name, receives }]) => {
        const { id } = OFFICES.find((one) => one.name === unit)!;
        return { chatid: `wr-${id}`, name, unit: id, receives };
      }),
    ],
    settings: { yellowUnderMonthDays: 5 },
  };
}
