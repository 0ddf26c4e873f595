import { eq } from 'drizzle-orm';

import { addDays } from '../../../src/core/local-day.ts';
import { outbox, refusals } from '../../../src/db/schema.ts';
import { barsOf, loadOrg, receiversOf } from '../../../src/domain/org/receivers.ts';
import { tellAll } from '../../../src/domain/outbox/store.ts';
import { findPetition, noteRefusals } from '../../../src/domain/matter/find.ts';
import { urge } from '../../../src/domain/handling/steps.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { recuse as stepBack } from '../../../src/domain/handling/recusal.ts';
import { mine, search, today } from '../../../src/domain/read/lists.ts';
import type { Receiver } from '../../../src/domain/policy/vocabulary.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import { describe, expect, refusalOf, type TestTown, townTest } from '../../support/domain.ts';

/** With 城建办, registered by one of its people, so that everybody there would see it, were it not for the bar. */
async function matterOf(town: TestTown) {
  const matter = await town.register('u-cj2', { text: '施工扬尘扰民', title: '施工扬尘' });
  await town.assign('u-desk1', matter, 'cjb', { n: 30, unit: 'days' });
  await town.db.delete(outbox);
  return matter;
}
const accuse = (town: TestTown, matter: { id: string }, accused: string) =>
  town.act('u-desk1', matter, (ctx, actor, petition) => supplement(ctx, actor, petition, { accused }));
const recuse = (town: TestTown, matter: { id: string }, userid: string) =>
  town.act('u-desk1', matter, (ctx, actor, petition) => stepBack(ctx, actor, petition, userid, '亲属'));

/** Everything a person can learn of the town's matters. */
async function learns(town: TestTown, userid: string) {
  const actor = await town.actor(userid);
  const find = (typed: string) =>
    refusalOf(town.run((ctx) => findPetition(ctx, actor, typed, { verb: '查', closedToo: true })));
  return town.run(async (ctx) => {
    const due = await today(ctx, actor, addDays(ctx.today, 90));
    return {
      byNumber: await find('FJ2026-0001'),
      bySerial: await find('1'),
      mine: (await mine(ctx, actor)).total,
      found: (await search(ctx, actor, '扬尘')).total,
      today: due.overdue.length + due.dueToday.length + due.soon.length,
    };
  });
}
const nothing = { byNumber: 'petition.not-found', bySerial: 'petition.not-found', mine: 0, found: 0, today: 0 };

describe('who must not know of a matter learns nothing', () => {
  townTest('and everybody else of the unit does', async ({ town }) => {
    await matterOf(town);
    for (const userid of ['u-cj1', 'u-cj2']) {
      expect(await learns(town, userid)).toEqual({
        byNumber: undefined,
        bySerial: undefined,
        mine: 1,
        found: 1,
        today: 1,
      });
    }
  });

  townTest('the head and the people of an accused unit, whoever registered it', async ({ town }) => {
    await accuse(town, await matterOf(town), '城建办');
    for (const userid of ['u-cj1', 'u-cj2']) expect(await learns(town, userid)).toEqual(nothing);
  });

  townTest('an accused person and that person’s unit', async ({ town }) => {
    await accuse(town, await matterOf(town), '王某强');
    for (const userid of ['u-cj2', 'u-cj1']) expect(await learns(town, userid)).toEqual(nothing);
  });

  townTest('an accused main leader, for all the rights of the role', async ({ town }) => {
    await accuse(town, await matterOf(town), '钱某');
    expect(await learns(town, 'u-lead1')).toEqual(nothing);
    expect(await learns(town, 'u-jw1')).toMatchObject({ byNumber: undefined, found: 1 });
  });

  townTest('a person who is recused, and nobody beside', async ({ town }) => {
    const matter = await matterOf(town);
    await recuse(town, matter, 'u-cj2');
    expect(await learns(town, 'u-cj2')).toEqual(nothing);
    expect(await learns(town, 'u-cj1')).toMatchObject({ byNumber: undefined, mine: 1 });
  });
});

