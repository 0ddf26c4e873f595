import { and, eq, inArray } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { liftPersonal } from '../../core/privacy.ts';
import { demands } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import type { Petition } from '../matter/access.ts';
import { listedDemands } from './answer.ts';
import { gateOf } from './answer-gate.ts';
import { readIdentity } from '../matter/identity.ts';
import { MARKS } from '../../core/text-marks.ts';
import { announce } from '../matter/notices.ts';
import { record } from '../matter/record.ts';

/**
 * 调解、和解 within what may be decided, with both parties' consent, written down (条例 art. 33). The agreement answers the demands
 * it names, all of them where it names none.
 */
export async function mediate(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: {
    readonly agreement: string;
    readonly on: LocalDay;
    readonly unit: string | undefined;
    /** Who mediated, as typed. */
    readonly with: string | undefined;
    readonly positions: readonly number[];
  },
): Promise<{ readonly petition: Petition; readonly settled: readonly number[]; readonly left: number }> {
  if (input.on > ctx.today) throw new UserError('day.future', { day: input.on });
  if (input.on < petition.receivedOn) {
    throw new UserError('day.before-received', { day: input.on, receivedOn: petition.receivedOn });
  }
  const { list, isNew } = await listedDemands(ctx, petition.id);
  const known = list.map((demand) => demand.position);
  if (input.positions.some((position) => !known.includes(position))) {
    throw new UserError('demand.unknown', { number: petition.number, count: list.length });
  }
  const settled = input.positions.length > 0 ? [...input.positions] : known;
  const left = (await gateOf(ctx, petition)).gaps.filter(({ position }) => !settled.includes(position)).length;
  const who = await readIdentity(ctx, petition.id);
  const names = [who.name, who.phone, who.address].filter((value) => value !== undefined);
  await ctx.tx
    .update(demands)
    .set({ answer: liftPersonal(input.agreement, MARKS, names).text })
    .where(and(eq(demands.petitionId, petition.id), inArray(demands.position, settled)));
  const { petition: changed, event } = await record(ctx, petition, {
    kind: 'mediated',
    by: actor.userid,
    onDay: input.on,
    data: {
      at: { answer: settled },
      consent: true,
      unit: input.unit ?? null,
      tail: input.with === undefined ? 0 : 1,
      ...(isNew ? { whole: true } : {}),
    },
    patch: left > 0 ? {} : { status: 'replied' },
    note: [input.agreement, ...(input.with === undefined ? [] : [input.with.split('\n').join(' ')])].join('\n'),
  });
  await announce(ctx, changed, event, {
    kind: 'mediated',
    to: ['handler', 'unit-head', 'desk'],
    except: actor.userid,
  });
  return { petition: changed, settled, left };
}
