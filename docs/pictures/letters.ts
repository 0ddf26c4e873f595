/**
 * Turns a sample of every letter into pictures, to be looked at after a template changed:
 * `node --import tsx docs/pictures/letters.ts [folder]`. Needs LibreOffice Writer (`soffice`) and poppler (`pdftoppm`).
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateOf } from '../../src/contract/letter.ts';
import { createLetterWriter } from '../../src/letters/write.ts';
import { ACCUSATION_NOTICE, SAMPLES as KINDS } from '../../test/support/letter-samples.ts';

const SAMPLES = [...KINDS, ACCUSATION_NOTICE].map((letter) => ({ letter, name: templateOf(letter) }));
const [, , folder = 'letters'] = process.argv;
const writeLetter = createLetterWriter(fileURLToPath(new URL('../../templates', import.meta.url)), '/nonexistent');
const work = await mkdtemp(join(tmpdir(), 'letters-'));
try {
  await mkdir(folder, { recursive: true });
  for (const { letter, name } of SAMPLES) {
    await writeFile(join(work, `letter-${name}.docx`), (await writeLetter(letter)).bytes);
  }
  const files = SAMPLES.map(({ name }) => join(work, `letter-${name}.docx`));
  execFileSync('soffice', [
    '--headless',
    `-env:UserInstallation=file://${work}/profile`,
    '--convert-to',
    'pdf',
    '--outdir',
    work,
    ...files,
  ]);
  for (const { name } of SAMPLES) {
    execFileSync('pdftoppm', ['-r', '60', '-png', join(work, `letter-${name}.pdf`), join(folder, `letter-${name}`)]);
    console.log(`letter-${name}`);
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
