/**
 * What a later version tells otherwise than the commit whose database was kept: one line each, with the reason. A pattern is held against
 * lines `minute what end`; it excuses lines that are missing, lines that were added, or both, and one that excuses nothing is an error.
 */
export interface Difference {
  readonly lines: RegExp;
  readonly why: string;
}

export const DIFFERENCES: readonly Difference[] = [
  {
    lines: /^not any more: [^\t]*\ttold watchdog /u,
    why: 'reminders are counted every morning, and the admin reads of it only when the count is off (ADR 43)',
  },
  {
    lines: /^not any more: [^\t]*\ttold reception \w+-(?:desk|lead)\d /u,
    why: 'who receives stands in the message of the morning; groups read it as before (ADR 43)',
  },
  {
    lines: /^not any more: [^\t]*\ttold (?:reminder|sign-climbed) \w+-desk\d /u,
    why: 'one clerk reads for the desk what they registered, as long as it is not red (ADR 43)',
  },
];
