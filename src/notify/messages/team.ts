import { agentCard, assistCard, leadCard } from '../../cards/team.ts';
import type { Actor } from '../../contract/command.ts';
import { REFERRAL_WORDS, teamWords } from '../../copy/team.ts';
import type { DomainContext } from '../../domain/context.ts';
import { loadOrg } from '../../domain/org/receivers.ts';
import { namesOf } from '../../domain/org/service.ts';
import { isOpen } from '../../domain/petition/find.ts';
import type { Intent } from '../../domain/outbox/store.ts';
import { timelineOf } from '../../domain/petition/record.ts';
import { helpAwaited, helpersOf } from '../../domain/petition/team.ts';
import { teamView } from '../../domain/petition/team-view.ts';
import type { ReferralKind } from '../../domain/policy/words.ts';
import type { Rendered } from '../render.ts';
import type { Told } from '../renderers.ts';

/** What a unit is asked by a referral, in the town's words. */
async function referralOf(told: Told): Promise<string | undefined> {
  const event = await told.event();
  if (event?.kind !== 'referred') return undefined;
  const to = event.data['to'] as ReferralKind;
  const rule = (await told.ctx.policy(told.petition.townId)).practice.referrals?.find((one) => one.to === to);
  return rule?.title ?? REFERRAL_WORDS[to];
}

const idsIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Messages to those who help with a matter, run its errands or lead it as a case. */
export const teamRenderers: Partial<Record<Intent, (told: Told) => Promise<Rendered>>> = {
  async 'assist-asked'(told) {
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
    return {
      card: assistCard(
        told,
        mine.map(({ unitId }) => units.get(unitId)?.name ?? ''),
        requirement,
      ),
    };
  },
  async 'assist-done'(told) {
    const { units } = await loadOrg(told.ctx, told.petition.townId);
    const names = idsIn((await told.event())?.data['units']).map((id) => units.get(id)?.name ?? '');
    const { number } = told.petition;
    return { markdown: teamWords.assistDone(number, teamWords.list(names), await told.byName(), await told.said()) };
  },
  'assist-over': ({ petition }) =>
    Promise.resolve({ markdown: teamWords.assistOver(petition.number, petition.status === 'closed') }),
  'agent-named': (told) =>
    Promise.resolve(
      told.spent === undefined && (told.petition.agent !== told.row.toId || !isOpen(told.petition))
        ? { superseded: 'somebody else is the agent, or closed since' }
        : { card: agentCard(told) },
    ),
  async led(told) {
    const { ctx, petition, spent } = told;
    const event = await told.event();
    if (spent === undefined && (petition.caseLeader !== event?.data['leader'] || !isOpen(petition))) {
      return { superseded: 'led by somebody else, or closed since' };
    }
    const team = await teamView(ctx, petition, await timelineOf(ctx, petition.id));
    return { card: leadCard(told, team, await told.said()) };
  },
  async 'led-over'({ ctx, petition }) {
    const name = (await namesOf(ctx.tx, [petition.caseLeader])).get(petition.caseLeader ?? '') ?? '';
    return { markdown: teamWords.leadOver(petition.number, name) };
  },
};

const SHOWN = 10;

/** What the head of helping units still owes an answer to; empty for everybody else. */
export async function helpLines(ctx: DomainContext, actor: Actor): Promise<string[]> {
  const awaited = await helpAwaited(ctx, actor);
  if (awaited.length === 0) return [];
  const { units } = await loadOrg(ctx, actor.townId);
  return [
    teamWords.awaited(awaited.length),
    ...awaited
      .slice(0, SHOWN)
      .map(({ number, unitId }) => teamWords.awaitedLine(number, units.get(unitId)?.name ?? '')),
  ];
}
