/** 延期: reasons that are often true; any other is typed. What is chosen stands in the request word by word. */
const REASONS = [
  { id: '情况复杂，需要进一步调查核实', text: '情况复杂需核实' },
  { id: '需要专业检测鉴定，等待结果', text: '等检测鉴定结果' },
  { id: '需要几个单位共同研究办理', text: '需几家单位会办' },
  { id: '正在落实资金或物资', text: '落实资金物资' },
  { id: '正在与信访人协商，需要时间', text: '与信访人协商中' },
  { id: '受天气或施工条件影响', text: '受天气施工影响' },
] as const;

/** Cards that ask for what a command still lacks. */
export const formWords = {
  assistTitle: (number: string): string => `${number} 请谁协办？`,
  units: '单位',
  assist: '请协办',
  assistAsk: (number: string, left: number): string =>
    [
      `${number} 请哪些单位协办？`,
      '请在卡片上勾选，可以勾几个。',
      ...(left > 0 ? [`卡片放不下，还有${left}个单位请打字。`] : []),
      '要写明要求，请发：',
      `/协办 ${number} 单位名 要求:要做什么`,
    ].join('\n'),

  extendTitle: (number: string): string => `${number} 申请延期`,
  clock: '哪个时限',
  clocks: { legal: '法定', internal: '镇内' },
  clockLeft: (title: string, left: number): string => `${title} 可延${left}天`,
  days: '延几天',
  dayCount: (days: number): string => `${days}天`,
  reason: '理由',
  reasons: REASONS,
  extend: '提交申请',
  extendAsk: (number: string): string =>
    [
      `${number} 延几天，什么理由？`,
      '请在卡片上选。',
      '别的天数、别的理由请发：',
      `/延期 ${number} 10天 理由:写明理由`,
    ].join('\n'),
} as const;
