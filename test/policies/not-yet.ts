/** Rows whose mechanism does not run yet: what is missing. A row stands either here or in its town's table, never in both. */
export const NOT_YET: Readonly<Record<string, string>> = {};
