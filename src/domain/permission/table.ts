import type { Role } from '../../contract/command.ts';

/**
 * How somebody stands to a matter that they may know of.
 * - `own`: the matter is in their hands or their unit's (经办, 承办单位);
 * - `head`: they head that unit; `leader`: they lead it as 分管领导 or 联村领导;
 * - `registrar`, `case-lead`, `agent`: they registered it, lead its case (包案), or run its errands (代办);
 * - `signer`: a question about it waits for their signature;
 * - `helper`: their unit helps with it (协办);
 * - `in-place`: the whole desk is shut out of it, and they see to it in the desk's place;
 * - `town`: none of these: they see all of the town, or of its sealed matters.
 */
export const RELATIONS = [
  'own',
  'head',
  'leader',
  'registrar',
  'case-lead',
  'agent',
  'signer',
  'helper',
  'in-place',
  'town',
] as const;
export type Relation = (typeof RELATIONS)[number];

/** Whoever has one of these roles, and stands so to the matter. Which matters they may know of at all is decided before, by `visibleTo`. */
export interface Grant {
  readonly roles: readonly Role[];
  readonly of: readonly Relation[];
}

const DESK_AND_LEADERS: readonly Role[] = ['desk', 'leader', 'main-leader'];
const REPORTED_TO: readonly Role[] = ['desk', 'leader', 'main-leader', 'unit-head'];
const HANDLING: readonly Role[] = ['desk', 'unit-head', 'handler', 'leader', 'main-leader'];
const ALL_BUT_ADMIN: readonly Role[] = [...HANDLING, 'discipline'];
const ANSWERING: readonly Role[] = ['unit-head', 'handler', 'desk', 'leader', 'main-leader', 'discipline'];

/** However the matter concerns them, but for what their unit only helps with: to read and to answer, never to decide. */
const SEEN: readonly Relation[] = RELATIONS.filter((relation) => relation !== 'helper');
const SEEN_OR_HELPED: readonly Relation[] = RELATIONS;
/** 承办单位: whoever handles the matter, or heads who does. */
const HOLDS: readonly Relation[] = ['own', 'head'];
/** Whoever stands above the unit that has it. */
const ABOVE: readonly Relation[] = ['head', 'leader'];

/** About no matter, or about many: lists show what this reader may know of. */
const anyone = (roles: readonly Role[]): readonly [Grant] => [{ roles, of: RELATIONS }];
const seen = (roles: readonly Role[]): readonly [Grant] => [{ roles, of: SEEN }];
const helped = (roles: readonly Role[]): readonly [Grant] => [{ roles, of: SEEN_OR_HELPED }];

/**
 * Who may do what: by command, and by what a command does beside its main thing (`return:ask`). The one place that says so; chat, cards and
 * pages ask `may`. The accused, their unit, whoever is recused, other towns and strangers to the matter stand nowhere here: they are shut
 * out before, from everything (条例 arts 28, 30, 46; `src/domain/matter/access.ts`).
 */
