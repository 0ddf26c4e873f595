import type { ReferralKind } from '../domain/policy/vocabulary.ts';
import { plain } from './terms.ts';

/** Who works on a matter: helping units, agent, case leader. */
export const teamWords = {
  called: '协办请求',
  helpers: '协办',
  helper: (unit: string, done: boolean): string => `${unit}${done ? '（已答复）' : '（待答复）'}`,
  agent: '代办员',
  leader: '包案领导',
  partsDone: '包案已有',
  partsMissing: '包案还缺',
  list: (items: readonly string[]): string => items.join('、'),
  nothing: '无',
  takenOver: '领办',
  takenOverBy: (names: string, because: string): string => `${names}（${because}）`,
  referred: '转介',
  referredTo: (word: string, unit: string | undefined): string => (unit === undefined ? word : `${word}（${unit}）`),
  visit: '现场核实：还没去（联系后仍不清楚）',
  warned: '预警提醒单：待报回',
  tiers: '责任层级：',

  assistTitle: (number: string): string => `${number} 请协办`,
  assistUnit: '协办单位',
  ownerUnit: '承办单位',
  requirement: '要求',
  sign: '签收',
  answer: '协办答复',
  show: '看详情',
  why: '为什么',
  seen: '已阅',
  assistDone: (number: string, units: string, by: string, said: string | undefined): string =>
    [
      `${number} ${units}已协办答复（${by}）。`,
      ...(said === undefined ? [] : [`答复：${plain(said)}`]),
      `看详情请发：/查 ${number}`,
    ].join('\n'),
  assistOver: (number: string, closed: boolean): string =>
    closed ? `${number} 已办结，不用再协办。` : `${number} 不用您再办了：已取消或改由别人。`,
  agentTitle: (number: string): string => `${number} 请代办`,
  agentNamed: '您是这件事的代办员',
  agentTask: '请联系群众，帮着跑到底。',
  leadTitle: (number: string): string => `${number} 包案`,
  leadOver: (number: string, name: string): string => `${number} 包案领导已改为${name}，您不用再包。`,
  plan: '方案',
  due: '到期',
  awaited: (n: number): string => `等您单位协办答复 ${n}件`,
  awaitedLine: (number: string, unit: string): string => `${number}｜${unit}｜请发 /协办 ${number} 答复:内容`,
} as const;

export const teamReplies = {
  until: (words: string | undefined, limit: string): string =>
    [words, `期限：${limit}`].filter((part) => part !== undefined).join('；'),
  assisted: (number: string, units: readonly string[], already: readonly string[]): string =>
    [
      ...(units.length === 0 ? [] : [`${number} 已请${units.join('、')}协办。`]),
      ...(already.length === 0 ? [] : [`${already.join('、')}已经在协办。`]),
      `不用协办了：/协办 ${number} ${units[0] ?? already[0] ?? ''} 取消`,
    ].join('\n'),
  helpLater: (number: string, units: readonly string[]): string =>
    `批示同意后再请协办：/协办 ${number} ${units.join('、')}`,
  assistSigned: (number: string): string => `${number} 协办已签收。\n答复请发：/协办 ${number} 答复:内容`,
  answered: (number: string): string => `${number} 协办答复已记下，经办人已收到。`,
  released: (number: string, units: readonly string[]): string => `${number} 已取消${units.join('、')}的协办。`,
  agentNamed: (number: string, name: string): string =>
    `${number} 代办员：${name}。\n换人请再发一次；不用代办了：/协办 ${number} 代办:取消`,
  agentOff: (number: string): string => `${number} 已不设代办员。`,
  led: (number: string, name: string, changed: boolean, due: readonly string[], missing: readonly string[]): string =>
    [
      changed ? `${number} 由${name}包案，已通知。` : `${number} 已经由${name}包案，没有变化。`,
      ...due,
      ...(missing.length === 0 ? [] : [`还缺：${missing.join('、')}`]),
    ].join('\n'),
  caseStep: (number: string, missing: readonly string[]): string =>
    [`${number} 已记下。`, ...(missing.length === 0 ? [] : [`包案还缺：${missing.join('、')}`])].join('\n'),
} as const;

export const teamGroup = {
  assisted: (units: readonly string[]): string => `已请${units.join('、')}协办。`,
  signed: '协办已签收。',
  answered: '协办答复已记下。',
  released: '协办已取消。',
  agent: '代办员已记下。',
  led: '包案领导已定。',
  caseStep: '包案情况已记下。',
  referred: '已转介。',
} as const;

export const teamProblems = {
  helper: '请写上协办单位，几个单位用顿号隔开。',
  answer: '请写上协办答复的内容。',
  leader: '请写上包案领导的姓名。',
} as const;

const NONE = /^(取消|无|不设|不用)$/u;
/** 取消 for a name: nobody any more. */
export const meansNobody = (word: string): boolean => NONE.test(word.trim());

/** Where a matter can be referred to, as people say it; the law's own words where a town has none. */
export const REFERRAL_WORDS: Record<ReferralKind, string> = {
  justice: '司法所调解',
  'legal-service': '法律服务',
  relief: '困难救助',
  mediation: '人民调解',
};
/** Names by which the unit for it is found in the town's own list. */
export const REFERRAL_UNITS: Record<ReferralKind, readonly string[]> = {
  justice: ['司法所'],
  'legal-service': ['法律服务所', '法律服务'],
  relief: ['民政办', '民政', '社会事务'],
  mediation: ['调解委员会', '调委会', '人民调解'],
};
const REFERRAL_SAID: readonly (readonly [RegExp, ReferralKind])[] = [
  [/人民调解|调委会/u, 'mediation'],
  [/司法/u, 'justice'],
  [/法律|律师|法援/u, 'legal-service'],
  [/救助|民政|困难|低保/u, 'relief'],
  [/调解/u, 'mediation'],
];
export const referralOf = (word: string): ReferralKind | undefined =>
  REFERRAL_SAID.find(([pattern]) => pattern.test(word))?.[1];

/** What the petitioner is told where the town has no such unit; relief by 条例 art. 37. */
const SLIPS: Record<ReferralKind, string> = {
  justice: '您反映的事可以请司法所调解。',
  'legal-service': '您可以向法律服务所或法律援助机构咨询。',
  relief: '生活确有困难的，可以依法申请社会救助，我们协助您提出（《信访工作条例》第三十七条）。',
  mediation: '您可以申请人民调解，不收费。',
};

export const referralReplies = {
  referred: (number: string, title: string, basis: string | undefined, unit: string | undefined): string =>
    [
      `${number} 已转介：${title}${basis === undefined ? '' : `（${basis}）`}。`,
      ...(unit === undefined ? [] : [`${unit}已收到通知。`]),
    ].join('\n'),
  slip: (to: ReferralKind): string => `可以这样告诉群众：\n“${SLIPS[to]}”`,
  already: (number: string, title: string): string => `${number} 已经转介过${title}。`,
  unknown: '转介请写：司法所、法律服务、救助、人民调解。',
} as const;
