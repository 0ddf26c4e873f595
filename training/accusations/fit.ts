import {
  type Called,
  piecesOf,
  shareOf,
  signed,
  type Weights,
  wholeOf,
} from '../../src/domain/accusation/text/score.ts';

export interface Hand {
  readonly name: string;
  readonly accusations: readonly string[];
  readonly ordinary: readonly string[];
}

const NOBODY: Called = { units: [], people: [] };
const ROUNDS = 60;
/** What a text on the wrong side costs, beside large weights. */
const COST = 0.3;
/** Weights kept: the largest. */
const KEPT = 14_000;

interface Row {
  readonly ids: Int32Array;
  readonly share: number;
  readonly side: 1 | -1;
}

/** A linear support vector machine over the pieces of the texts; the same weights every time. */
export function fit(hands: readonly Hand[]): Weights {
  const known = new Map<string, number>();
  const rowOf = (text: string, side: 1 | -1): Row => {
    const pieces = [...piecesOf(wholeOf(signed(text, NOBODY)))];
    for (const piece of pieces) if (!known.has(piece)) known.set(piece, known.size);
    return { ids: Int32Array.from(pieces, (piece) => known.get(piece)!), share: shareOf(pieces.length), side };
  };
  const rows = hands.flatMap(({ accusations, ordinary }) => [
    ...accusations.map((text) => rowOf(text, 1)),
    ...ordinary.map((text) => rowOf(text, -1)),
  ]);
  const { weights, bias } = descend(rows, known.size);
  const pieces = [...known]
    .map(([piece, id]) => [piece, rounded(weights[id]!)] as const)
    .filter(([, weight]) => weight !== 0)
    .toSorted(([a, x], [b, y]) => Math.abs(y) - Math.abs(x) || (a < b ? -1 : 1))
    .slice(0, KEPT);
  return { bias: rounded(bias), pieces: new Map(pieces) };
}

const rounded = (weight: number): number => Math.round(weight * 1000) / 1000;

/** Coordinate descent in the dual, squared loss (Hsieh and others, 2008). */
function descend(rows: readonly Row[], size: number): { weights: Float64Array; bias: number } {
  const weights = new Float64Array(size);
  let bias = 0;
  const slack = 1 / (2 * COST);
  const alphas = new Float64Array(rows.length);
  const order = rows.map((_, i) => i);
  const random = generator(7);
  for (let round = 0; round < ROUNDS; round += 1) {
    shuffle(order, random);
    for (const i of order) {
      const { ids, share, side } = rows[i]!;
      const score = bias + share * ids.reduce((sum, id) => sum + weights[id]!, 0);
      const slope = side * score - 1 + alphas[i]! * slack;
      const alpha = Math.max(0, alphas[i]! - slope / (1 + share * share * ids.length + slack));
      const step = (alpha - alphas[i]!) * side;
      if (step === 0) continue;
      alphas[i] = alpha;
      bias += step;
      for (const id of ids) weights[id]! += step * share;
    }
  }
  return { weights, bias };
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
}
