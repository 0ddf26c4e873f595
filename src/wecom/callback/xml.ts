import { XMLParser } from 'fast-xml-parser';

import { CallbackRefused } from './crypto.ts';

const CDATA_BEGIN = '<![CDATA[';
const CDATA_END = ']]>';
/** As deep as WeCom makes it (doc 90240: SelectedItems). */
const MAX_DEPTH = 6;
const ENCRYPT = '<Encrypt>';
/** Numbers stay text: a MsgId has 64 bits. Entities are not resolved; WeCom wraps what people typed in CDATA. */
const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  maxNestedTags: MAX_DEPTH,
});
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/gu;

export type Xml = { readonly [name: string]: Xml | string | readonly (Xml | string)[] };

/** The ciphertext of an app's envelope. Nothing of it is trusted yet, so no parser touches it: the signature judges it. */
export function encryptedOf(envelope: string): string {
  const at = envelope.indexOf(ENCRYPT);
  const end = at < 0 ? -1 : envelope.indexOf('</Encrypt>', at);
  if (end < 0) return '';
  const inside = envelope.slice(at + ENCRYPT.length, end).trim();
  const isCdata = inside.startsWith(CDATA_BEGIN) && inside.endsWith(CDATA_END);
  const encrypted = isCdata ? inside.slice(CDATA_BEGIN.length, -CDATA_END.length) : inside;
  return encrypted.includes('<') ? '' : encrypted;
}

/** The elements below `<xml>`. A declaration of a document type is refused, wherever it stands. */
export function readXml(text: string): Xml {
  if (/<!/u.test(text.replace(CDATA, ''))) throw new CallbackRefused('content');
  let root: unknown;
  try {
    root = (parser.parse(text) as { xml?: unknown }).xml;
  } catch (error) {
    throw new CallbackRefused('content', { cause: error });
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw new CallbackRefused('content');
  return root as Xml;
}

/** The text of an element; of several of one name, and of an element with elements, nothing. */
export function textOf(source: Xml, name: string): string {
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Elements of one name, however many. */
export function elementsOf(source: Xml, name: string): Xml[] {
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is Xml => typeof one === 'object' && one !== null);
}

/** Texts of the elements of one name, however many. */
export function textsOf(source: Xml, name: string): string[] {
  const value = Object.hasOwn(source, name) ? source[name] : undefined;
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string');
}
