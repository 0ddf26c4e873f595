/** What stands in the response of a callback: the reply, sealed by the bot as WeCom seals its own (manual 1.6). */
import { XMLParser } from 'fast-xml-parser';
import type { CallbackTarget } from './envelope.ts';
import { decrypt, sign } from './envelope.ts';
import { isRecord } from './errors.ts';
import type { Json } from './errors.ts';

/** Why a reply is not one; the words help whoever writes a bot. */
export class BadReply extends Error {}

const parser = new XMLParser({ parseTagValue: false, trimValues: true, processEntities: false });
/** A time in milliseconds is the usual mistake. */
const MAX_SECONDS = 100_000_000_000;

interface Sealed {
  encrypted: unknown;
  signature: unknown;
  timestamp: unknown;
  nonce: unknown;
}

/** The reply of the bot (JSON, no receiver) or of the app (XML, the corporation's id). Throws `BadReply`. */
export function openReply(
  target: CallbackTarget,
  form: 'json' | 'xml',
  answer: string,
  given: { nonce: string; receiveId: string },
): Json {
  const { encrypted, signature, timestamp, nonce } = form === 'json' ? jsonEnvelope(answer) : xmlEnvelope(answer);
  if (typeof encrypted !== 'string' || encrypted === '') throw new BadReply('no ciphertext');
  const seconds = form === 'json' ? timestamp : Number(timestamp);
  if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds <= 0 || seconds >= MAX_SECONDS) {
    throw new BadReply('timestamp is not in seconds');
  }
  if (typeof nonce !== 'string' || nonce === '') throw new BadReply('no nonce');
  // Doc 101033: the bot repeats the nonce of the URL; an app may make its own.
  if (form === 'json' && nonce !== given.nonce) throw new BadReply('another nonce than that of the callback');
  if (sign(target.token, String(timestamp), nonce, encrypted) !== signature) throw new BadReply('wrong signature');
  let opened: ReturnType<typeof decrypt>;
  try {
    opened = decrypt(target.aesKey, encrypted);
  } catch {
    throw new BadReply('cannot be decrypted');
  }
  if (opened.receiveId !== given.receiveId) throw new BadReply('another receiveid');
  return form === 'json' ? record(() => JSON.parse(opened.message)) : xmlRecord(opened.message);
}

function jsonEnvelope(answer: string): Sealed {
  const { encrypt, msgsignature, timestamp, nonce } = record(() => JSON.parse(answer));
  return { encrypted: encrypt, signature: msgsignature, timestamp, nonce };
}

function xmlEnvelope(answer: string): Sealed {
  const { Encrypt, MsgSignature, TimeStamp, Nonce } = xmlRecord(answer);
  return { encrypted: Encrypt, signature: MsgSignature, timestamp: TimeStamp, nonce: Nonce };
}

const xmlRecord = (text: string): Json => record(() => (parser.parse(text) as Json)['xml']);

function record(read: () => unknown): Json {
  let value: unknown;
  try {
    value = read();
  } catch {
    value = null;
  }
  if (!isRecord(value)) throw new BadReply('not what a reply looks like');
  return value;
}
