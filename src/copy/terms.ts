import { daysBetween, type LocalDay, localDayOf, localTimeOf, weekdayOf, yearOf } from '../core/local-day.ts';
import type { EventKind } from '../domain/matter/events.ts';
import { LETTER_NAMES } from './letters.ts';

/** Words of the field for stored codes, both ways (docs/glossary.md). */
export const CHANNEL_WORDS = {
  letter: '来信',
  visit: '来访',
  phone: '来电',
  online: '网上',
  hotline: '12345',
  superior: '上级交办',
  leader: '领导批转',
  screening: '排查',
} as const;
const CHANNEL_ALIASES: Record<string, keyof typeof CHANNEL_WORDS> = {
  走访: 'visit',
  上访: 'visit',
  电话: 'phone',
  写信: 'letter',
  网络: 'online',
  网信: 'online',
  热线: 'hotline',
  交办: 'superior',
  转送: 'superior',
  批转: 'leader',
  批示: 'leader',
};
export const channelOf = (word: string): keyof typeof CHANNEL_WORDS | undefined =>
  (Object.entries(CHANNEL_WORDS).find(([, name]) => name === word)?.[0] as keyof typeof CHANNEL_WORDS | undefined) ??
  CHANNEL_ALIASES[word];

const NO_NAME =
  /^(?:匿名|化名|不详|不清|不留名|不留姓名|未留名|未署名|(?:不愿|不想|不肯|拒绝)(?:意)?(?:留|透露|说|提供|署)?(?:真实)?(?:姓名|名字|名))/u;
/** Whoever gives no name is written down as 匿名, by whatever words it is said. */
export const isAnonymous = (name: string): boolean => NO_NAME.test(name.trim());

export const KIND_WORDS = {
  suggestion: '建议意见',
  accusation: '检举控告',
  appeal: '申诉求决',
  litigation: '涉法涉诉',
} as const;
export const kindOf = (word: string): keyof typeof KIND_WORDS | undefined => {
  const plain = word.replace(/类$/u, '');
  const found = Object.entries(KIND_WORDS).find(
    ([, name]) => name === plain || (plain.length >= 2 && name.startsWith(plain)),
  );
  return (found?.[0] ?? { 意见: 'suggestion', 控告: 'accusation', 求决: 'appeal', 涉诉: 'litigation' }[plain]) as
    | keyof typeof KIND_WORDS
    | undefined;
};

export const STATUS_WORDS: Record<string, string> = {
  registered: '已登记，待交办',
  admitted: '已受理，待交办',
  declined: '不予受理',
  returned: '已退回，待重新交办',
  assigned: '已交办，待签收',
  handling: '办理中',
  replied: '已答复，待送达',
  served: '已送达',
  closed: '已办结',
  void: '登记已作废',
  merged: '已并案',
  'sent-back': '已退回上级',
};

export const ROLE_WORDS: Record<string, string> = {
  'main-leader': '主要领导',
  leader: '分管领导',
  'unit-head': '单位负责人',
  handler: '经办人',
  desk: '信访办',
  discipline: '纪检',
  admin: '管理员',
};

export const COLOUR_WORDS = { none: '', yellow: '【黄】', red: '【红】', green: '【绿】' } as const;
export const LETTER_WORDS: Readonly<Record<string, string>> = LETTER_NAMES;
export const SIGNATURE_WORDS: Record<string, string> = {
  instruct: '批示',
  review: '答复审核',
  extend: '延期',
  close: '办结',
  return: '退回',
  warning: '预警报回',
  correct: '更正',
  void: '作废',
};
/** What a question is called: 办结; of an extension which clock, too: 化解时限延期. */
export const questionWord = (kind: string, clock: string | undefined): string =>
  `${clock ?? ''}${SIGNATURE_WORDS[kind] ?? kind}`;
/** Each kind of event has a word (src/domain/matter/events.ts says what it means). */
export const EVENT_WORDS: Readonly<Record<EventKind, string>> = {
  received: '登记',
  supplemented: '补充',
  'correction-held': '申请更正',
  corrected: '更正',
  'void-held': '申请作废',
  voided: '作废',
  classified: '分类',
  admitted: '受理',
  declined: '不予受理',
  instructed: '批示',
  'assignment-held': '交办（待批示）',
  assigned: '交办',
  signed: '签收',
  'return-asked': '申请退回',
  'return-refused': '未同意退回',
  returned: '退回',
  contacted: '联系',
  progressed: '进展',
  replied: '答复',
  reviewed: '审核',
  served: '送达',
  'extension-asked': '延期申请',
  extended: '延期',
  'limit-reset': '重新确定时限',
  explained: '说明情况',
  'closing-held': '办结（待签批）',
  closed: '办结',
  'followed-up': '回访',
  reopened: '重启',
  urged: '催办',
  recused: '回避',
  'passed-on': '因回避转交',
  supervised: '督办',
  objected: '提出异议',
  'objection-refused': '异议未获同意',
  assisted: '协办',
  'assist-done': '协办答复',
  'assist-released': '取消协办',
  'agent-named': '代办',
  led: '包案',
  'case-step': '包案进展',
  warned: '预警',
  'warning-held': '预警报回（待签批）',
  'warning-answered': '预警报回',
  'taken-over': '领办',
  'called-out': '到场接待',
  referred: '转介',
  visited: '现场核实',
  repeated: '再次反映',
  merged: '并案',
  linked: '关联',
  'sent-back': '退回上级',
  'handed-over': '交接',
  'review-requested': '申请复查复核',
  're-examined': '复查复核意见',
  'hearing-set': '听证安排',
  'hearing-held': '听证',
  mediated: '调解',
  'days-recounted': '放假安排公布，期限重算',
  revealed: '查看身份信息',
  unsealed: '改为普通件',
  undone: '撤销',
};
export const SATISFACTION_WORDS = {
  satisfied: '满意',
  fairly: '基本满意',
  unsatisfied: '不满意',
  unreached: '未联系上',
} as const;
export const satisfactionOf = (word: string): keyof typeof SATISFACTION_WORDS | undefined =>
  Object.entries(SATISFACTION_WORDS).find(([, name]) => name === word)?.[0] as
    | keyof typeof SATISFACTION_WORDS
    | undefined;

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];

/** 11月26日(周四); with the year where it is not the current one. */
export function zhDay(day: LocalDay, today?: LocalDay): string {
  const [, month, date] = day.split('-').map(Number);
  const year = today !== undefined && yearOf(day) === yearOf(today) ? '' : `${yearOf(day)}年`;
  return `${year}${month}月${date}日(周${WEEKDAYS[weekdayOf(day) - 1]})`;
}

export const zhMoment = (at: Date, today: LocalDay): string => `${zhDay(localDayOf(at), today)} ${localTimeOf(at)}`;

/** Stands behind what is left until a day that rests on a year whose holidays are not published. */
export const provisionally = (isProvisional: boolean | undefined): string => (isProvisional === true ? '（暂算）' : '');

/** 还有5天 · 今天到期 · 超期2天 */
export function zhLeft(dueOn: LocalDay, today: LocalDay): string {
  const left = daysBetween(today, dueOn);
  return left > 0 ? `还有${left}天` : left === 0 ? '今天到期' : `超期${-left}天`;
}

/** Typed text beside our own markdown: signs that would become markup are shown as their full-width likeness. */
export const plain = (text: string): string =>
  text
    .replace(/[*`[\]<>_~|]/gu, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0))
    .replace(/^([^\S\n]{0,99})#/gmu, '$1＃');
