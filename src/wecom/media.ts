import { decryptFile } from '@wecom/aibot-node-sdk';

import type { FileLink } from '../contract/channel.ts';
import { NO_ANSWER, WecomError } from './errcodes.ts';

/** Ledgers and pictures; WeCom itself delivers up to 100 MB, which would all stand in memory. */
const MAX_DOWNLOAD_BYTES = 25 * 1024 * 1024;
const DOWNLOAD_TIMEOUT_MS = 30_000;

/** Fetches a received file and decrypts it. The address is good for five minutes: another attempt later is no use. */
export async function downloadFile({ url, aesKey }: FileLink): Promise<{ bytes: Buffer; name?: string }> {
  if (url === undefined) throw new WecomError(NO_ANSWER, 'message without file address', { fate: 'content' });
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) }).catch((error: unknown) => {
    throw new WecomError(NO_ANSWER, 'file not fetched', { fate: 'retry', cause: error });
  });
  if (!response.ok) throw new WecomError(NO_ANSWER, `file refused: HTTP ${response.status}`, { fate: 'spent' });
  const sealed = await readUpTo(response, MAX_DOWNLOAD_BYTES);
  const name = fileName(response.headers.get('content-disposition') ?? '');
  return { bytes: open(sealed, aesKey), ...(name !== undefined && { name }) };
}

async function readUpTo(response: Response, max: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > max) throw new WecomError(45001, `file larger than ${max} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof WecomError) throw error;
    throw new WecomError(NO_ANSWER, 'file broke off', { fate: 'retry', cause: error });
  }
  return Buffer.concat(chunks);
}

function open(sealed: Buffer, aesKey: string | undefined): Buffer {
  if (aesKey === undefined) return sealed;
  try {
    return decryptFile(sealed, aesKey);
  } catch (error) {
    throw new WecomError(NO_ANSWER, 'file not decrypted', { fate: 'content', cause: error });
  }
}

/** `filename*=UTF-8''…` before `filename="…"`, percent-encoded or not. */
function fileName(disposition: string): string | undefined {
  const encoded = /filename\*=UTF-8''([^;\s]+)/iu.exec(disposition)?.[1];
  const plain = /filename="([^"]*)"|filename=([^;\s]+)/iu.exec(disposition);
  const raw = encoded ?? plain?.[1] ?? plain?.[2];
  if (raw === undefined || raw === '') return undefined;
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw;
  }
}
