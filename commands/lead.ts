import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { argsAs, missing } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { teamGroup, teamProblems, teamReplies } from '../src/copy/team.ts';
import { personByName } from '../src/domain/org/service.ts';
import { type CaseStep, caseStep, lead } from '../src/domain/team/case-lead.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { timelineOf } from '../src/domain/matter/record.ts';
import { teamView } from '../src/domain/read/team.ts';
import { unitsNamed } from '../src/domain/matter/units-named.ts';
import { lineOf } from '../src/domain/read/lists.ts';

/** What is written down of a case as it goes on. */
const STEPS: Readonly<Record<string, CaseStep>> = { 情况: 'findings', 分析会: 'meeting', 约访: 'interview' };

export default defineCommand({
  name: '包案',
  english: 'lead',
  aliases: ['领办'],
  summary: '定包案领导、专班和方案',
  number: 'required',
  keys: ['方案', '专班', ...Object.keys(STEPS)],
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /包案|包保|领办|我(?:来|亲自)(?:包|管|抓|负责|领)/u,
      rank: 6,
      when: ({ by, people }) =>
        people.length > 0 || by.roles.some((role) => role === 'leader' || role === 'main-leader'),
      line: ({ by, people }) => people[0] ?? by.name,
      examples: [['5号我来包案', '/包案 5 钱某', 'leader']],
    },
  ],
  examples: ['/包案 12 李某平 方案:先排水再修渠 专班:民政办、城建办', '/包案 12 分析会:原因是管道老化'],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, { verb: '包案', lock: true });
    const orders = text !== '' || pairs['方案'] !== undefined || pairs['专班'] !== undefined;
    const steps = Object.entries(STEPS).filter(([key]) => (pairs[key] ?? '') !== '');
    const leader = text === '' ? undefined : await personByName(ctx.tx, petition.townId, text);
    if (text !== '' && leader === undefined) throw new UserError('person.unknown', {});
    const isLeader = call.by.roles.includes('leader') || call.by.roles.includes('main-leader');
    if (leader === undefined && petition.caseLeader === null && !isLeader) throw missing(teamProblems.leader);
    let changed = petition;
    let isNew = false;
    if (orders || steps.length === 0) {
      const team = pairs['专班'] === undefined ? undefined : await unitsNamed(ctx, petition.townId, pairs['专班']);
      const done = await lead(ctx, call.by, petition, { leader, plan: pairs['方案'], team });
      changed = done.petition;
      isNew = done.changed;
    }
    for (const [key, step] of steps) changed = await caseStep(ctx, call.by, changed, step, pairs[key]!);
    const view = await teamView(ctx, changed, await timelineOf(ctx, changed.id));
    const lacks = view.parts.filter((part) => !part.done).map((part) => part.title);
    const due = dueLines(await runningClocks(ctx, [changed.id]), ctx.today);
    return answer(await lineOf(ctx, changed), ctx.today, {
      text:
        steps.length > 0 && !isNew
          ? teamReplies.caseStep(changed.number, lacks)
          : teamReplies.led(changed.number, view.leaderName ?? '', isNew, due, lacks),
      group: steps.length > 0 && !isNew ? teamGroup.caseStep : teamGroup.led,
    });
  },
});
