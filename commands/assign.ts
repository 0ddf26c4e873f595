import { dueLines } from '../src/cards/due.ts';
import { answer } from '../src/cards/line.ts';
import { suggestionText } from '../src/cards/suggest-unit.ts';
import { anything, argsAs, limitFits, missing, readPeriod } from '../src/contract/args.ts';
import { type Call, defineCommand } from '../src/contract/command.ts';
import type { Reply } from '../src/contract/reply.ts';
import { UserError } from '../src/core/errors.ts';
import { shortened } from '../src/core/text.ts';
import { argProblems } from '../src/copy/args.ts';
import { groupWords } from '../src/copy/group.ts';
import { replies } from '../src/copy/replies.ts';
import { plain } from '../src/copy/terms.ts';
import { receiverText } from '../src/copy/why.ts';
import { routeWords } from '../src/copy/suggest-unit.ts';
import { teamReplies } from '../src/copy/team.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { setPending } from '../src/domain/conversation/store.ts';
import { namesOf, type Person, personByName, type Unit, unitIn } from '../src/domain/org/service.ts';
import { tell } from '../src/domain/outbox/store.ts';
import { barsOfMatter, isWithoutDesk, loadOrg } from '../src/domain/org/receivers.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { runningClocks } from '../src/domain/matter/clocks.ts';
import { may, rolesFor } from '../src/domain/permission/may.ts';
import { findPetition } from '../src/domain/matter/find.ts';
import { assign } from '../src/domain/handling/assign.ts';
import { assigning, type Seen } from '../src/domain/read/seen.ts';
import { suggestRoute } from '../src/domain/intake/suggest-unit.ts';
import { assist } from '../src/domain/team/assist.ts';
import { unitAhead, unitsNamed } from '../src/domain/matter/units-named.ts';
import { lineOf } from '../src/domain/read/lists.ts';
import { signersNamed } from '../src/domain/policy/applies.ts';

const FINDS = { verb: '交办', lock: true, events: true } as const;

