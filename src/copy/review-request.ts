import type { ErrorParams } from '../core/errors.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { RemedyLevel, RemedyOutcome } from '../domain/handling/review-request.ts';
import type { ServiceMethod } from '../domain/matter/codes.ts';
import { zhDay } from './terms.ts';

const LEVEL_WORDS: Record<RemedyLevel, string> = { review: '复查', recheck: '复核' };
const OUTCOME_WORDS: Record<RemedyOutcome, string> = { uphold: '维持', change: '变更', revoke: '撤销' };
export const outcomeOf = (word: string): RemedyOutcome | undefined =>
  (Object.entries(OUTCOME_WORDS).find(([, name]) => word.trim().startsWith(name))?.[0] ?? undefined) as
    | RemedyOutcome
    | undefined;

const METHOD_WORDS: readonly [ServiceMethod, RegExp][] = [
  ['left', /留置/u],
  ['announced', /公告/u],
  ['entrusted', /委托/u],
  ['passed-on', /转交|代收/u],
  ['post', /邮寄|邮政|挂号|快递|EMS/iu],
  ['electronic', /短信|微信|网上|网络|电子|邮件|系统/u],
  ['direct', /直接|当面|当场|本人|签收|面交|现场|上门/u],
];
/** How a paper was served, by the words people use. */
export const methodOf = (word: string): ServiceMethod | undefined =>
  METHOD_WORDS.find(([, pattern]) => pattern.test(word))?.[0];

