/** 接手: what whoever joins reads, a line each. */
export const catchUp = {
  stands: (status: string, day: string, channel: string): string => `现在：${status}；${day}${channel}`,
  unit: (who: string): string => `承办：${who}`,
  promise: (title: string, day: string, isTheirs: boolean): string =>
    isTheirs ? `信访人${day}前（含当日）可以申请复查` : `${title}最晚${day}`,
  promised: (promises: readonly string[]): string =>
    `对群众的承诺：${promises.length === 0 ? '现在没有在走的法定期限' : promises.join('；')}`,
  latest: (moment: string, what: string, by: string, note: string | undefined): string =>
    `最近：${moment} ${what} ${by}${note === undefined ? '' : `：${note}`}`,
  next: (coming: readonly string[]): string => (coming.length === 0 ? '下一步：没有要办的了' : coming.join('；')),
  ask: (people: readonly { readonly name: string; readonly unit: string }[]): string =>
    `问谁：${people.map(({ name, unit }) => `${name}（${unit}）`).join('、')}`,
} as const;
