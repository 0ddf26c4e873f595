/** Characters that no XML 1.0 document may hold (https://www.w3.org/TR/xml/#charsets): a Word file with one does not open. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

export const xmlText = (text: string): string => text.replace(FORBIDDEN, '');

/** The same for all texts of a value of arrays and plain objects; bytes and everything else stay. */
export function forXml<T>(value: T): T {
  if (typeof value === 'string') return xmlText(value) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => forXml(one)) as T;
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, forXml(one as unknown)])) as T;
}
