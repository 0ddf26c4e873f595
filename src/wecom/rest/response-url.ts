import { cutMarkdown } from '../cut.ts';
import { WecomError } from '../errcodes.ts';
import { callWecom } from './http.ts';

/**
 * Answers a message of the bot in callback mode: one call per address, within an hour (doc 101138).
 * @returns what did not fit into the one answer
 */
export async function answerByUrl(responseUrl: string, markdown: string): Promise<string | undefined> {
  const [content = '', ...rest] = cutMarkdown(markdown);
  if (!URL.canParse(responseUrl)) throw new WecomError(40039, 'response_url is no address', { fate: 'spent' });
  await callWecom(new URL(responseUrl), { json: { msgtype: 'markdown', markdown: { content } } });
  return rest.length === 0 ? undefined : rest.join('\n');
}
