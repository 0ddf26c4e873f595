interface Entry {
  readonly type: 'integer' | 'switch' | 'time';
  readonly title: string;
  readonly min?: number;
  readonly max?: number;
  readonly earliest?: string;
  readonly latest?: string;
}
interface Setting {
  readonly name: string;
  readonly entry: Entry;
  readonly value: number | string | boolean | undefined;
}

export const settingsHead = '**本镇参数**（改：/设置 名称 数值；对以后开始的时限生效）';
const shown = (value: Setting['value']): string =>
  value === undefined ? '待填' : value === true ? '开' : value === false ? '关' : String(value);

export const settingAllowed = (entry: Entry): string =>
  entry.type === 'integer'
    ? `${entry.min}到${entry.max}的整数`
    : entry.type === 'time'
      ? `${entry.earliest}到${entry.latest}的时间`
      : '开 或 关';

export const settingLine = ({ name, entry, value }: Setting): string =>
  `${value === undefined ? '【待填】' : ''}${entry.title}：${shown(value)}（${settingAllowed(entry)}）\n${name}`;

export const settingSaved = (title: string, value: string, filled: number): string =>
  [
    `已设置：${title} ${value === 'true' ? '开' : value === 'false' ? '关' : value}`,
    ...(filled > 0 ? [`原来缺的一步已给${filled}件在办事项补上。`] : []),
  ].join('\n');

export const gapAsked = (title: string, basis: string, name: string, range: string): string =>
  [
    '本镇文件漏了一个数，请您填上：',
    `${title}`,
    `依据：${basis}`,
    `请发：/设置 ${name} 数值（${range}）`,
    '填之前只缺这一步提醒，其他照常。',
  ].join('\n');