const lines = (...parts: (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join('\n');

export const remedyWords = {
  requested: (p: {
    number: string;
    level: RemedyLevel;
    on: string;
    until: string | undefined;
    late: boolean;
    due: readonly string[];
  }): string =>
    lines(
      `${p.number} ${LEVEL_WORDS[p.level]}申请已记下，${p.on}提出。`,
      p.until === undefined && '还没记书面意见的送达日，不能算是否逾期。',
      p.late && `已过申请期限（${p.until}），是否受理由${LEVEL_WORDS[p.level]}机关决定。`,
      ...p.due,
      `有结果后请发：/复查 ${p.number} ${LEVEL_WORDS[p.level]} 结果:维持 日期:当天日期`,
    ),
  decided: (p: {
    number: string;
    level: RemedyLevel;
    outcome: RemedyOutcome;
    reopened: boolean;
    due: readonly string[];
  }): string =>
    lines(
      `${p.number} ${LEVEL_WORDS[p.level]}意见已记下：${OUTCOME_WORDS[p.outcome]}。`,
      p.reopened && '已交回承办单位重新办理。',
      ...p.due,
      p.level === 'review'
        ? `意见书送达后请发：/送达 ${p.number} 文书:复查意见书 日期:当天日期 方式:直接送达`
        : '复核后，以同一事实和理由再提的不再受理（条例第三十六条）。',
    ),
  askedNotice: (number: string, level: RemedyLevel): string =>
    `${number} 信访人申请了${LEVEL_WORDS[level]}，请备好案卷。\n看详情请发：/查 ${number}`,
  decidedNotice: (number: string, level: RemedyLevel, outcome: RemedyOutcome): string =>
    lines(
      `${number} ${LEVEL_WORDS[level]}意见：${OUTCOME_WORDS[outcome]}。`,
      outcome !== 'uphold' && '请按意见重新办理，重新答复。',
      `看详情请发：/查 ${number}`,
    ),
  what: `请写明：申请 加日期，或 结果:维持、变更、撤销。`,
  requestDay: '请写上申请日期，例如 日期:2026-11-25。',
  decisionDay: '请写上作出意见的日期，例如 日期:2026-11-25。',
  outcome: '结果请写：维持、变更 或 撤销。',
  group: '复查复核情况已记下。',
} as const;

export const hearingWords = {
  set: (p: { number: string; day: string; outsider: boolean; stops: boolean }): string =>
    lines(
      `${p.number} 听证定于${p.day}，已告知承办单位。`,
      p.outsider && '主持人不在通讯录里，请核对不是经办人、审核人，也不须回避。',
      p.stops && '听证所需时间不计入复核期限。',
      `开完请发：/听证 ${p.number} 结果:… 笔录:…`,
    ),
  held: (p: { number: string; days: number; due: readonly string[] }): string =>
    lines(`${p.number} 听证情况已记下。`, p.days > 0 && `听证用了${p.days}天，不计入复核期限。`, ...p.due),
  setNotice: (number: string, day: string): string => `${number} ${day}听证。\n地点、主持看详情：/查 ${number}`,
  heldNotice: (number: string): string => `${number} 听证已开。\n看结果请发：/查 ${number}`,
  what: '请写明：定于:日期，或 结果:听证情况。',
  place: '请写上听证地点。',
  chair: '请写上主持人。',
  record: '请写上笔录存放处或要点。',
  group: '听证情况已记下。',
} as const;

export const mediationWords = {
  done: (p: { number: string; count: number; settled: readonly number[]; left: number }): string =>
    lines(
      `${p.number} 调解协议已记下。`,
      p.count > 1 && `已解决诉求：${p.settled.join('、')}。`,
      p.left > 0 ? `还有${p.left}条诉求没有答齐。` : `履行后请发：/办结 ${p.number} 依据:调解协议书`,
    ),
  notice: (number: string): string => `${number} 已达成调解协议。\n看内容请发：/查 ${number}`,
  agreement: '请写上协议内容。',
  day: '请写上签协议的日期，例如 日期:2026-11-25。',
  consent: '双方都自愿吗？请回：双方自愿。\n不自愿的不能作调解协议。',
  noConsent: '没有双方自愿，不能作为调解协议。可以继续答复或听证。',
  group: '调解情况已记下。',
} as const;

export const reviewWords = {
  meetingWanted: (number: string): string =>
    `${number} 是疑难事项，答复要集体会审。\n开会后请发：/审核 ${number} 集体 同意 意见:… 参加:…`,
  replied: '疑难事项，还需集体会审，已告知信访办。',
  together: (number: string, agreed: boolean): string =>
    agreed
      ? `${number} 集体会审通过。\n送达后请发：/送达 ${number} 文书:处理意见书 日期:当天日期 方式:直接送达`
      : `${number} 集体会审未通过，已退回修改。`,
  single: (number: string): string => `${number} 已记下。疑难事项，还需集体会审。`,
  members: '请写上参加会审的人，例如 参加:钱某、孙某。',
} as const;

type Say = (p: ErrorParams) => string;
const day = (value: unknown): string => zhDay(value as LocalDay);
const level = (p: ErrorParams): string => LEVEL_WORDS[p['level'] as RemedyLevel];
const number = (p: ErrorParams): string => String(p['number']);

export const REMEDY_ERRORS: Record<string, Say> = {
  'remedy.open': (p) => `${number(p)} 的${level(p)}申请已经记过，还没有结果。`,
  'remedy.next': (p) => `${number(p)} 已有复查意见。申请复核请发：\n/复查 ${number(p)} 复核 申请 日期:当天日期`,
  'remedy.first': (p) => `${number(p)} 还没有复查意见，应先申请复查：\n/复查 ${number(p)} 申请 日期:当天日期`,
  'remedy.exhausted': (p) => `${number(p)} 已经复核，同一事实和理由不再受理（条例第三十六条）。`,
  'remedy.not-asked': (p) =>
    `${number(p)} 还没记${level(p)}申请，请先发：\n/复查 ${number(p)} ${level(p)} 申请 日期:当天日期`,
  'remedy.decided': (p) => `${number(p)} 的${level(p)}意见已经记过。`,
  'remedy.before-request': (p) => `日期 ${String(p['day'])} 早于申请日 ${String(p['asked'])}，请核对。`,
  'hearing.notice': (p) =>
    `听证要提前${String(p['days'])}天告知，最早定于${day(p['earliest'])}。\n例如 定于:${String(p['earliest'])}`,
  'hearing.chair-barred': (p) => `${number(p)} 这位须回避，不能主持听证，请换一位。`,
  'hearing.chair-handled': (p) => `${number(p)} 主持人不能是经办或审核过这件事的人，请换一位。`,
  'hearing.not-set': (p) => `${number(p)} 还没有定听证，请先发：\n/听证 ${number(p)} 定于:日期 地点:… 主持:…`,
  'hearing.before-set': (p) => `日期 ${String(p['day'])} 早于定听证的日子 ${String(p['set'])}，请核对。`,
  'close.meeting': (p) =>
    `${number(p)} 是疑难事项，还需集体会审。\n开会后请发：/审核 ${number(p)} 集体 同意 意见:… 参加:…`,
  'close.sent-back': (p) => `${number(p)} 的答复被退回修改。\n请先重新答复：/答复 ${number(p)} 内容:…`,
  'close.reopened': (p) => `${number(p)} 重启以后还没有新的答复。\n请先发：/答复 ${number(p)} 内容:…`,
  'review.barred': (p) => `${number(p)} 参加人里有须回避的，请换人会审。`,
  'review.nothing': (p) => `${number(p)} 还没有答复，不能会审。`,
  'follow-up.done': (p) => `${number(p)} 已经回访过，一件只回访一次。\n要继续办，请发：/重启 ${number(p)} 理由:…`,
};
