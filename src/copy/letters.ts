/** Words of letters (文书): their names, their fields, what is missing and how to supply it. */
import type {
  Lacking,
  LetterField,
  LetterKind,
  LetterTemplate,
  MissingField,
  UnfinishedLetter,
} from '../contract/letter.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { Channel } from '../domain/policy/vocabulary.ts';

export const LETTER_NAMES: Readonly<Record<LetterKind, string>> = {
  assign: '交办函',
  remind: '提醒函',
  supervise: '督办函',
  warn: '预警提醒单',
  forward: '转送函',
  object: '异议函',
  accept: '受理告知书',
  decline: '不予受理告知书',
  exhausted: '不再受理告知书',
  extend: '延期告知书',
  opinion: '处理意见书',
  closing: '办结报告',
  review: '复查意见书',
  recheck: '复核意见书',
  hearing: '听证通知书',
  mediation: '调解协议书',
};

/** What a town calls its own file for it. */
export const TEMPLATE_NAMES: Readonly<Record<LetterTemplate, string>> = {
  ...LETTER_NAMES,
  'accept-accusation': '检举控告受理告知书',
};

/** The letter that goes by this name: the longest one that stands in it, since 不予受理告知书 holds 受理告知书. */
export const letterNamed = (text: string): LetterKind | undefined =>
  (Object.entries(LETTER_NAMES) as [LetterKind, string][])
    .filter(([, name]) => text.includes(name))
    .toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];

/** 2026年3月2日, as official papers write a day. */
export function officialDay(day: LocalDay): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** 前 alone leaves open whether the day itself counts. */
export const byDay = (day: string): string => `${day}前（含当日）`;

/** The line that supplies what is missing; `at` stands for 诉求:n. */
const FIELDS: Readonly<
  Record<LetterField, { readonly name: string; readonly supply: (number: string, at: string) => string }>
> = {
  unit: { name: '承办单位', supply: (number) => `/交办 ${number} 单位` },
  petitioner: { name: '信访人姓名', supply: (number) => `/补充 ${number} 姓名:…` },
  category: { name: '类别', supply: (number) => `/分类 ${number} 申诉求决` },
  demands: { name: '诉求', supply: (number) => `/补充 ${number} 诉求:…` },
  fact: { name: '事实', supply: (number, at) => `/答复 ${number}${at} 事实:…` },
  basis: { name: '依据', supply: (number, at) => `/答复 ${number}${at} 依据:…` },
  answer: { name: '答复', supply: (number, at) => `/答复 ${number}${at} 内容:…` },
  conclusion: { name: '结论', supply: (number, at) => `/答复 ${number}${at} 结论:支持（或 解释、不予支持）` },
  deadline: { name: '办理期限', supply: (number) => `/受理 ${number} 受理` },
  duty: { name: '督办依据', supply: (number) => `/受理 ${number} 受理` },
  'answer-by': { name: '报告期限', supply: (number) => `/督办 ${number} 要求:…` },
  reason: { name: '理由', supply: (number) => `/查 ${number} 看经过，按原命令补写理由` },
  elsewhere: { name: '应向哪里提出', supply: (number) => `/受理 ${number} 不予受理 理由:… 去向:…` },
  extension: { name: '延期期限', supply: (number) => `/延期 ${number} 30天 时限:法定 理由:…` },
  approver: { name: '批准人', supply: (number) => `/延期 ${number} 30天 时限:法定 理由:…` },
  contact: { name: '联系人', supply: () => '/设置 信访办联系电话 号码（由管理员发）' },
  phone: { name: '联系电话', supply: () => '/设置 信访办联系电话 号码（由管理员发）' },
  'review-organ': { name: '复查机关', supply: () => '/设置 上一级机关 县人民政府全称（由管理员发）' },
  'recheck-organ': { name: '复核机关', supply: () => '/设置 复核机关 市人民政府全称（由管理员发）' },
  signer: { name: '签字领导', supply: () => '请管理员在组织文件里给承办单位填上分管领导' },
  destination: { name: '转送去向', supply: (number) => `/交办 ${number} 单位` },
  request: { name: '申请日期', supply: (number) => `/复查 ${number} 申请 日期:…` },
  original: { name: '原处理意见', supply: (number) => `/送达 ${number} 文书:处理意见书 日期:… 方式:…` },
  decision: { name: '复查复核结果', supply: (number) => `/复查 ${number} 结果:维持 日期:… 意见:…` },
  hearing: { name: '听证地点、主持人', supply: (number) => `/听证 ${number} 定于:… 地点:… 主持:…` },
  terms: { name: '协议内容', supply: (number) => `/调解 ${number} 自愿:双方自愿 日期:… 协议:…` },
  issuer: { name: '签发人', supply: () => '请管理员在组织文件里填上主要领导' },
  result: { name: '办理结果', supply: (number) => `/办结 ${number} 依据:… 结果:…` },
  service: { name: '送达情况', supply: (number) => `/送达 ${number} 文书:处理意见书 日期:… 方式:…` },
};

