export const lists = {
  found: (total: number): string => `找到${total}件：`,
  nothingFound: '没有找到。换个词再试，例如：/搜 路灯',
  mine: (total: number): string => `手上${total}件：`,
  nothingMine: '您手上没有在办的事项。',
  more: (left: number): string => `……另有${left}件，请用 /搜 缩小范围。`,
  urge: (number: string): string => `　催办请发：/催办 ${number}`,
  openHint: '看详情请发：/查 编号',
  todayTitle: (day: string): string => `**${day}**`,
  overdue: (n: number): string => `【红】超期 ${n}件`,
  dueToday: (n: number): string => `今天到期 ${n}件`,
  soon: (n: number): string => `三个工作日内到期 ${n}件`,
  toSign: (n: number): string => `等您签批 ${n}件`,
  unassigned: (n: number): string => `还没交办 ${n}件`,
  unread: (n: number): string => `下级未阅提醒 ${n}条`,
  nothingToday: '今天没有到期、超期和待签的事。',
} as const;

const STATE_WORDS: Readonly<Record<string, string>> = {
  overdue: '超期的',
  soon: '三个工作日内到期的',
  unsigned: '还没签收的',
  unassigned: '还没交办的',
};
const ofWhat = (state: string | undefined, unit: string | undefined): string =>
  `${unit ?? ''}${state === undefined ? '在办的' : STATE_WORDS[state]!}`;

export const listWords = {
  heading: (state: string | undefined, unit: string | undefined, total: number): string =>
    `${ofWhat(state, unit)}${total}件：`,
  none: (state: string | undefined, unit: string | undefined): string => `现在没有${ofWhat(state, unit)}事项。`,
  unknown: (word: string): string =>
    `“${[...word].slice(0, 12).join('')}”不是状态，也不是本镇的单位。状态有：超期、快到期、未签收、未交办、等我签。`,
  nothingToSign: '现在没有等您签批的事。',
} as const;
