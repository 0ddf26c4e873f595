/** /cgi-bin/…: response_url, tokens, messages of the app, media, robots; everything else is answered as unknown. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createAppRest } from './app-rest.ts';
import { createAppchat } from './appchat.ts';
import { createContacts } from './contacts.ts';
import type { OAuth } from './oauth.ts';
import type { Tickets } from './tickets.ts';
import { encryptUserid } from '../world/directory.ts';
import { Refusal, WecomError, errmsg, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { MediaKind } from '../world/media.ts';
import { looksLike, typeOfName } from '../world/media.ts';
import { createRobots } from './robots.ts';
import type { Sender } from '../wire/sender.ts';
import { createTokens } from './tokens.ts';
import { readFile, readJson, sendBytes, sendJson } from '../control/web.ts';
import type { World } from '../world/world.ts';

export type Rest = (req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams) => Promise<void>;

const MB = 1024 * 1024;
const UPLOAD_BYTES: Partial<Record<string, number>> = { image: 10 * MB, voice: 2 * MB, video: 10 * MB, file: 20 * MB };

/** A call under the app's token; GETs carry their fields in the query. */
export type TokenCall = (body: Json, query: URLSearchParams) => Json;

export interface RestParts {
  sender: Sender;
  onAnswered: (reqId: string) => void;
  oauth: OAuth;
  tickets: Tickets;
}

