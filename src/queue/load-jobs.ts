import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { StartupError } from '../core/errors.ts';
import { isLeftBeside } from '../core/source-names.ts';
import { startupText } from '../copy/startup.ts';

const SOURCE = /\.(?:ts|js|mjs)$/u;
const NOT_A_JOB = /\.(?:test|d)\.[a-z]+$/u;
const isJob = (file: string): boolean => SOURCE.test(file) && !NOT_A_JOB.test(file) && !isLeftBeside(file);

/**
 * Imports every file of the folder; its default export is the job, and the file's name is the job's name, so that two
 * jobs of one name cannot be. Fails before anything is served.
 */
export async function loadJobs<J extends { readonly name: string }>(folder: string): Promise<J[]> {
  const files = (await readdir(folder)).filter(isJob).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const { default: job } = await importOwn<J>(path);
      const name = basename(file).replace(/\.[a-z]+$/u, '');
      if (job === undefined) throw new StartupError(startupText.badModule(path, 'no default export'));
      if (job.name !== name) throw new StartupError(startupText.badModule(path, `declares "${job.name}"`));
      return job;
    }),
  );
}

/** A file that cannot be read as a module is said in a line; its stack tells the operator nothing. */
async function importOwn<T>(path: string): Promise<{ readonly default?: T }> {
  try {
    return (await import(pathToFileURL(path).href)) as { default?: T };
  } catch (error) {
    if (error instanceof StartupError) throw error;
    const [reason = ''] = (error as Error).message.split('\n');
    throw new StartupError(startupText.badModule(path, reason), { cause: error });
  }
}