describe('who must not know of a matter is never told', () => {
  townTest('even when a caller asks for it outright', async ({ town }) => {
    const matter = await matterOf(town);
    await accuse(town, matter, '城建办');
    await recuse(town, matter, 'u-ny2');
    const told = await town.run((ctx) =>
      tellAll(
        ctx,
        ['u-cj1', 'u-cj2', 'u-ny2', 'u-ny1'].map((person) => ({
          once: `probe:${person}`,
          to: { person },
          kind: 'urged' as const,
          townId: 'fenjie',
          petitionId: matter.id,
        })),
      ),
    );
    expect(told).toBe(1);
    const probes = await town.db.select().from(outbox).where(eq(outbox.kind, 'urged'));
    expect(probes.map((row) => row.toId)).toEqual(['u-ny1']);
  });

  townTest('by no event and by no reminder, in private or in a group', async ({ town }) => {
    const matter = await matterOf(town);
    await accuse(town, matter, '城建办');
    await town.assign('u-desk1', matter, 'nyb', { n: 30, unit: 'days' });
    await town.act('u-desk1', matter, (ctx, actor, petition) => urge(ctx, actor, petition, undefined));
    town.go('2026-04-30');
    await town.run((ctx) => sweepBatch(ctx, 100));
    const told = await town.db.select().from(outbox).where(eq(outbox.petitionId, matter.id));
    expect(told.length).toBeGreaterThan(0);
    expect(told.filter((row) => row.toKind === 'group' || row.toId.startsWith('u-cj'))).toEqual([]);
  });
});

describe('the next rung hears', () => {
  const receivers = (town: TestTown, matter: { id: string }, ...wanted: Receiver[]) =>
    town.act('u-desk1', matter, async (ctx, _, petition) => {
      const bars = (await barsOf(ctx, [petition.id])).get(petition.id) ?? [];
      return receiversOf(await loadOrg(ctx, petition.townId), petition, bars, wanted);
    });

  townTest('of a handler who is recused: the head', async ({ town }) => {
    const matter = await matterOf(town);
    await recuse(town, matter, 'u-cj1');
    expect(await receivers(town, matter, 'handler')).toEqual(['u-lead2']);
    const other = await town.register('u-desk1');
    await town.assign('u-desk1', other, 'wld');
    await recuse(town, other, 'u-wld1');
    expect(await receivers(town, other, 'handler', 'unit-head')).toEqual(['u-lead3']);
  });

  townTest('of an accused unit: the desk, which has it back', async ({ town }) => {
    const matter = await matterOf(town);
    await accuse(town, matter, '城建办');
    expect(await receivers(town, matter, 'handler', 'unit-head')).toEqual(['u-desk1', 'u-desk2']);
  });

  townTest('of leaders who are all accused: 纪检', async ({ town }) => {
    const matter = await matterOf(town);
    await accuse(town, matter, '党政办');
    expect(await receivers(town, matter, 'unit-leader', 'main-leader')).toEqual(['u-jw1']);
  });

  townTest('of a desk that is accused itself, before anybody has the matter: the main leader', async ({ town }) => {
    const matter = await town.register('u-desk1', { accused: '信访办' });
    const heard = await town.run(async (ctx) => {
      const bars = (await barsOf(ctx, [matter.id])).get(matter.id) ?? [];
      return receiversOf(await loadOrg(ctx, 'fenjie'), matter, bars, ['handler', 'unit-head', 'desk', 'registrar']);
    });
    expect(heard).toEqual(['u-lead1']);
  });
});

describe('an attempt to reach a matter', () => {
  const attempt = async (town: TestTown, userid: string, typed: string) => {
    const actor = await town.actor(userid);
    await town.run((ctx) => noteRefusals(ctx, actor, typed, '查'));
    return (await town.db.select().from(refusals)).map((row) => [row.userid, row.verb]);
  };

  townTest('is written down for somebody who is barred', async ({ town }) => {
    await accuse(town, await matterOf(town), '城建办');
    expect(await attempt(town, 'u-cj1', '1')).toEqual([['u-cj1', '查']]);
  });

  townTest('leaves no trace of a stranger to the matter', async ({ town }) => {
    await accuse(town, await matterOf(town), '城建办');
    expect(await attempt(town, 'u-ny2', 'FJ2026-0001')).toEqual([]);
    expect(await attempt(town, 'u-cj1', '99')).toEqual([]);
  });
});
