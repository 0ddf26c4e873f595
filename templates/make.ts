/** Writes the Word templates: `node --import tsx templates/make.ts`. Run once after the wording changed; the files are committed. */
import { writeFile } from 'node:fs/promises';
import { LETTER_KINDS } from '../src/contract/letter.ts';
import { wordFile } from './docx.ts';
import { TEXTS } from './texts.ts';

for (const kind of LETTER_KINDS) {
  await writeFile(new URL(`./${kind}.docx`, import.meta.url), await wordFile(TEXTS[kind]));
}
