import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Command } from '../contract/command.ts';
import { StartupError } from '../core/errors.ts';
import { isLeftBeside } from '../core/source-names.ts';
import { startupText } from '../copy/startup.ts';

/** Every file of commands/ once at start; a file without a command, or one under another name, stops the process. */
export async function loadCommands(folder: URL): Promise<Command[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.ts') && !isLeftBeside(file)).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const bad = (reason: string, cause?: unknown): StartupError =>
        new StartupError(startupText.badModule(`commands/${file}`, reason), { cause });
      const loaded = (await import(new URL(file, folder).href).catch((error: Error) => {
        throw bad(error.message.split('\n')[0] ?? '', error);
      })) as { default?: Command };
      const command = loaded.default;
      if (command === undefined) throw bad('no default export');
      if (command.english !== basename(file, '.ts')) throw bad(`declares "${command.english}"`);
      return command;
    }),
  );
}
