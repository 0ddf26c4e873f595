/** The parts of a command that help needs. */
interface Helped {
  readonly name: string;
  readonly english: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly examples: readonly string[];
  readonly keys: readonly string[];
}

/** The six commands each role uses most, in the order of its day. */
const FIRST: Record<string, readonly string[]> = {
  desk: ['登记', '交办', '受理', '送达', '办结', '今天'],
  'unit-head': ['我的', '签收', '联系', '审核', '答复', '办结'],
  handler: ['我的', '签收', '联系', '进展', '答复', '办结'],
  leader: ['今天', '批示', '查', '催办', '我的', '为什么'],
  'main-leader': ['今天', '批示', '查', '催办', '我的', '为什么'],
  discipline: ['我的', '查', '登记', '进展', '答复', '办结'],
  admin: ['设置', '绑定', '解绑', '帮助'],
};
const ORDER = ['desk', 'main-leader', 'leader', 'discipline', 'unit-head', 'handler', 'admin'];

/** Those that somebody uses most come first, in the order of the day; the others stay as they are. */
export function mostUsedFirst<T extends Pick<Helped, 'name'>>(commands: readonly T[]): T[] {
  const names = ORDER.flatMap((role) => FIRST[role] ?? []);
  const used = [...new Set(names)].flatMap((name) => commands.find((command) => command.name === name) ?? []);
  return [...used, ...commands.filter((command) => !used.includes(command))];
}

const rowsOf = (names: readonly string[], size: number): string[] =>
  Array.from({ length: Math.ceil(names.length / size) }, (_, i) => names.slice(i * size, (i + 1) * size).join('、'));

export function helpText(commands: readonly Helped[], roles: readonly string[]): string {
  const role = ORDER.find((name) => roles.includes(name)) ?? 'handler';
  const first = (FIRST[role] ?? []).flatMap((name) => commands.find((command) => command.name === name) ?? []);
  const others = commands.filter((command) => !first.includes(command)).map((command) => command.name);
  return [
    '常用（照着改成您的内容再发）：',
    ...first.map((command) => `**${command.name}** ${command.summary}\n${command.examples[0]}`),
    ...(others.length === 0 ? [] : ['还有：', ...rowsOf(others, 6)]),
    '看某一个的用法：/帮助 登记',
    '群里先@我再写命令；编号写 12 就行。',
  ].join('\n');
}

export const oneHelp = (command: Helped): string =>
  [
    `**${command.name}** ${command.summary}`,
    ...command.examples,
    ...(command.keys.length === 0 ? [] : [`可写：${command.keys.map((key) => `${key}:`).join(' ')}`]),
    ...(command.aliases === undefined ? [] : [`也可以说：${command.aliases.join('、')}`]),
  ].join('\n');
