import { z } from 'zod';

import type { Chat, FileLink, Incoming, IncomingWhat } from '../contract/channel.ts';
import { SPENT_KEY } from './render-card.ts';
import { faultsOf, readTolerantly } from './tolerant.ts';

/** Hears why a frame is of no use to anybody; no word of the frame itself. */
export type Dropped = (why: string) => void;

const said = z.object({ content: z.string().default('') });
const file = z.object({ url: z.string().optional(), aeskey: z.string().optional() });
const mixed = z.object({
  msg_item: z.array(z.object({ text: said.optional(), image: file.optional() })).default([]),
});
const parts = {
  text: said.optional(),
  voice: said.optional(),
  image: file.optional(),
  file: file.optional(),
  video: file.optional(),
  mixed: mixed.optional(),
};

/** Only what is used; WeCom adds fields as it likes. */
const message = z.object({
  msgid: z.string(),
  chatid: z.string().optional(),
  chattype: z.string().optional(),
  from: z.object({ userid: z.string().min(1) }),
  msgtype: z.string(),
  response_url: z.string().optional(),
  quote: z.object(parts).optional(),
  ...parts,
  event: z
    .object({
      eventtype: z.string().optional(),
      template_card_event: z
        .object({
          event_key: z.string().default(''),
          task_id: z.string().default(''),
          selected_items: z
            .object({
              selected_item: z
                .array(
                  z.object({
                    question_key: z.string().default(''),
                    option_ids: z.object({ option_id: z.array(z.string()).default([]) }).default({ option_id: [] }),
                  }),
                )
                .default([]),
            })
            .optional(),
        })
        .optional(),
    })
    .optional(),
});
/** What every message has, whatever else is in it: enough to answer that it cannot be read. */
const envelope = message.pick({
  msgid: true,
  chatid: true,
  chattype: true,
  from: true,
  msgtype: true,
  response_url: true,
});
const frame = z.object({ headers: z.object({ req_id: z.string() }), body: z.unknown() });

type Body = z.output<typeof message>;
type Parts = Pick<Body, keyof typeof parts>;

/** One frame in our words, or undefined for what is of no use to anybody: unknown events, frames without a sender. */
export function readIncoming(raw: unknown, dropped: Dropped = () => {}): Incoming | undefined {
  const parsed = readTolerantly(frame, raw);
  if (!parsed.success) {
    dropped(`no frame: ${faultsOf(parsed.error)}`);
    return undefined;
  }
  const body = readBody(parsed.data.body, dropped);
  return body && incomingOf(body, parsed.data.headers.req_id, dropped);
}

/** A message whose inside is not as published keeps its envelope, and is one that cannot be read. */
function readBody(raw: unknown, dropped: Dropped): Body | undefined {
  const whole = readTolerantly(message, raw);
  if (whole.success) return whole.data;
  const outside = readTolerantly(envelope, raw);
  const why = faultsOf(whole.error);
  if (!outside.success || outside.data.msgtype === 'event') {
    dropped(`not as published: ${why}`);
    return undefined;
  }
  return { ...outside.data, msgtype: `${outside.data.msgtype} (${why})` };
}

/** A text that is there, or undefined where it is left out or null; null for what is none. */
const textOrNone = (value: unknown): string | undefined | null =>
  value === undefined || value === null ? undefined : typeof value === 'string' ? value : null;

/**
 * A text that quotes nothing, which nearly every message is: looked at field by field, for a tenth of what the schema costs.
 * @returns undefined for anything else, which the schema reads
 */
function readPlainText(raw: unknown): Body | undefined {
  const body = raw as Partial<Body> | null;
  if (typeof body !== 'object' || body === null) return undefined;
  if (body.msgtype !== 'text' || (body.quote ?? undefined) !== undefined) return undefined;
  const { msgid, from, text } = body;
  const chatid = textOrNone(body.chatid);
  const chattype = textOrNone(body.chattype);
  const responseUrl = textOrNone(body.response_url);
  const isGood =
    typeof msgid === 'string' &&
    typeof from?.userid === 'string' &&
    from.userid !== '' &&
    typeof text?.content === 'string';
  if (!isGood || chatid === null || chattype === null || responseUrl === null) return undefined;
  return { msgid, chatid, chattype, from, msgtype: 'text', response_url: responseUrl, text };
}

