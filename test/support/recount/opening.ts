/**
 * What every recount begins with, whatever its seed: a month in two towns in which each kind of fact that the reports tell
 * apart comes to be, on the first and last days of their periods.
 */
import { townsOf } from '../../carried/towns.ts';
import type { Line } from '../../chaos/histories.ts';
import type { TownId } from '../../policies/rows.ts';
import { sampleTown } from '../domain.ts';
import type { RawMatter, RawTown } from './raw.ts';
import { APPEAL, ANSWERED, CLOSED, GIVEN, LONG, REOPENED, SEALING, SHORTLY, UNSEALING, VOID } from './scenes.ts';
import type { QuietStage } from './stage.ts';

/** A matter by the name of its place, what is typed about it, and the other one that this names as 9. */
type Told = readonly [matter: string, lines: readonly Line[], other?: string];

/** Of one paper that knows colours and reviews, of another that knows 联系 and has all that is given and closed signed. */
export const OPENING_TOWNS: readonly TownId[] = ['fenjie', 'lihai'];
const PREFIXES = townsOf(sampleTown, OPENING_TOWNS).map(({ town }) => town.prefix);

const desk = (line: string): Line => [['desk1'], line];
const registered = (place: string, rest = '方式:来电 姓名:吴某'): Told => [
  place,
  [desk(`/登记 ${place}段路灯不亮 题目:${place}路灯 ${rest}`)],
];
const SUPERVISED = desk('/督办 12 要求:三日内说明');
const REFERRED = desk('/协办 12 转介:司法所');
const UNDONE = desk('/撤销 12');
const NOTIFIED = desk('/送达 12 文书:受理告知书 日期:今天 方式:直接送达');
const EXTENDED: Line = [['cj1'], '/延期 12 10天 理由:需要检测 时限:内部'];
const AGENT = desk('/协办 12 代办:杨某');
const PROPOSED = desk('/分类 12 建议意见');
/** By the handler: it waits for a review. */
const DRAFTED: Line = [['cj2'], '/答复 12 事实:属实 依据:有关规定 内容:已办 结论:支持'];

/** Monday, before the weekly reports go out. */
const FIRST: readonly Told[] = [
  registered('甲一'),
  ['甲一', [...LONG, SUPERVISED, UNDONE, SUPERVISED, REFERRED, UNDONE, REFERRED, NOTIFIED]],
  registered('甲二'),
  ['甲二', [...GIVEN, UNDONE, ...GIVEN, AGENT]],
  registered('乙一'),
  ['乙一', [...GIVEN, SUPERVISED, REFERRED]],
  registered('乙二'),
  ['乙二', [UNDONE]],
  registered('丙一'),
  registered('丙二'),
  registered('子一'),
  registered('子二', '方式:来电 姓名:吴某 收到:2026-02-24'),
  registered('子三', '方式:来电 姓名:吴某 收到:2026-02-16'),
  registered('戊一'),
  ['戊一', [...GIVEN, EXTENDED, [['lead2'], '/批示 12 同意']]],
  registered('戊二'),
  ['戊二', [...GIVEN, EXTENDED]],
  registered('己一'),
  ['己一', GIVEN],
  registered('己二'),
  ['己二', GIVEN],
  ['庚一', [desk('/登记 庚一账目不清 题目:庚一账目 涉及:五里墩村 姓名:吴某 类别:检举控告')]],
  ['庚一', GIVEN],
  ['庚二', [desk('/登记 庚二工程走过场 题目:庚二工程 涉及:城建办 姓名:匿名 类别:检举控告')]],
  ['庚二', SHORTLY],
  registered('寅一'),
  ['寅一', GIVEN],
  registered('寅二'),
  ['寅二', [...GIVEN, ...CLOSED, REOPENED]],
  registered('寅三'),
  ['寅三', GIVEN],
  registered('壬一'),
  ['壬一', [PROPOSED, ...GIVEN, DRAFTED]],
  registered('壬二'),
  ['壬二', [PROPOSED, ...GIVEN, ...CLOSED]],
  registered('癸一', '方式:来信 姓名:吴某 收到:2024-11-20'),
  ['癸一', [...APPEAL, ...LONG, ...ANSWERED]],
];

/** Sunday, the last day of a week: what the weekly reports of Monday told is put right. */
const SUNDAY: readonly Told[] = [
  ['乙一', VOID],
  ['丙一', [desk('/并案 12 9')], '甲一'],
  ['丙二', [desk('/并案 12 9 新情况')], '甲一'],
  ['子一', [[['lead1'], '/更正 12 收到:2026-02-18 理由:看错邮戳 确认:超期']]],
  ['子二', [[['lead1'], '/更正 12 收到:2026-02-27 理由:看错邮戳 确认:超期']]],
  ['子三', [[['lead1'], '/更正 12 收到:2026-02-27 理由:看错邮戳 确认:超期']]],
  ['己一', [SEALING]],
  ['己二', [SEALING]],
  registered('甲三'),
  ['甲三', [...GIVEN, SUPERVISED, REFERRED, ...CLOSED]],
];

