import { lettersOf, MONTH_START, monthTown, mustHear, playMonth } from '../support/letters/month.ts';
import { PAPERS } from '../support/letters/papers.ts';
import { dataTest, describe, expect, startTown, withOwnDatabase } from '../support/town.ts';

const count = (lines: readonly string[], pattern: RegExp): number => lines.filter((one) => pattern.test(one)).length;

describe('a month of real letters under each town’s paper', () => {
  for (const paper of PAPERS) {
    dataTest(
      `${paper.name}: every reminder its paper names comes on its day to those it names, and no other`,
      async ({ data }) => {
        await withOwnDatabase(async (databaseUrl) => {
          const town = await startTown({ databaseUrl, org: monthTown(paper), at: `${MONTH_START}T09:30` });
          try {
            const letters = await lettersOf(data);
            const { numbers, reminders } = await playMonth(town, paper, letters);
            const wanted = letters.flatMap((letter, i) => mustHear(paper, letter, numbers[i]!));
            const table = [
              paper.name,
              `登记 ${letters.length}`,
              `办结 ${letters.filter(({ closedOn }) => closedOn !== undefined).length}`,
              `时限提醒 ${count(wanted, /时限提醒/u)}`,
              `督办函 ${count(wanted, /督办函/u)}`,
              `在群里 ${count(wanted, / \S*群 /u)}`,
            ];
            process.stdout.write(`${table.join('\t')}\n`);
            expect(new Set(numbers).size).toBe(letters.length);
            expect(wanted.length).toBeGreaterThan(25);
            expect(reminders.toSorted()).toEqual(wanted.toSorted());
          } finally {
            await town.close();
          }
        });
      },
      240_000,
    );
  }
});
