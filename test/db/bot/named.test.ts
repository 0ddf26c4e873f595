/** Whoever wrote reads into which matter: its number and its title. In a group that holds for open matters, and of sealed ones nothing is said. */
import { rolesFor } from '../../../src/domain/permission/may.ts';
import { it } from 'vitest';

import { describe, expect, sampleTown, townTest } from '../../support/domain.ts';
import { catalogue, type Step, talkTo, type Turn } from '../../support/talk.ts';
import { CASES, NOT_OF_A_MATTER } from './named.cases.ts';

const GROUP = 'wrTown';
/** What somebody else adds about a village seals a matter that is registered already. */
const sealing = (line: string): Step => ['u-desk2', `/补充 ${/\s(\d+)(?:\s|$)/u.exec(line)?.[1] ?? '1'} 涉及:五里墩村`];

const writing = catalogue.commands.filter((command) => command.reads !== true && !NOT_OF_A_MATTER.has(command.english));

/** The matters that were written into, or are named at least, and that a text does not name in full. */
const unnamed = (text: string, { wrote, matters }: Turn, expected: readonly string[] = []): string[] =>
  [...new Set([...wrote, ...expected])].filter((number) => {
    const title = matters.get(number)?.title ?? '';
    return !text.includes(number) || !text.includes(title);
  });

/** What a text says of any matter that is kept secret. */
const told = (text: string, { matters }: Turn): string[] =>
  [...matters]
    .filter(([, { sealed }]) => sealed)
    .flatMap(([number, { title }]) => [number, title ?? number])
    .filter((word) => text.includes(word));

describe('every answer to a write', () => {
  it('has a case for every command of the catalogue that writes on a matter', () => {
    expect(Object.keys(CASES).toSorted()).toEqual(writing.map(({ english }) => english).toSorted());
  });

  for (const { english, name } of writing) {
    townTest(`/${name} says number and title, in private and in a group`, async ({ town }) => {
      for (const one of CASES[english] ?? []) {
        const { line, before = [], sealedBefore = [...before, sealing(line)] } = one;
        if (one.policy !== undefined) {
          await town.import({ ...sampleTown, town: { ...sampleTown.town, policy: one.policy }, settings: {} });
        }
        const talk = await talkTo(town, one.by ?? 'u-desk1');
        const asked = one.asks === true ? ['FJ2026-0001'] : [];
        const alone = await talk.try(line, { before });
        expect([line, alone.wrote.length > 0], alone.said).toEqual([line, one.asks !== true]);
        expect([line, unnamed(alone.said, alone, asked)], alone.said).toEqual([line, []]);

        const grouped = await talk.try(line, { before, chatid: GROUP });
        const { chat = '', private: quietly = '' } = grouped.outcome;
        const isNamed = [chat, quietly].some((text) => unnamed(text, grouped, asked).length === 0);
        expect([line, grouped.wrote.length > 0, isNamed], grouped.said).toEqual([line, one.asks !== true, true]);

        const sealed = await talk.try(one.sealed ?? line, {
          before: before.length === 0 ? before : sealedBefore,
          chatid: GROUP,
        });
        expect([line, told(sealed.outcome.chat ?? '', sealed)], sealed.said).toEqual([line, []]);
        expect([line, unnamed(sealed.outcome.private ?? '', sealed)], sealed.said).toEqual([line, []]);
      }
    });
  }

  townTest('is about no matter where the command is about none', async ({ town }) => {
    const before: Step[] = [['u-desk1', '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:匿名']];
    for (const command of catalogue.commands.filter(({ english }) => NOT_OF_A_MATTER.has(english))) {
      const by = rolesFor(command.english).includes('desk') ? 'u-desk1' : 'u-lead1';
      const talk = await talkTo(town, by);
      for (const example of command.examples) {
        for (const chatid of [undefined, GROUP]) {
          expect([example, (await talk.try(example, { before, chatid })).wrote]).toEqual([example, []]);
        }
      }
    }
  });
});
