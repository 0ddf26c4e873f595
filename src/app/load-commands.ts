import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from '../contract/command.ts';

/** Every file of commands/ once at start; a file without a command, or one under another name, stops the process. */
export async function loadCommands(folder: URL): Promise<Command[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts')).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const loaded = (await import(new URL(file, folder).href)) as { default?: Command };
      const command = loaded.default;
      if (command === undefined) throw new Error(`commands/${file}: no default export`);
      if (command.english !== basename(file, '.ts')) throw new Error(`commands/${file}: declares "${command.english}"`);
      return command;
    }),
  );
}
