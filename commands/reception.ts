import { groupPlain } from '../src/cards/group.ts';
import { receptionFigures } from '../src/cards/roster.ts';
import { argsAs, invalid, readCount, readReceived } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { addDays, weekdayOf } from '../src/core/local-day.ts';
import { span } from '../src/copy/schedule.ts';
import { receptionWords } from '../src/copy/roster.ts';
import { zhDay } from '../src/copy/terms.ts';
import { namesOf, personByName } from '../src/domain/org/service.ts';
import { logReception, receptionBetween, takeBackReception } from '../src/domain/roster/reception.ts';
import { spanEnd, spanStart } from '../src/domain/schedule/prompt-days.ts';

/** Bounded: it is looked for at every place of a text that may be long. */
const COUNTED = /(\S{1,8}?)\s{0,4}批\s{0,4}(\S{1,8}?)\s{0,4}人次?/u;

export default defineCommand({
  name: '接访',
  english: 'reception',
  aliases: ['接访记录'],
  summary: '记接访、约访、下访的批次和人次',
  number: 'none',
  keys: ['日期', '领导'],
  args: argsAs(({ text, pairs }) => ({ text: text.trim(), day: pairs['日期'], leader: pairs['领导'] })),
  examples: ['/接访', '/接访 3批 8人次', '/接访 下访 1批 3人次 日期:昨天 领导:孙某'],
  async run({ text, day, leader }, call, ctx) {
    const { townId } = call.by;
    if (text === '') {
      const monday = addDays(ctx.today, 1 - weekdayOf(ctx.today));
      const first = spanStart('month', ctx.today);
      const spans = [
        { from: monday, to: addDays(monday, 6), label: receptionWords.week },
        { from: first, to: spanEnd('month', first), label: receptionWords.month },
      ];
      const counted = [];
      for (const { from, to, label } of spans) {
        counted.push({ label: label(span(from, to)), counts: await receptionBetween(ctx, townId, { from, to }) });
      }
      const figures = receptionFigures(counted);
      return { text: figures, group: groupPlain(figures) };
    }
    if (receptionWords.takeBack.test(text)) {
      const { kind, batches, people } = await takeBackReception(ctx, call.by);
      return { text: receptionWords.takenBack(kind, batches, people), group: groupPlain(receptionWords.group) };
    }
    const { practice } = await ctx.policy(townId);
    const kinds = [receptionWords.kind, ...(practice.reception?.alsoLogged ?? [])];
    const found = COUNTED.exec(text);
    const word = text.slice(0, found?.index ?? 0).trim();
    const kind = word === '' ? receptionWords.kind : kinds.find((one) => one === word);
    if (kind === undefined) throw invalid(receptionWords.kinds(kinds));
    const [batches, people] = [readCount(found?.[1] ?? ''), readCount(found?.[2] ?? '')];
    if (batches === undefined || people === undefined || batches < 1) throw invalid(receptionWords.problem);
    if (people < batches) throw invalid(receptionWords.fewer);
    const onDay = day === undefined ? ctx.today : readReceived(day, ctx.today);
    const named = leader === undefined ? undefined : await personByName(ctx.tx, townId, leader);
    if (leader !== undefined && named === undefined) throw new UserError('person.unknown', {});
    const who = await logReception(ctx, call.by, { kind, batches, people, onDay, leader: named });
    const name = (await namesOf(ctx.tx, [who])).get(who) ?? '';
    return {
      text: receptionWords.done(kind, batches, people, zhDay(onDay, ctx.today), name),
      group: groupPlain(receptionWords.group),
    };
  },
});
