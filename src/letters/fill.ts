import { type TemplateData, TemplateHandler } from 'easy-template-x';
import { sha256 } from '../core/vault.ts';
import { forXml } from '../core/xml-text.ts';
import { type Fields, ROW_TAGS } from './fields.ts';

/** Every shipped template, and as many of towns; what falls out is read once more. */
const MOST_REMEMBERED = 64;

interface Tag {
  readonly name: string;
  readonly isEnd: boolean;
}

/** Tags of templates by what stands in them: finding them costs nearly as much as filling them in. */
const tagsByContent = new Map<string, readonly Tag[]>();

async function tagsOf(handler: TemplateHandler, template: Buffer): Promise<readonly Tag[]> {
  const key = sha256(template);
  const known = tagsByContent.get(key);
  if (known !== undefined) return known;
  const tags = (await handler.parseTags(template)).map(({ name, rawText }) => ({
    name,
    isEnd: rawText.startsWith('{/'),
  }));
  if (tagsByContent.size >= MOST_REMEMBERED) tagsByContent.clear();
  tagsByContent.set(key, tags);
  return tags;
}

/**
 * Fills a Word template. A tag of the template that is no field of the letter is refused: filled with nothing, a typing error of
 * whoever edited the file would go out as a gap.
 * @throws Error that names the tag, or what the library finds wrong with the file
 */
export async function fillTemplate(template: Uint8Array, fields: Fields): Promise<Buffer> {
  const handler = new TemplateHandler();
  const bytes = Buffer.from(template);
  const known = new Set([...Object.keys(fields), ...ROW_TAGS]);
  for (const { name, isEnd } of await tagsOf(handler, bytes)) {
    if (!known.has(name) && !isEnd) throw new UnknownTagError(name);
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
