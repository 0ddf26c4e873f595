/** What is not for a reader leaves no trace in anything that they are shown: each output says the same, byte for byte, with the matter and without it. */
import { eq } from 'drizzle-orm';

import type { Actor } from '../../../src/contract/command.ts';
import { instantOf } from '../../../src/core/local-day.ts';
import { approvals, handovers, outbox, petitions, receipts } from '../../../src/db/schema.ts';
import type { DomainContext } from '../../../src/domain/context.ts';
import { handoversFor } from '../../../src/domain/handover/store.ts';
import { planImport } from '../../../src/domain/org/import.ts';
import { personByName } from '../../../src/domain/org/service.ts';
import { lostBehind, tellDesk, tellNotMade } from '../../../src/domain/outbox/lost.ts';
import { countableFor, groupVisible } from '../../../src/domain/matter/access.ts';
import { askSignature, waitingFor } from '../../../src/domain/approval/ask.ts';
import { setAbsence } from '../../../src/domain/approval/escalate.ts';
import { supplement } from '../../../src/domain/intake/register.ts';
import { sameMatter } from '../../../src/domain/intake/similar.ts';
import { petitionById } from '../../../src/domain/matter/find.ts';
import { recuse } from '../../../src/domain/handling/recusal.ts';
import { loadMessages } from '../../../src/app/load-folder.ts';
import { countedDay, countNow, countReminders, takeCount } from '../../../src/domain/reminder/count.ts';
import { noiseOf } from '../../../src/domain/report/noise.ts';
import { changeSetting, settingsFor } from '../../../src/domain/policy/settings.ts';
import { openAskings, receiptsOf } from '../../../src/domain/schedule/prompts.ts';
import { digestText, undeliveredList } from '../../../src/notify/digest.ts';
import { standingReport } from '../../../src/reports/on-demand.ts';
import { describe, expect, sampleTown, type TestTown, townTest } from '../../support/domain.ts';

const messages = await loadMessages();

const TOWN = sampleTown.town.id;
/** Head of an office, at the desk too: whatever a role opens is open to this reader, and only being shut out shuts it. */
const READER = 'u-cj1';
const org = {
  ...sampleTown,
  people: sampleTown.people.map((person) =>
    person.userid === READER ? { ...person, roles: ['unit-head', 'handler', 'desk'] as typeof person.roles } : person,
  ),
};
const withoutVillage = {
  ...org,
  units: org.units.filter(({ id }) => id !== 'lsw'),
  people: org.people.filter(({ unit }) => unit !== 'lsw'),
};
const ORDINARY = { text: '村口路灯不亮', title: '村口路灯不亮', place: '五里墩村口' };

/** A matter with something in it for every output: it is due, was reminded of and not read, waits for words, for hands and for delivery. */
async function busyMatter(town: TestTown): Promise<{ readonly id: string }> {
  const matter = await town.register('u-lsw1', { ...ORDINARY, channel: 'screening', identityKnown: false });
  await town.assign('u-desk1', matter, 'lsw', { n: 2, unit: 'days' });
  await town.db.update(petitions).set({ handler: 'u-lsw1' }).where(eq(petitions.id, matter.id));
  return matter;
}

