import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SOURCE = /^[^._].*\.(?:ts|js|mjs)$/u;
const NOT_A_JOB = /\.(?:test|d)\.[a-z]+$/u;

/**
 * Imports every file of the folder; its default export is the job, and the file's name is the job's name, so that two
 * jobs of one name cannot be. Fails before anything is served.
 */
export async function loadJobs<J extends { readonly name: string }>(folder: string): Promise<J[]> {
  const files = (await readdir(folder)).filter((file) => SOURCE.test(file) && !NOT_A_JOB.test(file)).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      const loaded = (await import(pathToFileURL(path).href)) as { default?: J };
      const name = basename(file).replace(/\.[a-z]+$/u, '');
      if (loaded.default === undefined) throw new Error(`${path}: no default export`);
      if (loaded.default.name !== name) throw new Error(`${path}: declares "${loaded.default.name}"`);
      return loaded.default;
    }),
  );
}
