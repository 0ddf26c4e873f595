/** What people type instead of a command: how much of `utterances.dev.jsonl` is understood, by phenomenon. Judged as `data/README.md` there says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Bench, Figure } from './support/report.ts';
import { catalogue, type Matter, openWorlds, type TalkWorld, type Turn } from './support/talk-worlds.ts';

const DATA = process.env['SHARED_DATA'] ?? fileURLToPath(new URL('../../shared/data', import.meta.url));
/** A phenomenon of so many lines has a bar of its own. */
const MANY = 8;

interface Expected {
  readonly kind: 'propose' | 'read' | 'ask-which' | 'offer-register' | 'help' | 'refuse' | 'nothing' | 'command';
  readonly verb?: string;
  readonly number?: number | null;
  readonly unit?: string | null;
  readonly among?: readonly number[];
  readonly must?: readonly string[];
  readonly not?: readonly string[];
  readonly or?: readonly Expected[];
}
interface Utterance {
  readonly id: string;
  readonly phenomenon: string;
  readonly role: string;
  readonly who?: string;
  readonly chat?: string;
  readonly text: string;
  readonly setup: string;
  readonly last: number | null;
  readonly expect: Expected;
}

/** `harmless`: not as wished, and nothing was done or proposed that nobody asked for. */
type Verdict = 'right' | 'harmless' | 'wrong';

interface Line {
  readonly verb: string;
  readonly rest: string;
}

const written = ({ before, after }: Turn): readonly Matter[] =>
  after.filter((row) => before.find(({ number }) => number === row.number)?.lastSeq !== row.lastSeq);

const HELPS = '/帮助';
const linesIn = (said: string): Line[] =>
  said.split('\n').flatMap((line) => {
    const [, verb, rest = ''] = /^\s*(?:\d[.、：:]?\s*)?[/／](\p{Script=Han}{1,4})(?:\s+(.*))?$/u.exec(line) ?? [];
    const command = verb === undefined ? undefined : catalogue.find(verb);
    return command === undefined ? [] : [{ verb: command.name, rest }];
  });
const isOffering = (said: string): boolean => /(?<!退)回 1(?!\d)/u.test(said);

const alternatives = (word: string): string[] => word.split('~');

interface Scene {
  readonly world: TalkWorld;
  readonly first: Turn;
  readonly second: Turn | undefined;
  readonly proposed: readonly Line[];
}

function fullOf(world: TalkWorld, number: number): Matter {
  return world.numbers[number - 1] ?? { number: '-', title: '-', lastSeq: 0 };
}

/** `#3` stands for that matter; `a~b` for either. */
function has(scene: Scene, text: string, word: string): boolean {
  return alternatives(word).some((one) => {
    const place = /^#(\d+)$/u.exec(one)?.[1];
    return text.includes(place === undefined ? one : fullOf(scene.world, Number(place)).number);
  });
}

const fitsWords = (scene: Scene, { must = [], not = [] }: Expected, text: string): boolean =>
  must.every((word) => has(scene, text, word)) && !not.some((word) => has(scene, text, word));

const isAbout = (scene: Scene, rest: string, number: number): boolean => {
  const full = fullOf(scene.world, number).number;
  const serial = String(number);
  const [first = ''] = rest.split(/\s/u);
  return first === full || first === serial || first === `#${serial}`;
};

/** 1 was taken for the line: it was done, or what it lacks was asked for, or why it cannot be was said. */
const isTaken = ({ second }: Scene): boolean => second !== undefined && !/没有等您回复/u.test(second.said);

function fits(scene: Scene, expect: Expected): boolean {
  const { first, proposed } = scene;
  const { said } = first;
  const wrote = written(first).length > 0;
  if (expect.kind === 'command') {
    const done = written(first);
    if (done.length > 0) return done.every(({ number }) => number === fullOf(scene.world, expect.number!).number);
    if (proposed.length > 0 && isOffering(said)) {
      return proposed.every(({ rest }) => isAbout(scene, rest, expect.number!));
    }
    return said.includes(fullOf(scene.world, expect.number!).number);
  }
  if (wrote) return false;
  const isProposal = proposed.length > 0 && isOffering(said);
  const own = proposed.filter(({ verb }) => verb === expect.verb);
  switch (expect.kind) {
    case 'propose':
      return (
        isProposal &&
        own.some(
          ({ rest }) =>
            (expect.number == null || isAbout(scene, rest, expect.number)) &&
            (expect.unit == null || rest.includes(expect.unit)) &&
            fitsWords(scene, expect, `${expect.verb!} ${rest}`),
        ) &&
        isTaken(scene)
      );
    case 'offer-register':
      return isProposal && own.some(({ rest }) => fitsWords(scene, expect, rest)) && isTaken(scene);
    case 'read':
      return (
        !isProposal &&
        first.outcome.refused !== true &&
        (expect.number == null || said.includes(fullOf(scene.world, expect.number).number)) &&
        fitsWords(scene, expect, said)
      );
    case 'ask-which':
      return (
        !isProposal &&
        (expect.among ?? []).every((number) => said.includes(fullOf(scene.world, number).number)) &&
        /QS\d{4}-\d{4}/u.test(said) &&
        fitsWords(scene, expect, said)
      );
    case 'help':
      return !isProposal && said.includes(`/${expect.verb!}`) && said.length > 10;
    case 'refuse':
      return (
        !isProposal &&
        /查无此号|没有权限|不能|只有|由.{1,12}(?:使用|来办)|请联系/u.test(said) &&
        fitsWords(scene, expect, said)
      );
    case 'nothing':
      return !isProposal && fitsWords(scene, expect, said) && !/查无此号/u.test(said);
  }
}