/** The first day of the second half of the month. */
const HALF: readonly Told[] = [
  registered('甲四'),
  ['甲四', [...GIVEN, SUPERVISED, REFERRED, ...CLOSED]],
  ['甲二', [...CLOSED, desk('/回访 12 满意')]],
  // Past its first day, before the one that it was extended to.
  ['戊一', CLOSED],
  ['寅二', CLOSED],
];

/** The last day of a month and a quarter: long after the days of what is closed now. */
const LAST: readonly Told[] = [
  registered('甲五'),
  ['寅一', [...CLOSED, desk('/回访 12 满意')]],
  // Late the first time, in time the second.
  ['寅三', [...CLOSED, REOPENED, ...CLOSED]],
  ['甲五', [...GIVEN, SUPERVISED, REFERRED, ...CLOSED]],
];

/** The first day after all these periods: their reports were kept in the morning, in some towns. */
const AFTER: readonly Told[] = [
  ['己二', [UNSEALING]],
  registered('甲六'),
  ['甲六', [...GIVEN, SUPERVISED, REFERRED, ...CLOSED]],
  ['戊二', CLOSED],
];

/** Days since the one before, and whether what was told by then is looked at: a look costs more than the telling. */
const DAYS: readonly (readonly [days: number, told: readonly Told[], isLookedAt: boolean])[] = [
  [0, FIRST, false],
  [6, SUNDAY, true],
  [8, HALF, false],
  [15, LAST, false],
  [1, AFTER, true],
];

type Facts = Readonly<Record<string, (matter: RawMatter) => boolean>>;
const ofLetter =
  (kind: string, state: string) =>
  ({ letters }: RawMatter): boolean =>
    letters.some((letter) => letter.kind === kind && letter.state === state);
const ofEvent =
  (kind: string) =>
  ({ events }: RawMatter): boolean =>
    events.some((event) => event.kind === kind);
const correctedBy =
  (isLater: boolean) =>
  ({ events }: RawMatter): boolean =>
    events.some(({ kind, data: { receivedOn: to }, before }) => {
      const from = before?.['receivedOn'];
      return kind === 'corrected' && typeof to === 'string' && typeof from === 'string' && to > from === isLater;
    });

/** What has to be there in each town once it is over: what a report might pass by. */
const EVERYWHERE: Facts = {
  'a 督办函 withdrawn': ofLetter('supervise', 'withdrawn'),
  'a 转送函 withdrawn': ofLetter('forward', 'withdrawn'),
  'a 督办函': ofLetter('supervise', 'issued'),
  'a 转送函': ofLetter('forward', 'issued'),
  'a registration taken back': ({ now, events }) => now.status === 'void' && events.at(-1)?.kind === 'undone',
  '作废, with its letters': (matter) => ofEvent('voided')(matter) && matter.letters.length > 0,
  并案: ofEvent('merged'),
  新情况: ofEvent('linked'),
  '收到 put right to an earlier day': correctedBy(false),
  '收到 put right to a later day': correctedBy(true),
  'an extension granted': ofEvent('extended'),
  'an extension asked for': (matter) => ofEvent('extension-asked')(matter) && !ofEvent('extended')(matter),
  'sealed later': ({ now, events }) => now.sealed && events.some(({ before }) => before?.['sealed'] === false),
  'sealed for a while': ofEvent('unsealed'),
  重启: ofEvent('reopened'),
};
/** What only some papers know. */
const SOMEWHERE: Facts = {
  'an answer under review': ({ approvals }) =>
    approvals.some(({ kind, state }) => kind === 'review' && state === 'open'),
};

/** The facts that did not come to be. */
export const missingIn = (towns: readonly RawTown[]): string[] => [
  ...towns.flatMap(({ town, matters }) => without(EVERYWHERE, matters).map((name) => `${town.id}: ${name}`)),
  ...without(
    SOMEWHERE,
    towns.flatMap(({ matters }) => matters),
  ),
];
const without = (facts: Facts, matters: readonly RawMatter[]): string[] =>
  Object.keys(facts).filter((name) => !matters.some(facts[name]!));

/** @param look after the days that show most */
export async function tellOpening(stage: QuietStage, look: () => Promise<void>): Promise<void> {
  const numbers = new Map<string, string>();
  for (const [days, told, isLookedAt] of DAYS) {
    await stage.advance({ days });
    for (const prefix of PREFIXES) for (const one of told) await tellOne(stage, prefix, one, numbers);
    // Past the hour of the reports.
    await stage.advance({ minutes: 60 });
    if (isLookedAt) await look();
  }
}

async function tellOne(
  { say, sql }: QuietStage,
  prefix: string,
  [matter, lines, other = matter]: Told,
  numbers: Map<string, string>,
): Promise<void> {
  const numberOf = (name: string): string => numbers.get(`${prefix} ${name}`) ?? '';
  for (const [[end], line] of lines) {
    const typed = line.replace(/ 12(?=\s|$)/u, ` ${numberOf(matter)}`).replace(/ 9(?=\s|$)/u, ` ${numberOf(other)}`);
    await say(`${prefix.toLowerCase()}-${end}`, typed);
    if (!line.startsWith('/登记')) continue;
    const [found] = await sql<{ number: string }[]>`
      select number from petition where number like ${`${prefix}%`} order by registered_at desc limit 1`;
    numbers.set(`${prefix} ${matter}`, found!.number);
  }
}
