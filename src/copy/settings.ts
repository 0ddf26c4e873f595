interface Entry {
  readonly type: 'integer' | 'switch' | 'time' | 'text';
  readonly title: string;
  readonly min?: number;
  readonly max?: number;
  readonly earliest?: string;
  readonly latest?: string;
  readonly maxLength?: number;
}
interface Setting {
  readonly number: number;
  readonly entry: Entry;
  readonly value: number | string | boolean | undefined;
}

export const settingsHead = '**本镇参数**';
export const settingsTail = [
  '改：/设置 序号 数值，如 /设置 3 5',
  '对以后开始的时限生效。',
  '改过什么：/设置 记录',
].join('\n');
type Value = Setting['value'];
const shown = (value: Value): string =>
  value === undefined ? '待填' : value === true ? '开' : value === false ? '关' : String(value);

export const settingAllowed = (entry: Entry): string =>
  entry.type === 'integer'
    ? `${entry.min}到${entry.max}的整数`
    : entry.type === 'time'
      ? `${entry.earliest}到${entry.latest}的时间`
      : entry.type === 'text'
        ? `最多${entry.maxLength}字`
        : '开 或 关';

export const settingLine = ({ number, entry, value }: Setting): string =>
  `${number}．${value === undefined && entry.type !== 'text' ? '【待填】' : ''}${entry.title}：${value === undefined && entry.type === 'text' ? '未填，出文书时要用' : shown(value)}（${settingAllowed(entry)}）`;

export const absenceSaved = (p: { who: string; delegate: string; from: string; to: string; passed: number }): string =>
  [
    `已设置：${p.who}${p.from}至${p.to}外出，由${p.delegate}代签。`,
    ...(p.passed > 0 ? [`等签的${p.passed}件已同时请${p.delegate}。`] : []),
    '须回避的、密件和本人提请的不代签。',
    '提前回来请发：/设置 外出 取消',
  ].join('\n');
export const absenceEnded = (who: string): string => `${who}已回来，不再代签。`;

export const settingsUnchanged = '还没有改过参数。';
export const settingChanged = (day: string, by: string, title: string, from: Value, to: Value): string =>
  `${day} ${by}：${title} ${shown(from)}→${shown(to)}`;

export const settingSaved = (title: string, value: string, filled: number): string =>
  [
    `已设置：${title} ${value === 'true' ? '开' : value === 'false' ? '关' : value}`,
    ...(filled > 0 ? [`原来缺的一步已给${filled}件在办事项补上。`] : []),
  ].join('\n');

export const gapAsked = (gap: { title: string; basis: string; number: number }, range: string): string =>
  [
    '本镇文件漏了一个数，请您填上：',
    gap.title,
    `依据：${gap.basis}`,
    `请发：/设置 ${gap.number} 数值（${range}）`,
    '填之前只缺这一步提醒，其他照常。',
  ].join('\n');
