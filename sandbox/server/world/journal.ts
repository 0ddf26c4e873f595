import { closeSync, existsSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Journal {
  /** Written before anything is acknowledged: the kernel keeps it through a SIGKILL of this process. */
  append(entry: unknown): void;
  close(): void;
}

/** Replays every whole line, cuts off a torn last one, then appends. Without a file nothing is kept. */
export function openJournal(file: string | undefined, replay: (entry: unknown) => void): Journal {
  if (file === undefined) return { append: () => undefined, close: () => undefined };
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    const whole = bytes.lastIndexOf(0x0a) + 1;
    if (whole < bytes.length) truncateSync(file, whole);
    for (const line of bytes.subarray(0, whole).toString('utf8').split('\n')) {
      const entry = parse(line);
      if (entry !== undefined) replay(entry);
    }
  }
  let descriptor: number | null = openSync(file, 'a', 0o600);
  return {
    append: (entry) => {
      if (descriptor !== null) writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}

function parse(line: string): unknown {
  if (line === '') return undefined;
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
