/**
 * The clocks of the law and of four towns' papers for letters, calls and net messages, as a reader of the papers would write
 * them down; 分界镇's stand in rules.ts. Written from the papers, not by calling the loader of policies/*.yaml.
 */
import { type Period, type Rule } from './rules.ts';

export interface PaperClock {
  readonly rule: Rule;
  /** Counted from the day it was received, else from the assignment. */
  readonly counts: 'received' | 'assigned';
  /** None: only what an assignment says. */
  readonly period?: Period;
  /** An assignment may say another period, or only a shorter one. */
  readonly given?: 'any' | 'shorter';
  readonly channels?: readonly Channel[];
  /** The call within a working day: only where a name is known, over with the call. */
  readonly isContact?: true;
}
export type Channel = '来信' | '来电' | '网上';

const days = (n: number): Period => ({ n, unit: 'days' });
const worked = (n: number): Period => ({ n, unit: 'worked' });
const overdue = { when: { daysAfter: 1 }, letter: '督办函', group: 'escalations' } as const;
const due = { when: 'due', to: ['handler', 'head', 'desk'], group: 'reminders' } as const;
const twoBefore = { when: { workedBefore: 2 }, to: ['handler', 'head'] } as const;
const all = ['handler', 'head', 'lineLeader', 'areaLeader', 'desk'] as const;
const above = ['lineLeader', 'areaLeader', 'mainLeader', 'desk'] as const;

/** 沥海 一（二）: a call within one working day of the assignment. */
const CONTACT: Rule = {
  title: '联系信访人',
  hasYellow: false,
  stages: [
    { when: 'due', to: ['handler'] },
    { when: { daysAfter: 1 }, to: ['handler', 'head'] },
  ],
};
const lihaiEnd = [due, { ...overdue, to: all }, { when: { workedAfter: 3 }, to: above, group: 'escalations' }] as const;
/** 沥海 一（五）: a week for phone and net, fifteen working days for letters and visits; 二（一）: the leader supervises. */
const WEEK: Rule = { title: '办结并答复（电话、网络）', hasYellow: false, stages: [twoBefore, ...lihaiEnd] };
const FIFTEEN: Rule = {
  title: '办结并答复（来信、来访）',
  hasYellow: false,
  stages: [{ when: 'half', to: ['handler'] }, { when: { workedBefore: 5 }, to: ['handler'] }, twoBefore, ...lihaiEnd],
};

/** 三无 四（四）: settled by a day that the town set; 四（七）: key cases are supervised. */
const SANWU: Rule = {
  title: '限期解决',
  hasYellow: false,
  stages: [
    { when: 'half', to: ['handler'] },
    twoBefore,
    due,
    { ...overdue, to: all },
    { when: { workedAfter: 5 }, to: above, group: 'escalations' },
  ],
};

/** 元竹 二、二是: the period of the assignment, if it says one. */
const YUANZHU: Rule = {
  title: '办理期限',
  hasYellow: false,
  stages: [twoBefore, due, { ...overdue, to: all }],
};
/** 元竹 四、二是: a circular of what is not closed in 45 days. */
const CIRCULAR: Rule = {
  title: '办结通报期限',
  hasYellow: false,
  stages: [
    { when: { workedBefore: 5 }, to: ['handler', 'head'] },
    { when: 'due', to: ['handler', 'head', 'lineLeader', 'areaLeader', 'desk'] },
    { ...overdue, to: ['head', 'lineLeader', 'areaLeader', 'mainLeader', 'desk'] },
  ],
};

/** 西集 二、三（一）: staff and heads first, then the leaders; 督办. */
const XIJI: Rule = {
  title: '办结期限',
  hasYellow: false,
  stages: [
    { when: 'half', to: ['handler'] },
    twoBefore,
    due,
    { ...overdue, to: ['handler', 'head', 'desk'] },
    { when: { workedAfter: 3 }, to: ['head', 'lineLeader', 'areaLeader', 'desk'], group: 'escalations' },
    { when: { workedAfter: 7 }, to: ['lineLeader', 'areaLeader', 'mainLeader'], group: 'escalations' },
  ],
};

export interface Paper {
  readonly id: string;
  readonly name: string;
  readonly clocks: readonly PaperClock[];
  /** What the paper leaves open and this town filled in. */
  readonly settings: Readonly<Record<string, number>>;
  /** The main leader signs each assignment and each closing. */
  readonly signsAll?: true;
}

const OPEN_DAYS = 14;
export const PAPERS: readonly Paper[] = [
  { id: 'national', name: '全国规则', clocks: [], settings: {} },
  {
    id: 'lihai',
    name: '沥海街道',
    clocks: [
      { rule: CONTACT, counts: 'assigned', period: worked(1), isContact: true },
      { rule: WEEK, counts: 'received', period: days(7), given: 'shorter', channels: ['来电', '网上'] },
      { rule: FIFTEEN, counts: 'received', period: worked(15), given: 'shorter', channels: ['来信'] },
    ],
    settings: { otherDays: OPEN_DAYS },
    signsAll: true,
  },
  {
    id: 'sanwu',
    name: '三无乡镇',
    clocks: [{ rule: SANWU, counts: 'received', period: days(OPEN_DAYS), given: 'any' }],
    settings: { resolveDays: OPEN_DAYS },
  },
  {
    id: 'yuanzhu',
    name: '元竹镇',
    clocks: [
      { rule: YUANZHU, counts: 'received', given: 'any' },
      { rule: CIRCULAR, counts: 'received', period: days(45) },
    ],
    settings: {},
  },
  {
    id: 'xiji',
    name: '西集镇',
    clocks: [{ rule: XIJI, counts: 'received', period: days(OPEN_DAYS), given: 'any' }],
    settings: { resolveDays: OPEN_DAYS },
  },
];
