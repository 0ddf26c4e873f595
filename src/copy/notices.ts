import { plain, zhDay } from './terms.ts';
import type { LocalDay } from '../core/local-day.ts';

/** Words of cards and notices; each names the matter in full, so that quoting it works. */
export const noticeWords = {
  /** What messages are called where they did not arrive. */
  called: {
    assigned: '交办通知',
    supervised: '督办通知',
    closed: '办结通知',
    reopened: '重启通知',
    signature: '签批请求',
    answer: '答复全文',
    followUp: '回访提醒',
    digest: '晨报',
    weekly: '周报',
    report: '报告',
    outage: '离线说明',
    urged: '催办通知',
    returned: '退回通知',
    withdrawn: '撤销通知',
    reception: '接访安排',
    unsealed: '编号变更',
  },
  assigned: (number: string): string => `${number} 交办函`,
  reminder: '时限提醒',
  sign_: (number: string, what: string): string =>
    `${number} 请${what === '答复审核' ? '审核答复' : what === '延期' ? '审批延期' : what === '办结' ? '签办结' : what === '退回' ? '定是否退回' : what === '预警报回' ? '签报回' : '批示'}`,
  followUp: (number: string): string => `${number} 请回访`,
  unit: '承办单位',
  due: '到期',
  clock: '时限',
  basis: '依据',
  requirement: '要求',
  passedOn: '转办理由',
  asks: '提请人',
  matter: '事项',
  reason: '理由',
  closedOn: '办结日',
  sign: '签收',
  show: '看详情',
  why: '为什么',
  seen: '已阅',
  agree: '同意',
  refuse: '不同意',
  heldAssign: (unit: string): string => `交办${unit}`,
  instruct: '重要或敏感事项，请批示',
  extend: (days: number, clock: string, to: string | undefined): string =>
    `${clock}延长${days}天${to === undefined ? '' : `，到${to}`}`,
  review: '答复意见待审核',
  returning: (reason: string | undefined): string => `退回：${reason ?? ''}`,
  closing: (basis: string | undefined): string =>
    basis === undefined || basis === '' ? '办结，签后生效' : `办结（${basis}），签后生效`,
  signDecided: (p: {
    number: string;
    what: string;
    agreed: boolean;
    by: string;
    /** Whose place the signer took. */
    takes: string | undefined;
    said: string | undefined;
    tellPetitioner: boolean;
    /** The limit whose day had passed before it was signed. */
    missed?: { title: string; dueOn: LocalDay } | undefined;
    /** What the petitioner is to be told. */
    tell?: string | undefined;
  }): string =>
    [
      `${p.number} ${p.what}：${p.by}${p.takes === undefined ? '' : `（代${p.takes}）`}已批“${p.agreed ? '同意' : '不同意'}”。`,
      ...(p.said === undefined ? [] : [`${p.agreed ? '意见' : '理由'}：${plain(p.said)}`]),
      ...(p.tellPetitioner ? [noticeWords.tellExtension(p.number)] : []),
      ...(p.missed === undefined ? [] : [noticeWords.extendedLate(p.missed.title, p.missed.dueOn)]),
      ...(p.tell === undefined ? [] : [p.tell]),
      `看意见请发：/查 ${p.number}`,
    ].join('\n'),
  /** 条例 art. 34: the petitioner is told why it takes longer. */
  tellExtension: (number: string): string =>
    `要书面告知信访人延期理由，送达后请发：\n/送达 ${number} 文书:延期告知书 日期:当天日期`,
  /** A day that passed before the signature stays missed. */
  extendedLate: (title: string, dueOn: LocalDay): string =>
    `签批时${title}已过期（${zhDay(dueOn)}到期），不再延，仍记逾期，请尽快办理。`,
  takesPlace: '代签',
  /** `by`: who asked for it anew; else what it was about has ended. */
  signDropped: (number: string, what: string, by: string | undefined): string =>
    [
      by === undefined
        ? `${number} 您报的${what}用不着签了：情况已经变化。`
        : `${number} ${by}又报了一次${what}，您先前报的不再签，以后一次为准。`,
      `看经过请发：/查 ${number}`,
    ].join('\n'),
  signClimbed: (number: string, what: string, climbed: boolean): string =>
    climbed ? `${number} 请签${what}一直没有签，已转请主要领导。` : `${number} 请签${what}一直没有签，请当面提醒。`,
  instructed: (number: string, by: string): string => `${number} ${by}作了批示。\n看内容请发：/查 ${number}`,
  urged: (number: string, by: string, said: string | undefined): string =>
    [
      `${number} ${by}催办，请抓紧办理并报进展。`,
      ...(said === undefined ? [] : [`要求：${plain(said)}`]),
      '引用本条回复就是报进展。',
    ].join('\n'),
  supervised: (number: string, by: string, said: string | undefined): string =>
    [
      `【督办】${number} 督办函`,
      `${by}督办，请限期办理并书面报告。`,
      ...(said === undefined ? [] : [`要求：${plain(said)}`]),
      '引用本条回复就是报进展。',
    ].join('\n'),
  recused: (number: string): string => `${number} 有人回避，已转由下一位负责。\n看详情请发：/查 ${number}`,
  explained: (number: string, by: string): string => `${number} ${by}已作书面说明。\n看内容请发：/查 ${number}`,
  returned: (number: string, unit: string): string =>
    `${number} ${unit}已退回，请重新交办。\n看理由请发：/查 ${number}`,
  unitRemoved: (number: string, unit: string): string =>
    `${number} 的承办单位${unit}已不在组织名单里，事项转回信访办，请重新交办。\n看事项请发：/查 ${number}`,
  reviewed: (number: string, agreed: boolean, said?: string): string =>
    agreed
      ? `${number} 答复审核已通过，可以送达。\n送达后请发：/送达 ${number} 文书:处理意见书 日期:当天日期`
      : `${number} 答复被退回修改。${said === undefined ? '' : `\n理由：${plain(said)}`}\n看意见请发：/查 ${number}`,
  closed: (number: string): string => `【绿】${number} 已办结。\n看详情请发：/查 ${number}`,
  reopened: (number: string): string => `${number} 已重启，请继续办理。\n看理由请发：/查 ${number}`,
  withdrawn: (number: string): string => `${number} 前一条通知已撤销，不用办理。`,
  /** Only when it is off. */
  countOff: (day: string, due: number, sent: number, read: number): string =>
    `${day}提醒核对：应提醒${due}，送达${sent}，已阅${read}。`,
  uncounted: (days: readonly string[]): string => `${days.join('、')}没有核对提醒：当时没有运行。请看运行情况。`,
  outage: (from: string, to: string): string => `${from} 至 ${to} 我没有在线。\n这段时间发给我的命令没有收到，请重发。`,
  /** On the greyed button of a card that something else overtook. */
  overtaken: '已处理',
  notAsked: '不用签了',
  /** Who answered the question of such a card. */
  decidedLabel: '已签',
  decided: (name: string, agreed: boolean, moment: string): string => `${name} ${agreed ? '同意' : '不同意'} ${moment}`,
  digestHead: (n: number): string => `有${n}条提醒，合并在这里：`,
  /** Of a card that became a line: what each of its buttons sends. */
  answers: (actions: readonly { readonly label: string; readonly command: string }[]): string =>
    actions.map(({ label, command }) => `${label}请发：${command}`).join('\n'),
  /** `isToRead`: there are reminders among them, whose 已阅 is counted. */
  digestTail: (isToRead: boolean): string =>
    [...(isToRead ? ['看过请发：/已阅 编号'] : []), '看详情请发：/查 编号', '一件一发；引用本条不行，请写编号。'].join(
      '\n',
    ),
  stateNumbers: (n: number, numbers: readonly string[]): string =>
    [
      `${n}件还没填国家信访信息系统编号：`,
      ...numbers,
      ...(n > numbers.length ? [`……另有${n - numbers.length}件`] : []),
      `请录入后发：/补充 ${numbers[0] ?? '编号'} 系统编号:…`,
    ].join('\n'),
  unreadBelow: (number: string, unit: string): string => `${number}｜${unit}｜提醒未阅`,
  chartName: (from: LocalDay, to: LocalDay): string => `周报 ${zhDay(from)}至${zhDay(to)}.png`,
} as const;
