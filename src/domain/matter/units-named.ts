import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { type Unit, unitByName, unitsOf } from '../org/service.ts';

const unknown = async (ctx: DomainContext, townId: string): Promise<UserError> =>
  new UserError('unit.unknown', { units: (await unitsOf(ctx.tx, townId)).map(({ name }) => name) });

/** `民政办、司法所`, `民政办和司法所` as units, without doubles. @throws UserError unit.unknown with the town's units */
export async function unitsNamed(ctx: DomainContext, townId: string, typed: string): Promise<Unit[]> {
  const found = new Map<string, Unit>();
  for (const word of typed.split(/[、，,;；\s]+/u).filter((part) => part !== '')) {
    for (const unit of await unitsOfWord(ctx, townId, word)) found.set(unit.id, unit);
  }
  return [...found.values()];
}

/** A unit may have the sign of a joint in its name. */
async function unitsOfWord(ctx: DomainContext, townId: string, word: string): Promise<Unit[]> {
  const whole = await unitByName(ctx.tx, townId, word);
  if (whole !== undefined) return [whole];
  const parts = word.split(/[和与及跟]/u).filter((part) => part !== '');
  if (parts.length < 2) throw await unknown(ctx, townId);
  return (await Promise.all(parts.map((part) => unitsOfWord(ctx, townId, part)))).flat();
}

/** Whether a word is the full name of a unit. */
const isUnitName = async (ctx: DomainContext, townId: string, word: string): Promise<boolean> =>
  (await unitsOf(ctx.tx, townId)).some(({ name }) => name === word);

/**
 * The one unit that an order begins with, and the words behind it.
 * @throws UserError unit.unknown with the town's units; unit.several where another one follows: as words of the order it would be lost
 */
export async function unitAhead(
  ctx: DomainContext,
  townId: string,
  text: string,
): Promise<{ readonly unit: Unit; readonly rest: string }> {
  const [first = '', ...more] = text.split(/\s+/u);
  const unit = await unitByName(ctx.tx, townId, first);
  if (unit === undefined) throw await unknown(ctx, townId);
  const [second] = more;
  if (second !== undefined && (await isUnitName(ctx, townId, second))) throw new UserError('unit.several', { second });
  return { unit, rest: more.join(' ') };
}

/** The units that a text begins with, 民政办 司法所, and the words behind them. @throws UserError unit.unknown */
export async function unitsAhead(
  ctx: DomainContext,
  townId: string,
  text: string,
): Promise<{ readonly units: readonly Unit[]; readonly rest: string }> {
  const [first = '', ...more] = text.split(/\s+/u);
  const named = [first];
  while (more.length > 0 && (await isUnitName(ctx, townId, more[0]!))) named.push(more.shift()!);
  return { units: await unitsNamed(ctx, townId, named.join('、')), rest: more.join(' ') };
}
