import { answer } from '../src/cards/line.ts';
import { UNITS_SHOWN } from '../src/cards/forms.ts';
import { anything, argsAs, invalid, limitFits, missing, readPeriod } from '../src/contract/args.ts';
import { type Call, defineCommand, type RawArgs } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import type { LocalDay } from '../src/core/local-day.ts';
import { formWords } from '../src/copy/forms.ts';
import { groupWords } from '../src/copy/group.ts';
import {
  meansNobody,
  REFERRAL_UNITS,
  REFERRAL_WORDS,
  referralOf,
  referralReplies,
  teamGroup,
  teamProblems,
  teamReplies,
} from '../src/copy/team.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { personByName, type Unit, unitByName, unitIn } from '../src/domain/org/service.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { askByCard, awaitRest } from '../src/domain/intake/ask-card.ts';
import { isForHelpers, may } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { helpCandidates } from '../src/domain/team/candidates.ts';
import { refer } from '../src/domain/team/referral.ts';
import { answerHelp, assist, helpAdded, helpOf, nameAgent, releaseHelper } from '../src/domain/team/assist.ts';
import { unitsAhead } from '../src/domain/matter/units-named.ts';
import { lineOf } from '../src/domain/read/lists.ts';

const isRelease = (text: string): boolean => /(^|\s)取消($|\s)/u.test(text);

const SPENT = { asked: '已请协办', answered: '已答复' } as const;
const FINDS = { verb: '协办', helping: isForHelpers('assist'), lock: true } as const;

