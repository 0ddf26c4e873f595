import { listText, signsText } from '../src/cards/list.ts';
import { argsAs, invalid } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { listWords } from '../src/copy/lists.ts';
import { waitingFor } from '../src/domain/approval/ask.ts';
import { addWorkingDays } from '../src/domain/deadline/working-days.ts';
import { unitByName } from '../src/domain/org/service.ts';
import { listed } from '../src/domain/read/lists.ts';

const SOON_WORKING_DAYS = 3;
const STATES = { 超期: 'overdue', 快到期: 'soon', 未签收: 'unsigned', 未交办: 'unassigned' } as const;
const TO_SIGN = '等我签';

export default defineCommand({
  name: '清单',
  english: 'list',
  summary: '列超期、快到期、未签收、未交办的事项，或一个单位的',
  number: 'none',
  keys: [],
  shorts: [...Object.keys(STATES), TO_SIGN],
  args: argsAs(({ text }) => ({ words: text.split(/\s+/u).filter((word) => word !== '') })),
  says: [
    {
      like: /(?:超期|逾期|过期|快到期|要到期|(?:没|未|还没)(?:人)?签收|(?:没|未|还没)(?:有)?(?:交(?:办|出去)?|派(?:下去|出去)?)|等我[签批审]|(?:要|让)我[签批审]).{0,6}(?:哪些|哪几|哪|有没有|是谁|谁|几|多少|A|清单|列|都|名单|吗|没有|的|$)|(?:谁|哪些|哪几|有没有|还有).{0,6}(?:超期|逾期|过期|快到期|(?:没|未)签收|(?:没|未)[交派])|U_*.{0,6}(?:在办|手[上里头]|名下|还有|有|办).{0,6}(?:什么|哪些|哪几|几|多少|啥|A)/u,
      rank: 6,
      alone: true,
      reads: true,
      asked: true,
      line({ said, unit }) {
        const state = /超期|逾期|过期/u.test(said)
          ? '超期'
          : /到期/u.test(said)
            ? '快到期'
            : /签收/u.test(said)
              ? '未签收'
              : /等我|要我|让我/u.test(said)
                ? '等我签'
                : /(?:没|未)(?:有)?[交派]/u.test(said)
                  ? '未交办'
                  : undefined;
        return [state, unit].filter(Boolean).join(' ');
      },
      examples: [
        ['超期的有哪些', '/清单 超期'],
        ['谁还没签收', '/清单 未签收'],
        ['没交办的都有哪些', '/清单 未交办'],
        ['民政办在办什么', '/清单 民政办'],
        ['民政办超期的有几件', '/清单 超期 民政办'],
      ],
    },
  ],
  examples: ['/清单 超期', '/清单 城建办', '/清单 未签收 城建办'],
  async run({ words }, call, ctx) {
    if (words.includes(TO_SIGN)) return { text: signsText(await waitingFor(ctx, call.by)) };
    let state: (typeof STATES)[keyof typeof STATES] | undefined;
    let unit: { readonly id: string; readonly name: string } | undefined;
    for (const word of words) {
      const known = STATES[word as keyof typeof STATES];
      if (known !== undefined) state = known;
      else unit = await unitByName(ctx.tx, call.by.townId, word);
      if (known === undefined && unit === undefined) throw invalid(listWords.unknown(word));
    }
    const until = addWorkingDays(ctx.today, SOON_WORKING_DAYS, ctx.calendar);
    const found = await listed(ctx, call.by, { state, unit: unit?.id, until });
    const heading = listWords.heading(state, unit?.name, found.total);
    return { text: listText(found.lines, found.total, ctx.today, heading, listWords.none(state, unit?.name)) };
  },
});
