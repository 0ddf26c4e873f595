/** A call-out is about an event at the hall: how many and where to go; never who came. */
export const callout = {
  done: (people: number, called: number): string =>
    [
      `已请${called}位领导马上到场，现场${people}人。`,
      '接待时请来访人推选代表，代表不超过5人。',
      '接待后请登记：/登记 事由 方式:来访 人数:…',
    ].join('\n'),
  group: (people: number): string => `接待大厅有${people}人来访，已请领导到场。`,
  leader: (people: number, by: string): string =>
    [
      '【紧急】请马上到接待大厅。',
      `来访${people}人，${by}在现场。`,
      '请当面听取诉求，来访人推选的代表不超过5人。',
    ].join('\n'),
} as const;
