/** Commands over the real long connection: at 50 a second, as many as go, and verb by verb what each costs; beside another commit with `--against`. */
import { type Contender, contend, ownTree, type Tree, treeOf } from './support/contender.ts';
import { ownStatements } from './support/own-statements.ts';
import { type Bench, type Figure, median, quantile } from './support/report.ts';
import { type Verb, VERBS } from './support/scripts.ts';

const TOWNS = 20;
const PER_SECOND = 50;
const SECONDS = 20;
const FULL_SECONDS = 8;
const RUNS = 3;
/** As many as the pool has connections. */
const AT_ONCE = 10;
/** Matters of one round of verbs. */
const MATTERS = 60;
/** Statements of a command's own, by the issue that asked for it. */
const MOST_STATEMENTS = 10;

/** What one command costs its machine, by verb. */
interface Cost {
  readonly node: number;
  readonly postgres: number;
  readonly statements: number;
}

/** What one contender showed in its turns. */
class Shown {
  readonly full: number[] = [];
  readonly cpu: number[] = [];
  readonly costs = new Map<Verb, Cost[]>(VERBS.map((verb) => [verb, []]));

  /** The middle one of its rounds. */
  of(verb: Verb, what: keyof Cost): number {
    return median(this.costs.get(verb)!.map((cost) => cost[what]));
  }

  /** The mean of all verbs. */
  all(what: keyof Cost): number {
    return VERBS.reduce((sum, verb) => sum + this.of(verb, what), 0) / VERBS.length;
  }
}

async function between(
  contender: Contender,
  run: () => Promise<{ readonly answered: number; readonly seconds: number }>,
): Promise<Cost & { readonly perSecond: number }> {
  const before = await contender.spent();
  const { answered, seconds } = await run();
  const after = await contender.spent();
  return {
    node: (after.node - before.node) / answered,
    postgres: (after.postgres - before.postgres) / answered,
    statements: (after.statements - before.statements) / answered,
    perSecond: answered / seconds,
  };
}

/** As many as go, then every verb of some matters; what follows from them is delivered within it. */
async function turn(contender: Contender, shown: Shown, round: number): Promise<void> {
  const most = await between(contender, () => contender.load({ atOnce: AT_ONCE, seconds: FULL_SECONDS }));
  shown.full.push(most.perSecond);
  shown.cpu.push(most.node + most.postgres);
  for (const verb of VERBS) {
    const cost = await between(contender, () => contender.load({ verb, round, matters: MATTERS, atOnce: AT_ONCE }));
    shown.costs.get(verb)!.push(cost);
  }
}

const two = (value: number): string => value.toFixed(2);

function verbFigures(ours: Shown, own: ReadonlyMap<Verb, number>, theirs: Shown | undefined): Figure[] {
  return VERBS.map((verb) => {
    const [node, postgres] = [ours.of(verb, 'node'), ours.of(verb, 'postgres')];
    const before =
      theirs === undefined
        ? ''
        : `, then ${two(theirs.of(verb, 'node'))} and ${two(theirs.of(verb, 'postgres'))} ms, ${Math.round(theirs.of(verb, 'statements'))} sent`;
    return {
      what: `${verb}, its own`,
      unit: 'statements',
      ours: own.get(verb)!,
      bar: `≤ ${MOST_STATEMENTS}`,
      isMet: own.get(verb)! <= MOST_STATEMENTS,
      note: `Node ${two(node)} ms, PostgreSQL ${two(postgres)} ms, ${Math.round(ours.of(verb, 'statements'))} sent with its deliveries${before}`,
    };
  });
}

