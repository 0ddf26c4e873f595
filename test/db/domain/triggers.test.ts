import { and, eq } from 'drizzle-orm';

import { events, outbox } from '../../../src/db/schema.ts';
import type { Petition } from '../../../src/domain/matter/access.ts';
import { record } from '../../../src/domain/matter/record.ts';
import { reachedBy } from '../../../src/domain/handling/thresholds.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

const assignedInLihai = async (town: TestTown): Promise<Petition> => {
  await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: 'lihai' }, settings: {} });
  const matter = await town.register('u-desk1');
  await town.assign('u-desk1', matter, 'cjb');
  await town.act('u-lead1', matter, (ctx, actor, p) => decide(ctx, actor, p, true, undefined));
  return matter;
};
const raiseAgain = (town: TestTown, matter: Petition) =>
  town.act('u-desk1', matter, (ctx, actor, p) =>
    record(ctx, p, { kind: 'repeated', by: actor.userid, patch: { raised: p.raised + 1 } }),
  );
const told = (town: TestTown, kind: string) =>
  town.db.select({ to: outbox.toId, refs: outbox.refs }).from(outbox).where(eq(outbox.kind, kind)).orderBy(outbox.toId);

describe('the same matter raised again', () => {
  townTest('at its third time: offered to the desk, handled by the leader; once', async ({ town }) => {
    const matter = await assignedInLihai(town);
    await raiseAgain(town, matter);
    expect(await told(town, 'suggested')).toEqual([]);
    await raiseAgain(town, matter);
    expect(await told(town, 'suggested')).toMatchObject([
      { to: 'u-desk1', refs: { what: 'warning,case', because: 'repeat:3' } },
      { to: 'u-desk2', refs: { what: 'warning,case', because: 'repeat:3' } },
    ]);
    expect(await told(town, 'taken-over')).toMatchObject([{ to: 'u-lead2', refs: { because: 'repeat:3' } }]);
    await raiseAgain(town, matter);
    expect(await told(town, 'suggested')).toHaveLength(2);
    const taken = await town.db
      .select()
      .from(events)
      .where(and(eq(events.petitionId, matter.id), eq(events.kind, 'taken-over')));
    expect(taken.map((event) => event.data)).toMatchObject([{ leaders: ['u-lead2'], because: ['repeat:3'] }]);
  });

  townTest('before anybody has it waits for the assignment', async ({ town }) => {
    await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: 'lihai' }, settings: {} });
    const matter = await town.register('u-desk1', { headcount: 7 });
    await raiseAgain(town, matter);
    expect(await told(town, 'taken-over')).toEqual([]);
    await town.assign('u-desk1', matter, 'nyb');
    await town.act('u-lead1', matter, (ctx, actor, p) => decide(ctx, actor, p, true, undefined));
    expect(await told(town, 'taken-over')).toMatchObject([{ to: 'u-lead3', refs: { because: 'headcount:7' } }]);
  });
});

describe('a threshold', () => {
  const when = { repeatFrom: 3, headcountFrom: 5, scene: true } as const;
  townTest('includes its number, and names every reason', () => {
    expect(reachedBy(when, { raised: 2, headcount: 4, scene: false })).toEqual([]);
    expect(reachedBy(when, { raised: 3, headcount: 5, scene: true })).toEqual(['repeat:3', 'headcount:5', 'scene']);
    expect(reachedBy({ headcountFrom: 5 }, { raised: 9, headcount: 1, scene: true })).toEqual([]);
    expect(reachedBy(undefined, { raised: 9, headcount: 9, scene: true })).toEqual([]);
  });
});
