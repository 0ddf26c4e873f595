import type { Card } from '../contract/card.ts';
import type { LocalDay } from '../core/local-day.ts';
import { grantWords as say } from '../copy/grants.ts';
import { zhDay } from '../copy/terms.ts';
import type { GrantSeen } from '../domain/org/grants.ts';

/** Asks a second person; the role is nobody's until then. */
export const grantCard = (grant: GrantSeen, today: LocalDay, spent: string | undefined): Card => ({
  kind: 'card',
  key: `grant:${grant.id}`,
  tone: 'info',
  title: say.title,
  body: say.body(grant.role),
  fields: [
    { label: say.name, value: grant.name },
    { label: say.unit, value: grant.unit },
    { label: say.role, value: say.roleWord(grant.role) },
    { label: say.asked, value: zhDay(grant.askedOn, today) },
  ],
  actions: [
    { label: say.agreeLabel, command: say.agreeLine(grant.id), primary: true },
    { label: say.refuseLabel, command: say.refuseLine(grant.id) },
  ],
  ...(spent === undefined ? {} : { spent }),
});
