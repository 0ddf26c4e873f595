import type { LocalDay } from '../core/local-day.ts';
import { percent } from './report.ts';
import { CHANNEL_WORDS, KIND_WORDS, zhDay, zhLeft } from './terms.ts';

interface InTime {
  readonly due: number;
  readonly inTime: number;
}

const SMALL = 3;
const category = (word: string): string =>
  KIND_WORDS[word as keyof typeof KIND_WORDS] ?? (word === '' ? '未分类' : word);

/** Sentences of the half-monthly, monthly, quarterly and annual reports. Figures of matters and offices, never of people. */
export const periodCopy = {
  /** What a report is called where the town gives it no name. */
  usual: {
    weekly: '信访周报',
    'half-monthly': '信访半月研判材料',
    monthly: '信访月报',
    quarterly: '信访季报',
    annual: '信访年报',
  },
  title: (town: string, title: string) => `**${town}${title}**`,
  period: '本期',
  rates: '指标（分母含逾期未结）',
  rate: (title: string, done: number, of: number, target: number | undefined, basis: string) =>
    `${title} ${percent(of === 0 ? null : done / of)}（${done}÷${of}）${target === undefined ? '' : `，目标${target}%`}（${basis}）`,
  units: '各单位办理（机构顺序，不排名）',
  few: (unit: string) => `${unit}：不足${SMALL}件`,
  isFew: (n: number) => n < SMALL,
  unit: (unit: string, parts: readonly string[]) => `${unit}：${parts.join('，')}`,
  notices: ({ due, inTime }: InTime) => `告知按时${inTime}/${due}`,
  contacts: ({ due, inTime }: InTime) => `联系按时${inTime}/${due}`,
  closed: ({ due, inTime }: InTime) => `办结按时${inTime}/${due}`,
  overdue: (n: number) => `逾期未结${n}`,
  served: (n: number) => `答复送达${n}`,
  followedUp: (n: number) => `回访${n}`,
  noUnits: '没有事项',
  agenda: '提请联席会议研究',
  noAgenda: '没有需要提请研究的事项',
  reasons: {
    missedAgain: '再次逾期',
    repeated: '重复反映',
    explanation: '待说明情况',
  },
  agendaRow: (number: string, unit: string, word: string, reasons: readonly string[]) =>
    `${number} ${unit} ${category(word)}：${reasons.join('、')}`,
  list: (n: number) => `未办结清单（${n}件，按单位）`,
  noList: '没有未办结的事项',
  listUnit: (unit: string, n: number) => `${unit} ${n}件`,
  listRow: (number: string, word: string, clock: string | null, dueOn: LocalDay | null, today: LocalDay) =>
    dueOn === null
      ? `${number} ${category(word)}：未定期限`
      : `${dueOn < today ? '【红】' : ''}${number} ${category(word)}：${clock}${zhLeft(dueOn, today)}，${zhDay(dueOn, today)}`,
  more: (n: number) => `另有 ${n} 件，请发 /我的 查看`,
  ages: '未办结事项已办多久',
  age: ['30天内', '31—60天', '61天—半年', '半年—1年', '1年—5年', '5年以上'],
  ageLine: (word: string, n: number) => `${word} ${n} 件`,
  noAges: '没有未办结的事项',
  settledOld: '旧事项办结',
  settled: (year: number, fiveYears: number) =>
    year === 0 ? '没有办结1年以上的旧事项' : `办结1年以上的旧事项 ${year} 件，其中5年以上 ${fiveYears} 件`,
  subjects: '反映较多的领域',
  subject: (word: string, n: number) => `${category(word)} ${n} 件`,
  fewSubjects: (n: number) => `其余领域各不足${SMALL}件，共 ${n} 件`,
  noSubjects: '没有新收事项',
  accused: '被反映较多的单位（机构顺序）',
  accusedUnit: (unit: string, n: number) => `${unit} ${n} 件`,
  noAccused: `没有被反映${SMALL}件以上的单位`,
  steps: '转送、交办、督办',
  step: (transferred: number, assigned: number, supervised: number) =>
    `转送 ${transferred} 件次，交办 ${assigned} 件次，督办 ${supervised} 件次`,
  suggestions: '意见建议',
  suggestion: (registered: number, answered: number) => `建议意见类 ${registered} 件，已答复 ${answered} 件`,
  uptake: '采纳情况请按答复逐件核对后填写',
  reception: '接访',
  noReception: '没有接访记录',
  legalBasis: '依据《信访工作条例》第四十一条编制',
  corrected: '报送后的更正（以上数字不改）',
  correctedRow: (day: string, number: string, changes: string) =>
    `${day} ${number} ${changes === '' ? '登记作废' : `更正：${changes}`}`,
  // 统计
  standing: (town: string, moment: string) => `**${town}在办情况** ${moment}`,
  open: (n: number) => `未办结 ${n} 件`,
  yellow: (n: number) => `【黄】临期 ${n} 件`,
  red: (n: number) => `【红】逾期 ${n} 件`,
  byChannel: '按信访形式',
  byUnit: '按单位（机构顺序，不排名）',
  counted: (word: string, n: number) => `${word} ${n} 件`,
  countedLate: (unit: string, n: number, late: number) => `${unit} ${n} 件${late > 0 ? `，逾期 ${late} 件` : ''}`,
  channel: (word: string) => CHANNEL_WORDS[word as keyof typeof CHANNEL_WORDS] ?? word,
  periodProblem: {
    weekly: '请写哪一周，例如：/周报 上周、/周报 三周前、/周报 3月9日（那天所在的一周）。',
    monthly: '请写哪个月，例如：/月报 上月、/月报 9月、/月报 2026-09。',
    quarterly: '请写哪一季度，例如：/季报 上季度、/季报 第3季度、/季报 2026年第1季度。',
    annual: '请写哪一年，例如：/年报 去年、/年报 2025年。',
  },
} as const;