/** The same message as the bot's callback carries it (doc 100719); its media is encrypted with the callback's own key. */
export function readBotMessage(raw: unknown, aesKey: string, dropped: Dropped = () => {}): Incoming | undefined {
  const body = readPlainText(raw) ?? readBody(raw, dropped);
  const incoming = body === undefined ? undefined : incomingOf(body, '', dropped);
  if (body === undefined || incoming === undefined) return undefined;
  const { what } = incoming;
  const { response_url: responseUrl } = body;
  return {
    ...incoming,
    via: 'bot-callback',
    ...(responseUrl !== undefined && { responseUrl }),
    what: what.kind === 'file' && what.url !== undefined ? { ...what, aesKey } : what,
  };
}

function incomingOf(body: Body, reqId: string, dropped: Dropped): Incoming | undefined {
  const what = body.msgtype === 'event' ? readEvent(body, dropped) : readMessage(body, dropped);
  if (what === undefined) return undefined;
  const chat: Chat =
    body.chatid !== undefined && body.chattype !== 'single'
      ? { kind: 'group', id: body.chatid }
      : { kind: 'person', id: body.from.userid };
  return { msgid: body.msgid, reqId, chat, userid: body.from.userid, what };
}

function readEvent({ event }: Body, dropped: Dropped): IncomingWhat | undefined {
  if (event?.eventtype === 'enter_chat') return { kind: 'enter' };
  const click = event?.template_card_event;
  if (event?.eventtype !== 'template_card_event' || click === undefined) {
    dropped(`event of no use: ${nameOf(event?.eventtype)}`);
    return undefined;
  }
  if (click.event_key === SPENT_KEY) {
    dropped('a button that says what became of its card');
    return undefined;
  }
  const chosen = click.selected_items?.selected_item ?? [];
  return {
    kind: 'click',
    taskId: click.task_id,
    key: click.event_key,
    selected: Object.fromEntries(chosen.map((item) => [item.question_key, item.option_ids.option_id])),
  };
}

/** A name of WeCom's for the log; anything else that stands there is not repeated. */
export const nameOf = (type: string | undefined): string =>
  type !== undefined && /^[\w-]{1,40}$/u.test(type) ? type : 'unnamed';

function readMessage(body: Body, dropped: Dropped): IncomingWhat | undefined {
  const quote = body.quote === undefined ? undefined : textOf(body.quote);
  const quoted = quote === undefined || quote === '' ? {} : { quote };
  const { msgtype } = body;
  switch (msgtype) {
    case 'text':
      return { kind: 'text', text: body.text?.content ?? '', ...quoted };
    case 'voice':
      return { kind: 'file', mediaKind: msgtype, text: body.voice?.content ?? '', ...quoted };
    case 'image':
    case 'file':
    case 'video':
      return { kind: 'file', mediaKind: msgtype, ...linkOf(body[msgtype]), ...quoted };
    case 'mixed': {
      const image = body.mixed?.msg_item.find((item) => item.image !== undefined)?.image;
      return { kind: 'file', mediaKind: msgtype, text: textOf(body), ...linkOf(image), ...quoted };
    }
    case 'stream':
      // Nothing of ours is streamed over a callback: there is no rest to ask for.
      dropped('asks for the rest of a stream');
      return undefined;
    default:
      return { kind: 'other', type: msgtype };
  }
}

const linkOf = (source: z.output<typeof file> | undefined): FileLink => ({
  ...(source?.url !== undefined && { url: source.url }),
  ...(source?.aeskey !== undefined && { aesKey: source.aeskey }),
});

const textOf = (source: Parts): string =>
  source.text?.content ??
  source.voice?.content ??
  (source.mixed?.msg_item ?? []).map((item) => item.text?.content ?? '').join('');
