import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';
import { seeded } from '../../support/random.ts';
import { doubled, FURTHER, lines, number } from '../../support/slips.ts';
import { talkTo } from '../../support/talk.ts';

/** All 5,000 go through the reader (test/unit/core/slips.test.ts); through the whole bot as many as `FUZZ` says. */
const THROUGH_BOT = Number(process.env['FUZZ'] ?? 150);
const TITLES = [
  '村口路灯不亮',
  '水渠堵塞',
  '老年卡换发',
  '桥栏杆松动',
  '垃圾清运',
  '自来水浑浊',
  '邻里噪声',
  '危房鉴定',
];
const UNITS = ['cjb', 'nyb', 'mzb', 'cjb', 'xfb', 'wld', 'zzb', 'lsw'];

describe('a line with one slip', () => {
  townTest(
    `${THROUGH_BOT} of them through the bot: nothing is written into another matter than the one that the answer names`,
    async ({ town }) => {
      await filled(town);
      const talk = await talkTo(town, 'u-desk1');
      const random = seeded(11);
      const wrong: unknown[] = [];
      let written = 0;
      for (const { slipped } of lines(THROUGH_BOT, 12)) {
        const last = random.chance(0.7) ? number(random.between(1, 8)) : undefined;
        const { wrote, said } = await talk.try(slipped, { last });
        written += wrote.length;
        const isNamed = wrote.every(
          (one) => said.includes(one) && said.includes(TITLES[Number(one.slice(-4)) - 1] ?? '?'),
        );
        if (wrote.length > 1 || !isNamed) wrong.push({ slipped, last, wrote, said });
      }
      expect(wrong).toEqual([]);
      expect(written).toBeGreaterThan(THROUGH_BOT / 4);
    },
    1_200_000,
  );

  townTest(
    `${THROUGH_BOT} that name two matters write into none`,
    async ({ town }) => {
      await filled(town);
      const talk = await talkTo(town, 'u-desk1');
      const wrong: unknown[] = [];
      // Into 答复 whole letters are pasted.
      const further = doubled(THROUGH_BOT, 15, FURTHER).filter((line) => !line.startsWith('/答复'));
      for (const line of [...doubled(THROUGH_BOT, 14), ...further]) {
        const { wrote, said } = await talk.try(line, { last: number(8) });
        if (wrote.length > 0) wrong.push({ line, wrote, said });
      }
      expect(wrong).toEqual([]);
    },
    1_200_000,
  );
});

async function filled(town: TestTown): Promise<void> {
  for (const [i, title] of TITLES.entries()) {
    const matter = await town.register('u-desk1', { text: title, title });
    await town.assign('u-desk1', matter, UNITS[i]!);
  }
}
