/**
 * Text of a file as its program saved it: by byte order mark, else strict UTF-8, else GB18030 (what Excel, WPS and the editors of
 * Windows write in China, GBK and GB2312 included).
 * @returns undefined for what is none of these, and for what holds zero bytes: not text
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  const marked = MARKS.find(({ mark }) => mark.every((byte, i) => bytes[i] === byte));
  const encodings = marked === undefined ? ['utf-8', 'gb18030'] : [marked.encoding];
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      // GB18030 takes nearly any bytes; a character of nobody's says that it was something else.
      const isGuess = encoding === 'gb18030';
      return text.includes('\0') || (isGuess && /\p{Co}/u.test(text)) ? undefined : text;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return undefined;
}

/** Unicode 16, section 23.8. */
const MARKS = [
  { encoding: 'utf-8', mark: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', mark: [0xff, 0xfe] },
  { encoding: 'utf-16be', mark: [0xfe, 0xff] },
] as const;
