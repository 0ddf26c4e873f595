/** Words of 交接; who is told without what hears no number. */
export const handoverWords = {
  called: '交接请求',
  accept: /^(接收|同意|接)$/u,
  refuse: /^(不接收|不同意|不接|退回)$/u,
  withdraw: /^(撤回|撤销|取消)$/u,
  title: (n: number): string => `请接收${n}件事项`,
  climbedTitle: (n: number): string => `${n}件事项没人接收`,
  from: '交接人',
  count: '件数',
  until: '答复期限',
  mattersOf: (numbers: readonly string[], more: number): string =>
    `${numbers.join('、')}${more > 0 ? `等${numbers.length + more}件` : ''}`,
  how: '接收后由您经办，时限不变。',
  climbedHow: (from: string): string => `请接收，或另定一人：\n/交接 ${from} 姓名`,
  acceptLabel: '接收',
  takeLabel: '我来办',
  refuseLabel: '不接收',
  acceptLine: (id: string): string => `/交接 接收 ${id}`,
  refuseLine: (id: string): string => `/交接 不接收 ${id}`,
  leftTold: (from: string, n: number, to: string): string =>
    [`${from}已离开，手上${n}件已请${to}接收。`, '要改由别人接，请发：', `/交接 ${from} 姓名`].join('\n'),
  leftName: (name: string): string => `${name}（已离开）`,
  asked: (name: string, n: number, kept: number): string =>
    [
      ...(n > 0 ? [`已请${name}接收${n}件，对方接收后才生效。`, '没答复前可发：/交接 撤回'] : []),
      ...(kept > 0 ? [`另有${kept}件不能交给${name}，仍由原经办人办理。`] : []),
    ].join('\n'),
  ordered: (name: string, n: number, kept: number): string =>
    [`已定由${name}经办，共${n}件。`, ...(kept > 0 ? [`另有${kept}件不能交给${name}，仍由原经办人办理。`] : [])].join(
      '\n',
    ),
  took: (n: number): string => `已接收${n}件，现在由您经办。\n看清单请发：/我的`,
  refused: '已记下不接收，转由单位负责人另定。',
  withdrawn: '交接已撤回。',
  toldWithdrawn: (by: string): string => `${by}撤回了交接，不用接收了。`,
  decided: (to: string, from: string, agreed: boolean): string =>
    agreed ? `${to}已接收${from}的事项。` : `${to}没有接收${from}的事项，已请上一级另定。`,
  kept: (from: string): string =>
    `${from}交接时，有事项没有交出，\n仍由原经办人办理，请您另定经办人。\n看清单请发：/我的`,
  handed: (number: string, by: string): string => `${number} ${by}已定由您经办，时限不变。\n看详情请发：/查 ${number}`,
  spentTaken: '已接收',
  spentRefused: '不接收',
  group: '交接已记下，详情见单聊。',
} as const;
