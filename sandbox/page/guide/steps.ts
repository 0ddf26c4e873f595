/** First steps (跟着走一遍): every step of the walk, its words, what "替我做" does and what ticks it. Adjust here; the engine stays. */

/** Whom to play: the first person who fits. */
interface Wanted {
  readonly role?: string;
  readonly unit?: string;
}

export type Who = Wanted | { /** Who got that step's message. */ readonly reached: string; readonly or: Wanted };

/**
 * `{number}` is the matter's number once known, `{today}` a day of the virtual clock as 2026-11-26. `press`: a button with one of the
 * words. `advance`: by so much, at most `upTo` times. With `monday` ([hour, minute] of the next one) it goes on from there.
 */
export type Deed =
  | { readonly send: string }
  | { readonly press: readonly string[]; readonly orSend: string }
  | { readonly advance: string; readonly upTo: number; readonly monday?: readonly [number, number] };

/**
 * A message of the bot that is newer than the step and answers its command or click (if it has one): what it says when it was done,
 * so that a refusal ticks nothing. A card that changes after a click is such an answer, too.
 */
export interface Until {
  /** The step's own place when absent; `any`: every chat; `private`: every private chat, with `roles` of people with one of them. */
  readonly where?: 'any' | 'private';
  readonly roles?: readonly string[];
  /** Its text has all of these, */
  readonly words?: readonly string[];
  /** and one of these. */
  readonly any?: readonly string[];
  /** It names the matter: its number is taken from it. */
  readonly number?: true;
}

export type Branch = 'meet' | 'miss';

export interface Step {
  readonly key: string;
  readonly title: string;
  readonly say: string;
  readonly who: Who;
  /** `private`: that person's chat with the bot. */
  readonly where: { readonly group: string } | 'private';
  readonly act: Deed;
  readonly until: Until;
  /** It belongs to one branch of the choice. */
  readonly only?: Branch;
}

const GROUP = { group: '信访工作群' };
const DESK = { role: 'desk' };
const HEAD = { unit: '城建办', role: 'unit-head' };
const HANDLER = { unit: '城建办', role: 'handler' };

