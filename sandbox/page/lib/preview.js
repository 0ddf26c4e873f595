// A message on one line: in the chat list, in quotes.
import { plainLine } from './markdown.js';

export function previewOf(message) {
  if (!message) return '';
  switch (message.kind) {
    case 'card':
      return `[卡片] ${cardTitle(message.card) || plainLine(message.text)}`;
    case 'image':
      return '[图片]';
    case 'file':
      return `[文件] ${message.media?.name ?? ''}`;
    case 'markdown':
      return plainLine(message.text);
    default:
      return String(message.text ?? '')
        .replace(/\s+/g, ' ')
        .trim();
  }
}

export function cardTitle(card) {
  return card?.main_title?.title || card?.sub_title_text || card?.source?.desc || '';
}
