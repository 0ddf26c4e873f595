import { describe, flowTest, sampleOrg } from '../support/town.ts';
import { PLAYED } from './index.ts';
import { PAPER_ROWS, type TownId } from './rows.ts';
import { orgOf } from './towns.ts';

/** Each row in a town of its own, through the chat, on its clock. */
export function playRows(id: TownId): void {
  const org = orgOf(id, sampleOrg);
  describe(`${org.town.name}, row by row`, () => {
    for (const { row, expected, settings, at, play } of PLAYED[id]) {
      const clause = PAPER_ROWS.find((one) => one.row === row)?.clause ?? '?';
      flowTest(
        `${row} ${clause}: ${expected}`,
        async ({ start }) => {
          await play(
            await start({ org: { ...org, settings: settings ?? org.settings }, ...(at === undefined ? {} : { at }) }),
          );
        },
        180_000,
      );
    }
  });
}
