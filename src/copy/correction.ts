/** 更正、作废: what changed, who signs it, what the petitioner is told. */
import type { Verdict } from '../domain/accusation/text/reader.ts';
import type { Change, Correctable, CorrectionNote, TextChange, TextField } from '../domain/matter/changes.ts';
import type { VoidTold } from '../domain/handling/voiding.ts';
import { CHANNEL_WORDS, KIND_WORDS } from './terms.ts';

const FIELD_WORDS: Readonly<Record<Correctable | TextField, string>> = {
  receivedOn: '收到',
  channel: '方式',
  headcount: '人数',
  kind: '类别',
  branch: '情形',
  body: '内容',
  place: '地点',
  name: '姓名',
  phone: '电话',
  address: '住址',
};

const valueOf = (field: Correctable, value: string | number | null): string => {
  if (value === null) return '未填';
  if (field === 'channel') return CHANNEL_WORDS[value as keyof typeof CHANNEL_WORDS] ?? String(value);
  if (field === 'kind') return KIND_WORDS[value as keyof typeof KIND_WORDS] ?? String(value);
  return field === 'headcount' ? `${value}人` : String(value);
};

const textWord = (change: TextChange): string =>
  change.field === 'demand' ? `诉求${change.position}` : FIELD_WORDS[change.field];

const changeWord = (change: Change): string =>
  'from' in change
    ? `${FIELD_WORDS[change.field]} ${valueOf(change.field, change.from)}→${valueOf(change.field, change.to)}`
    : textWord(change);

/** 收到 2026-11-20→2026-11-18、人数 3人→5人 */
export const changeWords = (changes: readonly Change[]): string => changes.map(changeWord).join('、');

/** What 补充 supplied, by name only: persons' particulars stand sealed, and what is long stands with the matter. */
const SUPPLIED: Readonly<Record<string, string>> = {
  text: '内容',
  name: '姓名',
  phone: '电话',
  address: '住址',
  place: '地点',
  title: '题目',
  subject: '类别',
  accused: '涉及',
  demands: '诉求',
  stateNumber: '系统编号',
  sourceNumber: '来文',
  feedbackOn: '反馈',
  areaUnit: '属地',
};
export const suppliedWords = (fields: unknown): string[] => {
  const names = Array.isArray(fields) ? fields.flatMap((field) => SUPPLIED[String(field)] ?? []) : [];
  return names.length === 0 ? [] : [`补写${names.join('、')}`];
};

export const correctedNote = ({ reason, texts }: CorrectionNote): string =>
  [
    `理由：${reason}`,
    ...texts.flatMap(({ change, before, after }) => [
      `${change.field === 'body' ? '' : textWord(change)}原文：${before === '' ? '未填' : before}`,
      `改为：${after}`,
    ]),
  ].join('\n');

const pairOf = (field: Correctable, value: string | number): string => `${FIELD_WORDS[field]}:${valueOf(field, value)}`;

/** The line that asks for it: `/更正 12 收到:2026-11-18 类别:建议意见 理由:…` */
const askLine = (number: string, pairs: readonly string[]): string =>
  [`/更正 ${number}`, ...pairs, '理由:为什么'].join(' ');

/** What takes these changes back, as far as something stood there; how texts read before stands with the matter. */
const backLine = (number: string, changes: readonly Change[]): string =>
  askLine(
    number,
    changes.flatMap((change) => {
      if (!('from' in change)) {
        return change.field === 'demand' ? `诉求:${change.position} 原来的` : `${FIELD_WORDS[change.field]}:原来的`;
      }
      return change.from === null ? [] : pairOf(change.field, change.from);
    }),
  );

export const correctionWords = {
  keys: '请写清哪里要更正：收到、方式、人数、类别、情形、\n地点、诉求、姓名、电话、住址 或 内容。\n例如：/更正 12 收到:2026-11-18 理由:登记时写错',
  reason: '请写明为什么更正。',
  missedWord: '超期',
  reasonFirst: '“内容:”后面的都算内容。\n请重发一遍，理由写在前面：理由:… 内容:…',
  leader: (number: string, changes: readonly Change[]): string =>
    `${number} 收到日期改晚、类别改轻，要主要领导签。\n请发：${askLine(
      number,
      changes.flatMap((change) => ('from' in change ? pairOf(change.field, change.to) : [])),
    )}`,
  back: backLine,
  demand: (number: string, count: number): string =>
    count === 0
      ? `${number} 没有逐条的诉求，请更正 内容。`
      : `${number} 有${count}条诉求，请写明是第几条，例如 诉求:1 修好路灯。`,
  done: (number: string, changes: readonly Change[]): string =>
    `${number} 已更正：${changeWords(changes)}。\n原来写的留在经过里。已经超期的仍算超期。`,
  waiting: (number: string, changes: readonly Change[], signers: string): string =>
    `${number} 更正（${changeWords(changes)}）已报${signers}签批，同意后生效。\n收到日期改晚、类别改轻，要主要领导签。`,
  /** To who reads no more of the matter from now on. */
  handedIn: '像是反映干部或单位：已转为密件，交信访办处理。',
  /** What words written later say of those in office; a matter that was open goes on being so while that is in doubt. */
  read: (number: string, verdict: Verdict): string | undefined =>
    ({
      accusation: `像是反映干部或单位：已转为密件。\n请补被反映方：/补充 ${number} 涉及:单位或姓名\n不是的话请发：/补充 ${number} 检举:否`,
      doubtful: `像是（不一定是）反映干部或单位。\n是的话请发：/补充 ${number} 检举:是`,
      mention: `若是反映所提到的干部，请发：/补充 ${number} 涉及:姓名`,
      none: undefined,
    })[verdict],
  signTitle: '更正登记内容',
  group: '登记内容已更正。',
  groupWaiting: '更正已报签。',
} as const;

/** Under what is said of a signature asked for, where another question was open. */
export const anew = (text: string, { isAnew }: { readonly isAnew?: boolean }): string =>
  isAnew === true ? `${text}\n先前报的不再签，以这次为准。` : text;

export const voidWords = {
  which: '请写清为什么作废：重复→另一件的编号，或 误登。\n例如：/作废 12 重复→9 理由:同一件登记了两次',
  reason: '请写明理由。',
  waiting: (number: string, signers: string, kept: string | undefined): string =>
    [
      `${number} 作废已报${signers}签批，同意后生效。`,
      ...(kept === undefined ? [] : [`留下的是：${kept}`]),
      '编号不再用，各类报表里计为作废。',
    ].join('\n'),
  group: '作废已报签。',
  signTitle: (why: VoidTold): string =>
    `作废这次登记（${why === 'mistaken' ? '误登' : `与${why.number === undefined ? '另一件' : ` ${why.number} `}重复`}）`,
  notice: (number: string): string => `${number} 这次登记已作废，不用再办。`,
  /** What is said to the petitioner, who was promised nothing in writing yet. */
  tell: (number: string, why: VoidTold): string => {
    if (why === 'mistaken') {
      return `请告诉群众：\n编号 ${number} 登记有误，已经作废。您反映的事如果还没有办，请随时来说，我们重新登记。`;
    }
    if (why.number === undefined) return `${number} 重复登记，已经作废。怎样告诉群众，请问信访办。`;
    return `请告诉群众：\n同一件事登记了两次，今后按 ${why.number} 办理和查询，原编号 ${number} 不再用。`;
  },
} as const;
