import fc from 'fast-check';

import { agreedTo } from '../../../src/bot/plain-words/offer.ts';
import { understandPlainly } from '../../../src/bot/plain-words/understand.ts';
import { cases } from '../../support/cases.ts';
import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';
import { say, wordsOf } from '../../support/parley.ts';
import { number } from '../../support/slips.ts';
import { SAID, SPEAKER, spokenIn, type Where } from '../../support/spoken.ts';
import { catalogue, talkTo } from '../../support/talk.ts';

const WHERE: readonly Where[] = ['new', 'given', 'head', 'leader', 'closed'];
/** `/交办 3 民政办` as it is proposed. */
const inFull = (line: string): string =>
  line.replace(/^(\/\p{L}+) (\d+)(?=\s|$)/u, (_, verb, n) => `${verb} ${number(Number(n))}`);
const shown = (said: string): string[] => said.split('\n').filter((line) => line.startsWith('/'));

describe('every way in which a command says that it is spoken', () => {
  for (const where of WHERE) {
    const lines = SAID.filter((one) => one[2] === where);
    townTest(`${where}: proposed or answered, and nothing written`, async ({ town }) => {
      await spokenIn(town, where);
      const who = await talkTo(town, SPEAKER[where]);
      const call = { by: await town.actor(SPEAKER[where]), at: town.now(), msgid: 'm', clicked: false };
      for (const [said, line, , reads] of lines) {
        const turn = await who.try(said, { last: number(3) });
        expect([said, turn.wrote]).toEqual([said, []]);
        if (reads) {
          const understood = await town.run((ctx) => understandPlainly(ctx, call, catalogue, said));
          expect([said, understood]).toEqual([said, { kind: 'read', line: inFull(line) }]);
        } else {
          expect([said, shown(turn.said)]).toEqual([said, [inFull(line)]]);
        }
      }
    });
  }
});

/** One after the other, minutes apart where a number stands. */
async function talked(town: TestTown, lines: readonly (string | number)[], chatid?: string): Promise<string> {
  let last = '';
  for (const line of lines) {
    if (typeof line === 'number') town.go(town.day, '10:00', line * 60_000);
    else last = wordsOf(await say(town, 'u-desk1', line, chatid));
  }
  return last;
}
const urged = async ({ db }: TestTown): Promise<number> =>
  (await db.execute<{ n: number }>(`select count(*)::int as n from event where kind = 'urged'`))[0]!.n;

