/** Words of /设置 放假: the year's holidays from a pasted notice. */
import { addDays, type LocalDay } from '../core/local-day.ts';
import type { CalendarRow } from '../domain/deadline/calendar.ts';
import type { NoticeFault } from '../domain/calendar/notice/read.ts';
import { zhDay } from './terms.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'];
const sourceName = (source: string): string =>
  source.startsWith('chinese-days@') ? `程序自带（${source.replace('@', ' ')}）` : source;
const named = (days: readonly LocalDay[]): string => days.map((day) => zhDay(day)).join('、');

/** Neighbouring days as one span. */
function spans(days: readonly LocalDay[]): string {
  const found: { from: LocalDay; to: LocalDay }[] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last !== undefined && addDays(last.to, 1) === day) last.to = day;
    else found.push({ from: day, to: day });
  }
  return found.map(({ from, to }) => (from === to ? zhDay(from) : `${zhDay(from)}—${zhDay(to)}`)).join('、');
}

function festivalLines(rows: readonly CalendarRow[]): string[] {
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.map((name) => {
    const of = (kind: CalendarRow['kind']) => rows.filter((row) => row.name === name && row.kind === kind);
    const rest = of('holiday').map(({ day }) => day);
    const work = of('makeup').map(({ day }) => day);
    const parts = [
      ...(rest.length > 0 ? [`${spans(rest)}休，共${rest.length}天`] : []),
      ...(work.length > 0 ? [`${spans(work)}上班`] : []),
    ];
    return `${name}：${parts.join('；')}`;
  });
}

type FaultOf<K, F = NoticeFault> = F extends { readonly fault: infer Kinds } ? (K extends Kinds ? F : never) : never;
const FAULTS: { readonly [K in NoticeFault['fault']]: (fault: FaultOf<K>) => string } = {
  long: ({ length }) => `内容有${length}个字，太长了，只贴通知本身。`,
  'no-notice': () => '没有看到“元旦：…放假”这样的条目。',
  'no-year': () => '没有看到是哪一年的通知，请连标题一起贴。',
  'no-number': () => '没有看到文号（国办发明电〔…〕…号），请连文号一起贴。',
  'no-day': ({ line }) => `没有这一天：${line}`,
  unread: ({ line }) => `这一句没看懂：${line}`,
  'other-year': ({ line }) => `这一句里的年份不对：${line}`,
  range: ({ line }) => `起止日期不对：${line}`,
  'worked-anyway': ({ line }) => `写了上班，但那天本来就上班：${line}`,
  weekday: ({ line, day, really }) =>
    `星期不对，${Number(day.slice(5, 7))}月${Number(day.slice(8))}日是周${WEEKDAYS[really - 1]}：${line}`,
  count: ({ line, said, read }) => `写的是${said}天，数下来是${read}天：${line}`,
  both: ({ day }) => `${zhDay(day)}又写放假又写上班。`,
  short: ({ missing }) =>
    missing
      .map(({ name, has, needs, without }) => {
        const days = without.length > 0 ? `，缺${named(without)}` : '';
        return `${name}法定${needs}天，只读到${has}天${days}。`;
      })
      .join('\n'),
};
const faultLine = (fault: NoticeFault): string => (FAULTS[fault.fault] as (one: NoticeFault) => string)(fault);

interface Shown {
  readonly id: string;
  readonly year: number;
  readonly number: string;
  readonly corrects: boolean;
  readonly days: readonly { day: string; kind: 'holiday' | 'makeup'; name: string }[];
}
interface Year {
  readonly year: number;
  readonly source: string;
  readonly differs: readonly LocalDay[];
}

