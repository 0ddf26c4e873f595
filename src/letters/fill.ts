import { type TemplateData, TemplateHandler } from 'easy-template-x';
import { forXml } from '../core/xml-text.ts';
import { type Fields, ROW_TAGS } from './fields.ts';

/**
 * Fills a Word template. A tag of the template that is no field of the letter is refused: filled with nothing, a typing error of
 * whoever edited the file would go out as a gap.
 * @throws Error that names the tag, or what the library finds wrong with the file
 */
export async function fillTemplate(template: Uint8Array, fields: Fields): Promise<Buffer> {
  const handler = new TemplateHandler();
  const bytes = Buffer.from(template);
  const known = new Set([...Object.keys(fields), ...ROW_TAGS]);
  for (const tag of await handler.parseTags(bytes)) {
    if (!known.has(tag.name) && !tag.rawText.startsWith('{/')) throw new UnknownTagError(tag.name);
  }
  return handler.process(bytes, forXml(fields) as TemplateData);
}

export class UnknownTagError extends Error {
  override readonly name = 'UnknownTagError';
  readonly tag: string;
  constructor(tag: string) {
    super(`no field for the tag ${tag}`);
    this.tag = tag;
  }
}
