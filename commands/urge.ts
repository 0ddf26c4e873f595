import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseUnassigned, urge } from '../src/domain/handling/steps.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const FINDS = { verb: '催办', lock: true } as const;

export default defineCommand({
  name: '催办',
  english: 'urge',
  aliases: ['催'],
  summary: '催承办单位抓紧办理',
  number: 'recent',
  states: ['assigned', 'handling', 'replied'],
  keys: ['要求'],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, said: pairs['要求'] ?? text })),
  examples: ['/催办 12', '/催办 12 要求:本周内报进展'],
  forms: [
    {
      fields: [{ key: '要求', as: 'text', optional: true }],
      finds: FINDS,
      offer({ petition }) {
        refuseUnassigned(petition);
        return { writes: [{ kind: 'urged' }] };
      },
    },
  ],
  async run({ number, said }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const changed = await urge(ctx, call.by, petition, said === '' ? undefined : said);
    const line = await lineOf(ctx, changed);
    return answer(line, ctx.today, {
      text: replies.urged(changed.number, line.unitName ?? '', said),
      group: groupWords.urged(line.unitName ?? ''),
    });
  },
});
