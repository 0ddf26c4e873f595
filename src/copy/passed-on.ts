/** What passed on because somebody is shut out of a matter; who and why stands in nothing that is sent. */
export interface PassedOnParts {
  readonly number: string;
  readonly unit: boolean;
  /** The next handler, null where nobody of the line is left. */
  readonly handler: string | null | undefined;
  readonly caseLeader: boolean;
  readonly agent: boolean;
  readonly helpers: readonly string[];
  /** Who is asked to sign instead. */
  readonly signers: readonly string[];
  readonly dropped: boolean;
  readonly withdrawn: boolean;
  readonly hearing: boolean;
  readonly desk: boolean;
  /** Nobody has the matter. */
  readonly unassigned: boolean;
  /** Nobody has written whom it is about: until then it goes to discipline alone. */
  readonly unnamed: boolean;
}

export function passedOnText(parts: PassedOnParts): string {
  const { number, handler } = parts;
  const lines = [
    ...(parts.desk ? ['信访办不能办这件事，请您或纪委来办。'] : []),
    ...(parts.unit ? ['承办单位不再承办。'] : []),
    ...(parts.unassigned && parts.unnamed ? ['请补被反映方，或先交纪委：', `/补充 ${number} 涉及:单位或姓名`] : []),
    ...(parts.unassigned && !parts.unnamed ? ['还没交办，请发：', `/交办 ${number} 单位`] : []),
    ...(typeof handler === 'string' ? [`经办人改为${handler}，时限不变。`] : []),
    ...(handler === null ? ['经办人还没定，请发：', `/交办 ${number} 单位 经办:姓名`] : []),
    ...(parts.caseLeader ? ['包案领导请另定：', `/包案 ${number} 姓名`] : []),
    ...(parts.agent ? ['代办员请另定：', `/协办 ${number} 代办:姓名`] : []),
    ...(parts.helpers.length > 0 ? [`${parts.helpers.join('、')}不再协办。`] : []),
    ...(parts.signers.length > 0 ? [`待签的已转请${parts.signers.join('、')}签。`] : []),
    ...(parts.dropped ? ['待签的交办已作废，请另行交办：', `/交办 ${number} 单位`] : []),
    ...(parts.withdrawn ? ['待签的申请已作废。'] : []),
    ...(parts.hearing ? ['听证主持人请另定：', `/听证 ${number} 定于:日期 地点:… 主持:姓名`] : []),
  ];
  return [
    parts.unnamed ? `${number} 还没写被反映方，办理有变化：` : `${number} 有人回避，办理有变化：`,
    ...lines,
    `看详情请发：/查 ${number}`,
  ].join('\n');
}
