/** Sentences for those who write or check a town's policy file. */
import { periodText, statutePeriodText } from './deadline.ts';

type Reason =
  | { readonly code: 'duplicate-key' | 'missing' | 'unreadable' | 'town-calls-legal' }
  | {
      readonly code:
        | 'number-or-setting'
        | 'time-or-setting'
        | 'bad-id'
        | 'bad-time'
        | 'bad-event'
        | 'one-when'
        | 'no-period';
    }
  | { readonly code: 'yaml-syntax'; readonly detail: string }
  | { readonly code: 'wrong-type'; readonly expected: string }
  | { readonly code: 'not-one-of'; readonly allowed: readonly string[] }
  | { readonly code: 'unknown-key'; readonly key: string }
  | { readonly code: 'too-small'; readonly min: number; readonly of: 'number' | 'list' | 'text' }
  | { readonly code: 'too-big'; readonly max: number; readonly of: 'number' | 'list' | 'text' }
  | { readonly code: 'duplicate-id' | 'redefines-law' | 'id-not-file'; readonly id: string }
  | { readonly code: 'unknown-clock' | 'unknown-ladder' | 'unknown-setting' | 'unknown-policy'; readonly name: string }
  | { readonly code: 'setting-type'; readonly name: string; readonly expected: 'integer' | 'switch' | 'time' }
  | {
      readonly code: 'setting-range';
      readonly name: string;
      readonly from: number | string;
      readonly to: number | string;
    };

interface Issue {
  readonly file: string;
  readonly line: number | undefined;
  readonly field: string;
  readonly reason: Reason;
}

/** `policies/fenjie.yaml 第 12 行 clocks[0].period.n：…` */
export const policyIssueText = ({ file, line, field, reason }: Issue): string =>
  `${[file, ...(line === undefined ? [] : [`第 ${line} 行`]), ...(field === '' ? [] : [field])].join(' ')}：${reasonText(reason)}`;

const TYPES: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表（[…] 或以 - 开头的各行）',
  object: '一组“键: 值”',
  record: '一组“键: 值”',
};
const SETTING_TYPES = { integer: '整数', switch: '开关（true 或 false）', time: '时间（如 08:30）' } as const;

function reasonText(reason: Reason): string {
  switch (reason.code) {
    case 'yaml-syntax':
      return `不是合法的 YAML（${reason.detail}），请检查缩进、引号和冒号后的空格`;
    case 'duplicate-key':
      return '同一个键写了两次，请删去一个';
    case 'missing':
      return '缺少这一项';
    case 'wrong-type':
      return `应为${TYPES[reason.expected] ?? reason.expected}`;
    case 'not-one-of':
      return `只能是 ${reason.allowed.join('、')} 之一`;
    case 'unknown-key':
      return `不认识“${reason.key}”这一项，请检查拼写`;
    case 'too-small':
      return reason.of === 'list'
        ? `至少要有 ${reason.min} 项`
        : reason.of === 'text'
          ? '不能是空的'
          : `不能小于 ${reason.min}`;
    case 'too-big':
      return reason.of === 'list' ? `最多 ${reason.max} 项` : `不能大于 ${reason.max}`;
    case 'number-or-setting':
      return '应为 0 到 3660 的整数，或 { setting: 设置名 }';
    case 'time-or-setting':
      return '应为 24 小时制时间（如 08:30），或 { setting: 设置名 }';
    case 'bad-id':
      return '代号只能用小写英文字母、数字和 - +，设置名用英文字母和数字，都以字母开头';
    case 'bad-time':
      return '应为 24 小时制时间，如 08:30';
    case 'bad-event':
      return '不是已知的事件；应为 received、admitted、assigned、served、closed 等，或 missed:时限代号';
    case 'one-when':
      return 'when 里要有且只有一种写法，如 { due: true } 或 { workingDaysBefore: 2 }';
    case 'no-period':
      return '没有写期限：请写 period，或用 givenBy 说明期限由哪个事件给出';
    case 'duplicate-id':
      return `代号“${reason.id}”重复`;
    case 'unknown-clock':
      return `没有代号为“${reason.name}”的时限`;
    case 'unknown-ladder':
      return `没有名为“${reason.name}”的提醒阶梯`;
    case 'unknown-setting':
      return `没有名为“${reason.name}”的设置`;
    case 'unknown-policy':
      return `没有可引用的“${reason.name}”规则文件，或该文件有错`;
    case 'setting-type':
      return `设置“${reason.name}”应为${SETTING_TYPES[reason.expected]}`;
    case 'setting-range':
      return `设置“${reason.name}”的值须在 ${reason.from} 到 ${reason.to} 之间`;
    case 'redefines-law':
      return `“${reason.id}”是法定时限，镇文件不得改写；内部时限请另起代号`;
    case 'town-calls-legal':
      return '镇文件里的时限都是内部时限，legal 应为 false';
    case 'id-not-file':
      return `代号“${reason.id}”与文件名不一致`;
    case 'unreadable':
      return '写法不对';
  }
}

interface Clock {
  readonly title: string;
  readonly basis: string;
}
interface Period {
  readonly n: number;
  readonly unit: 'days' | 'working-days' | 'months';
}
interface Gap {
  readonly setting: string;
  readonly title: string;
  readonly basis: string;
  readonly min: number;
  readonly max: number;
}

type Finding =
  | {
      readonly code: 'limit-over-extension' | 'extension-over-law';
      readonly clock: Clock;
      readonly limit: Period;
      readonly law: Period;
      readonly basis: string;
    }
  | {
      readonly code: 'period-over-law' | 'stricter-than-law';
      readonly clock: Clock;
      readonly period: Period;
      readonly law: Period;
      readonly basis: string;
    }
  | { readonly code: 'borrowed'; readonly clock: Clock; readonly from: string }
  | { readonly code: 'gap'; readonly gap: Gap }
  | {
      readonly code: 'declined';
      readonly rule: {
        readonly text: string;
        readonly clause: string;
        readonly reason: string;
        readonly instead: string | undefined;
      };
    };

/** One line of `policy check`, each with a word that says what kind of finding it is. */
export function lawFindingText(finding: Finding): string {
  switch (finding.code) {
    case 'limit-over-extension':
    case 'extension-over-law': {
      const { clock, limit, law, basis } = finding;
      return `【冲突】${periodText(limit)}延期 > 法定${statutePeriodText(law)}：仅作内部时限（${clock.title}，${clock.basis}；${basis}）`;
    }
    case 'period-over-law': {
      const { clock, period, law, basis } = finding;
      return `【冲突】${clock.title} ${periodText(period)} > 法定${statutePeriodText(law)}：提醒按法定时限（${clock.basis}；${basis}）`;
    }
    case 'stricter-than-law': {
      const { clock, period, law, basis } = finding;
      return `【从严】${clock.title} ${periodText(period)} < 法定${statutePeriodText(law)}：提醒按镇里时限（${clock.basis}；${basis}）`;
    }
    case 'borrowed':
      return `【借用】${finding.clock.title}：本镇文件没有，借自${finding.from}（${finding.clock.basis}）`;
    case 'gap':
      return `【待填】${gapText(finding.gap)}`;
    case 'declined': {
      const { text, clause, reason, instead } = finding.rule;
      return `【不执行】${text}（${clause}）：${reason}${instead === undefined ? '' : `；代之以：${instead}`}`;
    }
  }
}

/** A number the town's text leaves out, with where to write it. */
export const gapText = ({ setting, title, basis, min, max }: Gap): string =>
  `${title}（${basis}，原文未写）：请在 settings 里填 ${setting}，${min}—${max} 的整数；填好前只缺这一步提醒`;
