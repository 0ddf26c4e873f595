import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * The folder and those above it. Not `mkdir` with `recursive`, which never comes back where the system says that there is no such place
 * and there cannot be one either, as below /proc.
 * @throws what the system says of the first that cannot be made
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await stat(path)).isDirectory()) return;
    const above = dirname(path);
    if (code !== 'ENOENT' || above === path || (await exists(above))) throw error;
    await makeFolder(above);
    await makeFolder(path);
  }
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