export const holidayNoticeWords = {
  /** What follows 放假: the second hand's word, the notice itself, or nothing. */
  agree: /^(确认|同意)$/u,
  refuse: /^(不同意|不对)$/u,
  calledAsked: '放假安排确认请求',
  calledDecided: '放假安排结果',
  calledMoved: '期限变动',
  title: '请核对放假安排',
  what: ({ year, corrects }: Shown): string => `${year}年${corrects ? '（更正）' : ''}`,
  yearLabel: '年份',
  numberLabel: '文号',
  byLabel: '粘贴人',
  agreeLabel: '确认',
  refuseLabel: '不对',
  agreeLine: (id: string): string => `/设置 放假 ${id} 确认`,
  refuseLine: (id: string): string => `/设置 放假 ${id} 不对`,
  lines: (rows: Shown['days']): string => festivalLines(rows as readonly CalendarRow[]).join('\n'),
  check: '请对照通知原文。确认后各镇都按它算。',
  proposed: (notice: Shown): string =>
    [
      `读到${notice.year}年放假安排${notice.corrects ? '（更正）' : ''}，${notice.number}：`,
      ...festivalLines(notice.days as readonly CalendarRow[]),
      '还没有生效，要另一位管理员确认：',
      '/设置 放假 确认',
      '已请各镇管理员核对。读错了请重新粘贴。',
    ].join('\n'),
  confirmed: (notice: Shown): string =>
    [`已确认：${notice.year}年放假安排按${notice.number}算。`, '标“暂算”的日子马上重算，变了的会告诉经办人。'].join(
      '\n',
    ),
  refused: (notice: Shown): string => `已记下不对：${notice.year}年放假安排没有生效。\n请对照原文重新粘贴。`,
  spent: (agreed: boolean): string => (agreed ? '已确认' : '不对'),
  decided: (notice: Shown, by: string, agreed: boolean): string =>
    agreed
      ? `${by}确认了${notice.year}年放假安排（${notice.number}），各镇都按它算：\n${festivalLines(notice.days as readonly CalendarRow[]).join('\n')}`
      : `${by}说${notice.year}年放假安排（${notice.number}）不对，没有生效。`,
  list: (years: readonly Year[], notices: readonly { notice: Shown; state: string; by: string; decidedBy: string }[]) =>
    [
      '**放假安排**',
      ...years.flatMap(({ year, source, differs }) => [
        `${year}年：${sourceName(source)}`,
        ...(differs.length > 0 ? [`　与程序自带的不同：${named(differs)}`] : []),
      ]),
      ...notices.map(({ notice, state, by, decidedBy }) =>
        state === 'open'
          ? `${notice.year}年：${notice.number}，${by}粘贴，等另一位管理员确认（/设置 放假 确认）`
          : `${notice.year}年${notice.corrects ? '更正' : ''}：${notice.number}，${by}粘贴，${decidedBy}确认`,
      ),
      '没列出的年份先按周末算，标“暂算”。',
      '通知公布后，发：/设置 放假 再贴上全文',
    ].join('\n'),
  moved: (lines: readonly { number: string; title: string; from: LocalDay; to: LocalDay }[], notice: Shown): string =>
    [
      `按${notice.number}（${notice.year}年放假安排）重算，变了的期限：`,
      ...lines.map(({ number, title, from, to }) => `${number} ${title}：${zhDay(from)}→${zhDay(to)}`),
    ].join('\n'),
  group: '放假安排只在单聊里看和定，详情见单聊。',
  errors: {
    'notice.refused': (p: Readonly<Record<string, unknown>>): string =>
      [
        '放假安排没有收下：',
        ...(p['faults'] as readonly NoticeFault[]).map(faultLine),
        '请贴国务院办公厅通知的原文：/设置 放假 全文',
      ].join('\n'),
    'notice.far': (p: Readonly<Record<string, unknown>>): string =>
      `通知是${String(p['year'])}年的，离现在太远，请核对。`,
    'notice.unknown': (p: Readonly<Record<string, unknown>>): string =>
      `这是更正，可${String(p['year'])}年原来的安排还没有收下。\n请先贴原来的通知。`,
    'notice.known': (p: Readonly<Record<string, unknown>>): string =>
      `${String(p['year'])}年放假安排已经有了：${sourceName(String(p['source']))}，和这份一样，不用再贴。`,
    'notice.differs': (p: Readonly<Record<string, unknown>>): string =>
      [
        `${String(p['year'])}年放假安排已经有了：${sourceName(String(p['source']))}。`,
        `和${String(p['number'])}不同的日子：${named(p['days'] as readonly LocalDay[])}`,
        '没有改。国务院办公厅另发了调整通知的，请贴调整通知；否则请告诉县里的工程师。',
      ].join('\n'),
    'notice.gone': (): string => '没有等确认的放假安排，或已经有人定了。\n看现在的请发：/设置 放假',
    'notice.own': (): string => '您自己贴的，要另一位管理员确认。\n读错了可以重新粘贴，或发：/设置 放假 不对',
  },
} as const;