function judge(scene: Scene, expect: Expected): Verdict {
  const all = [expect, ...(expect.or ?? [])];
  if (all.some((one) => fits(scene, one))) return 'right';
  const { first, second, proposed } = scene;
  if (expect.kind !== 'command' && written(first).length > 0) return 'wrong';
  if (
    expect.kind === 'command' &&
    written(first).some(({ number }) => number !== fullOf(scene.world, expect.number!).number)
  ) {
    return 'wrong';
  }
  if (proposed.length === 0 || !isOffering(first.said)) return 'harmless';
  const numbers = all.flatMap(({ number, among = [] }) => [...(number == null ? [] : [number]), ...among]);
  const isOther = proposed.some(
    ({ verb, rest }) =>
      /^(?:QS|\d)/u.test(rest) && verb !== '登记' && !numbers.some((number) => isAbout(scene, rest, number)),
  );
  const units = all.flatMap(({ unit }) => unit ?? []);
  const isOtherUnit =
    units.length > 0 &&
    proposed.some(
      ({ verb, rest }) => ['交办', '转办', '协办'].includes(verb) && !units.some((unit) => rest.includes(unit)),
    );
  return isOther || isOtherUnit || (second !== undefined && written(second).length > 1 && all.length === 1)
    ? 'wrong'
    : 'harmless';
}

const bench: Bench = async ({ say }) => {
  const file = process.env['UTTERANCES'] ?? join(DATA, 'utterances.dev.jsonl');
  const utterances = (await readFile(file, 'utf8'))
    .replace(/^\ufeff/u, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Utterance);
  const worlds = await openWorlds(DATA);
  const verdicts = new Map<string, Verdict[]>();
  let helps = 0;
  try {
    for (const { id, phenomenon, role, who, chat, text, setup, last, expect } of utterances) {
      const world = worlds.world(setup);
      const userid = who ?? worlds.speaker[role]!;
      const options = { ...(chat === undefined ? {} : { chatid: chat }), ...(last === null ? {} : { last }) };
      const [first, second] = await world.say(userid, [text, '1'], options);
      const scene: Scene = { world, first: first!, second, proposed: linesIn(first!.said) };
      const verdict = judge(scene, expect);
      verdicts.set(phenomenon, [...(verdicts.get(phenomenon) ?? []), verdict]);
      if (verdict !== 'right' && first!.said.includes(HELPS)) helps += 1;
      if (verdict !== 'right' || process.env['SHOW'] === 'all') {
        say(
          `${verdict} ${id} ${role} last ${last ?? '-'}: ${text.replaceAll('\n', '⏎')}\n      → ${first!.said.replaceAll('\n', '⏎').slice(0, 300)}${isOffering(first!.said) ? `\n      1 → ${(second?.said ?? '').replaceAll('\n', '⏎').slice(0, 160)}` : ''}\n      wanted ${JSON.stringify(expect)}`,
        );
      }
    }
  } finally {
    await worlds.close();
  }
  const all = [...verdicts.values()].flat();
  const share = (list: readonly Verdict[]): number =>
    (100 * list.filter((one) => one === 'right').length) / list.length;
  const count = (list: readonly Verdict[], what: Verdict): number => list.filter((one) => one === what).length;
  const figures: Figure[] = [...verdicts].map(([phenomenon, list]) => ({
    what: `${phenomenon} (${list.length})`,
    unit: '% right',
    ours: share(list),
    ...(list.length < MANY ? {} : { bar: '≥ 75', isMet: share(list) >= 75 }),
    note: `${count(list, 'harmless')} harmless, ${count(list, 'wrong')} wrong`,
  }));
  return [
    ...figures,
    { what: `all ${all.length}`, unit: '% right', ours: share(all), bar: '≥ 92', isMet: share(all) >= 92 },
    { what: 'wrong actions', unit: 'lines', ours: count(all, 'wrong'), bar: '0', isMet: count(all, 'wrong') === 0 },
    {
      what: '帮助 as the answer to a miss',
      unit: '% of all',
      ours: (100 * helps) / all.length,
      bar: '≤ 5',
      isMet: helps / all.length <= 0.05,
    },
  ];
};

export default bench;
