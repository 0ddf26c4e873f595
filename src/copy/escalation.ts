/** `repeat:3` and the like, as the reason on a card. */
export function reasonWords(codes: readonly string[]): string {
  return codes
    .map((code) => {
      const [kind, n] = code.split(':');
      return kind === 'repeat' ? `同一事项第${n}次反映` : kind === 'headcount' ? `涉及${n}人` : '现场需要负责人接待';
    })
    .join('，');
}

/** 预警提醒单, 领办 and the suggestions that lead to them: about the matter, never about a person. */
export const pressureWords = {
  called: '预警提醒单',
  warned: (number: string): string => `${number} 预警提醒单`,
  reason: '原因',
  unit: '承办单位',
  backBy: '报回期限',
  basis: '依据',
  asked: '要报回',
  askedParts: '再次核实、原因、化解措施',
  copy: '抄报',
  copyNote: '由承办单位报回，您审阅或知悉',
  reply: '报回',
  show: '看详情',
  why: '为什么',
  seen: '已阅',
  answered: (number: string, by: string): string =>
    `${number} 预警提醒单已报回，${by}已签字。\n看内容请发：/查 ${number}`,
  signTitle: '预警报回（核实、原因、措施）',

  suggested: (number: string): string => `${number} 建议下一步`,
  suggestion: '可以',
  suggestions: { warning: '发预警提醒单', case: '定包案领导' } as Readonly<Record<string, string>>,
  decide: '由您决定，不发也可以',
  note: '说明',
  sendWarning: '发预警',
  nameLeader: (name: string): string => `${name}包案`,

  takenOver: (number: string): string => `${number} 请领办`,
  inPerson: '请您直接承办',
  whatNow: '要做',
  takeCase: '我来包案',

  visitAsked: (number: string, by: string, unreached: boolean): string =>
    `${number} ${by}${unreached ? '没有联系上信访人' : '联系后仍问不清'}。\n请随即到现场核实，核实后发：\n/进展 ${number} 现场:情况`,
} as const;

export const pressureReplies = {
  warned: (number: string, unit: string, due: readonly string[]): string =>
    [`${number} 预警提醒单已发${unit}，并抄报领导。`, ...due].join('\n'),
  answerSent: (number: string, signers: string): string =>
    `${number} 报回已记下，已请${signers}签字。\n签字后报信访办。`,
  answerDone: (number: string): string => `${number} 报回已签字，已报信访办。`,
} as const;

export const pressureGroup = {
  warned: '预警提醒单已发。',
  answered: '预警报回已记下。',
} as const;

export const pressureProblems = {
  reason: '请写上预警原因。',
  found: '请写上再次调查核实的情况。',
  cause: '请写上原因分析。',
  measures: '请写上化解措施。',
} as const;

const UNREACHED = /[未没]能?联系上|联系不上|无法联系|[没无]人接|关机|停机|空号|打不通|不接电话/u;
const UNCLEAR = /问不清|不清楚|[没未]问清|说不清|不明确/u;
/** What a contact came to, by how it is put. */
export const contactResult = (said: string): 'reached' | 'unclear' | 'unreached' =>
  UNREACHED.test(said) ? 'unreached' : UNCLEAR.test(said) ? 'unclear' : 'reached';

export const contactReplies = {
  visit: (number: string, unreached: boolean, basis: string | undefined, due: readonly string[]): string =>
    [
      `${number} 联系情况已记下。`,
      ...(unreached && due.length > 0 ? ['没有联系上，联系的时限还在走。', ...due] : []),
      `请随即到现场核实${basis === undefined ? '' : `（${basis}）`}。`,
      `核实后请发：/进展 ${number} 现场:情况`,
    ].join('\n'),
  visited: (number: string, contactDue: readonly string[]): string =>
    [
      `${number} 现场核实已记下。`,
      ...(contactDue.length === 0 ? [] : [...contactDue, `当面问清了的，请再发：/联系 ${number} 结果`]),
    ].join('\n'),
} as const;
