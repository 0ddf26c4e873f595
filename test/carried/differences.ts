/**
 * What a later version tells otherwise than the commit whose database was kept: one line each, with the reason. A pattern is held against
 * lines `minute what end`; it excuses lines that are missing, lines that were added, or both, and one that excuses nothing is an error.
 */
export interface Difference {
  readonly lines: RegExp;
  readonly why: string;
}

export const DIFFERENCES: readonly Difference[] = [];
