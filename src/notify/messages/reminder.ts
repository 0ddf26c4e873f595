import { and, eq, gt, gte, inArray, sql } from 'drizzle-orm';
import { reminderCard } from '../../cards/notices.ts';
import { groupWords } from '../../copy/group.ts';
import { LETTER_WORDS, zhLeft } from '../../copy/terms.ts';
import { noticeWords } from '../../copy/notices.ts';
import { outbox, receipts } from '../../db/schema.ts';
import { instantOf } from '../../core/local-day.ts';
import type { DomainContext } from '../../domain/context.ts';
import { addWorkingDays } from '../../domain/deadline/working-days.ts';
import { tellStageLetters } from '../../domain/letter/stage.ts';
import { isClerk } from '../../domain/org/desk-share.ts';
import { isAway } from '../../domain/org/known.ts';
import { loadOrg } from '../../domain/org/receivers.ts';
import { unitsOf } from '../../domain/org/service.ts';
import type { OutboxRow } from '../../domain/outbox/store.ts';
import { stillSpeaks } from '../../domain/matter/find.ts';
import { defineMessage } from '../message.ts';

/** A stage of a clock. */
export default defineMessage({
  kind: 'reminder',
  name: noticeWords.reminder,
  merges: true,
  async holds({ ctx, row, petition, clock }) {
    if ((await clock())?.state !== 'running' || !stillSpeaks(petition)) return 'no longer due';
    if (await isOvertaken(ctx, row)) return 'a later stage says it';
    return !(await isReadFor(ctx, row)) || 'a colleague of the desk has read it';
  },
  async personal(told) {
    const clock = await told.clock();
    if (clock === undefined) return { superseded: 'no such clock' };
    return { card: reminderCard({ ...told, line: { ...told.line, clock } }, clock, letterOf(told.row)) };
  },
  async group(told) {
    const clock = (await told.clock())!;
    const letter = letterOf(told.row);
    const isDesks = clock.owner === 'desk';
    // A duty of the desk is not told as the office's.
    const units = isDesks ? await unitsOf(told.ctx.tx, told.petition.townId) : [];
    const unitName = isDesks ? units.find(({ kind }) => kind === 'desk')?.name : told.line.unitName;
    const word = letter === undefined ? undefined : LETTER_WORDS[letter];
    return {
      sentence: groupWords.stage(clock.title, word, zhLeft(clock.dueOn, told.today)),
      line: { ...told.line, clock, unitName },
      mentions: await told.officials(isDesks ? 'desk' : 'handler'),
    };
  },
  follow: {
    async write(ctx, rows) {
      await ctx.tx
        .insert(receipts)
        .values(
          rows.map((row) => ({ outboxId: row.id, petitionId: row.petitionId!, userid: row.toId, sentAt: ctx.at })),
        )
        .onConflictDoNothing();
      await tellStageLetters(ctx, rows);
    },
    isMissed: (row) => letterOf(row) !== undefined,
  },
});

const letterOf = ({ refs: { letter } }: OutboxRow): string | undefined =>
  typeof letter === 'string' ? letter : undefined;

/** An acknowledgement of one clerk serves the others of the desk for so many working days. */
const SERVES_WORKING_DAYS = 2;

/** Whether another clerk of the desk, who is there, has lately acknowledged a reminder of the same clock; red ones are read by each. */
async function isReadFor(ctx: DomainContext, row: OutboxRow): Promise<boolean> {
  const { clockId, red } = row.refs;
  if (row.toKind !== 'person' || red === true || typeof clockId !== 'string' || row.petitionId === null) return false;
  const org = await loadOrg(ctx, row.townId);
  const { isDeskShared } = (await ctx.policy(row.townId)).rhythm;
  if (!isDeskShared || !isClerk(org, row.toId)) return false;
  const since = instantOf(addWorkingDays(ctx.today, -SERVES_WORKING_DAYS, ctx.calendar));
  const read = await ctx.tx
    .select({ userid: receipts.userid })
    .from(receipts)
    .innerJoin(outbox, eq(outbox.id, receipts.outboxId))
    .where(
      and(
        eq(receipts.petitionId, row.petitionId),
        gte(receipts.readAt, since),
        sql`${outbox.refs} ->> 'clockId' = ${clockId}`,
      ),
    );
  return read.some(({ userid }) => userid !== row.toId && isClerk(org, userid) && !isAway(org, userid, ctx.today));
}

/** Whether a later stage of the same clock was written for the same reader, and reached them or still will: only the last one speaks. */
async function isOvertaken({ tx }: DomainContext, row: OutboxRow): Promise<boolean> {
  const { clockId } = row.refs;
  if (typeof clockId !== 'string' || row.petitionId === null) return false;
  const [later] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.petitionId, row.petitionId),
        eq(outbox.toKind, row.toKind),
        eq(outbox.toId, row.toId),
        eq(outbox.kind, row.kind),
        sql`${outbox.refs} ->> 'clockId' = ${clockId}`,
        gt(outbox.createdAt, row.createdAt),
        inArray(outbox.state, ['pending', 'parked', 'sent']),
      ),
    )
    .limit(1);
  return later !== undefined;
}
