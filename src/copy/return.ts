const lines = (...parts: string[]): string => parts.join('\n');

/** 退回 inside the town, and 异议 to the sender (《信访工作条例》 art. 23). */
export const returnWords = {
  asked: (number: string): string =>
    lines(`${number} 退回已报信访办。`, '信访办同意以前，', '仍由本单位办理，时限照算。'),
  returned: (number: string): string => lines(`${number} 已退回信访办。`, `重新交办：/交办 ${number} 单位`),
  refused: (number: string, unit: string): string =>
    lines(`${number} 不同意退回，`, `仍由${unit}办理，`, '理由已告诉对方。'),
  objected: (number: string): string =>
    lines(
      `${number} 异议已记下。`,
      '经交办方核实同意才能退回，',
      '同意以前仍要办理，时限照算。',
      `上级同意了：/退回 ${number} 上级同意`,
      `上级不同意：/退回 ${number} 上级不同意`,
    ),
  sentBack: (number: string): string =>
    lines(`${number} 已退回上级，`, '材料请一并退还，', '本镇的时限到此为止。', `记错了：/撤销 ${number}`),
  goesOn: (number: string, due: readonly string[]): string =>
    lines(`${number} 上级不同意退回，继续办理。`, ...due, `受理：/受理 ${number} 受理`, `交办：/交办 ${number} 单位`),
  decided: (number: string, agreed: boolean): string =>
    agreed
      ? lines(`${number} 信访办已同意退回，`, '不用再办。')
      : lines(`${number} 信访办不同意退回，`, '请继续办理，时限照算。', `看理由请发：/查 ${number}`),
} as const;