export default defineCommand({
  name: '交办',
  english: 'assign',
  aliases: ['派', '派单'],
  summary: '交给单位办理',
  number: 'recent',
  words: 'unit',
  states: ['registered', 'admitted', 'returned'],
  takes: (_, { ownerUnit }) => ownerUnit !== null,
  keys: ['期限', '要求', '经办', '协办'],
  fits: {
    期限: limitFits,
    要求: { fits: anything, free: true, also: ['办理要求', '工作要求'] },
    经办: { fits: anything, also: ['经办人', '承办人'] },
    协办: { fits: anything, also: ['协办单位'] },
  },
  args: argsAs(({ number, text, pairs }) => ({ number: number!, text, pairs })),
  says: [
    {
      like: /(?:交办|交代|交|派单|派|转办|转|给|让|叫|由|归|拨|甩|整|安排|分派|分|推|移|落实|丢|扔|发|请|弄|挪|打发|塞|划|踢)[到给由让去成了]{0,2}(?:[这那]?件?)(?:U|P|(?:他们|它们)(?!再?(?:抓紧|赶紧|快|尽快|回)))|(?:U|P)_*(?:同志)?(?:去|来|那边|他们|牵头|赶紧|尽快)?(?:办|管|弄|处理|负责|看|接|搞|牵头|解决|跟进|落实)|^[NM]_*(?:的|那件|那个)?[，, ]*U_*$|(?:交办|派单).{0,4}U|^U_*$/u,
      rank: 5,
      when: ({ unit, unitOfPerson, matter }) =>
        (unit ?? unitOfPerson) !== undefined && (matter === undefined || matter.ownerUnit === null),
      line: ({ unit, unitOfPerson, people, limit }) =>
        [unit ?? unitOfPerson, unit === undefined && `经办:${people[0]}`, limit !== undefined && `期限:${limit}`]
          .filter(Boolean)
          .join(' '),
      examples: [
        ['把3号交给民政办', '/交办 3 民政办'],
        ['3民政', '/交办 3 民政办'],
        ['3号让民政办去处理，三天内答复', '/交办 3 民政办 期限:3天'],
        ['3号派城建，12月10号之前要办完', '/交办 3 城建办 期限:12月10日'],
      ],
    },
  ],
  examples: ['/交办 12 城建办', '/交办 12 城建办 期限:15工作日 要求:现场查看', '/交办 12 城建办 5天 协办:民政办'],
  forms: [
    {
      fields: [
        { key: '单位', main: true, as: 'unit' },
        { key: '期限', as: 'line', optional: true },
        { key: '要求', as: 'text', optional: true },
      ],
      finds: FINDS,
      offer(seen, values) {
        refuseOthers(seen);
        return { writes: assigning(seen, { unit: unitIn(seen.org, values['单位']!)! }) };
      },
    },
  ],
  async run({ number, text, pairs }, call, ctx) {
    const petition = await findPetition(ctx, call.by, number, FINDS);
    const [org, bars] = [await loadOrg(ctx, petition.townId), await barsOfMatter(ctx, petition)];
    refuseOthers({ actor: call.by, petition, org, bars });
    if (text === '') return suggested(ctx, call, petition);
    const { unit, rest } = await unitAhead(ctx, petition.townId, text);
    const handler = await handlerNamed(ctx, petition.townId, pairs['经办'] ?? rest);
    if (pairs['经办'] !== undefined && handler === undefined) throw new UserError('person.unknown', {});
    const said = handler !== undefined && pairs['经办'] === undefined ? '' : rest;
    const requirement = pairs['要求'] ?? (said === '' ? undefined : said);
    const helpers = pairs['协办'] === undefined ? [] : await unitsNamed(ctx, petition.townId, pairs['协办']);
    const done = await assign(ctx, call.by, petition, {
      unit,
      handler,
      period: pairs['期限'] === undefined ? undefined : readPeriod(pairs['期限'], petition.receivedOn, ctx.today),
      requirement,
    });
    const line = await lineOf(ctx, done.petition);
    if (done.held) {
      const signers = receiverText(signersNamed(await ctx.policy(petition.townId), 'instruct', done.petition));
      return answer(line, ctx.today, {
        text: [
          replies.held(petition.number, unit.name, signers),
          ...(helpers.length === 0 ? [] : [teamReplies.helpLater(petition.number, namesIn(helpers))]),
        ].join('\n'),
        group: groupWords.held,
      });
    }
    if (helpers.length > 0) await assist(ctx, call.by, done.petition, helpers, undefined);
    const { undoMinutes } = await ctx.policy(petition.townId);
    const names = await namesOf(ctx.tx, [done.petition.handler]);
    return answer(line, ctx.today, {
      text: [
        replies.assigned({
          number: petition.number,
          unit: unit.name,
          handler: names.get(done.petition.handler ?? ''),
          due: dueLines(await runningClocks(ctx, [petition.id]), ctx.today),
          former: done.former !== null,
          undoMinutes,
          requirement: requirement === undefined ? undefined : shortened(plain(requirement), MAX_SHOWN),
        }),
        ...(helpers.length === 0 ? [] : [teamReplies.assisted(petition.number, namesIn(helpers), [])]),
      ].join('\n'),
      group: groupWords.assigned(unit.name),
    });
  },
});

/** Of what the office is asked for, so much is read back. */
const MAX_SHOWN = 60;
/** In the desk's place where nobody of the desk may know of it. @throws UserError role.denied */
function refuseOthers({ actor, petition, org, bars }: Pick<Seen, 'actor' | 'petition' | 'org' | 'bars'>): void {
  const isInPlace = !may(actor, 'assign', petition) && isWithoutDesk(org, bars);
  if (may(actor, 'assign', petition, isInPlace ? ['in-place'] : [])) return;
  throw new UserError('role.denied', { verb: '交办', roles: rolesFor('assign', 'town'), numbered: true });
}

/** A word behind the unit that is somebody's full name says who handles it, and is no requirement. */
const handlerNamed = (ctx: DomainContext, townId: string, word: string): Promise<Person | undefined> =>
  /^\S+$/u.test(word) ? personByName(ctx.tx, townId, word) : Promise.resolve(undefined);

const namesIn = (units: readonly Unit[]): string[] => units.map((unit) => unit.name);

/** Without a unit: who might handle it and why, as a card and as text; where nothing speaks for anybody the unit is asked for. */
async function suggested(ctx: DomainContext, call: Call, petition: Petition): Promise<Reply> {
  const suggestion = petition.ownerUnit === null ? await suggestRoute(ctx, petition) : undefined;
  if (suggestion === undefined) throw missing(argProblems.unit);
  await tell(ctx, {
    once: `route:${call.msgid}`,
    to: { person: call.by.userid },
    kind: 'route',
    townId: petition.townId,
    petitionId: petition.id,
    urgent: true,
  });
  if (call.chatid === undefined) {
    await setPending(ctx, call.by.userid, { kind: 'draft', verb: '交办', rest: petition.number });
  }
  return answer(await lineOf(ctx, petition), ctx.today, {
    text: [suggestionText(petition.number, suggestion), routeWords.orAnother].join('\n'),
    group: groupWords.route,
  });
}