export function createRest(world: World, { sender, onAnswered, oauth, tickets }: RestParts): Rest {
  const { behaviour, directory, faults, media, replies, store, time } = world;
  const tokens = createTokens(world);
  const appRest = createAppRest(world, sender);
  const robots = createRobots(world, sender);

  const respond = (code: string, body: Json): Json => {
    const handle = replies.byResponseCode(code);
    const isOver = handle === undefined || time.ms() - handle.at > behaviour.responseUrlMs;
    if (isOver || handle.responseUsed) throw new WecomError(behaviour.responseUrlCode, 'invalid response_code');
    const conversation = sender.conversationOf(handle);
    const draft = sender.compose(conversation.bot, body, ['markdown', 'template_card']);
    // In a group the answer quotes what caused it; a clicked card cannot be quoted and leaves the quote empty.
    if (!handle.single) {
      const text = handle.kind === 'message' ? store.find(handle.msgid)?.view.text : '';
      draft.quote = { ...(handle.kind === 'message' && { id: handle.msgid }), text: text ?? '' };
    }
    sender.post(conversation, draft);
    handle.responseUsed = true;
    onAnswered(handle.reqId);
    return {};
  };

  const openUserids = (body: Json): Json => {
    const list = body['open_userid_list'];
    if (!Array.isArray(list) || list.length === 0 || list.length > 1000) throw new WecomError(40058, 'invalid list');
    const plain = new Map(
      directory.bots.flatMap((bot) =>
        directory.people().map((person) => [encryptUserid(bot, person.userid), person.userid] as const),
      ),
    );
    const found = list.filter((id) => plain.has(String(id)));
    return {
      userid_list: found.map((id) => ({ open_userid: String(id), userid: plain.get(String(id)) })),
      invalid_open_userid_list: list.filter((id) => !plain.has(String(id))),
    };
  };

  const upload = (type: string, name: string, bytes: Buffer): Json => {
    const limit = UPLOAD_BYTES[type];
    if (limit === undefined) throw new WecomError(40004, 'invalid media type');
    if (bytes.length <= 5) throw new WecomError(40006, 'invalid file size');
    if (bytes.length > limit) throw new WecomError(45001, 'media size out of limit');
    if (!looksLike(type as MediaKind, bytes)) throw new WecomError(40005, 'invalid file type');
    const file = media.put(bytes, name, type as MediaKind, world.app?.sender.id ?? null);
    return { type, media_id: file.id, created_at: String(time.seconds()) };
  };

  const download = (req: IncomingMessage, res: ServerResponse, id: string): void => {
    const file = media.find(id);
    const bytes = media.bytes(id);
    if (!file || !bytes || media.isExpired(file)) throw new WecomError(40007, 'invalid media_id');
    const headers = {
      'content-type': typeOfName(file.name),
      'content-disposition': `attachment; filename="${encodeURIComponent(file.name)}"`,
      'accept-ranges': 'bytes',
    };
    const range = rangeOf(req.headers.range, bytes.length);
    if (range === undefined) return sendBytes(res, bytes, headers);
    const [from, to] = range;
    const part = bytes.subarray(from, to + 1);
    sendBytes(res, part, { ...headers, 'content-range': `bytes ${from}-${to}/${bytes.length}` }, 206);
  };

  /** Calls under the app's token. */
  const underToken: Record<string, TokenCall> = {
    'message/send': appRest.send,
    'message/update_template_card': appRest.update,
    'batch/openuserid_to_userid': openUserids,
    'auth/getuserinfo': (_body, query) => oauth.userInfo(query),
    'auth/getuserdetail': oauth.userDetail,
    // The older endpoint: the same code, other names.
    'user/getuserinfo': (_body, query) => {
      const { userid, openid } = oauth.userInfo(query);
      return userid === undefined ? { OpenId: openid } : { UserId: userid, DeviceId: '' };
    },
    get_jsapi_ticket: tickets.company,
    'ticket/get': (_body, query) => tickets.agent(query),
    'message/recall': appRest.recall,
    ...createContacts(world),
    ...createAppchat(world, sender),
  };

  const isFile = (path: string): boolean => path === 'media/upload' || path === 'webhook/upload_media';

  const run = (path: string, query: URLSearchParams, address: string, body: Json, file?: NamedBytes): Json => {
    const code = faults.takeError(path, undefined);
    if (code !== null) throw new WecomError(code, 'fault injected');
    if (path === 'gettoken') return tokens.get(query, address);
    if (path === 'aibot/response') return respond(query.get('response_code') ?? '', body);
    if (path === 'webhook/send') return robots.send(query.get('key') ?? '', body);
    if (path === 'webhook/upload_media') {
      return robots.upload(query.get('key') ?? '', file?.name ?? '', file?.bytes ?? NOTHING);
    }
    // Encrypted ids were converted before the app had tokens here; without an app nothing is asked of them.
    if (world.app !== undefined || path !== 'batch/openuserid_to_userid') {
      const agent = tokens.check(query, address);
      const named = body['agentid'];
      if (named !== undefined && named !== agent) throw new WecomError(301002, 'not allow operate another agent');
    }
    if (behaviour.appStopped && /^(?:message|appchat)\//u.test(path)) throw new WecomError(50003, 'app is disabled');
    if (path === 'media/upload') return upload(query.get('type') ?? '', file?.name ?? '', file?.bytes ?? NOTHING);
    const call = underToken[path];
    if (call === undefined) throw new WecomError(40066, 'invalid url');
    return call(body, query);
  };

  const known = new Set([
    'gettoken',
    'aibot/response',
    'webhook/send',
    'webhook/upload_media',
    'media/upload',
    'media/get',
  ]);

  return async (req, res, path, query) => {
    const { delayRestMs } = faults.view();
    if (delayRestMs > 0) await new Promise((resolve) => setTimeout(resolve, delayRestMs));
    // Every WeCom error comes with HTTP 200.
    try {
      if (!known.has(path) && underToken[path] === undefined) throw new WecomError(40066, 'invalid url');
      const address = (req.socket.remoteAddress ?? '').replace(/^::ffff:/u, '');
      if (path === 'media/get') {
        tokens.check(query, address);
        return download(req, res, query.get('media_id') ?? '');
      }
      const file = isFile(path) ? await readFile(req) : undefined;
      const body = file === undefined ? await readJson(req) : {};
      const answer = run(path, query, address, isRecord(body) ? body : {}, file);
      // Carried out, but nobody hears of it.
      if (faults.takeAckDrop(path)) return void res.destroy();
      await faults.untilAnswered(path);
      sendJson(res, 200, { errcode: 0, errmsg: 'ok', ...answer });
    } catch (error) {
      const isBadBody = error instanceof Refusal;
      if (!isBadBody && !(error instanceof WecomError)) throw error;
      const code = isBadBody ? 47001 : error.code;
      const text = isBadBody ? 'data format error' : error.message;
      sendJson(res, 200, { errcode: code, errmsg: errmsg(code, text, time.ms()) });
    }
  };
}

interface NamedBytes {
  name: string;
  bytes: Buffer;
}
const NOTHING = Buffer.alloc(0);

/** First and last byte of `bytes=a-b`, `bytes=a-` or `bytes=-n`; undefined for the whole file. */
function rangeOf(header: string | undefined, size: number): [number, number] | undefined {
  const found = /^bytes=(\d*)-(\d*)$/u.exec(header ?? '');
  if (found === null || (found[1] === '' && found[2] === '')) return undefined;
  const [from, to] =
    found[1] === '' ? [size - Number(found[2]), size - 1] : [Number(found[1]), Number(found[2] || size - 1)];
  return from < 0 || from > to || from >= size ? undefined : [from, Math.min(to, size - 1)];
}
