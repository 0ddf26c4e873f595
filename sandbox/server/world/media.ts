import { createCipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Time } from './clock.ts';
import { isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { Behaviour } from './options.ts';
import type { MediaView } from '../../contract.ts';

export type MediaKind = 'image' | 'voice' | 'video' | 'file';

export interface MediaFile {
  id: string;
  name: string;
  size: number;
  kind: MediaKind;
  /** Bot that uploaded it, or null for a person's file. */
  owner: string | null;
  at: number;
}

export interface Media {
  put(bytes: Buffer, name: string, kind: MediaKind, owner: string | null): MediaFile;
  find(id: string): MediaFile | undefined;
  bytes(id: string): Buffer | null;
  view(file: MediaFile): MediaView;
  /** A fresh download link for the bot, with a key of its own where none is given. */
  link(file: MediaFile, base: string, key?: Buffer): { url: string; aeskey: string };
  /** The file a link leads to. */
  ofLink(url: string): MediaFile | undefined;
  /** Encrypted bytes behind a link. */
  download(token: string): { file: MediaFile; bytes: Buffer } | 'expired' | null;
  isExpired(file: MediaFile): boolean;
  replay(entry: Json): boolean;
}

interface Parts {
  directory: string | undefined;
  behaviour: Behaviour;
  time: Time;
  append: (entry: unknown) => void;
}

export function createMedia({ directory, behaviour, time, append }: Parts): Media {
  const files = new Map<string, MediaFile>();
  const memory = new Map<string, Buffer>();
  const links = new Map<string, { file: MediaFile; key: Buffer; at: number }>();
  if (directory !== undefined) mkdirSync(directory, { recursive: true });

  const bytes = (id: string): Buffer | null => {
    if (!files.has(id)) return null;
    if (directory === undefined) return memory.get(id) ?? null;
    const path = join(directory, id);
    return existsSync(path) ? readFileSync(path) : null;
  };

  const expired = (at: number, life: number): boolean => time.ms() - at > life;

  return {
    put: (content, name, kind, owner) => {
      const file: MediaFile = {
        id: `media-${randomBytes(12).toString('hex')}`,
        name,
        size: content.length,
        kind,
        owner,
        at: time.ms(),
      };
      files.set(file.id, file);
      if (directory === undefined) memory.set(file.id, content);
      else writeFileSync(join(directory, file.id), content, { mode: 0o600 });
      append({ t: 'media', file });
      return file;
    },
    find: (id) => files.get(id),
    bytes,
    view: (file) => ({ id: file.id, name: file.name, size: file.size, url: `/sandbox/media/${file.id}` }),
    link: (file, base, key = randomBytes(32)) => {
      const token = randomBytes(18).toString('hex');
      links.set(token, { file, key, at: time.ms() });
      const text = key.toString('base64');
      return {
        url: `${base}/sandbox/media/sealed/${token}`,
        aeskey: behaviour.aeskeyPadding ? text : text.replace(/=+$/, ''),
      };
    },
    ofLink: (url) => links.get(url.slice(url.lastIndexOf('/') + 1))?.file,
    download: (token) => {
      const link = links.get(token);
      if (!link) return null;
      if (expired(link.at, behaviour.mediaUrlMs)) return 'expired';
      const content = bytes(link.file.id);
      return content && { file: link.file, bytes: seal(content, link.key) };
    },
    isExpired: (file) => expired(file.at, behaviour.mediaLifeMs),
    replay: (entry) => {
      if (entry['t'] !== 'media' || !isRecord(entry['file'])) return false;
      const file = entry['file'] as unknown as MediaFile;
      files.set(file.id, file);
      return true;
    },
  };
}

const BLOCK = 32;

/** AES-256-CBC, IV = first 16 bytes of the key, PKCS#7 to 32 bytes (not Node's 16). */
export function seal(content: Buffer, key: Buffer): Buffer {
  const pad = BLOCK - (content.length % BLOCK);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(content), cipher.update(Buffer.alloc(pad, pad)), cipher.final()]);
}

const EXTENSIONS: Record<string, { kind: MediaKind; type: string }> = {
  png: { kind: 'image', type: 'image/png' },
  jpg: { kind: 'image', type: 'image/jpeg' },
  jpeg: { kind: 'image', type: 'image/jpeg' },
  gif: { kind: 'image', type: 'image/gif' },
  mp4: { kind: 'video', type: 'video/mp4' },
  amr: { kind: 'voice', type: 'audio/amr' },
  pdf: { kind: 'file', type: 'application/pdf' },
};

const extensionOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();

export const kindOfName = (name: string): MediaKind => EXTENSIONS[extensionOf(name)]?.kind ?? 'file';

export const typeOfName = (name: string): string => EXTENSIONS[extensionOf(name)]?.type ?? 'application/octet-stream';

/** First bytes of what each type must be. */
export function looksLike(kind: MediaKind, content: Buffer): boolean {
  const head = content.subarray(0, 12).toString('latin1');
  switch (kind) {
    case 'image':
      return head.startsWith('\u0089PNG') || head.startsWith('\u00ff\u00d8\u00ff');
    case 'voice':
      return head.startsWith('#!AMR');
    case 'video':
      return head.slice(4, 8) === 'ftyp';
    case 'file':
      return true;
  }
}
