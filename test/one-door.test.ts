/** One door for every read (ADR 26): what tells of a matter is asked through the door of its reader, or stands here with the reason. */
import { describe, expect, it } from 'vitest';

import { DOORS, type Query, queriesOf } from './support/queries.ts';
import { listFiles, readSource } from './support/source-files.ts';

interface Without {
  /** Why no door is needed. */
  readonly why: string;
  /** How many such queries each file has. One more is one that somebody has to look at. */
  readonly files: Readonly<Record<string, number>>;
}

/**
 * Queries without a door. Before a number here is raised: may what they find reach somebody who is shut out, as a line, a count, a gap, an order or by
 * being asked at all? Then the door belongs into the query.
 */
const WITHOUT_DOOR: readonly Without[] = [
  {
    why: 'the doors themselves, and who is barred',
    files: { 'src/domain/matter/access.ts': 5, 'src/domain/org/receivers.ts': 1, 'src/domain/outbox/store.ts': 1 },
  },
  {
    why: 'conditions that are written into a query which has a door',
    files: { 'src/domain/read/actionable.ts': 3, 'src/domain/read/references.ts': 1 },
  },
  {
    why: 'of the matter that the caller has found through a door, or of its events, clocks and papers, by their ids',
    files: {
      'src/domain/clock/run.ts': 2,
      'src/domain/letter/facts-kind.ts': 4,
      'src/domain/letter/facts-more.ts': 2,
      'src/domain/letter/store.ts': 6,
      // All parts of one matter, by its id: whoever asks for one has found the matter.
      'src/domain/matter/file.ts': 1,
      'src/domain/approval/ask.ts': 3,
      'src/domain/matter/clocks.ts': 1,
      'src/domain/matter/receipts.ts': 1,
      'src/domain/handling/correction.ts': 1,
      // One finds a matter by the number it had: what is told of it is then read through `visibleTo`.
      'src/domain/matter/find.ts': 2,
      'src/domain/handling/hearing.ts': 2,
      'src/domain/intake/similar.ts': 1,
      // Locked by its id; a command has found it through `findPetition`.
      'src/domain/matter/row.ts': 1,
      'src/domain/intake/merge.ts': 5,
      'src/domain/handling/review-request.ts': 1,
      'src/domain/handling/return.ts': 1,
      'src/domain/intake/fast-track.ts': 1,
      'src/domain/matter/timeline.ts': 1,
      'src/domain/handling/thresholds.ts': 2,
      'src/domain/handling/undo.ts': 3,
      // Yes or no: another registration was voided as a double of it.
      'src/domain/handling/voiding.ts': 1,
      // One of them is a condition of /搜, which has a door.
      'src/domain/read/lists.ts': 1,
      // Of the matters that the first query let through.
      'src/domain/policy/replay/store.ts': 1,
    },
  },
  {
    why: 'what falls due is done for the town, whoever reads: receivers are chosen by `receiversOf`, which leaves out the barred',
    files: {
      'src/domain/handover/rounds.ts': 1,
      'src/domain/letter/stage.ts': 1,
      'src/domain/handling/bars.ts': 5,
      'src/domain/approval/passed-questions.ts': 3,
      'src/domain/approval/escalate.ts': 2,
      'src/domain/handling/orphans.ts': 3,
      'src/domain/reminder/sweep.ts': 3,
      'src/domain/calendar/notice/move.ts': 1,
      'src/domain/clock/recount.ts': 2,
      'src/domain/schedule/morning.ts': 1,
    },
  },
  {
    why: 'done for the town, and what its author or reader is told of it goes through `countableAmong` or `visibleAmong`',
    files: {
      'src/domain/handover/service.ts': 1,
      'src/domain/handover/store.ts': 6,
      'src/domain/policy/settings.ts': 1,
      'src/domain/schedule/prompts.ts': 2,
    },
  },
  {
    why: 'kept for all readers at once; each reads it joined with `readableBy`',
    files: { 'src/domain/report/kept.ts': 5 },
  },
  {
    why: 'what this person typed in this chat, asked by their own id; a matter in it is looked up through `knownById` or `isBarred`',
    files: { 'src/bot/inbound.ts': 1, 'src/domain/conversation/store.ts': 2 },
  },
  {
    why: 'a message that was written for its reader, on its way to them; it is looked at again whether they are barred when it is made',
    files: {
      'src/bot/answers.ts': 2,
      // The call that this reader answers: one that was written for them.
      'src/domain/handling/call-out-answer.ts': 1,
      'src/domain/outbox/bot-down.ts': 1,
      'src/domain/outbox/waiting.ts': 4,
      'src/notify/delivery/card-codes.ts': 1,
      'src/notify/delivery/deliver.ts': 2,
      'src/notify/delivery/make.ts': 1,
      'src/notify/delivery/renew-cards.ts': 2,
      'src/notify/messages/letter.ts': 1,
      'src/notify/messages/not-delivered.ts': 1,
      // Its own cards of the last hour, by the reader's id.
      'src/notify/digest.ts': 1,
      // One asks whether a colleague has read a reminder of the same clock.
      'src/notify/messages/reminder.ts': 2,
      'src/notify/messages/warning.ts': 1,
      // What it looks at first is a text by itself, in src/domain/matter/look.ts.
      'src/notify/render.ts': 2,
    },
  },
  {
    why: 'of the process, for whoever watches it: an age, a kind of message, whether anything is due; no matter, no reader',
    files: {
      'src/app/leavers.ts': 1,
      'src/app/moments.ts': 3,
      'src/domain/clock/carry.ts': 2,
      'src/domain/reminder/lost.ts': 1,
    },
  },
  {
    why: 'sends what a query that stands elsewhere says; there it is counted',
    files: { 'src/db/client.ts': 2 },
  },
  {
    why: 'the whole database, for who holds its key',
    files: { 'src/cli/backup.ts': 1 },
  },
  {
    why: 'whether any record was changed, and of which matter; a sealed one is told by the id of its row, and nothing is counted',
    files: { 'src/cli/audit.ts': 1, 'src/domain/matter/chain.ts': 4 },
  },
];

