// Markdown objects → elements, one by one. There is no HTML text on the way, so nothing a message says can become markup.
import { linkUrl, safeImage } from '../lib/links.js';
import { parseMarkdown, parsePlain } from '../lib/markdown.js';
import { h } from '../vendor/vue.js';

const inlineViews = {
  text: (piece) => piece.text,
  break: () => h('br'),
  bold: (piece) => h('strong', inline(piece.children)),
  italic: (piece) => h('em', inline(piece.children)),
  strike: (piece) => h('s', inline(piece.children)),
  'inline-code': (piece) => h('code', piece.text),
  font: (piece) => h('span', { class: `font-${piece.color}` }, inline(piece.children)),
  link: (piece) => {
    const href = linkUrl(piece.url);
    return href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, inline(piece.children)) : piece.source;
  },
  image: (piece) => {
    const src = safeImage(piece.url);
    if (src) return h('img', { src, alt: piece.alt || '图片', loading: 'lazy' });
    const href = linkUrl(piece.url);
    const label = `[图片] ${piece.alt || piece.url}`;
    return href ? h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, label) : label;
  },
};

const blockViews = {
  heading: (block) =>
    h(`h${Math.min(6, block.level + 2)}`, { class: `md-h${Math.min(4, block.level)}` }, inline(block.children)),
  paragraph: (block) => h('p', inline(block.children)),
  rule: () => h('hr'),
  code: (block) => h('pre', h('code', block.text)),
  quote: (block) => h('blockquote', block.children.map(blockView)),
  list: (block) =>
    h(
      'ul',
      block.items.map((item) =>
        h('li', { class: `md-depth-${item.depth}` }, [
          h('span', { class: 'md-mark' }, item.mark),
          h('span', inline(item.children)),
        ]),
      ),
    ),
  table: (block) =>
    h('div', { class: 'md-table', tabindex: 0 }, [
      h('table', [
        h(
          'thead',
          h(
            'tr',
            block.head.map((cell, i) => h('th', { class: `md-${block.align[i] ?? 'left'}` }, inline(cell))),
          ),
        ),
        h(
          'tbody',
          block.rows.map((row) =>
            h(
              'tr',
              row.map((cell, i) => h('td', { class: `md-${block.align[i] ?? 'left'}` }, inline(cell))),
            ),
          ),
        ),
      ]),
    ]),
};

const blockView = (block) => blockViews[block.type](block);
const inline = (pieces) => pieces.map((piece) => inlineViews[piece.type](piece));

export const MarkdownView = {
  name: 'MarkdownView',
  props: { text: { type: String, default: '' } },
  setup: (props) => () => h('div', { class: 'markdown' }, parseMarkdown(props.text).map(blockView)),
};

export const PlainText = {
  name: 'PlainText',
  props: { text: { type: String, default: '' } },
  setup: (props) => () => h('span', { class: 'plain' }, inline(parsePlain(props.text))),
};
