import { agentCard, assistCard, leadCard } from '../../cards/team.ts';
import { REFERRAL_WORDS, teamWords } from '../../copy/team.ts';
import { loadOrg } from '../../domain/org/receivers.ts';
import { namesOf } from '../../domain/org/service.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { timelineOf } from '../../domain/matter/record.ts';
import { helpersOf } from '../../domain/team/assist.ts';
import { teamView } from '../../domain/read/team.ts';
import type { ReferralKind } from '../../domain/policy/vocabulary.ts';
import { defineMessage, type ToldOfMatter } from '../message.ts';

/** What a unit is asked by a referral, in the town's words. */
async function referralOf(told: ToldOfMatter): Promise<string | undefined> {
  const event = await told.event();
  if (event?.kind !== 'referred') return undefined;
  const to = event.data['to'] as ReferralKind;
  const rule = (await told.ctx.policy(told.petition.townId)).practice.referrals?.find((one) => one.to === to);
  return rule?.title ?? REFERRAL_WORDS[to];
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Messages to those who help with a matter, run its errands or lead it as a case. */
export default [
  defineMessage({
    // 协办, for the head of a helping unit.
    kind: 'assist-asked',
    name: teamWords.called,
    async personal(told) {
      const { ctx, petition, row, spent } = told;
      const event = await told.event();
      const asked = new Set([...idsIn(event?.data['added']), ...idsIn(event?.data['again'])]);
      const open = (await helpersOf(ctx, petition.id)).filter(
        ({ unitId, doneAt }) => asked.has(unitId) && (spent !== undefined || doneAt === null),
      );
      if (open.length === 0 || (spent === undefined && !isOpen(petition))) {
        return { superseded: 'answered, released or closed since' };
      }
      const { units } = await loadOrg(ctx, petition.townId);
      const headed = open.filter(({ unitId }) => units.get(unitId)?.head === row.toId);
      const mine = headed.length > 0 ? headed : open;
      const requirement = event?.kind === 'led' ? undefined : ((await told.said()) ?? (await referralOf(told)));
      const names = mine.map(({ unitId }) => units.get(unitId)?.name ?? '');
      return { card: assistCard(told, names, requirement) };
    },
  }),
  defineMessage({
    // 协办答复, for the handler.
    kind: 'assist-done',
    async personal({ ctx, petition, event, byName, said }) {
      const { units } = await loadOrg(ctx, petition.townId);
      const names = idsIn((await event())?.data['units']).map((id) => units.get(id)?.name ?? '');
      return { markdown: teamWords.assistDone(petition.number, teamWords.list(names), await byName(), await said()) };
    },
  }),
  defineMessage({
    // Released, or the matter is closed: nothing left to do.
    kind: 'assist-over',
    personal: ({ petition }) => ({ markdown: teamWords.assistOver(petition.number, petition.status === 'closed') }),
  }),
  defineMessage({
    // 代办员.
    kind: 'agent-named',
    holds: ({ petition, row }) =>
      (petition.agent === row.toId && isOpen(petition)) || 'somebody else is the agent, or closed since',
    personal: (told) => ({ card: agentCard(told) }),
  }),
  defineMessage({
    // 包案, for the case leader and those who handle.
    kind: 'led',
    holds: async ({ petition, event }) =>
      (petition.caseLeader === (await event())?.data['leader'] && isOpen(petition)) ||
      'led by somebody else, or closed since',
    async personal(told) {
      const team = await teamView(told.ctx, told.petition, await timelineOf(told.ctx, told.petition.id));
      return { card: leadCard(told, team, await told.said()) };
    },
  }),
  defineMessage({
    // Somebody else leads the case now.
    kind: 'led-over',
    async personal({ ctx, petition }) {
      const name = (await namesOf(ctx.tx, [petition.caseLeader])).get(petition.caseLeader ?? '') ?? '';
      return { markdown: teamWords.leadOver(petition.number, name) };
    },
  }),
];
