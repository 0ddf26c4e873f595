/** Every command of the long connection besides subscribe and ping. */
import type { Handlers } from './connection.ts';
import { WecomError } from './errors.ts';
import type { Bot } from '../world/options.ts';
import { createPush } from './push.ts';
import { createResponder } from './respond.ts';
import type { Sender } from './sender.ts';
import { createUpload } from './upload.ts';
import type { World } from '../world/world.ts';

interface Hooks {
  onAnswered: (reqId: string) => void;
  onSubscribed: (bot: Bot) => void;
}

export function createCommands(world: World, sender: Sender, hooks: Hooks): Handlers {
  const responder = createResponder(world, sender, hooks.onAnswered);
  const push = createPush(world, sender);
  const upload = createUpload(world);
  return {
    run: (bot, cmd, reqId, body) => {
      switch (cmd) {
        case 'aibot_respond_msg':
          responder.message(bot, reqId, body);
          return undefined;
        case 'aibot_respond_welcome_msg':
          responder.welcome(bot, reqId, body);
          return undefined;
        case 'aibot_respond_update_msg':
          responder.update(bot, reqId, body);
          return undefined;
        case 'aibot_send_msg':
          push(bot, body);
          return undefined;
        case 'aibot_upload_media_init':
          return upload.init(bot, body);
        case 'aibot_upload_media_chunk':
          upload.chunk(bot, body);
          return undefined;
        case 'aibot_upload_media_finish':
          return { ...upload.finish(bot, body) };
        default:
          throw new WecomError(846610, 'unsupported cmd');
      }
    },
    chatOf: (reqId, body) => {
      const chat = body['chatid'];
      return typeof chat === 'string' ? chat : world.replies.find(reqId)?.chat;
    },
    onSubscribed: hooks.onSubscribed,
  };
}
