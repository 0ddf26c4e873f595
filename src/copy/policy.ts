/** Sentences for those who write or check a town's policy file. */
import type { PolicyIssue, PolicyReason } from '../domain/policy/file/issues.ts';
import type { LawFinding } from '../domain/policy/file/law-check.ts';
import type { PolicyGap } from '../domain/policy/policy.ts';
import { periodText, statutePeriodText } from './deadline.ts';

/** `policies/fenjie.yaml 第 12 行 clocks[0].period.n：…` */
export const policyIssueText = ({ file, line, field, reason }: PolicyIssue): string =>
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
const SETTING_TYPES = {
  integer: '整数',
  switch: '开关（true 或 false）',
  time: '时间（如 08:30）',
  text: '文字（加引号）',
} as const;

export function reasonText(reason: PolicyReason): string {
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
    case 'month-day':
      return '应为 1 到 28 的日期（每个月都有的一天），或 { setting: 设置名 }';
    case 'weekday':
      return '应为 1 到 7（1 是星期一），或 { setting: 设置名 }';
    case 'no-schedule':
      return 'every 和日子不配：week 要写 weekday，month 要写 monthDay，day、half-month 两样都不写';
    case 'extension-over-law':
      return `延期${periodText(reason.limit)}超过法定${statutePeriodText(reason.law)}：镇文件不得延长法定期限，内部延期请写 legal: false`;
    case 'ladder-order':
      return `提醒的先后不对：“${reason.id}”应写在“${reason.before}”前面`;
    case 'route-accused':
      return '反映干部的线路要写 excludeAccused: true：被反映的单位和个人不得承办、协助（条例第二十八条、第三十条）';
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
    case 'too-long':
      return '期限太长：应在 3660 天、2500 个工作日或 120 个月以内';
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
    case 'setting-length':
      return `设置 ${reason.name} 要有内容，最多 ${reason.max} 个字`;
    case 'setting-range':
      return `设置“${reason.name}”的值须在 ${reason.from} 到 ${reason.to} 之间`;
    case 'redefines-law':
      return `“${reason.id}”是法定时限，镇文件不得改写；内部时限请另起代号`;
    case 'town-calls-legal':
      return '镇文件里的时限都是内部时限，legal 应为 false';
    case 'id-not-file':
      return `代号“${reason.id}”与文件名不一致`;
    case 'aliases':
      return '里面的 & 和 * 引用太多或引用了自己，请直接写出来';
    case 'encoding':
      return '文字编码认不出，请另存为 UTF-8 或 GBK';
    case 'unreadable':
      return '写法不对';
  }
}

/** One line of `policy check`, each with a word that says what kind of finding it is. */
export function lawFindingText(finding: LawFinding): string {
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
    case 'route-accused': {
      const { title, basis } = finding.route;
      return `【冲突】${title}（${basis}）：牵头、承办、协助中一律排除被反映的单位和个人，也不向其通知（《信访工作条例》第二十八条、第三十条）`;
    }
    case 'outdated': {
      const { text, clause, now } = finding.rule;
      return `【依据已变】${text}（${clause}）：${now}`;
    }
    case 'waits-for-signature': {
      const { title, basis } = finding.rule;
      return `【提示】${title}（${basis}）：等批期间法定期限照常计算，到期照常提醒`;
    }
    case 'borrowed':
      return `【借用】${finding.clock.title}：本镇文件没有，借自${finding.from}（${finding.clock.basis}）`;
    case 'gap':
      return `【待填】${gapText(finding.gap)}`;
    case 'declined': {
      const { text, clause, reason, law, instead } = finding.rule;
      return `【不执行】${text}（${clause}）：${reason}${law === undefined ? '' : `（${law}）`}${instead === undefined ? '' : `；代之以：${instead}`}`;
    }
  }
}

/** A number the town's text leaves out, with where to write it. */
export const gapText = ({ setting, title, basis, min, max }: PolicyGap): string =>
  `${title}（${basis}，原文未写）：请在 settings 里填 ${setting}，${min}—${max} 的整数；填好前只缺这一步提醒`;

/** The parts of a town's findings in the order they are read, each under its heading. */
export const FINDING_PARTS: readonly { readonly head: string; readonly codes: readonly LawFinding['code'][] }[] = [
  {
    head: '与法律冲突：按法律办',
    codes: ['limit-over-extension', 'extension-over-law', 'period-over-law', 'route-accused'],
  },
  { head: '漏写的数：请镇里填', codes: ['gap'] },
  { head: '比法律更严：提醒按镇里的日子', codes: ['stricter-than-law'] },
  { head: '借用和提示', codes: ['borrowed', 'outdated', 'waits-for-signature'] },
  { head: '原文有、本系统不执行', codes: ['declined'] },
];