const nameOf = ({ field, demand }: MissingField): string =>
  `${FIELDS[field].name}${demand === undefined ? '' : `（诉求${demand}）`}`;
const supplyOf =
  (number: string) =>
  ({ field, demand }: MissingField): string =>
    FIELDS[field].supply(number, demand === undefined ? '' : ` 诉求:${demand}`);

const DOING: Readonly<Record<Lacking, string>> = {
  sign: '尚未签收',
  contact: '尚未记录联系信访人的情况',
  answer: '尚未作出答复',
  review: '答复尚未审核',
  serve: '书面答复尚未送达',
  close: '尚未办结',
};

export const letterWords = {
  called: '文书',
  /** 《受理告知书》缺：姓名。请发：/补充 12 姓名:… */
  unfinished: ({ kind, number, missing }: UnfinishedLetter): string =>
    [
      `《${LETTER_NAMES[kind]}》还没出，缺：${missing.map(nameOf).join('、')}。`,
      `请发：${[...new Set(missing.map(supplyOf(number)))].join('\n　　　')}`,
    ].join('\n'),
  fileName: (kind: LetterKind, matter: string, number: string): string =>
    `${matter} ${LETTER_NAMES[kind]} ${number}.docx`,
  /** Instead of a file that could not be sent. */
  notSent: (kind: LetterKind, matter: string, number: string): string =>
    `${matter} 《${LETTER_NAMES[kind]}》${number}，文件没有发出。\n取文件请发：/查 ${matter} 文书`,
  withdrawn: (kind: LetterKind, number: string): string => `《${LETTER_NAMES[kind]}》${number}已作废，请勿使用。`,
  listHead: (matter: string): string => `**${matter}** 文书`,
  noLetters: '还没有出过文书。',
  listLine: (place: number, kind: LetterKind, number: string, day: string, isWithdrawn: boolean): string =>
    `${place}．${LETTER_NAMES[kind]} ${number}（${day}）${isWithdrawn ? '【已作废】' : ''}`,
  listTail: (matter: string): string => `取文件请发：/查 ${matter} 文书:序号`,
  sending: (kind: LetterKind, number: string): string => `《${LETTER_NAMES[kind]}》${number}随后发到您的单聊。`,
  reading: (number: string): string => `取文书 ${number}`,
  templateBroken: (kind: LetterKind, file: string, tag: string | undefined): string =>
    [
      `本镇的《${LETTER_NAMES[kind]}》模板（${file}）用不了，先用了自带的模板。`,
      tag === undefined ? '请用 Word 另存为 .docx 后重新放好。' : `里面的{${tag}}不是可用的项目名，请改正。`,
    ].join('\n'),
} as const;

const CAME_BY: Readonly<Record<Channel, (you: string) => string>> = {
  letter: (you) => `${you}来信提出的`,
  visit: (you) => `${you}来访提出的`,
  phone: (you) => `${you}来电提出的`,
  online: (you) => `${you}通过网上信访提出的`,
  hotline: (you) => `12345 热线转来的${you}反映的`,
  superior: (you) => `上级机关交办的${you}反映的`,
  leader: (you) => `领导批转的${you}反映的`,
  screening: (you) => `本机关排查中了解到的${you}反映的`,
};

