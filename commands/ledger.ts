import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { ledgerWords } from '../src/copy/ledger.ts';
import { span } from '../src/copy/schedule.ts';
import { ledgerRows } from '../src/domain/report/ledger.ts';
import { readReportPeriod } from '../src/reports/read-period.ts';

export default defineCommand({
  name: '台账',
  english: 'ledger',
  aliases: ['排查台账'],
  summary: '看一个月排查登记的事项',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => ({ word: text.trim() })),
  examples: ['/台账', '/台账 上月'],
  async run({ word }, call, ctx) {
    const period = readReportPeriod('monthly', word, ctx.today);
    const group = groupPlain(ledgerWords.private);
    if (call.chatid !== undefined) return { text: ledgerWords.private, group };
    const rows = await ledgerRows(ctx, call.by, period);
    const days = span(period.from, period.to);
    if (rows.length === 0) return { text: ledgerWords.none(days) };
    const { practice } = await ctx.policy(call.by.townId);
    const columns = practice.ledger?.columns ?? ledgerWords.usual;
    return {
      text: [ledgerWords.title(days, rows.length), ...rows.map((row) => ledgerWords.row(row, columns, ctx.today))].join(
        '\n',
      ),
    };
  },
});
