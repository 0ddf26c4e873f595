/** Reading a Word file as a person would, and as a strict machine. */
import JSZip from 'jszip';
import { xml } from 'easy-template-x';

/** The text of a document, a line a paragraph. @throws when a part is not well-formed */
export async function textOf(bytes: Uint8Array): Promise<string> {
  const zip = await JSZip.loadAsync(bytes);
  for (const name of Object.keys(zip.files).filter((one) => /\.(?:xml|rels)$/u.test(one))) {
    xml.parser.parse(await zip.file(name)!.async('string'));
  }
  const body = await zip.file('word/document.xml')!.async('string');
  return [...body.matchAll(/<w:p[ >].*?<\/w:p>/gsu)]
    .map(([paragraph]) =>
      [...paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/gu)]
        .map(([, text]) => text!)
        .join('')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&'),
    )
    .join('\n');
}
