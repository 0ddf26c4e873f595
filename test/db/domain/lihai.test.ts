import { eq } from 'drizzle-orm';

import { approvals, events, outbox } from '../../../src/db/schema.ts';
import { undo } from '../../../src/domain/handling/undo.ts';
import { petitionById } from '../../../src/domain/matter/find.ts';
import { close, reopen } from '../../../src/domain/handling/steps.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { readNotes } from '../../../src/domain/matter/record.ts';
import { decide } from '../../../src/domain/handling/assign.ts';
import { sweepBatch } from '../../../src/domain/reminder/sweep.ts';
import type { Channel } from '../../../src/domain/policy/vocabulary.ts';
import type { Period } from '../../../src/domain/deadline/due.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

type Matter = { id: string };
const asLihai = (town: TestTown, policy = 'lihai') =>
  town.import({ ...sampleTown, town: { ...sampleTown.town, policy }, settings: {} });
const sign = (town: TestTown, matter: Matter, agreed = true) =>
  town.act('u-lead1', matter, (ctx, actor, p) => decide(ctx, actor, p, agreed, undefined));
const closeBy = (town: TestTown, by: string, matter: Matter) =>
  town.act(by, matter, (ctx, actor, p) => close(ctx, actor, p, '书面答复', '已修复'));
const answered = async (town: TestTown, channel: Channel): Promise<Matter> => {
  const matter = await assigned(town, channel);
  await town.answer('u-cj2', matter);
  return matter;
};
const statusOf = async (town: TestTown, matter: Matter) =>
  (await town.run((ctx) => petitionById(ctx, matter.id)))?.status;

async function assigned(town: TestTown, channel: Channel, period?: Period): Promise<Matter> {
  const matter = await town.register('u-desk1', { channel });
  await town.assign('u-desk1', matter, 'cjb', period);
  await sign(town, matter);
  return matter;
}

describe('沥海 一（五）: the way a matter came decides its period', () => {
  townTest('phone and net: seven days from 收到; letters and visits: fifteen working days', async ({ town }) => {
    await asLihai(town);
    const due = async (channel: Channel) =>
      Object.values((await town.clocks(await assigned(town, channel))).running)
        .filter((clock) => clock.kind.startsWith('resolve'))
        .map((clock) => [clock.kind, clock.dueOn, clock.startOn]);
    expect(await due('phone')).toEqual([['resolve-remote', '2026-03-16', '2026-03-09']]);
    expect(await due('online')).toEqual([['resolve-remote', '2026-03-16', '2026-03-09']]);
    expect(await due('letter')).toEqual([['resolve-letter', '2026-03-30', '2026-03-09']]);
    expect(await due('visit')).toEqual([['resolve-letter', '2026-03-30', '2026-03-09']]);
    // 上级交办 has no number in the text: only a period given with the assignment runs.
    expect(await due('superior')).toEqual([]);
  });

  townTest('an assignment may shorten it and never lengthen it', async ({ town }) => {
    await asLihai(town);
    const due = async (channel: Channel, n: number) =>
      (await town.clocks(await assigned(town, channel, { n, unit: 'days' }))).all.find((clock) =>
        clock.kind.startsWith('resolve'),
      )?.dueOn;
    expect(await due('phone', 3)).toBe('2026-03-12');
    expect(await due('phone', 30)).toBe('2026-03-16');
    expect(await due('superior', 20)).toBe('2026-03-30');
  });

  townTest('a way put right after the assignment takes its own period', async ({ town }) => {
    await asLihai(town);
    const matter = await assigned(town, 'visit');
    await town.act('u-desk1', matter, (ctx, actor, p) => supplement(ctx, actor, p, { channel: 'phone' }));
    const { running } = await town.clocks(matter);
    expect(running).toMatchObject({ 'resolve-remote': { dueOn: '2026-03-16' } });
    expect(running).not.toHaveProperty('resolve-letter');
  });

  townTest('一（二）: contact within one working day, its own rule here and not borrowed', async ({ town }) => {
    await asLihai(town);
    const { contact } = (await town.clocks(await assigned(town, 'visit'))).running;
    expect(contact).toMatchObject({ dueOn: '2026-03-10', basis: '沥工委〔2020〕38号一（二）' });
  });
});