function againstFigures(ours: Shown, theirs: Shown): Figure[] {
  const perSecond = median(ours.full) / median(theirs.full);
  const cpu = median(ours.cpu) / median(theirs.cpu);
  const byVerb = (ours.all('node') + ours.all('postgres')) / (theirs.all('node') + theirs.all('postgres'));
  return [
    {
      what: 'commands a second, against that commit',
      unit: 'commands/s',
      ours: median(ours.full),
      floor: median(theirs.full),
      ratio: perSecond,
      bar: '≥ 1.8',
      isMet: perSecond >= 1.8,
    },
    {
      what: 'processor time of a command, as many as go',
      unit: 'ms',
      ours: median(ours.cpu),
      floor: median(theirs.cpu),
      ratio: cpu,
      bar: '≤ 0.5',
      isMet: cpu <= 0.5,
    },
    {
      what: 'the same, the mean of the verbs',
      unit: 'ms',
      ours: ours.all('node') + ours.all('postgres'),
      floor: theirs.all('node') + theirs.all('postgres'),
      ratio: byVerb,
      bar: '≤ 0.5',
      isMet: byVerb <= 0.5,
    },
  ];
}

/** In turns, so that both meet the same machine; who begins changes with each round. */
async function paired(say: (line: string) => void, commit: string): Promise<readonly Figure[]> {
  const tree = await treeOf(commit);
  const open: Contender[] = [];
  const contender = async (one: Tree): Promise<Contender> => {
    const begun = await contend(one, TOWNS);
    open.push(begun);
    await begun.load({ atOnce: AT_ONCE, seconds: FULL_SECONDS });
    await begun.know();
    return begun;
  };
  try {
    const [now, then] = [await contender(ownTree), await contender(tree)];
    const [ours, theirs] = [new Shown(), new Shown()];
    for (let round = 0; round < RUNS; round += 1) {
      const turns = [() => turn(now, ours, round), () => turn(then, theirs, round)];
      for (const take of round % 2 === 0 ? turns : turns.toReversed()) await take();
      say(
        `run ${round + 1}: ${Math.round(ours.full.at(-1)!)} commands a second, then ${Math.round(theirs.full.at(-1)!)}`,
      );
    }
    return [...againstFigures(ours, theirs), ...verbFigures(ours, await ownStatements(), theirs)];
  } finally {
    for (const one of open) await one.close();
    await tree.remove();
  }
}

async function alone(say: (line: string) => void): Promise<readonly Figure[]> {
  const bot = await contend(ownTree, TOWNS);
  try {
    await bot.load({ perSecond: PER_SECOND, atOnce: 60, seconds: 8 });
    await bot.know();
    const p50: number[] = [];
    const p99: number[] = [];
    const floors: number[] = [];
    const shown = new Shown();
    for (let round = 0; round < RUNS; round += 1) {
      await bot.times();
      const paced = await bot.load({ perSecond: PER_SECOND, atOnce: 60, seconds: SECONDS });
      const times = await bot.times();
      p50.push(median(times));
      p99.push(quantile(times, 0.99));
      say(
        `run ${round + 1}: ${Math.round(paced.written / paced.seconds)} a second, p50 ${Math.round(p50.at(-1)!)} ms, p99 ${Math.round(p99.at(-1)!)} ms`,
      );
      await turn(bot, shown, round);
      floors.push(await bot.floor(AT_ONCE));
      say(
        `run ${round + 1}: ${Math.round(shown.full.at(-1)!)} commands a second, the same SQL alone ${Math.round(floors.at(-1)!)}`,
      );
    }
    const ratio = median(shown.full) / median(floors);
    return [
      { what: `p50 at ${PER_SECOND}/s`, unit: 'ms', ours: median(p50), bar: '≤ 20', isMet: median(p50) <= 20 },
      { what: `p99 at ${PER_SECOND}/s`, unit: 'ms', ours: median(p99), bar: '≤ 100', isMet: median(p99) <= 100 },
      {
        what: `throughput, ${AT_ONCE} at once`,
        unit: 'commands/s',
        ours: median(shown.full),
        floor: median(floors),
        ratio,
        bar: '≥ 0.5',
        isMet: ratio >= 0.5,
      },
      ...verbFigures(shown, await ownStatements(), undefined),
    ];
  } finally {
    await bot.close();
  }
}

const bench: Bench = ({ say, against }) => (against === undefined ? alone(say) : paired(say, against));

export default bench;
