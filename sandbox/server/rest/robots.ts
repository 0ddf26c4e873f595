/** webhook/send and webhook/upload_media: the message robots of groups (manual 4). */
import { linkDraft } from '../wire/articles.ts';
import { createHash } from 'node:crypto';
import { createBudget } from '../world/budget.ts';
import { cardText } from '../control/card-view.ts';
import { checkCard } from '../wire/card.ts';
import { WecomError, byteLength, isRecord } from '../wire/errors.ts';
import type { Json } from '../wire/errors.ts';
import type { Draft, Sender } from '../wire/sender.ts';
import type { World } from '../world/world.ts';

const MAX_BYTES: Record<string, number> = { text: 2_048, markdown: 4_096, markdown_v2: 4_096 };
const MAX_IMAGE_BYTES = 2 * 1024 * 1024;

export interface Robots {
  send(key: string, body: Json): Json;
  upload(key: string, name: string, bytes: Buffer): Json;
}

export function createRobots(world: World, sender: Sender): Robots {
  const { behaviour, directory, media, robots, time } = world;
  const budget = createBudget(time, () => ({ perMinute: behaviour.robotPerMinute, perHour: 20 * 60 }));

  const robotOf = (key: string) => {
    const robot = robots.find((one) => one.key === key);
    if (robot === undefined || directory.findChat(robot.chatid) === undefined) {
      throw new WecomError(93000, 'invalid webhook url');
    }
    return robot;
  };

  const compose = (owner: string, body: Json): Draft => {
    const type = textIn(body, 'msgtype');
    const content = isRecord(body[type]) ? body[type] : {};
    const limit = MAX_BYTES[type];
    if (limit !== undefined) {
      const text = content['content'];
      if (typeof text !== 'string' || text === '') throw new WecomError(44004, 'empty content');
      // Refused, not cut.
      if (byteLength(text) > limit) throw new WecomError(40058, `${type}.content exceed max length ${limit}`);
      return { kind: type === 'text' ? 'text' : 'markdown', text };
    }
    if (type === 'image') {
      const bytes = Buffer.from(textIn(content, 'base64'), 'base64');
      if (bytes.length === 0 || bytes.length > MAX_IMAGE_BYTES) throw new WecomError(93018, 'image too big');
      if (createHash('md5').update(bytes).digest('hex') !== content['md5']) {
        throw new WecomError(301019, 'md5 not match');
      }
      const file = media.put(bytes, 'image.png', 'image', owner);
      return { kind: 'image', text: file.name, media: file };
    }
    if (type === 'file') {
      const file = media.find(textIn(content, 'media_id'));
      if (file?.owner !== owner || media.isExpired(file)) throw new WecomError(40007, 'invalid media_id');
      return { kind: 'file', text: file.name, media: file };
    }
    if (type === 'template_card') {
      const { card } = checkCard(body['template_card'], 'robot');
      return { kind: 'card', text: cardText(card), card };
    }
    const links = linkDraft('robot', body);
    if (links !== undefined) return links;
    throw new WecomError(40008, 'invalid message type');
  };

  return {
    send: (key, body) => {
      const robot = robotOf(key);
      if (!budget.allows(key)) throw new WecomError(45009, 'api freq out of limit');
      budget.spend(key);
      sender.put(directory.group(robot.sender, robot.chatid), { ...compose(robot.sender.id, body), isPush: true });
      return {};
    },
    upload: (key, name, bytes) => {
      const robot = robotOf(key);
      if (bytes.length <= 5) throw new WecomError(40006, 'invalid file size');
      if (bytes.length > 20 * 1024 * 1024) throw new WecomError(45001, 'media size out of limit');
      const file = media.put(bytes, name, 'file', robot.sender.id);
      return { type: 'file', media_id: file.id, created_at: String(time.seconds()) };
    },
  };
}

function textIn(source: Json, name: string): string {
  const value = source[name];
  return typeof value === 'string' ? value : '';
}
