import type { CallOutAnswer } from '../domain/handling/call-out-answer.ts';

const lines = (...parts: (string | undefined)[]): string => parts.filter((part) => part !== undefined).join('\n');

/** A call-out is about an event at the hall: how many and where to go; never who came. */
export const callout = {
  /** Words that accuse somebody are no part of calling people out. */
  unkept: '后面的话没有记。\n反映干部或单位的，请发：/登记 内容',
  called: '到场通知',
  done: (p: { people: number; called: number; duty: string | undefined; number: string | undefined }): string =>
    lines(
      `已请${p.called}位负责人马上到场，现场${p.people}人。`,
      p.duty === undefined ? undefined : `今天带班领导：${p.duty}。`,
      '接待时请来访人推选代表，代表不超过5人。',
      p.number === undefined ? '接待后请登记：/登记 事由 方式:来访 人数:…' : `接待后请发：/进展 ${p.number} 接待情况`,
    ),
  /** Below the town's number: received by who is there; calling a leader stays one line away. */
  below: (p: {
    people: number;
    from: number;
    duty: string | undefined;
    number: string | undefined;
    again: string;
  }): string =>
    lines(
      `现场${p.people}人，未到${p.from}人，请先热情接待、做好登记。`,
      p.duty === undefined ? undefined : `今天带班领导：${p.duty}。`,
      '来访人可以推选代表反映，代表不超过5人。',
      `现场需要领导的，请发：${p.again}`,
      p.number === undefined ? '接待后请登记：/登记 事由 方式:来访 人数:…' : undefined,
    ),
  group: (people: number): string => `接待大厅有${people}人来访，已请领导到场。`,
  groupBelow: (people: number): string => `接待大厅有${people}人来访，请先接待登记。`,
  title: '【紧急】请马上到接待大厅',
  scene: (people: number, by: string): string => `来访${people}人，${by}在现场`,
  matter: '事项',
  listen: '请当面听取诉求，来访人推选的代表不超过5人。',
  /** What whoever is called answers, on the button and typed. */
  answers: { coming: '我到', sending: '派人', away: '不在' },
  answerCalled: '到场答复',
  answered: (name: string, answer: CallOutAnswer): string =>
    ({
      coming: `${name}：马上到接待大厅。`,
      sending: `${name}：派人到接待大厅。`,
      away: `${name}：不在，来不了。\n请另请别的领导。`,
    })[answer],
  /** To who answered. */
  answerTold: (by: string, answer: CallOutAnswer): string =>
    ({
      coming: `已告诉${by}：您马上到。`,
      sending: `已告诉${by}：您派人到场。\n请给派的人打电话。`,
      away: `已告诉${by}：您不在。`,
    })[answer],
} as const;