/** Written after the bar, as if what moves on with a bar had been forgotten: the door itself is looked at. */
async function leaveTraces(town: TestTown, { id }: { id: string }): Promise<void> {
  const { uuid } = town.base.ids;
  const at = town.now();
  const yesterday = instantOf('2026-03-10' as never, '09:00');
  await town.act('u-desk2', { id }, (ctx, _, petition) =>
    askSignature(ctx, petition, 'extend', { userid: 'u-desk2' }, undefined, { clockId: 'x', days: 3 }, ['main-leader']),
  );
  await town.db
    .update(approvals)
    .set({ approvers: [READER, 'u-lead1'] })
    .where(eq(approvals.petitionId, id));
  const row = { townId: TOWN, toKind: 'person', petitionId: id, urgent: false, attempts: 1, holdUntil: at };
  const [reminded, lost] = [uuid(at), uuid(at)];
  await town.db.insert(outbox).values([
    {
      ...row,
      id: reminded,
      once: reminded,
      toId: 'u-cj2',
      kind: 'reminder',
      refs: {},
      createdAt: yesterday,
      state: 'sent',
    },
    { ...row, id: lost, once: lost, toId: 'u-lsw1', kind: 'urged', refs: {}, createdAt: yesterday, state: 'parked' },
  ]);
  await town.db.insert(receipts).values({ outboxId: reminded, petitionId: id, userid: 'u-cj2', sentAt: yesterday });
  const handover = uuid(at);
  const asked = { fromUser: 'u-lsw1', toUser: READER, askedBy: 'u-lsw1', askedAt: at, state: 'open' };
  await town.db.insert(handovers).values({ id: handover, townId: TOWN, petitionIds: [id], ...asked });
  const note = uuid(at);
  const about = { petitionId: null, kind: 'handover-asked', refs: { handover }, createdAt: yesterday, state: 'parked' };
  await town.db.insert(outbox).values({ ...row, id: note, once: note, toId: 'u-lsw1', ...about });
}

type Look = (ctx: DomainContext, reader: Actor, first: string) => Promise<unknown>;

const delegate: Look = async (ctx, reader) =>
  setAbsence(ctx, reader, {
    who: 'u-lead1',
    delegate: (await personByName(ctx.tx, TOWN, '孙某'))!,
    from: ctx.today,
    to: ctx.today,
  });
const fillIn: Look = async (ctx, reader) => {
  const setting = (await settingsFor(ctx, TOWN)).find(({ name }) => name === 'yellowUnderMonthDays')!;
  return changeSetting(ctx, reader, setting, '1');
};
const screened: Look = async (ctx, reader) => {
  const [asking] = (await openAskings(ctx, TOWN)).filter(({ prompt }) => prompt.id === 'wednesday');
  return receiptsOf(ctx, TOWN, asking!, undefined, reader.userid);
};

/** What a reader is shown. */
const SHOWN: Readonly<Record<string, Look>> = {
  'what waits for a signature': async (ctx, reader) => (await waitingFor(ctx, reader)).map(({ number }) => number),
  晨报: (ctx, reader) => digestText(ctx, reader.userid, messages),
  提醒核对: (ctx, reader) => countReminders(ctx, countableFor(reader), countedDay(ctx)),
  '/统计 打扰': (ctx, reader) => noiseOf(ctx, reader),
  '/统计': (ctx, actor) => standingReport(ctx, TOWN, { kind: 'reader', actor }),
  没送到: (ctx, reader) => undeliveredList(ctx, reader, messages),
  交接: async (ctx, reader) => (await handoversFor(ctx, reader)).length,
  '外出 and how many questions pass on': delegate,
  '设置 and how many matters it fills in': fillIn,
  '应报、已报、未报': screened,
  相同事项: async (ctx, reader, first) =>
    (await sameMatter(ctx, reader, (await petitionById(ctx, first))!)).map(({ petition }) => petition.number),
};
/** What is shown to a group, or to whoever sits at the server. */
const SHOWN_TO_ALL: Readonly<Record<string, Look>> = {
  '提醒核对 in /readyz': async (ctx) => {
    await takeCount(ctx, TOWN);
    return countNow(ctx);
  },
  '/统计 in a group': (ctx) => standingReport(ctx, TOWN, { kind: 'group' }),
  'doctor, of what was not delivered': (ctx) =>
    ctx.tx
      .select({ id: outbox.id })
      .from(outbox)
      .leftJoin(petitions, eq(petitions.id, outbox.petitionId))
      .where(lostBehind(ctx, TOWN, groupVisible(TOWN), messages))
      .then((rows) => rows.length),
  'org import, of what would be left': async (ctx) => {
    const { units, people } = await planImport(ctx, withoutVillage);
    return [...units.removed, ...people.removed].map(({ name, open }) => `${name} ${open}`);
  },
};
/** Where another town is wanted for it: one whose rules ask for reports, one that has a number to fill in. */
const TOWNS: Readonly<Record<string, Partial<typeof org>>> = {
  '应报、已报、未报': { town: { ...org.town, policy: 'sanwu' }, settings: { resolveDays: 30 } },
  '设置 and how many matters it fills in': { settings: {} },
};

