import type { z } from 'zod';

/** Deeper nothing of WeCom's lies; what somebody else nests deeper is judged as it is. */
const DEPTH = 16;

/** The same without what is null: WeCom leaves an optional field out, or says null. */
function withoutNulls(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > DEPTH) return value;
  if (Array.isArray(value)) {
    return value.filter((one) => one !== null).map((one) => withoutNulls(one, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null)
      .map(([key, one]) => [key, withoutNulls(one, depth + 1)]),
  );
}

/** Reads what WeCom sent by its schema; null stands for a field that is left out, wherever it stands. */
export function readTolerantly<S extends z.ZodType>(schema: S, raw: unknown): z.ZodSafeParseResult<z.output<S>> {
  const asIs = schema.safeParse(raw);
  return asIs.success ? asIs : schema.safeParse(withoutNulls(raw));
}

/** Where a schema did not fit: names of fields and kinds of faults, never a value. */
export const faultsOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.map(String).join('.').slice(0, 60)} ${code}`)
    .join(', ');
