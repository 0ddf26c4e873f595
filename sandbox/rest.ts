/** /cgi-bin/…: the one-shot response_url of messages and clicks; everything else is answered as unknown. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { encryptUserid } from './directory.ts';
import { Refusal, WecomError, errmsg, isRecord } from './errors.ts';
import type { Json } from './errors.ts';
import type { Sender } from './sender.ts';
import { readJson, sendJson } from './web.ts';
import type { World } from './world.ts';

export type Rest = (req: IncomingMessage, res: ServerResponse, path: string, query: URLSearchParams) => Promise<void>;

export function createRest(world: World, sender: Sender): Rest {
  const { behaviour, directory, replies, store, time } = world;

  const respond = (code: string, body: Json): Json => {
    const handle = replies.byResponseCode(code);
    const isOver = handle === undefined || time.ms() - handle.at > behaviour.responseUrlMs;
    if (isOver || handle.responseUsed) throw new WecomError(60140, 'invalid response_code');
    const conversation = sender.conversationOf(handle);
    const draft = sender.compose(conversation.bot, body, ['markdown', 'template_card']);
    // In a group the answer quotes what caused it; a clicked card cannot be quoted and leaves the quote empty.
    if (!handle.single) {
      const text = handle.kind === 'message' ? store.find(handle.msgid)?.view.text : '';
      draft.quote = { ...(handle.kind === 'message' && { id: handle.msgid }), text: text ?? '' };
    }
    sender.post(conversation, draft);
    handle.responseUsed = true;
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

  const run = (path: string, query: URLSearchParams, body: Json): Json => {
    if (path === 'aibot/response') return respond(query.get('response_code') ?? '', body);
    if (path === 'batch/openuserid_to_userid') return openUserids(body);
    throw new WecomError(40066, 'invalid url');
  };

  return async (req, res, path, query) => {
    // Every WeCom error comes with HTTP 200.
    try {
      const body = await readJson(req);
      sendJson(res, 200, { errcode: 0, errmsg: 'ok', ...run(path, query, isRecord(body) ? body : {}) });
    } catch (error) {
      const isBadBody = error instanceof Refusal;
      if (!isBadBody && !(error instanceof WecomError)) throw error;
      const code = isBadBody ? 47001 : error.code;
      const text = isBadBody ? 'data format error' : error.message;
      sendJson(res, 200, { errcode: code, errmsg: errmsg(code, text, time.ms()) });
    }
  };
}
