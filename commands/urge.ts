import { answer } from '../src/cards/line.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { refuseUnassigned, urge } from '../src/domain/handling/steps.ts';
import { namesOf } from '../src/domain/org/service.ts';
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
  says: [
    {
      like: /催(?:一下|一催|下|催|办|促|问|问一下)?|(?:抓紧|赶紧|赶快|尽快)(?:办|处理|回复|答复|点)|盯(?:一下|一盯|紧|着)|提醒.{0,4}(?:一下|一声)|过问|问一声|(?:让|叫|喊)(?:他们|它们|U_*|P_*).{0,3}(?:抓紧|快[点些]|回个?话|动起来)|(?:到底|究竟).{0,6}(?:动|办)/u,
      rank: 5,
      byUnit: true,
      line: () => '',
      examples: [
        ['3号催一下', '/催办 3'],
        ['8催', '/催办 8'],
        ['3号让他们抓紧办', '/催办 3', 'given'],
      ],
    },
  ],
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
    const { petition: changed, told } = await urge(ctx, call.by, petition, said === '' ? undefined : said);
    const line = await lineOf(ctx, changed);
    const names = await namesOf(ctx.tx, told);
    return answer(line, ctx.today, {
      text: replies.urged({
        number: changed.number,
        unit: line.unitName ?? '',
        said,
        // Of a sealed matter it is not said who reads it.
        told: changed.sealed ? undefined : told.flatMap((userid) => names.get(userid) ?? []),
      }),
      group: groupWords.urged(line.unitName ?? ''),
    });
  },
});
