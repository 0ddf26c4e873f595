import { passedOnText } from '../../copy/passed-on.ts';
import { namesOf, unitsOf } from '../../domain/org/service.ts';
import type { Passed } from '../../domain/approval/passed-questions.ts';
import { isOpen } from '../../domain/matter/find.ts';
import { isUnnamed } from '../../domain/accusation/unnamed.ts';
import { defineMessage } from '../message.ts';

/** What somebody who is shut out had in hand, to the desk and to who goes on: made from the event, and from what still waits. */
export default defineMessage({
  kind: 'passed-on',
  holds: ({ petition }) => isOpen(petition) || 'closed since',
  async personal({ ctx, petition, event }) {
    const data = (await event())?.data ?? {};
    const released = (data['released'] ?? []) as readonly { readonly unitId: string }[];
    const questions = (data['questions'] ?? []) as readonly Passed[];
    const handler = data['handler'] as { readonly to: string | null } | undefined;
    const asked = questions.flatMap((question) => question.asked);
    const [names, units] = await Promise.all([
      namesOf(ctx.tx, [handler?.to, ...asked]),
      unitsOf(ctx.tx, petition.townId),
    ]);
    const nameOf = (userid: string): string => names.get(userid) ?? '';
    return {
      markdown: passedOnText({
        number: petition.number,
        unit: data['unit'] !== undefined,
        handler: handler === undefined ? undefined : handler.to === null ? null : nameOf(handler.to),
        caseLeader: data['caseLeader'] !== undefined && petition.caseLeader === null,
        agent: data['agent'] !== undefined && petition.agent === null,
        helpers: released.map(({ unitId }) => units.find((unit) => unit.id === unitId)?.name ?? ''),
        signers: [...new Set(asked)].map(nameOf),
        dropped: questions.some((question) => question.dropped),
        withdrawn: questions.some((question) => question.withdrawn),
        hearing: data['hearing'] !== undefined,
        desk: data['desk'] === true,
        unnamed: await isUnnamed(ctx, petition),
        unassigned: petition.ownerUnit === null && (data['unit'] !== undefined || data['desk'] === true),
      }),
    };
  },
});