export default defineCommand({
  name: '协办',
  english: 'assist',
  aliases: ['会办'],
  summary: '请别的单位协办、协办答复、定代办员、转介',
  number: 'recent',
  words: 'unit',
  takes: ({ text }) => isRelease(text),
  keys: ['要求', '答复', '代办', '转介', '期限'],
  fits: {
    期限: limitFits,
    要求: { fits: anything, free: true, also: ['协办要求'] },
    代办: { fits: anything, also: ['代办员'] },
    转介: { fits: anything },
  },
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /U_*(?:也|来|去|那边)?(?:配合|协助|协办|帮忙|帮一?下|搭把手|参与|一起|一同)|(?:配合|协助|协办|会同|联合).{0,3}U/u,
      rank: 7,
      when: ({ unit }) => unit !== undefined,
      line: ({ unit }) => unit,
      examples: [['3号请农业办配合一下', '/协办 3 农业办']],
    },
  ],
  examples: [
    '/协办 12 民政办 要求:核实低保情况',
    '/协办 12',
    '/协办 12 答复:已入户核实，符合条件',
    '/协办 12 民政办 取消',
    '/协办 12 代办:王某强',
    '/协办 12 转介:司法所',
  ],
  forms: [
    {
      fields: [
        { key: '单位', main: true, as: 'helper' },
        { key: '要求', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen, values) {
        const added = helpAdded(seen.actor, seen, [unitIn(seen.org, values['单位']!)!]);
        return added.length === 0 ? undefined : { writes: [{ kind: 'assisted' }], spent: SPENT.asked };
      },
    },
    {
      label: '协办答复',
      fields: [{ key: '答复', as: 'text' }],
      finds: FINDS,
      offer(seen) {
        helpOf(seen.actor, seen);
        return { writes: [{ kind: 'assist-done' }], spent: SPENT.answered };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    if (pairs['答复'] !== undefined && pairs['答复'] !== '') return answered(ctx, call, petition, pairs['答复']);
    if (pairs['答复'] === '' || text === '答复') throw missing(teamProblems.answer, '答复');
    if (pairs['代办'] !== undefined) return agent(ctx, call, petition, pairs['代办']);
    if (pairs['转介'] !== undefined) return referral(ctx, call, petition, pairs['转介'], pairs['要求']);
    const releases = isRelease(text);
    const words = text.replace(/(^|\s)取消(?=$|\s)/u, ' ').trim();
    if (words === '') {
      if (releases) throw missing(teamProblems.helper);
      return whichUnits(ctx, call, petition);
    }
    const { units, rest } = await unitsAhead(ctx, petition.townId, words);
    if (releases) {
      const changed = await releaseHelper(ctx, call.by, petition, units);
      return answer(await lineOf(ctx, changed), ctx.today, {
        text: teamReplies.released(
          changed.number,
          units.map((unit) => unit.name),
        ),
        group: teamGroup.released,
      });
    }
    const requirement = requirementOf(pairs, rest, ctx.today);
    const done = await assist(ctx, call.by, petition, units, requirement);
    const names = done.added.map((unit) => unit.name);
    const already = units.filter((unit) => !done.added.includes(unit)).map((unit) => unit.name);
    return answer(await lineOf(ctx, done.petition), ctx.today, {
      text: teamReplies.assisted(petition.number, names, already),
      group: teamGroup.assisted([...names, ...already]),
      spent: SPENT.asked,
    });
  },
});

/** No clock runs for a helper: until when is part of what is asked. */
function requirementOf(pairs: RawArgs['pairs'], said: string, today: LocalDay): string | undefined {
  const limit = pairs['期限'];
  const words = pairs['要求'] ?? (said === '' ? undefined : said);
  if (limit === undefined) return words;
  readPeriod(limit, today, today);
  return teamReplies.until(words, limit);
}

/** Without units they are ticked on a card. */
async function whichUnits(ctx: DomainContext, call: Call, petition: Petition): Promise<Reply> {
  if (!may(call.by, 'assist:arrange', petition)) throw new UserError('assist.who', {});
  const units = await helpCandidates(ctx, petition);
  if (units.length === 0) throw missing(teamProblems.helper);
  await askByCard(ctx, call, petition, 'assist-form');
  await awaitRest(ctx, call, '协办', petition);
  return answer(await lineOf(ctx, petition), ctx.today, {
    text: formWords.assistAsk(petition.number, Math.max(0, units.length - UNITS_SHOWN)),
    group: groupWords.formSent,
  });
}

async function answered(ctx: DomainContext, call: Call, petition: Petition, text: string): Promise<Reply> {
  const done = await answerHelp(ctx, call.by, petition, text);
  return answer(await lineOf(ctx, done.petition), ctx.today, {
    text: teamReplies.answered(petition.number),
    group: teamGroup.answered,
    spent: SPENT.answered,
  });
}

async function agent(ctx: DomainContext, call: Call, petition: Petition, word: string): Promise<Reply> {
  const person = meansNobody(word) ? undefined : await personByName(ctx.tx, petition.townId, word);
  if (person === undefined && !meansNobody(word)) throw new UserError('person.unknown', {});
  const changed = await nameAgent(ctx, call.by, petition, person);
  return answer(await lineOf(ctx, changed), ctx.today, {
    text:
      person === undefined ? teamReplies.agentOff(changed.number) : teamReplies.agentNamed(changed.number, person.name),
    group: teamGroup.agent,
  });
}

async function referral(
  ctx: DomainContext,
  call: Call,
  petition: Petition,
  word: string,
  said: string | undefined,
): Promise<Reply> {
  const to = referralOf(word);
  if (to === undefined) throw invalid(referralReplies.unknown);
  let unit: Unit | undefined;
  for (const name of [word, ...REFERRAL_UNITS[to]]) unit ??= await unitByName(ctx.tx, petition.townId, name);
  const done = await refer(ctx, call.by, petition, { to, unit, said });
  const rule = (await ctx.policy(petition.townId)).practice.referrals?.find((one) => one.to === to);
  const title = rule?.title ?? REFERRAL_WORDS[to];
  return answer(await lineOf(ctx, done.petition), ctx.today, {
    text: done.isNew
      ? [referralReplies.referred(petition.number, title, rule?.basis, unit?.name), referralReplies.slip(to)].join('\n')
      : referralReplies.already(petition.number, title),
    group: teamGroup.referred,
  });
}
