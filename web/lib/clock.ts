/** The reader's own clock: only for how long something is kept in this browser. */
export const now = (): number => Date.now();
