/** What a card says of itself besides its content. */
export const cardWords = {
  tones: { info: '提示', warn: '提醒', danger: '紧急', done: '已完成' },
  orType: '也可以直接回复：',
  several: '（可写几个，用顿号隔开）',
  openPage: '打开网页',
} as const;
