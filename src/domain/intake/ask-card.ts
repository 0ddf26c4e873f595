import type { Call } from '../../contract/command.ts';
import type { DomainContext } from '../context.ts';
import { setPending } from '../conversation/store.ts';
import { tell } from '../outbox/store.ts';
import type { Petition } from '../matter/access.ts';

/** The next question of a command, on a card of its own in the private chat. */
export function askByCard(
  ctx: DomainContext,
  { by, msgid }: Call,
  petition: Petition,
  kind: 'sorter' | 'assist-form' | 'extend-form',
  refs: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  return tell(ctx, {
    once: [kind, ...Object.values(refs), msgid].join(':'),
    to: { person: by.userid },
    kind,
    townId: petition.townId,
    petitionId: petition.id,
    refs,
    urgent: true,
  });
}

/** In private the command's line may be completed by plain words as well as on the card. */
export async function awaitRest(ctx: DomainContext, call: Call, verb: string, { number }: Petition): Promise<void> {
  if (call.chatid === undefined) await setPending(ctx, call.by.userid, { kind: 'draft', verb, rest: number });
}
