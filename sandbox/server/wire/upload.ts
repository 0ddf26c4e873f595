/** Media upload over the long connection: init, pieces in any order, finish. */
import { createHash } from 'node:crypto';
import { WecomError, byteLength } from './errors.ts';
import type { Json } from './errors.ts';
import { looksLike } from '../world/media.ts';
import type { MediaKind } from '../world/media.ts';
import type { Bot } from '../world/options.ts';
import type { World } from '../world/world.ts';

const MB = 1024 * 1024;
const MAX_CHUNK_BYTES = 512 * 1024;
const MAX_CHUNKS = 100;
const MAX_BYTES: Record<MediaKind, number> = { image: 10 * MB, voice: 2 * MB, video: 10 * MB, file: 20 * MB };

const isKind = (value: unknown): value is MediaKind => typeof value === 'string' && Object.hasOwn(MAX_BYTES, value);

interface Session {
  bot: string;
  kind: MediaKind;
  name: string;
  size: number;
  count: number;
  md5: string | null;
  at: number;
  chunks: Map<number, Buffer>;
}

export interface Upload {
  init(bot: Bot, body: Json): { upload_id: string };
  chunk(bot: Bot, body: Json): void;
  finish(bot: Bot, body: Json): { type: MediaKind; media_id: string; created_at: string };
}

export function createUpload({ behaviour, media, store, time, uploadBudget }: World): Upload {
  const sessions = new Map<string, Session>();

  const sessionOf = (bot: Bot, body: Json): { id: string; session: Session } => {
    const id = body['upload_id'];
    const session = typeof id === 'string' ? sessions.get(id) : undefined;
    const isOver = session !== undefined && time.ms() - session.at > behaviour.uploadSessionMs;
    if (typeof id !== 'string' || session?.bot !== bot.id || isOver) throw new WecomError(846611, 'invalid upload_id');
    return { id, session };
  };

  return {
    init: (bot, body) => {
      const kind = body['type'];
      if (!isKind(kind)) throw new WecomError(846697, 'unsupported file type');
      const name = body['filename'];
      if (typeof name !== 'string' || name === '' || byteLength(name) > 256) {
        throw new WecomError(40058, 'invalid filename');
      }
      const size = wholeNumber(body, 'total_size');
      const count = wholeNumber(body, 'total_chunks');
      if (size < 5) throw new WecomError(40006, 'invalid file size');
      if (size > MAX_BYTES[kind]) throw new WecomError(45001, 'media size out of limit');
      if (count < 1 || count > MAX_CHUNKS) throw new WecomError(40058, 'invalid total_chunks');
      if (!uploadBudget.allows(bot.id)) throw new WecomError(45009, 'api freq out of limit');
      uploadBudget.spend(bot.id);
      for (const [id, session] of sessions) {
        if (time.ms() - session.at > behaviour.uploadSessionMs) sessions.delete(id);
      }
      const id = store.id('upload-');
      const md5 = typeof body['md5'] === 'string' && body['md5'] !== '' ? body['md5'].toLowerCase() : null;
      sessions.set(id, {
        bot: bot.id,
        kind,
        name,
        size,
        count,
        md5,
        at: time.ms(),
        chunks: new Map(),
      });
      return { upload_id: id };
    },
    chunk: (bot, body) => {
      const { session } = sessionOf(bot, body);
      const index = wholeNumber(body, 'chunk_index');
      // The document counts from 1, the official SDK from 0: either, but not both in one session.
      const isBothBases =
        (index === 0 && session.chunks.has(session.count)) || (index === session.count && session.chunks.has(0));
      if (index < 0 || index > session.count || isBothBases) throw new WecomError(846612, 'chunk_index out of range');
      if (typeof body['base64_data'] !== 'string') throw new WecomError(40058, 'missing base64_data');
      const bytes = Buffer.from(body['base64_data'], 'base64');
      if (bytes.length > MAX_CHUNK_BYTES) throw new WecomError(846613, 'chunk too large');
      if (!session.chunks.has(index)) session.chunks.set(index, bytes);
    },
    finish: (bot, body) => {
      const { id, session } = sessionOf(bot, body);
      const first = session.chunks.has(0) ? 0 : 1;
      const pieces: Buffer[] = [];
      for (let index = first; index < first + session.count; index += 1) {
        const piece = session.chunks.get(index);
        if (!piece) throw new WecomError(846616, 'upload not complete');
        pieces.push(piece);
      }
      const content = Buffer.concat(pieces);
      if (content.length !== session.size) throw new WecomError(846616, 'upload not complete');
      if (session.md5 !== null && createHash('md5').update(content).digest('hex') !== session.md5) {
        throw new WecomError(behaviour.md5Code, 'md5 not match');
      }
      if (!looksLike(session.kind, content)) throw new WecomError(846697, 'unsupported file type');
      sessions.delete(id);
      const file = media.put(content, session.name, session.kind, bot.id);
      return { type: session.kind, media_id: file.id, created_at: String(time.seconds()) };
    },
  };
}

function wholeNumber(body: Json, key: string): number {
  const value = body[key];
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new WecomError(40058, `invalid ${key}`);
  return value;
}