describe('1', () => {
  for (const [name, lines, last, times] of [
    ['does what was offered, once', ['2号催一下', '1'], /已催办城建办[^]*水渠堵塞/u, 1],
    ['does it no second time', ['2号催一下', '1', '1'], /没有等您回复的事/u, 1],
    ['serves ten minutes', ['2号催一下', 9, '1'], /已催办/u, 1],
    ['and no longer', ['2号催一下', 11, '1'], /过了10分钟，没有办/u, 0],
    ['serves the newest offer', ['2号催一下', '3号催一下', '1'], /已催办[^]*老年卡换发/u, 1],
    [
      'is asked about where a question came between',
      ['2号催一下', '/登记 路灯不亮 姓名:匿名 类别:申诉求决', '2号催一下', '1'],
      /已催办/u,
      1,
    ],
    ['of two does the first', ['2号催一下，3号也催一下', '1'], /已催办[^]*水渠堵塞/u, 1],
    ['全部 does both', ['2号催一下，3号也催一下', '全部'], /已催办[^]*已催办/u, 2],
    ['3 of two does nothing', ['2号催一下，3号也催一下', '3'], /只列了2条/u, 0],
    ['别催了 drops it', ['2号催一下', '别催了', '1'], /没有等您回复的事/u, 0],
    ['0 drops it', ['2号催一下', '0', '1'], /没有等您回复的事/u, 0],
    ['is nothing by itself', ['1'], /没有等您回复的事/u, 0],
    ['does not repeat what was typed meanwhile', ['2号催一下', '/催办 2', '1'], /没有等您回复的事/u, 1],
    ['a look between is no matter', ['2号催一下', '/查 3', '1'], /已催办[^]*水渠堵塞/u, 1],
    [
      'a title that waits for 1, too',
      ['2号催一下', '/登记 村口路灯坏了三个月 姓名:匿名 类别:申诉求决', '1'],
      /题目/u,
      0,
    ],
  ] as const) {
    townTest(name, async ({ town }) => {
      await spokenIn(town, 'given');
      expect(await talked(town, lines)).toMatch(last);
      expect(await urged(town)).toBe(times);
    });
  }

  townTest('in a group it is of that group, and of whoever was offered it', async ({ town }) => {
    await spokenIn(town, 'given');
    expect(await talked(town, ['@信访助手 2号催一下'], 'wrTown')).toMatch(/\/催办 FJ2026-0002\n水渠堵塞/u);
    expect(wordsOf(await say(town, 'u-desk2', '@信访助手 1', 'wrTown'))).toMatch(/没有等您回复/u);
    expect(await talked(town, ['1'])).toMatch(/没有等您回复/u);
    expect(await urged(town)).toBe(0);
    expect(await talked(town, ['@信访助手 1'], 'wrTown')).toMatch(/^FJ2026-0002/u);
    expect(await urged(town)).toBe(1);
  });

  townTest('what is told of a matter does not stand in a group', async ({ town }) => {
    await spokenIn(town, 'given');
    const heard = await say(town, 'u-desk1', '@信访助手 有个大爷来说村里公厕门坏了半年没人修', 'wrTown');
    expect(heard.chat).not.toMatch(/公厕/u);
    expect(heard.private).toMatch(/要登记这件事吗[^]*公厕/u);
    expect(wordsOf(await say(town, 'u-desk1', '1'))).toMatch(/已登记/u);
  });

  townTest('asks again whether one may', async ({ town }) => {
    await spokenIn(town, 'given');
    expect(await talked(town, ['2号催一下'])).toMatch(/要这样办吗/u);
    await town.db.execute(`update person set roles = '{handler}' where userid = 'u-desk1'`);
    expect(await talked(town, ['1'])).not.toMatch(/已催办/u);
    expect(await urged(town)).toBe(0);
  });

  townTest('quoting an older offer does not do the newer one', async ({ town }) => {
    await spokenIn(town, 'given');
    const older = await talked(town, ['2号催一下']);
    await talked(town, ['3号催一下']);
    const call = { by: await town.actor('u-desk1'), at: town.now(), msgid: 'q', clicked: false };
    const agreed = await town.run((ctx) => agreedTo(ctx, call, '1', older));
    expect(agreed).toEqual({ text: expect.stringMatching(/没有办/u) });
  });
});

describe('what a reader may not know of', () => {
  townTest('is found by no words, and told like what does not exist', async ({ town }) => {
    await spokenIn(town, 'given');
    const other = await talkTo(town, 'u-ny2');
    const tell = async (text: string): Promise<string> => (await other.try(text)).said.replaceAll(/“.*?”|\d+/gu, '');
    expect(await tell('老年卡那件怎么样了')).toBe(await tell('飞碟机场那件怎么样了'));
    expect(await tell('2号怎么样了')).toBe(await tell('777号怎么样了'));
    expect(await tell('老年卡换发修好了')).toBe(await tell('飞碟机场修好了'));
  });
});

const CHARS = [...'的了不没一号催给办交还吧吗，。 12再先别请人'];
/** A sentence with so many slips of the hand in it. */
const slipped = (said: string, slips: readonly (readonly [number, number, number])[]): string => {
  const chars = [...said];
  for (const [kind, at, sign] of slips) {
    const place = at % (chars.length + 1);
    if (kind === 0) chars.splice(place, 1);
    else if (kind === 1) chars.splice(place, 0, CHARS[sign % CHARS.length]!);
    else if (kind === 2) chars.splice(place, 1, CHARS[sign % CHARS.length]!);
    else chars.splice(place, 0, ...chars.slice(place, place + 3));
  }
  return chars.join('');
};
const slip = fc.tuple(fc.nat(3), fc.nat(60), fc.nat(60));
const spoken = fc.tuple(fc.nat(SAID.length - 1), fc.array(slip, { minLength: 1, maxLength: 4 }));

townTest(
  'whatever slips are in it, words without a command write nothing',
  async ({ town }) => {
    await spokenIn(town, 'given');
    const desk = await talkTo(town, 'u-desk1');
    const head = await talkTo(town, 'u-cj1');
    await fc.assert(
      fc.asyncProperty(spoken, async ([which, slips]) => {
        const text = slipped(SAID[which]![0], slips).trim();
        // A command that a slip has made is one.
        if (/^[/／、]/u.test(text) || catalogue.find(text.split(/[\s\d]/u)[0]!) !== undefined) return;
        for (const who of [desk, head]) {
          expect([text, (await who.try(text, { last: number(3) })).wrote]).toEqual([text, []]);
        }
      }),
      cases(150),
    );
  },
  600_000,
);
