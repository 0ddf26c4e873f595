import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { type Unit, unitByName, unitsOf } from '../org/service.ts';

/** `民政办、司法所` as units, without doubles. @throws UserError unit.unknown with the town's units */
export async function unitsNamed(ctx: DomainContext, townId: string, typed: string): Promise<Unit[]> {
  const found = new Map<string, Unit>();
  for (const word of typed.split(/[、，,;；\s]+/u).filter((part) => part !== '')) {
    const unit = await unitByName(ctx.tx, townId, word);
    if (unit === undefined) {
      throw new UserError('unit.unknown', { units: (await unitsOf(ctx.tx, townId)).map((u) => u.name) });
    }
    found.set(unit.id, unit);
  }
  return [...found.values()];
}