describe('沥海 二（一）: the main leader signs twice', () => {
  townTest('交办签: every assignment waits for it, however small the matter', async ({ town }) => {
    await asLihai(town);
    const matter = await town.register('u-desk1', { headcount: 1 });
    expect(await town.assign('u-desk1', matter, 'cjb')).toMatchObject({ held: true });
    await sign(town, matter);
    expect(await statusOf(town, matter)).toBe('assigned');
  });

  townTest('办结签: the closing is held and takes effect with 同意, with the evidence typed then', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    const held = await closeBy(town, 'u-cj1', matter);
    expect(held.waiting).toMatchObject({ kind: 'close', state: 'open', approvers: ['u-lead1'] });
    expect(await statusOf(town, matter)).toBe('replied');
    expect((await town.clocks(matter)).running).toHaveProperty('resolve-letter');
    town.go('2026-03-11');
    await sign(town, matter);
    expect(await town.run((ctx) => petitionById(ctx, matter.id))).toMatchObject({
      status: 'closed',
      closedOn: '2026-03-11',
    });
    expect((await town.clocks(matter)).running).not.toHaveProperty('resolve-letter');
    const list = await town.db.select().from(events).where(eq(events.petitionId, matter.id));
    const closed = list.find((event) => event.kind === 'closed')!;
    expect(closed.by).toBe('u-cj1');
    const notes = await town.run((ctx) => readNotes(ctx, matter.id, [closed]));
    expect(notes.get(closed.id)).toBe('书面答复\n已修复');
  });

  townTest('refused, the matter goes on and can be closed anew', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    await closeBy(town, 'u-cj1', matter);
    await sign(town, matter, false);
    expect(await statusOf(town, matter)).toBe('replied');
    expect((await closeBy(town, 'u-cj1', matter)).waiting).toMatchObject({ state: 'open' });
  });

  townTest('a second /办结 before the signature replaces what is held', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    await closeBy(town, 'u-cj1', matter);
    await closeBy(town, 'u-desk1', matter);
    const open = await town.db.select().from(approvals).where(eq(approvals.state, 'open'));
    expect(open.map((row) => [row.kind, row.askedBy])).toEqual([['close', 'u-desk1']]);
    await sign(town, matter);
    expect(await statusOf(town, matter)).toBe('closed');
  });

  townTest('asked twice and taken back, neither of the two waits', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    await closeBy(town, 'u-cj1', matter);
    await closeBy(town, 'u-desk1', matter);
    expect(await town.act('u-desk1', matter, undo)).toMatchObject({ earlier: 'gone' });
    expect((await town.db.select().from(approvals)).map((row) => row.state)).not.toContain('open');
  });

  townTest('is asked again after 重启', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    await closeBy(town, 'u-cj1', matter);
    await sign(town, matter);
    await town.act('u-desk1', matter, (ctx, actor, p) => reopen(ctx, actor, p, '又坏了'));
    await town.answer('u-cj2', matter);
    expect((await closeBy(town, 'u-cj1', matter)).waiting).toMatchObject({ kind: 'close' });
    expect(await statusOf(town, matter)).toBe('replied');
  });

  townTest('the main leader who closes has signed; other towns ask for nothing', async ({ town }) => {
    await asLihai(town);
    const matter = await answered(town, 'visit');
    expect((await closeBy(town, 'u-lead1', matter)).waiting).toBeUndefined();
    expect(await statusOf(town, matter)).toBe('closed');
    await asLihai(town, 'fenjie');
    const other = await town.register('u-desk1');
    await town.assign('u-desk1', other, 'cjb');
    await town.answer('u-cj1', other);
    expect((await closeBy(town, 'u-cj1', other)).waiting).toBeUndefined();
  });
});

describe('元竹 四、二是', () => {
  townTest('45 days from 收到, then the matter is circulated; the law’s own day does not move', async ({ town }) => {
    await asLihai(town, 'yuanzhu');
    const matter = await town.register('u-desk1');
    await town.assign('u-desk1', matter, 'cjb');
    const { circular } = (await town.clocks(matter)).running;
    expect(circular).toMatchObject({ dueOn: '2026-04-23', legal: false });
    expect(circular!.stages.map((slot) => slot.stage)).toEqual(['before-5', 'due', 'circular']);
    town.go('2026-04-24', '08:50');
    await town.run((ctx) => sweepBatch(ctx, 100));
    const told = (await town.db.select().from(outbox)).filter((row) => row.refs['stage'] === 'circular');
    expect(told.map((row) => row.toId).toSorted()).toEqual(expect.arrayContaining(['u-cj1', 'u-desk1', 'u-lead1']));
  });
});