class Back extends Error {}

/** Looked at, and whatever looking writes is taken back. */
async function seen(town: TestTown, look: Look, first: string): Promise<string> {
  const reader = await town.actor(READER);
  let found: unknown;
  await town
    .run(async (ctx) => {
      found = await look(ctx, reader, first);
      throw new Back();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Back)) throw error;
    });
  return JSON.stringify(found) ?? 'nothing';
}

async function begin(town: TestTown, what: string): Promise<string> {
  await town.import({ ...org, ...TOWNS[what] });
  town.go('2026-03-09');
  const first = await town.register('u-desk1', ORDINARY);
  town.go('2026-03-11', '11:00');
  return first.id;
}

const SHUT_OUT: Readonly<Record<string, (town: TestTown, matter: { id: string }) => Promise<unknown>>> = {
  'the accused office': (town, matter) =>
    town.act('u-desk1', matter, (ctx, actor, petition) => supplement(ctx, actor, petition, { accused: '城建办' })),
  'who stepped back': (town, matter) =>
    town.act('u-desk1', matter, (ctx, actor, petition) => recuse(ctx, actor, petition, READER, '亲属')),
};

describe('what is not for a reader', () => {
  for (const [who, shutOut] of Object.entries(SHUT_OUT)) {
    const looks = who === 'the accused office' ? { ...SHOWN, ...SHOWN_TO_ALL } : SHOWN;
    for (const [what, look] of Object.entries(looks)) {
      townTest(`leaves no trace for ${who}: ${what}`, async ({ town }) => {
        const first = await begin(town, what);
        const before = await seen(town, look, first);
        const hidden = await busyMatter(town);
        await shutOut(town, hidden);
        await leaveTraces(town, hidden);
        expect(await seen(town, look, first)).toBe(before);
        // The same matter for everybody's eyes does: it is looked for where it can be found.
        await leaveTraces(town, await busyMatter(town));
        expect(await seen(town, look, first)).not.toBe(before);
      });
    }
  }
});

describe('what did not arrive', () => {
  townTest(
    'is told to nobody else when it is a digest: that there is one says that its reader has something',
    async ({ town }) => {
      await town.import(org);
      const row = await lost(town, { kind: 'morning-digest', toId: 'u-jw1', refs: { day: town.day } });
      await town.run((ctx) => tellDesk(ctx, [row], messages, { isPerReader: true }));
      expect(await told(town)).toEqual([]);
      expect(await seen(town, SHOWN['没送到']!, '')).toBe('nothing');
      expect(await seen(town, SHOWN_TO_ALL['doctor, of what was not delivered']!, '')).toBe('0');
      await lost(town, { kind: 'weekly', toId: 'u-jw1', refs: { from: '2026-03-02' } });
      expect(await seen(town, SHOWN['没送到']!, '')).toContain('秦某');
    },
  );

  townTest('is told of a handover to those only who may know of a matter in it', async ({ town }) => {
    await town.import(org);
    const matter = await busyMatter(town);
    await SHUT_OUT['the accused office']!(town, matter);
    await leaveTraces(town, matter);
    const [row] = await town.db.select().from(outbox).where(eq(outbox.kind, 'handover-asked'));
    await town.run((ctx) => tellDesk(ctx, [row!], messages));
    await town.run((ctx) => tellNotMade(ctx, row!, messages));
    expect(await told(town)).toEqual(['u-desk1', 'u-desk2']);
  });
});

async function lost(town: TestTown, message: { kind: string; toId: string; refs: Record<string, string> }) {
  const id = town.base.ids.uuid(town.now());
  const [row] = await town.db
    .insert(outbox)
    .values({
      ...message,
      ...{ id, once: id, townId: TOWN, toKind: 'person', petitionId: null, urgent: false, attempts: 1 },
      ...{ createdAt: town.now(), holdUntil: town.now(), state: 'parked', reason: 'wecom 846607' },
    })
    .returning();
  return row!;
}

const told = async (town: TestTown): Promise<string[]> =>
  (await town.db.select().from(outbox).where(eq(outbox.kind, 'not-delivered'))).map(({ toId }) => toId).toSorted();
