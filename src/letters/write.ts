import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Letter, templateOf } from '../contract/letter.ts';
import { letterWords, TEMPLATE_NAMES } from '../copy/letters.ts';
import { fieldsOf } from './fields.ts';
import { sha256 } from '../core/vault.ts';
import type { TemplateFault } from '../domain/letter/fault.ts';
import { fillTemplate, UnknownTagError } from './fill.ts';

interface LetterFile {
  readonly bytes: Uint8Array;
  readonly name: string;
  /** The town's own template could not be used, and why; the shipped one was. */
  readonly fault?: TemplateFault;
}

/** Makes the Word file of a letter. */
export type LetterWriter = (letter: Letter) => Promise<LetterFile>;

/**
 * @param shipped folder with a template for each kind
 * @param own folder with a folder for each town, whose templates outrank the shipped ones; named by kind or by the letter's name
 */
export function createLetterWriter(shipped: string, own: string): LetterWriter {
  return async (letter) => {
    const fields = fieldsOf(letter);
    const name = letterWords.fileName(letter.kind, letter.facts.matter.number, letter.number);
    const shippedFile = async (): Promise<Buffer> =>
      fillTemplate(await readFile(join(shipped, `${templateOf(letter)}.docx`)), fields);
    const file = ownTemplate(join(own, letter.townId), letter);
    if (file === undefined) return { bytes: await shippedFile(), name };
    const template = await readFile(file);
    try {
      return { bytes: await fillTemplate(template, fields), name };
    } catch (error) {
      const tag = error instanceof UnknownTagError ? error.tag : undefined;
      const fault = { file: basename(file), tag, version: sha256(template).slice(0, 16) };
      return { bytes: await shippedFile(), name, fault };
    }
  };
}

function ownTemplate(folder: string, letter: Letter): string | undefined {
  const template = templateOf(letter);
  for (const name of [`${template}.docx`, `${TEMPLATE_NAMES[template]}.docx`]) {
    const file = join(folder, name);
    if (existsSync(file)) return file;
  }
  return undefined;
}