const counts: Readonly<Record<string, number>> = Object.assign({}, ...WITHOUT_DOOR.map(({ files }) => files));
const sources = ['src', 'commands', 'jobs'].flatMap((folder) => listFiles(folder, /\.ts$/u));
const isSchema = (file: string): boolean => file.startsWith('src/db/schema');
const read = sources
  .filter((file) => !isSchema(file))
  .map((file) => ({ file, text: readSource(file) }))
  .map(({ file, text }) => ({ file, text, queries: queriesOf(file, text) }));

const withoutDoor = (queries: readonly Query[]): Query[] => queries.filter(({ hasDoor }) => !hasDoor);
const said = (file: string, queries: readonly Query[]): string[] =>
  queries.map(({ line, tables }) => `${file}:${line} ${tables.join(', ')}`);

describe('one door for every read', () => {
  it('every query of what tells of a matter has a door, or is counted with its reason', () => {
    const wrong = read.flatMap(({ file, queries }) => {
      const found = withoutDoor(queries);
      const known = counts[file] ?? 0;
      return found.length === known ? [] : [`${file}: ${found.length}, not ${known}`, ...said(file, found)];
    });
    expect(wrong).toEqual([]);
  });

  it('no file stands there twice, or for queries that it has no more', () => {
    const files = WITHOUT_DOOR.flatMap((group) => Object.keys(group.files));
    expect(files.filter((file, at) => files.indexOf(file) !== at || !sources.includes(file))).toEqual([]);
  });

  it('a query that loses its door is seen, wherever it stands', () => {
    const names = new RegExp(`\\b(?:${Object.values(DOORS).flat().join('|')})(?=\\()`, 'gu');
    const unseen = read.flatMap(({ file, text, queries }) => {
      const doored = queries.filter(({ hasDoor }) => hasDoor);
      const open = queriesOf(file, text.replaceAll(names, 'townOf').replaceAll(/: Door\b/gu, ': SQL'));
      return withoutDoor(open).length === queries.length ? [] : said(file, doored);
    });
    expect(unseen).toEqual([]);
    expect(read.flatMap(({ queries }) => queries).filter(({ hasDoor }) => hasDoor).length).toBeGreaterThan(30);
  });
});
