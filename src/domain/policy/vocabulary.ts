/** The closed vocabularies that policies are written in. */

/** How a matter came: 来信 来访 来电 网上 12345 上级转送、交办 领导批转 排查. */
export const CHANNELS = ['letter', 'visit', 'phone', 'online', 'hotline', 'superior', 'leader', 'screening'] as const;
export type Channel = (typeof CHANNELS)[number];

/** The legal kinds of 条例 arts 28–31: 建议意见 检举控告 申诉求决 涉法涉诉. */
export const MATTER_KINDS = ['suggestion', 'accusation', 'appeal', 'litigation'] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** What happens to a matter, as far as a clock listens. */
export const CLOCK_EVENTS = [
  /** 收到; its day is the received day, not the day of typing. */
  'received',
  /** 受理 */
  'admitted',
  /** 不予受理、不再受理 */
  'declined',
  /** The written notice of art. 23 was served: accepted, declined or passed on to whom. */
  'notified',
  /** 异议: the matter is not ours, with detailed reasons (art. 23). */
  'objected',
  /** 转送 to another organ. */
  'transferred',
  /** 交办 took effect, after any signature it needed. */
  'assigned',
  /** 退回: the unit gave it back to the desk. */
  'returned',
  /** First contact with the petitioner. */
  'contacted',
  /** 处理意见书 issued: reviewed and signed. */
  'replied',
  /** The reply reached the petitioner. */
  'served',
  /** 复查 was requested (art. 35), decided, and its opinion reached the petitioner. */
  'review-requested',
  're-examined',
  'review-served',
  /** 复核 was requested (art. 36) and decided. */
  'recheck-requested',
  'rechecked',
  /** 办结报告 went to the superior who asked for it (art. 22). */
  'reported',
  /** What was told by phone first was completed in writing. */
  'written',
  /** 办结 */
  'closed',
  /** 重启 */
  'reopened',
  /** 包案: one matter, one leader, one team, one plan. */
  'led',
  /** A leader set a new limit after the first was missed (分界镇 四（四）). */
  'limit-reset',
  /** The same matter came again within the policy's repeat window. */
  'repeated',
  /** 说明情况: the responsible leader explained in writing to the main leader. */
  'explained',
  /** 预警提醒单 issued, and answered. */
  'warned',
  'warning-answered',
  /** 回访 */
  'followed-up',
] as const;
export type ClockEvent = (typeof CLOCK_EVENTS)[number];

/** What starts a clock: an event, or another clock of the policy running out (`missed:<clock id>`). */
export type ClockStart = ClockEvent | `missed:${string}`;

/** Who answers for a clock; a petitioner's own period and that of the organ above are told and never pressed. */
export const CLOCK_OWNERS = ['desk', 'unit', 'petitioner', 'leader', 'superior'] as const;
export type ClockOwner = (typeof CLOCK_OWNERS)[number];

/** Who is told, relative to the matter. `unit-leader`: 分管领导; `area-leader`: 联村领导. */
export const RECEIVERS = [
  'handler',
  'unit-head',
  'unit-leader',
  'area-leader',
  'main-leader',
  'desk',
  'registrar',
] as const;
export type Receiver = (typeof RECEIVERS)[number];

/** 交办函 提醒函 督办函 预警提醒单. */
export const LETTERS = ['assign', 'remind', 'supervise', 'warn'] as const;
export type LetterKind = (typeof LETTERS)[number];

/** Purposes a work group can be bound to. */
export const GROUP_PURPOSES = ['reminders', 'escalations', 'weekly'] as const;
export type GroupPurpose = (typeof GROUP_PURPOSES)[number];

/** What a signature is asked for: 批示 before an assignment, 审核 of a reply, 延期, 办结. */
export const SIGNATURE_KINDS = ['instruct', 'review', 'extend', 'close'] as const;
export type SignatureKind = (typeof SIGNATURE_KINDS)[number];

export const REPORT_KINDS = ['weekly', 'half-monthly', 'monthly', 'quarterly', 'annual'] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/**
 * What a report consists of. `figures`: registered, closed, due, open, overdue, on-time rate; `rates`: those the town names a
 * target for; `units`: facts of handling per unit (条例 art. 39), never ranked; `agenda`: what a joint meeting has to decide;
 * `open-list`: open matters by unit with their clock; `ages`: how long open matters lie; `settled-old`: old ones closed;
 * `subjects`, `steps`, `suggestions`: what art. 41 wants of a year; `reception`: 批 and 人次.
 */
export const REPORT_PARTS = [
  'figures',
  'rates',
  'units',
  'agenda',
  'open-list',
  'ages',
  'settled-old',
  'subjects',
  'steps',
  'suggestions',
  'reception',
] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** Rates a town names a target for; shown beside the figure, never ranked. */
export const RATES = [
  'timely-acceptance',
  'on-time',
  'one-time',
  /** 初信初访办结率、案件处理率: closed ÷ (closed + open past its day), of matters first raised, of all. */
  'first-closed',
  'all-closed',
  /** 代办: share of matters with an agent, of these closed, of these satisfied. */
  'agent-share',
  'agent-closed',
  'agent-satisfied',
] as const;
export type RateKind = (typeof RATES)[number];

/** What a matter complains of, as 沥海 routes it: a policy or project of a line, an area's own work, a cadre's conduct. */
export const ROUTE_SUBJECTS = ['line', 'area', 'conduct'] as const;

/** Who takes part in a route. `area-team`: 联村工作组; `line-office`: 责任线办. */
export const ROUTE_PARTS = ['line-leader', 'line-office', 'area-leader', 'area-team', 'discipline'] as const;

/** Kinds of unit that a prompt asks; the same words as in the org file. */
export const PROMPTED_UNITS = ['office', 'village', 'station', 'grid'] as const;

export const PROMPT_RHYTHMS = ['day', 'week', 'half-month', 'month'] as const;

/** Where a matter can be referred for help: 司法所调解 法律服务 救助帮扶 人民调解. */
export const REFERRALS = ['justice', 'legal-service', 'relief', 'mediation'] as const;
export type ReferralKind = (typeof REFERRALS)[number];

/** By what a part of a case (包案) is seen to be there: who and what is named, what was written down, that it is settled. */
export const CASE_PARTS = [
  'matter',
  'leader',
  'handler',
  'team',
  'plan',
  'findings',
  'meeting',
  'interview',
  'settled',
] as const;
export type CasePart = (typeof CASE_PARTS)[number];

/** What the answer to a demand is made of (条例 arts 31(6), 32), in the order in which it is asked for: 事实 依据 答复. */
export const ANSWER_PARTS = ['fact', 'basis', 'answer'] as const;
export type AnswerPart = (typeof ANSWER_PARTS)[number];

/** 支持 解释 不予支持 (条例 art. 32). */
const CONCLUSIONS = ['support', 'explain', 'refuse'] as const;
export type Conclusion = (typeof CONCLUSIONS)[number];
