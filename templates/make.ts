/** Writes the Word templates: `node --import tsx templates/make.ts`. Run once after the wording changed; the files are committed. */
import { writeFile } from 'node:fs/promises';
import { LETTER_TEMPLATES } from '../src/contract/letter.ts';
import { wordFile } from './docx.ts';
import { TEXTS } from './texts.ts';

for (const name of LETTER_TEMPLATES) {
  await writeFile(new URL(`./${name}.docx`, import.meta.url), await wordFile(TEXTS[name]));
}