export const PERMISSIONS = {
  admit: seen(DESK_AND_LEADERS),
  annual: anyone(REPORTED_TO),
  approve: seen(['main-leader', 'leader', 'unit-head', 'discipline']),
  /** 批示 that nobody asked for. */
  'approve:unasked': seen(['leader', 'main-leader']),
  /** 纪委 assigns where the whole desk is shut out, in its place. */
  assign: [...seen(DESK_AND_LEADERS), { roles: ['discipline'], of: ['in-place'] }],
  assist: helped([...REPORTED_TO, 'handler', 'discipline']),
  /** Asks a unit to help, lets it go: who arranges matters, and the head of the unit that has it. */
  'assist:arrange': [...helped(DESK_AND_LEADERS), { roles: ALL_BUT_ADMIN, of: ['head'] }],
  /** 转介 to another town or body. */
  'assist:refer': seen([...REPORTED_TO, 'handler', 'discipline']),
  bind: anyone(['desk', 'admin', 'main-leader']),
  callout: seen(HANDLING),
  catchup: helped(ALL_BUT_ADMIN),
  classify: seen(DESK_AND_LEADERS),
  close: seen(ALL_BUT_ADMIN),
  contact: seen(['unit-head', 'handler', 'desk', 'leader']),
  correct: seen(['desk', 'main-leader']),
  /** 较轻 or a later day: what makes the office's task easier (S0). */
  'correct:easier': seen(['main-leader']),
  extend: seen(['unit-head', 'handler', 'desk', 'leader']),
  /** A leader sets the internal limits of their own units' matters and asks nobody (S0 四（四）); the legal day is never theirs. */
  'extend:own-limit': [{ roles: ALL_BUT_ADMIN, of: ['leader'] }],
  followup: seen(['desk', 'unit-head', 'handler', 'leader']),
  grant: anyone(['discipline', 'main-leader', 'admin']),
  handover: seen(ALL_BUT_ADMIN),
  /** Asks somebody to take over what another has; whoever hands over their own asks for that. */
  'handover:ask': [...seen(['desk', 'main-leader']), { roles: ALL_BUT_ADMIN, of: ABOVE }],
  /** Orders it where nobody took it. */
  'handover:order': [...seen(['main-leader']), { roles: ALL_BUT_ADMIN, of: ABOVE }],
  hearing: seen(DESK_AND_LEADERS),
  help: anyone(['main-leader', 'leader', 'unit-head', 'handler', 'desk', 'discipline', 'admin']),
  lead: seen(DESK_AND_LEADERS),
  /** 包案 by somebody else. */
  'lead:other': seen(['desk', 'main-leader']),
  ledger: anyone(REPORTED_TO),
  list: anyone(ALL_BUT_ADMIN),
  mediate: seen(HANDLING),
  merge: seen(DESK_AND_LEADERS),
  mine: anyone(ALL_BUT_ADMIN),
  monthly: anyone(REPORTED_TO),
  nil: anyone(ANSWERING),
  progress: helped(ANSWERING),
  /** 说明情况: the answering leader's own act. */
  'progress:explain': seen(['leader', 'main-leader']),
  quarterly: anyone(REPORTED_TO),
  reception: anyone([...REPORTED_TO, 'admin']),
  recuse: helped(ALL_BUT_ADMIN),
  'recuse:other': helped(['desk', 'main-leader']),
  reexamine: seen(DESK_AND_LEADERS),
  register: anyone(ALL_BUT_ADMIN),
  reopen: seen(DESK_AND_LEADERS),
  reply: seen(ANSWERING),
  /** 第一责任人: what they answer themselves is reviewed with it. */
  'reply:reviewed': [{ roles: ANSWERING, of: ABOVE }],
  /** The main leader answers what the desk left open too long. */
  return: seen(['unit-head', 'handler', 'desk', 'main-leader']),
  'return:ask': [{ roles: ['unit-head', 'handler', 'desk', 'main-leader'], of: HOLDS }],
  /** 异议 to who sent the matter to the town. */
  'return:object': seen(['desk']),
  review: seen(['unit-head', 'leader', 'main-leader', 'desk']),
  /** 集体会审 is called and written down by the desk. */
  'review:together': seen(['desk', 'main-leader']),
  roster: anyone(['desk', 'admin', 'unit-head', 'handler', 'leader', 'main-leader', 'discipline']),
  'roster:set': anyone(['desk', 'admin']),
  search: anyone(ALL_BUT_ADMIN),
  serve: seen(['desk', 'unit-head', 'handler', 'leader']),
  settings: anyone(['admin', 'main-leader', 'leader']),
  'settings:town': anyone(['admin', 'main-leader']),
  /** 外出 of somebody else. */
  'settings:absence-of-other': anyone(['admin']),
  show: helped(ALL_BUT_ADMIN),
  /** Name, telephone and address of the petitioner; the papers. */
  'show:in-plain': seen(ALL_BUT_ADMIN),
  sign: helped(ANSWERING),
  /** Takes an assignment on; who only helps has read it. */
  'sign:handle': [{ roles: ANSWERING, of: HOLDS }],
  stats: anyone([...REPORTED_TO, 'admin']),
  'stats:matters': anyone(REPORTED_TO),
  'stats:noise': anyone(['admin']),
  supervise: seen(DESK_AND_LEADERS),
  supplement: seen(ALL_BUT_ADMIN),
  /** Says that somebody in office is not complained of: whoever is may be of the unit that had it. */
  'supplement:open': [...seen(['desk', 'discipline', 'main-leader']), { roles: ALL_BUT_ADMIN, of: ['registrar'] }],
  tell: seen(HANDLING),
  today: anyone(ALL_BUT_ADMIN),
  transfer: seen(DESK_AND_LEADERS),
  unbind: anyone(['desk', 'admin', 'main-leader']),
  undo: helped(ALL_BUT_ADMIN),
  urge: seen(REPORTED_TO),
  warn: seen([...REPORTED_TO, 'handler', 'discipline']),
  'warn:give': seen(DESK_AND_LEADERS),
  /** 报回; whoever would sign it may, too. */
  'warn:answer': [{ roles: [...REPORTED_TO, 'handler', 'discipline'], of: [...HOLDS, 'signer'] }],
  weekly: anyone(REPORTED_TO),
  why: helped(ALL_BUT_ADMIN),
  withdraw: seen(['desk', 'main-leader']),
} as const satisfies Readonly<Record<string, readonly Grant[]>>;

/** A command by its English name, or a part of one. */
export type Act = keyof typeof PERMISSIONS;
export type CommandName = Exclude<Act, `${string}:${string}`>;
