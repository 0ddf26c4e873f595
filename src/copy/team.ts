import { plain } from './terms.ts';

/** Who works on a matter: helping units, agent, case leader. */
export const teamWords = {
  helpers: '协办',
  helper: (unit: string, done: boolean): string => `${unit}${done ? '（已答复）' : '（待答复）'}`,
  agent: '代办员',
  leader: '包案领导',
  partsDone: '包案已有',
  partsMissing: '包案还缺',
  list: (items: readonly string[]): string => items.join('、'),
  nothing: '无',

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
  assisted: (number: string, units: readonly string[], already: readonly string[]): string =>
    [
      ...(units.length === 0 ? [] : [`${number} 已请${units.join('、')}协办。`]),
      ...(already.length === 0 ? [] : [`${already.join('、')}已经在协办。`]),
      `不用协办了：/协办 ${number} ${units[0] ?? already[0] ?? ''} 取消`,
    ].join('\n'),
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
} as const;

export const teamProblems = {
  helper: '请写上协办单位，几个单位用顿号隔开。',
  answer: '请写上协办答复的内容。',
  leader: '请写上包案领导的姓名。',
} as const;

const NONE = /^(取消|无|不设|不用)$/u;
/** 取消 for a name: nobody any more. */
export const meansNobody = (word: string): boolean => NONE.test(word.trim());
