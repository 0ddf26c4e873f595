import type { Letter } from '../../contract/letter.ts';
import type { DomainContext } from '../context.ts';
import { peopleWithRole } from '../org/service.ts';
import { tellAll } from '../outbox/store.ts';

export interface TemplateFault {
  /** The file's name within the town's folder. */
  readonly file: string;
  /** The tag that no field has, where that is what is wrong. */
  readonly tag: string | undefined;
  /** Changes with the file, so that each broken version is told of once. */
  readonly version: string;
}

/** A town's own template could not be used: its admins are told once (the desk where there are none), and the shipped one is used. */
export async function tellTemplateFault(ctx: DomainContext, letter: Letter, fault: TemplateFault): Promise<void> {
  const { townId, kind } = letter;
  const admins = await peopleWithRole(ctx.tx, townId, 'admin');
  const told = admins.length > 0 ? admins : await peopleWithRole(ctx.tx, townId, 'desk');
  await tellAll(
    ctx,
    told.map(({ userid }) => ({
      once: `template:${townId}:${kind}:${fault.version}:${userid}`,
      to: { person: userid },
      kind: 'template-broken' as const,
      townId,
      refs: { letter: kind, file: fault.file, tag: fault.tag ?? null },
    })),
  );
}
