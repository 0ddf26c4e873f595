import { UserError } from '../../core/errors.ts';
import type { DomainContext } from '../context.ts';
import { unitByName, unitsOf } from './service.ts';

/**
 * 属地: the village or grid a matter lies in, as typed.
 * @throws UserError area.unknown with the names there are
 */
export async function areaByName(ctx: DomainContext, townId: string, typed: string): Promise<string> {
  const unit = await unitByName(ctx.tx, townId, typed);
  const isArea = (kind: string): boolean => kind === 'village' || kind === 'grid';
  if (unit !== undefined && isArea(unit.kind)) return unit.id;
  const areas = (await unitsOf(ctx.tx, townId)).filter(({ kind }) => isArea(kind));
  throw new UserError('area.unknown', { areas: areas.map(({ name }) => name) });
}
