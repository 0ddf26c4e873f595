import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { NOISE_WORD, noiseText } from '../src/copy/noise.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { mayAtAll, rolesFor } from '../src/domain/permission/may.ts';
import { noiseOf } from '../src/domain/report/noise.ts';
import { scopeOf, standingReport } from '../src/reports/on-demand.ts';

function needs({ by }: Call, act: 'stats:noise' | 'stats:matters', verb: string): void {
  if (!mayAtAll(by, act)) throw new UserError('role.denied', { verb, roles: rolesFor(act), numbered: false });
}

/** For the admin: nobody's own figures, what each role was sent and asked. */
async function noise(call: Call, ctx: DomainContext): Promise<string> {
  const { by } = call;
  needs(call, 'stats:noise', `统计 ${NOISE_WORD}`);
  const { rhythm } = await ctx.policy(by.townId);
  return noiseText(await noiseOf(ctx, by), rhythm.budget, ctx.today);
}

export default defineCommand({
  name: '统计',
  english: 'stats',
  aliases: ['在办情况'],
  summary: '看现在未办结、逾期的件数；管理员看打扰了多少',
  number: 'none',
  words: /^(?:打扰)?$/u,
  keys: [],
  args: argsAs(({ text }) => ({ isNoise: text === NOISE_WORD })),
  says: [
    {
      like: /(?:一共|总共|现在|目前|全镇|全乡|还有?|手上).{0,8}(?:多少|几)(?:件|个|起|宗|条|A)?|(?:多少|几)(?:件|起|宗).{0,4}(?:没|未|在)办|A没办完|未办结/u,
      rank: 5,
      alone: true,
      reads: true,
      asked: true,
      examples: [['现在一共多少件没办完', '/统计']],
    },
  ],
  examples: ['/统计', '/统计 打扰'],
  async run({ isNoise }, call, ctx) {
    if (isNoise) return { text: await noise(call, ctx) };
    needs(call, 'stats:matters', '统计');
    const inGroup = call.chatid !== undefined;
    const text = await standingReport(ctx, call.by.townId, scopeOf(inGroup ? undefined : call.by));
    return inGroup ? { text, group: groupPlain(text) } : { text };
  },
});
