import { and, eq } from 'drizzle-orm';
import type { Role } from '../../../src/contract/command.ts';
import { approvals, events, handovers, outbox, petitions } from '../../../src/db/schema.ts';
import { askHandover } from '../../../src/domain/handover/service.ts';
import { updateOrg } from '../../../src/domain/handover/update.ts';
import { loadOrg } from '../../../src/domain/org/receivers.ts';
import { personByName, unitByName } from '../../../src/domain/org/service.ts';
import type { Petition } from '../../../src/domain/matter/access.ts';
import { askSignature } from '../../../src/domain/approval/ask.ts';
import { lead } from '../../../src/domain/team/case-lead.ts';
import { setHearing } from '../../../src/domain/handling/hearing.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { recuse } from '../../../src/domain/handling/recusal.ts';
import { assist, helpersOf, nameAgent } from '../../../src/domain/team/assist.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { today } from '../../../src/domain/read/lists.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

/** With 城建办 and 郑某, 王某强 handling; 民政办 helps, 孙某 leads, 褚某兰 runs errands, and 孙某 is asked to sign. */
async function staffed(town: TestTown): Promise<Petition> {
  const matter = await town.register('u-desk1', { text: '施工扬尘扰民', title: '施工扬尘' });
  await town.assign('u-desk1', matter, 'cjb', { n: 30, unit: 'days' });
  await town.db.update(petitions).set({ handler: 'u-cj2', status: 'handling' }).where(eq(petitions.id, matter.id));
  const person = (name: string) => town.run(async (ctx) => (await personByName(ctx.tx, 'fenjie', name))!);
  const [leader, agent] = [await person('孙某'), await person('褚某兰')];
  const unit = await town.run(async (ctx) => (await unitByName(ctx.tx, 'fenjie', '民政办'))!);
  const as = <T>(use: Parameters<typeof town.act<T>>[2]) => town.act('u-desk1', matter, use);
  await as((ctx, actor, petition) => assist(ctx, actor, petition, [unit], undefined));
  await as((ctx, actor, petition) => nameAgent(ctx, actor, petition, agent));
  await as((ctx, actor, petition) => lead(ctx, actor, petition, { leader, plan: undefined, team: undefined }));
  await as((ctx, actor, petition) =>
    setHearing(ctx, actor, petition, { on: '2026-03-20' as never, chair: leader, note: '会议室' }),
  );
  const clockId = (await town.clocks(matter)).running['resolve']!.id;
  await as((ctx, _, petition) =>
    askSignature(ctx, petition, 'extend', { userid: 'u-cj1' }, undefined, { clockId, days: 3 }, ['unit-leader']),
  );
  await town.db.delete(outbox);
  return matter;
}

const recusing = (town: TestTown, matter: { id: string }, userid: string) =>
  town.act('u-desk1', matter, (ctx, actor, petition) => recuse(ctx, actor, petition, userid, '亲属'));
const accusing = (town: TestTown, matter: { id: string }, accused: string) =>
  town.act('u-desk1', matter, (ctx, actor, petition) => supplement(ctx, actor, petition, { accused }));

interface Duties {
  readonly unit: string | null;
  readonly handler: string | null;
  readonly leader: string | null;
  readonly agent: string | null;
  readonly helpers: readonly string[];
  readonly signers: readonly string[];
}

async function duties(town: TestTown, { id }: { id: string }): Promise<Duties> {
  const [row] = await town.db.select().from(petitions).where(eq(petitions.id, id));
  const open = await town.db
    .select()
    .from(approvals)
    .where(and(eq(approvals.petitionId, id), eq(approvals.state, 'open')));
  return {
    unit: row!.ownerUnit,
    handler: row!.handler,
    leader: row!.caseLeader,
    agent: row!.agent,
    helpers: (await town.run((ctx) => helpersOf(ctx, id))).map(({ unitId }) => unitId),
    signers: open.flatMap(({ approvers }) => approvers),
  };
}

const told = async (town: TestTown, kind: string): Promise<string[]> =>
  (await town.db.select().from(outbox).where(eq(outbox.kind, kind))).map(({ toId }) => toId).toSorted();

const ALL: Duties = {
  unit: 'cjb',
  handler: 'u-cj2',
  leader: 'u-lead2',
  agent: 'u-mz1',
  helpers: ['mzb'],
  signers: ['u-lead2'],
};
/** Who registered the matter reads for the desk. */
const DESK = ['u-desk1'];

