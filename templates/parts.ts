/** What the letters have in common: title, number, whom to, body, heads, signature with date and the place of the seal. */
import { isKept, kept, paragraph, table } from './docx.ts';

/** Repeats its paragraph for each entry, or keeps it only where there is a value. */
const opening = (name: string): string => `{#${name} [loopOver:"paragraph"]}`;

export const title = (organ: string, name: string, issuer?: string): string[] => [
  paragraph(organ, { font: 'title', size: 44, align: 'center', line: 640, keepNext: true }),
  paragraph(name, { font: 'title', size: 44, align: 'center', line: 640, keepNext: true }),
  issuer === undefined
    ? paragraph('{文号}', { font: 'subhead', align: 'center', before: 120 })
    : paragraph(['{文号}\t签发人：', { text: issuer, font: 'subhead' }], {
        align: 'left',
        left: 1,
        right: 1,
        before: 120,
      }),
  paragraph(''),
];

/** 主送: at the margin, with a colon. */
export const to = (whom: string): string => paragraph(`${whom}：`, { align: 'left' });
export const text = (content: string): string => paragraph(content, { firstLine: 2 });
/** A line that stays with the signature. */
export const last = (content: string): string => paragraph(content, { firstLine: 2, keepNext: true });
/** 一、 in 黑体, and what follows in the body's face. */
export const head = (label: string, content = ''): string =>
  paragraph([{ text: label, font: 'head' }, ...(content === '' ? [] : [content])], {
    firstLine: 2,
    keepNext: content === '',
  });
/** （一） for each entry of a list. */
export const each = (list: string, content: string): string => text(`${opening(list)}${content}{/${list}}`);
/** A paragraph that is there only where the field is. */
export const when = (field: string, content: string): string => text(`${opening(field)}${content}{/${field}}`);

/** The empty line over the signature. */
const GAP = paragraph('', { keepNext: true });

/** No page holds the seal and nothing of the text (GB/T 9704): the last paragraph before the signature stays with it. */
export function withoutLoneSeal(body: readonly string[]): readonly string[] {
  const gap = body.indexOf(GAP);
  if (gap < 0) return body;
  const last = body.findLastIndex((one, i) => i < gap && !isKept(one));
  return body.map((one, i) => (i === last ? kept(one) : one));
}

/**
 * 署名 centred over the date, the date about four characters from the margin, the seal over both.
 * @param more something follows that stays on this page: 抄送
 */
export const signature = (organ: string, more = false): string[] => {
  const box = { left: 12, right: 2, align: 'center' as const, keepNext: true };
  return [
    GAP,
    paragraph(organ, box),
    paragraph('{日期}', box),
    paragraph([{ text: '（印章）', grey: true, size: 24 }], { ...box, keepNext: more, line: 400 }),
  ];
};

/** 抄送: who sent the matter down gets a copy; absent where nobody did. */
export const copyTo = paragraph(`${opening('抄送')}抄送：{抄送}。{/抄送}`, {
  size: 28,
  line: 480,
  before: 400,
  align: 'left',
});

/** 附件 stands two characters in, below the text. */
export const attachments = (list: string): string[] => [paragraph('', { keepNext: true }), last(`附件：${list}`)];

/** A page of its own that begins with 附件 in 黑体. */
export const attachment = (name: string, label = '附件'): string[] => [
  paragraph(label, { font: 'head', align: 'left', pageBreak: true }),
  paragraph(''),
  paragraph(name, { font: 'title', size: 36, align: 'center', line: 640 }),
  paragraph('', { line: 280 }),
];

export { table };
