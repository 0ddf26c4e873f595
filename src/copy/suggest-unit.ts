interface Named {
  readonly name: string;
}
const names = (list: readonly Named[]): string => list.map(({ name }) => name).join('、');

/** The suggestion at 交办: who might lead, handle and help, and why. */
export const routeWords = {
  title: (number: string): string => `${number} 请定承办单位`,
  lead: '牵头',
  handler: '承办',
  helpers: '协办',
  reason: '理由',
  basis: '依据',
  because: (area: string | undefined, words: readonly string[]): string =>
    [
      ...(area === undefined ? [] : [`属地${area}`]),
      ...(words.length === 0 ? [] : [`业务词“${words.slice(0, 3).join('、')}”`]),
    ].join('；'),
  heading: (title: string | undefined): string =>
    title === undefined ? '交办建议，由您定：' : `交办建议（${title}），由您定：`,
  line: (label: string, list: readonly Named[]): string | undefined =>
    list.length === 0 ? undefined : `${label}：${names(list)}`,
  named: names,
  type: (number: string, unit: string): string => `/交办 ${number} ${unit}`,
  orAnother: '别的单位，直接回单位名称。',
} as const;
