/** One filled letter of each kind, of an invented matter in the invented town. */
import { type Letter, LETTER_KINDS, type LetterFacts, type LetterKind } from '../../src/contract/letter.ts';
import type { LocalDay } from '../../src/core/local-day.ts';
import { letterNumber } from '../../src/domain/letter/number.ts';

const day = (text: string): LocalDay => text as LocalDay;

const FACTS: LetterFacts = {
  on: day('2026-03-12'),
  town: '分界镇',
  desk: '信访办',
  contact: { person: '赵某', phone: '86000012' },
  matter: {
    number: 'FJ2026-0001',
    title: '村口路灯不亮',
    kind: 'appeal',
    branch: 6,
    simple: false,
    channel: 'visit',
    receivedOn: day('2026-03-02'),
    headcount: 3,
    sourceNumber: '示信交〔2026〕15号',
    feedbackOn: day('2026-03-31'),
  },
  confidential: false,
  demands: [
    {
      position: 1,
      body: '修复五里墩村村口至桥头的三盏路灯',
      fact: '2026年3月6日现场查看，村口至桥头共有路灯十一盏，其中三盏因线路受潮短路不亮，自2026年1月起无人维修',
      basis: '《城市照明管理规定》第二十四条',
      answer: '已于3月11日更换线路和灯头，三盏路灯恢复照明，由五里墩村每月巡查一次',
      conclusion: 'support',
    },
    {
      position: 2,
      body: '对夜间摔伤的医药费给予补偿',
      fact: '2026年2月8日晚在该路段摔伤属实，医药费票据共计1260元',
      basis: '《中华人民共和国民法典》第一千一百六十五条',
      answer: '可以提出赔偿请求，由司法所先行调解；调解不成的，可以依法向人民法院起诉',
      conclusion: 'explain',
    },
  ],
  petitioner: '王某某',
  unit: { name: '城建办', head: '郑某' },
  handler: '王某强',
  deadline: { title: '化解时限', basis: '实施方案四（一）', dueOn: day('2026-03-16') },
  said: '三日内到现场查看，当面听取信访人意见',
  reviewOrgan: '示例县人民政府',
  recheckOrgan: '示例市人民政府',
};

const MORE: Readonly<Record<LetterKind, Partial<LetterFacts>>> = {
  assign: {},
  remind: { lacking: ['contact', 'answer', 'serve', 'close'], unanswered: [2], answerBy: day('2026-03-16') },
  supervise: {
    on: day('2026-03-17'),
    said: '书面说明未按期办结的原因',
    lacking: ['answer', 'serve', 'close'],
    unanswered: [1, 2],
    answerBy: day('2026-03-20'),
    duty: '实施方案四（四）',
  },
  warn: {
    said: '同一事项第三次反映，前两次答复后路灯又坏',
    deadline: { title: '预警提醒单报回', basis: '沥工委〔2020〕38号二（二）', dueOn: day('2026-03-23') },
    signer: '孙某',
  },
  forward: { destination: { unit: '镇司法所' }, said: '请先行组织调解' },
  object: {
    matter: { ...FACTS.matter, channel: 'superior' },
    said: '村口路段属县道，养护职责在县公路事业发展中心，附管养分界图',
  },
  accept: {
    admittedOn: day('2026-03-12'),
    period: { title: '办结时限', basis: '《信访工作条例》第三十四条', dueOn: day('2026-05-11') },
  },
  decline: {
    said: '该事项已由人民法院立案审理，应当依照诉讼程序处理',
    elsewhere: '示例县人民法院',
  },
  exhausted: { said: '该事项已经复查、复核，复核意见于2025年11月3日送达' },
  extend: {
    said: '需要委托专业机构检测线路',
    extension: {
      days: 30,
      from: day('2026-05-11'),
      to: day('2026-06-10'),
      basis: '《信访工作条例》第三十四条',
      approver: '钱某',
    },
  },
  opinion: { admittedOn: day('2026-03-02') },
  closing: {
    said: '书面答复\n三盏路灯已修复，医药费已转司法所调解',
    closedOn: day('2026-03-25'),
    issuer: '钱某',
    matter: { ...FACTS.matter, channel: 'superior', sourceNumber: '示例县信访局〔2026〕15号' },
    service: { paper: '处理意见书', on: day('2026-03-20'), method: '直接送达' },
  },
  review: {
    on: day('2026-05-20'),
    said: '原处理意见认定事实清楚。\n医药费补偿部分未引用规定，答复不完整。',
    remedy: {
      requestedOn: day('2026-04-10'),
      original: '分界信答〔2026〕3号',
      outcome: 'change',
      on: day('2026-05-08'),
    },
  },
  recheck: {
    on: day('2026-07-01'),
    said: '复查意见认定事实清楚，适用依据正确',
    remedy: {
      requestedOn: day('2026-06-01'),
      original: '分界信复查〔2026〕3号',
      outcome: 'uphold',
      on: day('2026-06-30'),
    },
  },
  hearing: {
    hearing: { on: day('2026-03-26'), place: '镇政府二楼会议室', chair: '孙某', note: '上午9时' },
  },
  mediation: {
    mediation: {
      on: day('2026-03-24'),
      terms: '村民委员会于2026年4月10日前一次性补偿医药费1260元。\n双方就本次摔伤不再有其他争议。',
      mediator: '镇司法所',
    },
  },
};

const sample = (kind: LetterKind, i: number, more: Partial<LetterFacts>): Letter => ({
  id: `00000000-0000-7000-8000-${String(i).padStart(12, '0')}`,
  kind,
  number: letterNumber('分界镇', { kind, year: 2026, serial: 3, isSealed: false }),
  townId: 'fenjie',
  facts: { ...FACTS, ...more },
});

export const SAMPLES: readonly Letter[] = LETTER_KINDS.map((kind, i) => sample(kind, i, MORE[kind]));

/** The notice to somebody who reports an official, which is written on a paper of its own. */
export const ACCUSATION_NOTICE: Letter = sample('accept', LETTER_KINDS.length, {
  ...MORE.accept,
  matter: { ...FACTS.matter, kind: 'accusation', headcount: 1 },
});
