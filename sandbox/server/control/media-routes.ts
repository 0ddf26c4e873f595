import type { ServerResponse } from 'node:http';
import { Refusal } from '../wire/errors.ts';
import { typeOfName } from '../world/media.ts';
import type { Media } from '../world/media.ts';
import { sendBytes } from './web.ts';

/** For the page: the file itself. Only pictures are shown inline; nothing that could run in the page is. */
export function serveMedia(media: Media, res: ServerResponse, id: string): void {
  const file = media.find(id);
  const bytes = media.bytes(id);
  if (!file || !bytes) throw new Refusal(404, '没有这个文件');
  const type = typeOfName(file.name);
  sendBytes(res, bytes, {
    'content-type': type,
    'content-disposition': disposition(type.startsWith('image/') ? 'inline' : 'attachment', file.name),
    'cache-control': 'private, max-age=3600',
  });
}

/** For the bot: encrypted, the name only in Content-Disposition, for five minutes. */
export function serveSealedMedia(media: Media, res: ServerResponse, token: string): void {
  const found = media.download(token);
  if (found === null) throw new Refusal(404, '没有这个文件');
  if (found === 'expired') throw new Refusal(403, '下载地址已过期（有效期 5 分钟）');
  sendBytes(res, found.bytes, {
    'content-type': 'application/octet-stream',
    'content-disposition': disposition('attachment', found.file.name),
    'cache-control': 'no-store',
  });
}

function disposition(how: 'inline' | 'attachment', name: string): string {
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${how}; filename="${encoded}"; filename*=UTF-8''${encoded}`;
}
