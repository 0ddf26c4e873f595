import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseUnassigned, supervise } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const FINDS = { verb: '督办', lock: true } as const;

export default defineCommand({
  name: '督办',
  english: 'supervise',
  summary: '对逾期或推诿的事项发督办函',
  number: 'recent',
  waits: () => 'overdue',
  keys: ['要求'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, said: pairs['要求'] ?? text })),
  says: [
    {
      like: /督办|督查函|发(?:个|份|一个)?督/u,
      rank: 7,
      byUnit: true,
      line: () => '',
      examples: [['3号发个督办函', '/督办 3', 'leader']],
    },
  ],
  examples: ['/督办 12 要求:三日内书面说明进展'],
  forms: [
    {
      fields: [{ key: '要求', as: 'text' }],
      finds: FINDS,
      offer({ petition }) {
        refuseUnassigned(petition);
        return { writes: [{ kind: 'supervised' }] };
      },
    },
  ],
  async run({ number, said }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const changed = await supervise(ctx, call.by, petition, said === '' ? undefined : said);
    const line = await lineOf(ctx, changed);
    return answer(line, ctx.today, {
      text: replies.supervised(changed.number, line.unitName ?? '', said, changed.sealed),
      group: groupWords.supervised(line.unitName ?? ''),
    });
  },
});