export const STEPS: readonly Step[] = [
  {
    key: 'register',
    title: '登记来访',
    say: '信访办的同志在“信访工作群”里登记一件来访，机器人马上回一个编号。',
    who: DESK,
    where: GROUP,
    act: { send: '/登记 村口路灯不亮，夜里摔了人 人数:6 地点:五里墩村口 方式:来访' },
    until: { number: true },
  },
  {
    key: 'title',
    title: '回答机器人的问题',
    say: '还差什么，机器人在私聊里一样一样问。题目会出现在群里，回 1 就用它拟的；其余不答也行。',
    who: DESK,
    where: 'private',
    act: { send: '1' },
    until: { words: ['{number}', '已补充'] },
  },
  {
    key: 'admit',
    title: '受理并告知',
    say: '当面把受理告知书交给信访人：法定 15 天的书面告知，当天就办好了。',
    who: DESK,
    where: 'private',
    act: { send: '/受理 {number} 受理 送达:{today} 方式:直接送达' },
    until: { words: ['{number}', '已登记为受理'] },
  },
  {
    key: 'approve',
    title: '领导批示',
    say: '来了 6 个人，属于重要事项，先报主要领导批示。主要领导在私聊里收到卡片，点“同意”。',
    who: { role: 'main-leader' },
    where: 'private',
    act: { press: ['同意'], orSend: '/批示 {number} 同意' },
    until: { where: 'any', words: ['{number}'], any: ['批示：同意', '已同意'] },
  },
  {
    key: 'assign',
    title: '交办',
    say: '信访办交给城建办，10 个工作日办结。',
    who: DESK,
    where: GROUP,
    act: { send: '/交办 {number} 城建办 期限:10工作日' },
    until: { words: ['{number}', '已交办'] },
  },
  {
    key: 'sign',
    title: '签收',
    say: '城建办负责人收到交办，点卡片上的“签收”（或发一条命令）。',
    who: HEAD,
    where: 'private',
    act: { press: ['签收'], orSend: '/签收 {number}' },
    until: { where: 'any', words: ['{number}', '已签收'] },
  },
  {
    key: 'contact',
    title: '联系信访人',
    say: '签收以后要尽快与信访人联系上，联系了就报一声。',
    who: HEAD,
    where: 'private',
    act: { send: '/联系 {number} 已电话联系，约好周五上门看现场' },
    until: { words: ['{number}', '联系情况已记下'] },
  },
  {
    key: 'yellow',
    title: '等到黄色提醒',
    say: '把时钟往前拨，直到快到期的【黄】色提醒送到城建办。拨动时，路上该发生的都会发生。',
    who: HEAD,
    where: 'private',
    act: { advance: 'P1D', upTo: 40 },
    until: { where: 'private', roles: ['unit-head', 'handler'], words: ['【黄】{number} 提醒函'] },
  },
  {
    key: 'answer-reminder',
    title: '回应提醒',
    say: '收到提醒要有回音：点卡片上的“已阅”，或报一条进展。',
    who: { reached: 'yellow', or: HEAD },
    where: 'private',
    act: { press: ['已阅'], orSend: '/进展 {number} 灯具已到货，后天安装' },
    until: { where: 'any', words: ['{number}'], any: ['提醒已阅', '进展已记下'] },
  },
  {
    key: 'overdue',
    only: 'miss',
    title: '看看超期会怎样',
    say: '什么也不做，一直拨过到期日：机器人一级一级往上报，分管领导也收到【红】色督办函。',
    who: { role: 'leader' },
    where: 'private',
    act: { advance: 'P1D', upTo: 60 },
    until: {
      where: 'private',
      roles: ['leader', 'main-leader'],
      words: ['【红】{number} 督办函'],
    },
  },
  {
    key: 'reply',
    title: '拟答复',
    say: '路灯修好了，城建办的经办人写答复：查明的事实、依据和答复内容，缺哪样机器人会问。',
    who: HANDLER,
    where: 'private',
    act: {
      send: '/答复 {number} 事实:现场查看，3 盏路灯线路老化不亮 依据:城市照明设施管理规定 内容:五里墩村口 3 盏路灯已全部换新并试亮，医药费由村委会协助走保险。',
    },
    until: { words: ['{number}', '答复已记下'] },
  },
  {
    key: 'review',
    title: '审核答复',
    say: '城建办负责人是答复的第一责任人，看过以后点“同意”。',
    who: HEAD,
    where: 'private',
    act: { press: ['同意'], orSend: '/审核 {number} 同意' },
    until: { where: 'any', words: ['{number}', '审核通过'] },
  },
  {
    key: 'serve',
    title: '送达',
    say: '处理意见书当面交给信访人，把送达日期记下来：复查的三十天从这天起算。',
    who: HANDLER,
    where: 'private',
    act: { send: '/送达 {number} 文书:处理意见书 日期:{today} 方式:直接送达' },
    until: { words: ['{number}', '送达'] },
  },
  {
    key: 'close',
    title: '办结',
    say: '答复已经送达，凭书面答复办结。',
    who: DESK,
    where: 'private',
    act: { send: '/办结 {number} 依据:书面答复 结果:路灯已修复' },
    until: { words: ['{number}', '已办结'] },
  },
  {
    key: 'followup',
    title: '回访',
    say: '办结以后，信访办打个电话问问满意不满意。',
    who: DESK,
    where: 'private',
    act: { send: '/回访 {number} 满意 情况:信访人说灯亮了，路好走了' },
    until: { words: ['{number}', '回访已记下'] },
  },
  {
    key: 'weekly',
    title: '看周汇报',
    say: '拨到下周一早上，一周的汇总会送到“信访工作群”。',
    who: DESK,
    where: GROUP,
    // A Monday that is a holiday waits for the working morning after it.
    act: { monday: [9, 10], advance: 'P1D', upTo: 12 },
    until: { any: ['周汇报', '信访周报'] },
  },
];

/** Before the steps that follow this one a branch is chosen. */
export const CHOICE_AFTER = 'answer-reminder';

export const CHOICES: readonly { readonly key: Branch; readonly title: string; readonly say: string }[] = [
  { key: 'meet', title: '按期办好', say: '在到期以前答复、送达、办结。' },
  { key: 'miss', title: '看看超期会怎样', say: '先拨过到期日，看领导收到什么，再把它办完。' },
];
