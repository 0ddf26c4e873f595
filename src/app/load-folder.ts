import { readdir } from 'node:fs/promises';
import { parse } from 'node:path';
import type { Command } from '../contract/command.ts';
import type { Job } from '../contract/job.ts';
import { StartupError } from '../core/errors.ts';
import { isLeftBeside } from '../core/source-names.ts';
import { startupText } from '../copy/startup.ts';
import { messagesOf } from '../notify/catalogue.ts';
import type { Message, Messages } from '../notify/message.ts';

const bad = (file: string, reason: string, cause?: unknown): StartupError =>
  new StartupError(startupText.badModule(file, reason), { cause });

const SOURCE = /\.(?:ts|js|mjs)$/u;
const NOT_OURS = /\.(?:test|d)\.[a-z]+$/u;

/**
 * The default exports of a folder's files, once at start. Each is called as its file, so that there are no two of one name; what is missing,
 * misnamed or no module at all stops the process with one line: a stack tells the operator nothing.
 */
async function loadFolder<T>(folder: URL, label: string, nameOf: (loaded: T) => string | undefined): Promise<T[]> {
  const isOurs = (file: string): boolean => SOURCE.test(file) && !NOT_OURS.test(file) && !isLeftBeside(file);
  return Promise.all(
    (await readdir(folder))
      .filter(isOurs)
      .toSorted()
      .map(async (file) => {
        const path = `${label}/${file}`;
        const { default: loaded } = (await import(new URL(file, folder).href).catch((error: Error) => {
          throw error instanceof StartupError ? error : bad(path, error.message.split('\n')[0] ?? '', error);
        })) as { default?: T };
        if (loaded === undefined) throw bad(path, 'no default export');
        const { name } = parse(file);
        const declared = nameOf(loaded) ?? name;
        if (declared !== name) throw bad(path, `declares "${declared}"`);
        return loaded;
      }),
  );
}

export const loadCommands = (folder: URL): Promise<Command[]> =>
  loadFolder<Command>(folder, 'commands', ({ english }) => english);

export const loadJobs = (folder: URL): Promise<Job[]> => loadFolder<Job>(folder, 'jobs', ({ name }) => name);

const MESSAGES = 'src/notify/messages';

/** A file is called after its message; small ones of one feature may share a file. */
export async function loadMessages(folder = new URL(`../../${MESSAGES}/`, import.meta.url)): Promise<Messages> {
  const loaded = await loadFolder<Message | readonly Message[]>(folder, MESSAGES, (one) =>
    'kind' in one ? one.kind : undefined,
  );
  const all = loaded.flat();
  const twice = all.find(({ kind }, n) => all.findIndex((one) => one.kind === kind) < n);
  if (twice !== undefined) throw bad(MESSAGES, `two of "${twice.kind}"`);
  return messagesOf(all);
}
