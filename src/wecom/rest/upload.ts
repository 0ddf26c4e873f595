import { WecomError } from '../errcodes.ts';
import type { RestClient } from './client.ts';

const MB = 1024 * 1024;
const UPLOAD_BYTES = { image: 10 * MB, file: 20 * MB };
/** Files of less are refused (doc 90253). */
const MIN_FILE_BYTES = 5;

/** Uploads something for the app's own messages. @returns its media id, good for three days */
export async function uploadMedia(
  rest: RestClient,
  type: 'image' | 'file',
  bytes: Uint8Array,
  name: string,
): Promise<string> {
  if (bytes.byteLength > UPLOAD_BYTES[type]) throw new WecomError(45001, `${type} larger than WeCom takes`);
  if (bytes.byteLength <= MIN_FILE_BYTES) throw new WecomError(40006, `${type} smaller than WeCom takes`);
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), name);
  const answer = await rest.call('media/upload', { query: { type }, form });
  if (typeof answer['media_id'] !== 'string') throw new WecomError(-1, 'media/upload answered without an id');
  return answer['media_id'];
}