/** Wording inside letters that depends on the matter. */
export const paperWords = {
  none: '无',
  /** What the petitioner turned to this organ with, by the way it came: what was sent down was not raised 通过上级交办. */
  cameBy: (channel: string, you: string): string => CAME_BY[channel as Channel]?.(you) ?? `${you}提出的`,
  /** Who sent a matter down is named by how it came. */
  senders: { superior: '来文单位', leader: '批转领导', hotline: '12345 热线' } as Readonly<Record<string, string>>,
  /** The organ whose name stands before its number: 示例县信访局〔2026〕15号; undefined where only an abbreviation does (示信交). */
  organIn: (sourceNumber: string): string | undefined =>
    /^\s*(\p{Script=Han}{2,30}?(?:局|办|办公室|委|委员会|府|厅|中心|热线|公司|院))(?=[\s〔［[（(\d]|$)/u.exec(
      sourceNumber,
    )?.[1],
  /** The organ of a town by its name. */
  organ: (town: string): string => (/街道$/u.test(town) ? `${town}办事处` : `${town}人民政府`),
  /** What stands where a number or a name was lifted out of the text. */
  lifted: { phone: '（电话略）', identity: '（证件号略）', name: '×××' },
  confidential: '本件依照《信访工作条例》第三十条保密，事项内容由信访办当面交接，本函不载明。',
  asLaw: '依法按期办理，逐项答复诉求。',
  sourceNumber: (number: string): string => `（来文号：${number}）`,
  lacking: (list: readonly Lacking[], unanswered: readonly number[], demands: number): string =>
    list
      .map((one) =>
        one === 'answer' && unanswered.length > 0 && demands > 1 ? `诉求${unanswered.join('、')}尚未答复` : DOING[one],
      )
      .join('；'),
  overdue: (days: number): string => `已超过期限${days}天`,
  today: '今天到期',
  left: (days: number): string => `距到期还有${days}天`,
  untitled: '（保密事项）',
  superviseCause: (title: string, due: string, left: string): string => `${title}于${due}到期，${left}`,
  superviseNoClock: '办理进展缓慢',
  duty: (clause: string): string => `《信访工作条例》第四十条${clause === '' ? '' : `和${clause}`}`,
  headcount: (n: number): string => (n > 1 ? `等${n}人` : ''),
  /** 你 or 你们. */
  you: (n: number): string => (n > 1 ? '你们' : '你'),
  periods: {
    legal: (due: string): string =>
      `自受理之日起60日内办结，即最晚于${byDay(due)}书面答复；情况复杂的，经批准可以适当延长，延长不超过30日，并书面告知延期理由`,
    simple: (due: string): string => `本事项按简易程序办理，最晚于${byDay(due)}答复`,
    other: '按照规定的程序和期限办理，办理结果书面告知',
  },
  /** 程序 by legal kind and branch of art. 31. */
  procedure: {
    suggestion: '属建议意见类，由承办单位研究论证，对科学合理、具有现实可行性的予以采纳，并予以回复（第二十九条）',
    accusation:
      '属检举控告类，依照管理权限由纪检监察机关或者有权处理的机关依规依纪依法接收、受理、办理和反馈（第三十条）',
    litigation: '属涉法涉诉事项，依照诉讼与信访分离的规定由政法机关依法处理（第二十条、第二十八条）',
    appeal: [
      '依照诉讼、复议、检察监督、公安程序办理（第三十一条第一项）',
      '依照仲裁程序办理（第三十一条第二项）',
      '依照党员申诉、申请复审等程序办理（第三十一条第三项）',
      '依照行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序办理（第三十一条第四项）',
      '依照查处违法行为、履行保护职责的程序办理（第三十一条第五项）',
      '由承办单位听取陈述、调查核实，出具信访处理意见书（第三十一条第六项）',
    ],
  },
  conclusions: {
    support: '对该诉求予以支持：',
    explain: '对该诉求解释说明如下：',
    refuse: '对该诉求不予支持：',
  } as Readonly<Record<string, string>>,
  help: {
    justice: '司法所',
    'legal-service': '法律服务机构',
    relief: '救助帮扶部门',
    mediation: '人民调解委员会',
  } as Readonly<Record<string, string>>,
  outcomes: { uphold: '予以维持', change: '予以变更', revoke: '予以撤销' } as Readonly<Record<string, string>>,
  served: (paper: string, on: string, method: string | undefined): string =>
    `${paper}已于${on}${method === undefined ? '' : `以${method}方式`}送达信访人`,
} as const;
