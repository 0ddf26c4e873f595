/** What one check found. `bad` makes the exit code 1; a hint is worth knowing and needs nothing today. */
export interface Finding {
  readonly level: 'good' | 'hint' | 'bad';
  readonly line: string;
}

export const good = (line: string): Finding => ({ level: 'good', line });
export const hint = (line: string): Finding => ({ level: 'hint', line });
export const bad = (line: string): Finding => ({ level: 'bad', line });
