/** What is wrong with one argument; the dispatcher adds an example. */
import type { LocalDay } from '../core/local-day.ts';
import { zhDay } from './terms.ts';
const short = (word: string): string => (word.length > 12 ? `${word.slice(0, 12)}…` : word);

export const argProblems = {
  person: '请写上是谁。',
  day: (word: string): string => `“${short(word)}”不是日期，请写成 2026-11-25。`,
  noSuchDay: (word: string): string => `没有“${short(word)}”这一天，请核对。`,
  future: (word: string): string => `“${short(word)}”还没到，收到日期不能晚于今天。`,
  afterRegistration: (word: string, on: LocalDay, today: LocalDay): string =>
    `“${short(word)}”晚于登记那天（${zhDay(on, today)}），收到日期不能晚于登记。`,
  tooOld: (word: string): string => `“${short(word)}”太早了，请核对年份。`,
  tooFar: (word: string): string => `“${short(word)}”太远了，请核对年份。`,
  tooLong: (word: string): string => `期限“${short(word)}”太长了，请核对。`,
  period: (word: string): string => `“${short(word)}”不是期限，请写成 15工作日 或 30天。`,
  pastLimit: (word: string): string => `期限“${short(word)}”已经过了，请写今天以后的日期。`,
  feedback: (word: string): string => `反馈日期“${short(word)}”要在收到之后，请写成 反馈:2026-11-25。`,
  written: '请写上书面情况，例如 书面:三户被淹，已转移。',
  headcount: '人数请写数字，例如 人数:3。',
  channel: '方式请写：来信、来访、来电、网上、12345、上级交办、领导批转、排查。',
  category: '类别请写：建议意见、检举控告、申诉求决、涉法涉诉，或写业务类别。',
  handling: '办理请写：简易 或 普通。',
  about: '线路请写：业务线、片区 或 干部作风。',
  branch: '申诉求决的情形请写 1 到 6，例如 情形:6。',
  admit: '请写明：受理、不予受理 或 不再受理。',
  declineReason: '不予受理、不再受理要写明理由，并告知群众该向哪里提出。',
  refusal: '不同意要写明理由，提请人会收到。',
  absence: '请写明外出日期，例如：/设置 外出 3月5日—3月8日 委托:李某平',
  delegate: '外出期间委托谁代签？请写姓名。',
  decision: '请写：同意 或 不同意。',
  misfit: (key: string, value: string): string =>
    value === '' ? `“${key}”后面没有写内容。` : `“${key}”后面的“${short(value)}”没看懂，请写成 ${key}:…`,
  misfitText: (key: string, value: string, other: string): string =>
    `“${short(value)}”没看懂。\n是${key}请写成 ${key}:3天 或 ${key}:2026-11-25，\n不是请写在 ${other}: 后面。`,
  signature: (words: readonly string[]): string => `“事项”请写：${words.join('、')}。`,
  whichSignature: (words: readonly string[]): string =>
    `这件有${words.length}项等您签批：${words.join('、')}。\n签哪一项？`,
  unit: '请写上承办单位。',
  reason: '请写上理由。',
  outcome: '请写上联系结果。',
  progress: '请写上进展内容。',
  answer: '请写上答复内容。',
  kind: '类别请写：建议意见、检举控告、申诉求决 或 涉法涉诉。',
  conclusion: '结论请写：支持、解释 或 不支持。',
  paper: '请写上文书名称，例如 文书:受理告知书。',
  method: '请写上送达方式：直接送达、邮寄、留置、公告、委托、转交 或 短信等电子方式。',
  serviceDay: '请写上送达日期，例如 日期:2026-11-25。',
  days: '请写上延长的天数，例如 10天。',
  closeBasis: '请写上办结依据，例如 依据:书面答复。\n可以是书面答复、调解协议书、满意评价等。',
  waiver: '办结依据不用停诉息访承诺书。请写书面答复、调解协议书或满意评价。',
  satisfaction: '请写：满意、基本满意、不满意 或 未联系上。',
  purposes: '请写绑定用途：提醒、督办、周报（可写几个，用逗号隔开）。',
  words: '请写上要搜的词，两个字以上。',
  revealReason: '查看完整信息要写理由，例如 理由:电话回访。',
  nothing: '没有看到要补充的内容。',
} as const;
