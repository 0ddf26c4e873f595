import type { LocalDay } from '../core/local-day.ts';
import type { LedgerRow as Row } from '../domain/report/ledger.ts';
import { byDay } from './letters.ts';
import { KIND_WORDS, plain, STATUS_WORDS, zhDay } from './terms.ts';

const category = (row: Row): string =>
  row.category === null ? '未分类' : (KIND_WORDS[row.category as keyof typeof KIND_WORDS] ?? row.category);
const NOT_YET = '待填';

/** What stands under a heading that a town gave its ledger; a heading nobody knows stays to be filled in by hand. */
const COLUMNS: readonly { readonly heading: RegExp; readonly value: (row: Row, today: LocalDay) => string }[] = [
  { heading: /^(事项|起因|题目)/u, value: (row) => plain(row.title ?? category(row)) },
  { heading: /^(时间|排查日期|日期)/u, value: (row, today) => zhDay(row.foundOn, today) },
  { heading: /^地点/u, value: (row) => (row.place === null ? NOT_YET : plain(row.place)) },
  { heading: /单位/u, value: (row) => row.unit ?? '待交办' },
  { heading: /人数/u, value: (row) => `${row.headcount}人` },
  { heading: /(发展|调处|进展)/u, value: (row) => STATUS_WORDS[row.status] ?? row.status },
  {
    heading: /(措施|下步)/u,
    value: (row, today) => (row.dueOn === null ? NOT_YET : `${byDay(zhDay(row.dueOn, today))}办结`),
  },
];

export const ledgerWords = {
  title: (days: string, n: number): string => `**排查台账** ${days}，${n}件`,
  none: (days: string): string => `**排查台账** ${days}\n没有排查登记的事项。`,
  row: (row: Row, columns: readonly string[], today: LocalDay): string =>
    [
      row.number,
      ...columns.map((heading) => {
        const known = COLUMNS.find((column) => column.heading.test(heading));
        return `　${heading}：${known?.value(row, today) ?? NOT_YET}`;
      }),
    ].join('\n'),
  usual: ['事项', '地点', '单位', '涉及人数', '排查日期', '调处情况'],
  private: '台账在单聊里看，请在和我的单聊里发 /台账。',
} as const;
