import { eq } from 'drizzle-orm';

import { events, petitionKeys } from '../../../src/db/schema.ts';
import { reply } from '../../../src/domain/handling/answer.ts';
import { admit, contact, progress, serve } from '../../../src/domain/handling/steps.ts';
import { readIdentity, supplement } from '../../../src/domain/intake/register.ts';
import { brokenLink } from '../../../src/domain/matter/chain.ts';
import { readNotes, timelineOf } from '../../../src/domain/matter/record.ts';
import { reveal } from '../../../src/domain/read/reveal.ts';
import { describe, expect, refusalOf, type TestTown, townTest } from '../../support/domain.ts';
import { dumpOf, foundIn } from '../../support/dump.ts';

const name = '虞小舟';
const phone = '138' + '0000' + '0000';
const address = '云水巷七号';
const inText = '139' + '0000' + '0001';
// Its check digit is wrong: nobody's.
const identityNumber = '320000' + '19000101' + '0000';

const registerPerson = (town: TestTown) =>
  town.register('u-desk1', {
    name,
    phone,
    address,
    place: `${address}门口`,
    text: `${name}反映水渠堵塞，电话${inText}，证件${identityNumber}`,
    demands: [`给${name}答复`, `回电${inText}`],
  });

/** Registered, assigned, worked on: every kind of row there is. */
async function fullStory(town: TestTown): Promise<{ id: string }> {
  const matter = await registerPerson(town);
  const notice = { paper: 'notice' as const, paperName: '受理告知书', on: town.day, method: `交${name}本人` };
  await town.act('u-desk1', matter, (ctx, actor, p) => admit(ctx, actor, p, 'admit', `${name}的事`, notice));
  await town.assign('u-desk1', matter, 'cjb', { n: 15, unit: 'working-days' });
  await town.act('u-cj1', matter, (ctx, actor, p) => contact(ctx, actor, p, `与${name}通话`));
  await town.act('u-cj1', matter, (ctx, actor, p) => progress(ctx, actor, p, `到${address}查看`));
  await town.act('u-desk1', matter, (ctx, actor, p) => reveal(ctx, actor, p, `${name}来电核对`));
  await town.act('u-cj1', matter, (ctx, actor, p) =>
    serve(ctx, actor, p, { paper: 'opinion', paperName: '处理意见书', on: town.day, method: `邮寄${address}` }),
  );
  return matter;
}

describe('who petitions', () => {
  townTest(
    'stands nowhere in the database as text, nor do the numbers lifted out of the text',
    async ({ town, sql }) => {
      await fullStory(town);
      const dump = await dumpOf(sql);
      expect(dump).toContain('水渠堵塞');
      expect(foundIn(dump, [name, phone, address, inText, identityNumber])).toEqual([]);
    },
  );

  townTest('can be opened with the key, and not without', async ({ town }) => {
    const matter = await registerPerson(town);
    const read = () => town.run((ctx) => readIdentity(ctx, matter.id));
    expect(await read()).toMatchObject({ name, phone, address, lifted: expect.stringContaining(inText) as string });
    await town.db.delete(petitionKeys).where(eq(petitionKeys.petitionId, matter.id));
    expect(await read()).toEqual({});
  });

  townTest('is lifted out of the text that stood there before the name was known', async ({ town, sql }) => {
    const matter = await town.register('u-desk1', { text: `${name}反映水渠堵塞`, demands: [`给${name}答复`] });
    await town.act('u-desk1', matter, (ctx, actor, p) => supplement(ctx, actor, p, { name, phone }));
    expect(foundIn(await dumpOf(sql), [name, phone])).toEqual([]);
  });

  townTest('leaves the title that was confirmed before the name was known', async ({ town }) => {
    const matter = await town.register('u-desk1', { title: `${name}的水渠` });
    const changed = await town.act('u-desk1', matter, (ctx, actor, p) => supplement(ctx, actor, p, { name }));
    expect(changed.title).toBeNull();
  });

  townTest('stands in no answer to a demand', async ({ town, sql }) => {
    const matter = await registerPerson(town);
    await town.assign('u-desk1', matter, 'cjb');
    await town.act('u-cj1', matter, (ctx, actor, p) =>
      reply(ctx, actor, p, { fact: `${name}反映属实`, answer: `已电话${inText}告知${name}` }),
    );
    expect(foundIn(await dumpOf(sql), [name, inText])).toEqual([]);
  });
});

describe('the timeline', () => {
  const check = (town: TestTown, matter: { id: string }) => town.run((ctx) => brokenLink(ctx, matter.id));

  townTest('is sound after every kind of step', async ({ town }) => {
    expect(await check(town, await fullStory(town))).toBeUndefined();
  });

  townTest('refuses to be changed or deleted', async ({ town, sql }) => {
    await fullStory(town);
    expect(await refusalOf(sql`update event set by = 'u-cj1'`)).toBe('event is append-only: UPDATE refused');
    expect(await refusalOf(sql`delete from event`)).toBe('event is append-only: DELETE refused');
  });

  townTest('shows the first step that was tampered with behind its back', async ({ town, sql }) => {
    const matter = await fullStory(town);
    await sql`alter table event disable trigger event_append_only`;
    await town.db.update(events).set({ by: 'u-cj2' }).where(eq(events.seq, 3));
    expect(await check(town, matter)).toBe(3);
  });

  townTest('shows a step that was taken out', async ({ town, sql }) => {
    const matter = await fullStory(town);
    await sql`alter table event disable trigger event_append_only`;
    await town.db.delete(events).where(eq(events.seq, 2));
    expect(await check(town, matter)).toBe(3);
  });

  townTest("is still sound, and says nothing any more, when the matter's key was erased", async ({ town }) => {
    const matter = await fullStory(town);
    const notes = () => town.run(async (ctx) => readNotes(ctx, matter.id, await timelineOf(ctx, matter.id)));
    expect((await notes()).size).toBeGreaterThan(3);
    await town.db.delete(petitionKeys).where(eq(petitionKeys.petitionId, matter.id));
    expect(await check(town, matter)).toBeUndefined();
    expect((await notes()).size).toBe(0);
  });
});
