/** What `policy replay` prints. */
import { localDayOf, localTimeOf, type LocalDay } from '../core/local-day.ts';
import type { StageWhen } from '../domain/policy/policy.ts';
import type { GroupPurpose } from '../domain/policy/vocabulary.ts';
import type { Spoken } from '../domain/policy/replay/simulate.ts';
import { LETTER_WORDS, zhDay } from './terms.ts';
import { receiverText } from './why.ts';

const GROUP_NAMES: Readonly<Record<GroupPurpose, string>> = {
  reminders: '提醒群',
  escalations: '督办群',
  weekly: '周报群',
};

export const replayText = {
  usage:
    '用法：npm run cli -- policy replay --from 2026-10-01 --to 2026-10-31 --policy lihai [--town fenjie]\n不写日期，就按上个月。',
  badDay: (typed: string): string => `日期“${typed}”写得不对，应如 2026-10-01。`,
  badSpan: '--from 应在 --to 之前。',
  noPolicy: (typed: string, known: readonly string[]): string => `没有“${typed}”这套规则。现有：${known.join('、')}。`,
  noTown: (typed: string, known: readonly string[]): string => `没有“${typed}”这个镇。现有：${known.join('、')}。`,
  noTowns: '还没有导入组织名单，没有可试算的事项：npm run cli -- org import 文件',
  head: (town: string, from: LocalDay, to: LocalDay, policy: string): string =>
    `\n■ ${town}｜${from} 至 ${to}｜试算规则：${policy}（只试算，不发消息，不写数据）`,
  matters: (count: number): string => `  涉及${count}件事项；密件不列入。`,
  nothing: '  这段时间没有要发的提醒。',
  gaps: (titles: readonly string[]): string => `  待填的数（相关提醒未计入）：${titles.join('；')}`,
  counts: '  合计',
  count: (name: string, now: number, then: number): string => `${name}：现行 ${now}，试算 ${then}`,
  letters: Object.entries(LETTER_WORDS),
  reminders: '提醒（不带函）',
  escalations: '其中逾期后升级',
  signatures: '请签',
  followUps: '回访',
} as const;

function whenText(when: StageWhen): string {
  switch (when.at) {
    case 'start':
      return '开始';
    case 'half-time':
      return '过半';
    case 'yellow':
      return '转黄';
    case 'due':
      return '到期';
    case 'days-left-below':
      return `不足${when.n}天`;
    case 'working-days-before':
      return `到期前${when.n}个工作日`;
    case 'days-after':
      return `超期${when.n}天`;
    case 'working-days-after':
      return `超期${when.n}个工作日`;
  }
}

/** Date, time, number, occasion, letter, who. */
export function spokenColumns(said: Spoken, today: LocalDay): string[] {
  const first = [`${zhDay(localDayOf(said.at), today)} ${localTimeOf(said.at)}`, said.number];
  switch (said.what) {
    case 'stage': {
      const { clock, stage } = said;
      return [
        ...first,
        `${clock.title} ${whenText(stage.when)}`,
        stage.letter === undefined ? '提醒' : (LETTER_WORDS[stage.letter] ?? ''),
        receiverText(stage.to) + (stage.group === undefined ? '' : `；${GROUP_NAMES[stage.group]}`),
        stage.clause ?? clock.basis,
      ];
    }
    case 'signature':
      return [...first, said.signature.title, '请签', receiverText(said.signature.by), said.signature.basis];
    case 'follow-up':
      return [...first, '办结后回访', '回访', receiverText(['registrar']), said.basis];
  }
}

const isWide = (sign: string): boolean => /[\u{1100}-\u{115F}\u{2E80}-\u{FFEF}\u{20000}-\u{3FFFF}]/u.test(sign);
const widthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (isWide(sign) ? 2 : 1), 0);

/** Columns under one another, Chinese signs taking two places. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => widthOf(row[i] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat(widths[i]! - widthOf(cell))))
      .join('  ')
      .trimEnd(),
  );
}
