import { WecomError } from '../errcodes.ts';
import { callWecom } from './http.ts';

/** Answers a message of the bot in callback mode: one call per address, within an hour (doc 101138). */
export async function answerByUrl(responseUrl: string, content: string): Promise<void> {
  if (!URL.canParse(responseUrl)) throw new WecomError(40039, 'response_url is no address', { fate: 'spent' });
  await callWecom(new URL(responseUrl), { json: { msgtype: 'markdown', markdown: { content } } });
}
