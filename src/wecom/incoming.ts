import { z } from 'zod';

import type { Chat, FileLink, Incoming, IncomingWhat } from './channel.ts';
import { SPENT_KEY } from './render-card.ts';

const said = z.object({ content: z.string() });
const file = z.object({ url: z.string().optional(), aeskey: z.string().optional() });
const mixed = z.object({
  msg_item: z.array(z.object({ msgtype: z.string(), text: said.optional(), image: file.optional() })),
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
  quote: z.object({ msgtype: z.string(), ...parts }).optional(),
  ...parts,
  event: z
    .object({
      eventtype: z.string(),
      template_card_event: z
        .object({
          event_key: z.string().default(''),
          task_id: z.string().default(''),
          selected_items: z
            .object({
              selected_item: z
                .array(
                  z.object({
                    question_key: z.string(),
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
const frame = z.object({ headers: z.object({ req_id: z.string() }), body: message });

type Body = z.output<typeof message>;
type Parts = Pick<Body, keyof typeof parts> & { msgtype: string };

/** One frame in our words, or undefined for what is of no use to anybody: unknown events, frames without a sender. */
export function readIncoming(raw: unknown): Incoming | undefined {
  const parsed = frame.safeParse(raw);
  if (!parsed.success) return undefined;
  return incomingOf(parsed.data.body, parsed.data.headers.req_id);
}

const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';

/**
 * A text that quotes nothing, which nearly every message is: looked at field by field, for a tenth of what the schema costs.
 * @returns undefined for anything else, which the schema reads
 */
function readPlainText(raw: unknown): Body | undefined {
  const body = raw as Partial<Body> | null;
  if (typeof body !== 'object' || body === null) return undefined;
  if (body.msgtype !== 'text' || body.quote !== undefined) return undefined;
  const { msgid, chatid, chattype, from, response_url, text } = body;
  const isGood =
    typeof msgid === 'string' &&
    typeof from?.userid === 'string' &&
    from.userid !== '' &&
    typeof text?.content === 'string' &&
    isTextOrNone(chatid) &&
    isTextOrNone(chattype) &&
    isTextOrNone(response_url);
  return isGood ? { msgid, chatid, chattype, from, msgtype: 'text', response_url, text } : undefined;
}

/** The same message as the bot's callback carries it (doc 100719); its media is encrypted with the callback's own key. */
export function readBotMessage(raw: unknown, aesKey: string): Incoming | undefined {
  const body = readPlainText(raw) ?? message.safeParse(raw).data;
  const incoming = body === undefined ? undefined : incomingOf(body, '');
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

function incomingOf(body: Body, reqId: string): Incoming | undefined {
  const what = body.msgtype === 'event' ? readEvent(body) : readMessage(body);
  if (what === undefined) return undefined;
  const chat: Chat =
    body.chatid !== undefined && body.chattype !== 'single'
      ? { kind: 'group', id: body.chatid }
      : { kind: 'person', id: body.from.userid };
  return { msgid: body.msgid, reqId, chat, userid: body.from.userid, what };
}

function readEvent({ event }: Body): IncomingWhat | undefined {
  if (event?.eventtype === 'enter_chat') return { kind: 'enter' };
  const click = event?.template_card_event;
  if (event?.eventtype !== 'template_card_event' || click === undefined) return undefined;
  if (click.event_key === SPENT_KEY) return undefined;
  const chosen = click.selected_items?.selected_item ?? [];
  return {
    kind: 'click',
    taskId: click.task_id,
    key: click.event_key,
    selected: Object.fromEntries(chosen.map((item) => [item.question_key, item.option_ids.option_id])),
  };
}

function readMessage(body: Body): IncomingWhat {
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
