import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { yamlData } from '../core/yaml-data.ts';
import { lineOf } from '../domain/policy/file/issues.ts';
import { type RawOrg, RawOrgError } from './raw.ts';

/** In these lists a word is a word: `userid: 00123` is no number of eight bits, `id: no` no switch. */
const WORDS = new Set(['town', 'units', 'people', 'groups']);

/** @throws RawOrgError */
export function rawFromYaml(text: string): RawOrg {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const place = { line: lines.linePos(error.pos[0]).line, path: '' };
    throw new RawOrgError({ code: error.code === 'DUPLICATE_KEY' ? 'duplicate-key' : 'syntax' }, place);
  }
  if (!isMap(document.contents)) throw new RawOrgError({ code: 'not-a-map' }, undefined);
  const read = yamlData(document);
  if (read === undefined) throw new RawOrgError({ code: 'aliases' }, undefined);
  const data = read.data as Record<string, unknown>;
  for (const item of document.contents.items) {
    const key = isScalar(item.key) ? String(item.key.value) : '';
    if (WORDS.has(key)) data[key] = asTyped(document, item.value, data[key]);
    // `groups:` with nothing behind it is no list, as if it were not there.
    if (data[key] === null) delete data[key];
  }
  return {
    data,
    placeOf: (path) => ({ line: lineOf(document, lines, path), path: path.map(String).join('.') }),
    hidden: [],
  };
}

/** The same data with every plain number and date as its letters, and what is null left out. */
function asTyped(document: Document, node: unknown, value: unknown): unknown {
  if (isAlias(node)) return asTyped(document, node.resolve(document), value);
  if (isMap(node)) {
    const entries = node.items.flatMap((item): [string, unknown][] => {
      const key = String(isScalar(item.key) ? item.key.value : item.key);
      const known = asTyped(document, item.value, (value as Record<string, unknown>)[key]);
      return known === null || known === undefined ? [] : [[key, known]];
    });
    return Object.fromEntries(entries);
  }
  if (isSeq(node)) return node.items.map((item, i) => asTyped(document, item, (value as unknown[])[i]));
  if (isScalar(node) && (typeof value === 'number' || typeof value === 'bigint')) return node.source ?? String(value);
  return value;
}