describe('when a bar hits somebody on duty', () => {
  townTest('the matter stands as the cases below take it', async ({ town }) => {
    expect(await duties(town, await staffed(town))).toEqual(ALL);
  });

  const CASES: readonly [
    what: string,
    shut: (town: TestTown, matter: Petition) => Promise<unknown>,
    left: Partial<Duties>,
    heard: readonly string[],
  ][] = [
    [
      'the handler: the head goes on',
      (town, m) => recusing(town, m, 'u-cj2'),
      { handler: 'u-cj1' },
      [...DESK, 'u-cj1'],
    ],
    [
      'the owner unit: the desk has it back, and what the unit asked for falls',
      (town, m) => accusing(town, m, '城建办'),
      { unit: null, handler: null, signers: [] },
      DESK,
    ],
    [
      'somebody of the owner unit: the unit too',
      (town, m) => accusing(town, m, '王某强'),
      { unit: null, handler: null, signers: [] },
      DESK,
    ],
    [
      'a helping unit: it helps no more, and its agent runs no more errands',
      (town, m) => accusing(town, m, '民政办'),
      { helpers: [], agent: null },
      DESK,
    ],
    [
      'the case leader, chair and signer: the next is asked to sign, the desk to name others',
      (town, m) => recusing(town, m, 'u-lead2'),
      { leader: null, signers: ['u-lead1'] },
      DESK,
    ],
    [
      'who asked for a signature: nothing is left to sign',
      (town, m) => recusing(town, m, 'u-cj1'),
      { signers: [] },
      DESK,
    ],
    ['nobody on duty: nothing moves', (town, m) => recusing(town, m, 'u-ny1'), {}, []],
  ];
  for (const [what, shut, left, heard] of CASES) {
    townTest(what, async ({ town }) => {
      const matter = await staffed(town);
      await shut(town, matter);
      expect(await duties(town, matter)).toEqual({ ...ALL, ...left });
      expect(await told(town, 'passed-on')).toEqual([...heard].toSorted());
      const rows = await town.db.select().from(events).where(eq(events.kind, 'passed-on'));
      expect(rows.length).toBe(heard.length > 0 ? 1 : 0);
      // The same once more finds nothing left to move.
      await town.run((ctx) => updateOrg(ctx, sampleTown));
      expect(await town.db.select().from(events).where(eq(events.kind, 'passed-on'))).toHaveLength(rows.length);
    });
  }

  townTest('by an org file that makes somebody head of the accused unit', async ({ town }) => {
    const matter = await town.register('u-desk1', { accused: '五里墩村', text: '账目不清' });
    await town.assign('u-desk1', matter, 'cjb', { n: 30, unit: 'days' });
    await town.db.update(petitions).set({ handler: 'u-cj2', status: 'handling' }).where(eq(petitions.id, matter.id));
    await town.db.delete(outbox);
    const units = sampleTown.units.map((unit) => (unit.id === 'wld' ? { ...unit, head: 'u-cj2' } : unit));
    await town.run((ctx) => updateOrg(ctx, { ...sampleTown, units }));
    expect((await duties(town, matter)).handler).toBe('u-cj1');
    expect(await told(town, 'passed-on')).toEqual([...DESK, 'u-cj1'].toSorted());
  });

  townTest('who is asked to take over is asked no more', async ({ town }) => {
    const matter = await staffed(town);
    const person = (name: string) => town.run(async (ctx) => (await personByName(ctx.tx, 'fenjie', name))!);
    const [from, to] = [await person('王某强'), await person('郑某')];
    await town.act('u-desk1', matter, (ctx, actor, petition) => askHandover(ctx, actor, from, to, [petition]));
    await recusing(town, matter, 'u-cj1');
    expect((await town.db.select().from(handovers)).map(({ state }) => state)).toEqual(['withdrawn']);
  });

  townTest(
    'the desk itself: the main leader and discipline are told at once and see it as not assigned',
    async ({ town }) => {
      const matter = await town.register('u-desk1', { accused: '信访办', text: '推诿' });
      expect(await told(town, 'passed-on')).toEqual(['u-jw1', 'u-lead1']);
      const unassigned = async (userid: string): Promise<string[]> => {
        const actor = await town.actor(userid);
        const now = await town.run((ctx) => today(ctx, actor, ctx.today));
        return now.unassigned.lines.map(({ petition }) => petition.number);
      };
      for (const userid of ['u-jw1', 'u-lead1']) expect(await unassigned(userid), userid).toEqual([matter.number]);
      for (const userid of [...DESK, 'u-cj1', 'u-lead2']) expect(await unassigned(userid), userid).toEqual([]);
      const ordinary = await town.register('u-desk1');
      for (const userid of ['u-jw1', 'u-lead1']) expect(await unassigned(userid), userid).toEqual([matter.number]);
      expect(await unassigned('u-desk1')).toEqual([ordinary.number]);
    },
  );

  townTest('a slip is taken back whole: who had it has it again', async ({ town }) => {
    const matter = await staffed(town);
    await accusing(town, matter, '城建办');
    await town.act('u-desk1', matter, (ctx, actor, petition) => undo(ctx, actor, petition));
    expect(await duties(town, matter)).toEqual(ALL);
    const other = await staffed(town);
    await accusing(town, other, '民政办');
    await town.act('u-desk1', other, (ctx, actor, petition) => undo(ctx, actor, petition));
    expect(await duties(town, other)).toEqual(ALL);
    const third = await staffed(town);
    await accusing(town, third, '孙某');
    await town.act('u-desk1', third, (ctx, actor, petition) => undo(ctx, actor, petition));
    expect(await duties(town, third)).toEqual(ALL);
  });

  townTest('nobody who is shut out is on any duty, and nobody of them is told', async ({ town }) => {
    const org = await town.run((ctx) => loadOrg(ctx, 'fenjie'));
    for (const { name, userid } of [...org.people.values()].filter(
      ({ roles }) => !roles.includes('admin' satisfies Role),
    )) {
      const matter = await staffed(town);
      await accusing(town, matter, userid);
      const shut = [...org.people.values()].filter(
        (one) =>
          one.unitId === org.people.get(userid)!.unitId ||
          org.units.get(org.people.get(userid)!.unitId)?.head === one.userid,
      );
      const { unit, helpers, ...people } = await duties(town, matter);
      expect([unit, ...helpers], name).not.toContain(org.people.get(userid)!.unitId);
      const onDuty = [people.handler, people.leader, people.agent, ...people.signers];
      const heard = (await town.db.select().from(outbox).where(eq(outbox.petitionId, matter.id))).map(
        ({ toId }) => toId,
      );
      for (const one of shut) expect([...onDuty, ...heard], `${name}: ${one.name}`).not.toContain(one.userid);
    }
  });
});
