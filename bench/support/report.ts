import { cpus, totalmem } from 'node:os';

/** One measured thing; `floor` is what the bare parts below cost in the same run. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  readonly floor?: number;
  readonly ratio?: number;
  /** As the design says it. */
  readonly bar?: string;
  readonly isMet?: boolean;
  readonly note?: string;
}

interface Surroundings {
  /** A line on the progress. */
  say(line: string): void;
  /** A commit that is measured beside this one, by the benches that can. */
  readonly against?: string | undefined;
}
export type Bench = (surroundings: Surroundings) => Promise<readonly Figure[]>;

const round = (value: number): number => (Math.abs(value) < 10 ? Math.round(value * 100) / 100 : Math.round(value));

export const machine = (): string =>
  `Node ${process.versions.node}, ${cpus().length} CPUs (${cpus()[0]?.model ?? '?'}), ${Math.round(totalmem() / 1e9)} GB`;

export function print(figure: Figure & { readonly bench: string }, asJson: boolean): void {
  const rounded = Object.fromEntries(
    Object.entries(figure).map(([key, value]) => [key, typeof value === 'number' ? round(value) : value]),
  );
  if (asJson) {
    console.log(JSON.stringify(rounded));
    return;
  }
  const { what, unit, ours, floor, ratio, bar, isMet, note } = figure;
  const parts = [
    `${what}: ${round(ours)} ${unit}`,
    ...(floor === undefined ? [] : [`floor ${round(floor)} ${unit}`]),
    ...(ratio === undefined ? [] : [`ratio ${round(ratio)}`]),
    ...(bar === undefined ? [] : [`bar ${bar}${isMet === undefined ? '' : isMet ? ' met' : ' MISSED'}`]),
    ...(note === undefined ? [] : [note]),
  ];
  console.log(`  ${parts.join(' | ')}`);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
