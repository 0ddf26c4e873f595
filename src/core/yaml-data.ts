import { type Document, visit } from 'yaml';

/** What a document says as plain data; undefined where its references (`*`) lead back to themselves or unfold without end. */
export function yamlData(document: Document): { readonly data: unknown } | undefined {
  let isRound = false;
  visit(document, {
    Alias(_, alias, above) {
      const meant = alias.resolve(document);
      if (meant === undefined || !above.includes(meant)) return undefined;
      isRound = true;
      return visit.BREAK;
    },
  });
  if (isRound) return undefined;
  try {
    return { data: document.toJS() as unknown };
  } catch (error) {
    // The library's bound on what references may unfold into.
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}
