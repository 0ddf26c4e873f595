import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { seal } from '../../sandbox/server/world/media.ts';
import { codeOf, markdown, openTown, otherBot } from './support.ts';
import type { RawBot } from './support.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const CHUNK = 512 * 1024;
const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100, 7)]);
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');

interface Link {
  url: string;
  aeskey: string;
}

describe('quote object without ids; media URL with 5-min expiry, encrypted bytes, Content-Disposition name; image/voice/file/video only in 1:1', () => {
  const text = '台账（示例）\n第一行';
  const file = { name: '台账 1.xlsx', base64: Buffer.from(text).toString('base64') };

  test('a private file arrives as encrypted link; the SDK downloads, decrypts and names it', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    await town.post('/sandbox/api/messages', { from: 'u-desk', file });
    const frame = await sdk.messages.next();
    const { msgtype, file: link } = frame.body as { msgtype: string; file: Link };
    expect(msgtype).toBe('file');
    const got = await sdk.client.downloadFile(link.url, link.aeskey);
    expect(got.buffer.toString()).toBe(text);
    expect(got.filename).toBe('台账 1.xlsx');
    const raw = Buffer.from(await (await fetch(link.url)).arrayBuffer());
    expect(raw.length % 32).toBe(0);
    expect(raw.includes('台账')).toBe(false);
  });

  test('pictures and films have their own msgtype, a voice message arrives as its transcript', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const send = (body: object) => town.post('/sandbox/api/messages', { from: 'u-desk', ...body });
    await send({ file: { name: '现场.PNG', base64: png.toString('base64') } });
    expect((await sdk.messages.next()).body).toMatchObject({
      msgtype: 'image',
      image: { url: expect.stringMatching(/sealed/) },
    });
    await send({ file: { name: '现场.mp4', base64: 'AAAA' } });
    expect((await sdk.messages.next()).body).toMatchObject({ msgtype: 'video' });
    await send({ voice: '村口路灯不亮' });
    expect((await sdk.messages.next()).body).toMatchObject({ msgtype: 'voice', voice: { content: '村口路灯不亮' } });
    expect(town.chat('u-desk').map((message) => message.kind)).toEqual(['image', 'file', 'text']);
  });

  test('text with a picture arrives as mixed, also in a group that mentions the bot', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const picture = { name: 'a.png', base64: png.toString('base64') };
    await town.post('/sandbox/api/messages', { from: 'u-desk', chatid: 'wrTown', text: '/登记 路灯', file: picture });
    expect((await sdk.messages.next()).body).toMatchObject({
      msgtype: 'mixed',
      mixed: { msg_item: [{ msgtype: 'text', text: { content: '@信访助手 /登记 路灯' } }, { msgtype: 'image' }] },
    });
    const refused = await town.post('/sandbox/api/messages', { from: 'u-desk', text: '看这个', file });
    expect(refused.status).toBe(400);
  });

  test('file, picture and voice in a group never reach the bot', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    for (const body of [{ file }, { file: { name: 'a.png', base64: 'AAAA' } }, { voice: '@信访助手 你好' }]) {
      const { body: answer } = await town.post('/sandbox/api/messages', { from: 'u-desk', chatid: 'wrTown', ...body });
      expect(answer['delivered']).toBe(false);
    }
    await town.hear(sdk, 'u-desk', '你好');
    expect(sdk.messages.rest()).toEqual([]);
    expect(town.chat('wrTown')).toHaveLength(3);
  });

  test('the link is good for 5 minutes, its aeskey belongs to it alone', async () => {
    const town = await openTown({ behaviour: { aeskeyPadding: false } });
    const sdk = await town.sdk();
    await town.post('/sandbox/api/messages', { from: 'u-desk', file });
    const first = (await sdk.messages.next()).body as { file: Link };
    await town.post('/sandbox/api/messages', { from: 'u-desk', file });
    const second = (await sdk.messages.next()).body as { file: Link };
    expect(first.file.aeskey).toMatch(/^[A-Za-z0-9+/]{43}$/);
    expect(first.file.aeskey).not.toBe(second.file.aeskey);
    town.pass(5 * MINUTE);
    expect((await sdk.client.downloadFile(first.file.url, first.file.aeskey)).buffer.toString()).toBe(text);
    town.pass(1);
    expect((await fetch(first.file.url)).status).toBe(403);
  });

  test('the encryption matches vector V6 of the notes', () => {
    const key = Buffer.from('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=', 'base64');
    expect(seal(Buffer.from('hello wecom'), key).toString('base64')).toBe(
      'bBjveTnmyQthEFA0vklx4LyTRWWSSl7VYu612ox3GgM=',
    );
    expect(seal(Buffer.alloc(32, 1), key)).toHaveLength(64);
  });
});

describe('Upload: 30-min sessions, 512 KB, 100 chunks, 0-based index accepted, duplicate chunk ok, missing chunk 846616, bad id 846611, index 846612, size 846613, md5 mismatch (code unconfirmed), 30/min', () => {
  test('the SDK uploads in pieces (0-based) and sends the file; the page can open it', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    const content = Buffer.alloc(CHUNK * 2 + 17, 'x');
    const { media_id: id, created_at: at } = await client.uploadMedia(content, { type: 'file', filename: '周报.docx' });
    expect(String(at)).toMatch(/^\d{10}$/);
    await client.sendMediaMessage('u-desk', 'file', id);
    const [message] = town.chat('u-desk');
    expect(message).toMatchObject({
      kind: 'file',
      text: '周报.docx',
      media: { name: '周报.docx', size: content.length },
    });
    const response = await fetch(town.url + (message?.media?.url ?? ''));
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  test('a picture sent by the bot is of kind image', async () => {
    const town = await openTown();
    const sdk = await town.sdk();
    const { media_id: id } = await sdk.client.uploadMedia(png, { type: 'image', filename: '图.png' });
    const frame = await town.hear(sdk, 'u-desk', '/统计');
    await sdk.client.replyMedia(frame, 'image', id);
    const message = town.chat('u-desk').at(-1);
    expect(message?.kind).toBe('image');
    const response = await fetch(town.url + (message?.media?.url ?? ''));
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('content-disposition')).toMatch(/^inline/);
  });

  const init = (bytes: Buffer, more: object = {}) => ({
    type: 'file',
    filename: 'a.txt',
    total_size: bytes.length,
    total_chunks: 1,
    md5: md5(bytes),
    ...more,
  });
  const start = async (raw: RawBot, bytes: Buffer, more: object = {}): Promise<string> => {
    const ack = await raw.ask('aibot_upload_media_init', 'i', init(bytes, more));
    return (ack.body as { upload_id: string }).upload_id;
  };
  const put = async (raw: RawBot, id: string, index: number, bytes: Buffer): Promise<number | undefined> =>
    (
      await raw.ask('aibot_upload_media_chunk', `c${index}`, {
        upload_id: id,
        chunk_index: index,
        base64_data: bytes.toString('base64'),
      })
    ).errcode;
  const finish = async (raw: RawBot, id: string): Promise<number | undefined> =>
    (await raw.ask('aibot_upload_media_finish', 'f', { upload_id: id })).errcode;
  const small = Buffer.from('hello wecom');

  test('pieces may count from 1, come in any order and come twice', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const id = await start(raw, small, { total_chunks: 2 });
    expect(await put(raw, id, 2, small.subarray(5))).toBe(0);
    expect(await put(raw, id, 1, small.subarray(0, 5))).toBe(0);
    expect(await put(raw, id, 2, Buffer.from('other'))).toBe(0);
    expect(await finish(raw, id)).toBe(0);
  });

  test('a missing piece is 846616, a bad upload_id 846611', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const id = await start(raw, small, { total_chunks: 2 });
    await put(raw, id, 0, small.subarray(0, 5));
    expect(await finish(raw, id)).toBe(846616);
    expect(await put(raw, 'upload-none', 0, small)).toBe(846611);
    expect(await finish(raw, 'upload-none')).toBe(846611);
  });

  test('an index out of range is 846612, a piece over 512 KB 846613', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const id = await start(raw, small, { total_chunks: 2 });
    expect(await put(raw, id, 3, small)).toBe(846612);
    expect(await put(raw, id, -1, small)).toBe(846612);
    expect(await put(raw, id, 0, Buffer.alloc(CHUNK + 1))).toBe(846613);
    await put(raw, id, 0, small.subarray(0, 5));
    expect(await put(raw, id, 2, small)).toBe(846612);
  });

  test.for([301019, 40058])('a wrong md5 is refused, with %i', async (md5Code) => {
    const town = await openTown({ behaviour: { md5Code } });
    const raw = await town.raw();
    const id = await start(raw, small, { md5: md5(png) });
    await put(raw, id, 0, small);
    expect(await finish(raw, id)).toBe(md5Code);
  });

  test('unsupported types are 846697, too large ones 45001, over 100 pieces 40058', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const refused = async (more: object): Promise<number | undefined> =>
      (await raw.ask('aibot_upload_media_init', 'i', init(small, more))).errcode;
    expect(await refused({ type: 'poem' })).toBe(846697);
    expect(await refused({ type: 'voice', total_size: 3_000_000 })).toBe(45001);
    expect(await refused({ total_chunks: 101 })).toBe(40058);
    const id = await start(raw, small, { type: 'image' });
    await put(raw, id, 0, small);
    expect(await finish(raw, id)).toBe(846697);
  });

  test('a session lasts 30 minutes, survives a reconnect, and is closed to other bots', async () => {
    const town = await openTown();
    const raw = await town.raw();
    const id = await start(raw, small);
    const other = await town.raw(otherBot);
    expect(await put(other, id, 0, small)).toBe(846611);
    raw.socket.terminate();
    await raw.closed;
    const again = await town.raw();
    town.pass(30 * MINUTE);
    expect(await put(again, id, 0, small)).toBe(0);
    town.pass(1);
    expect(await finish(again, id)).toBe(846611);
  });

  test('30 uploads a minute per bot, then 45009', async () => {
    const town = await openTown();
    const raw = await town.raw();
    for (let count = 0; count < 30; count += 1) expect(await start(raw, small)).toBeTruthy();
    expect((await raw.ask('aibot_upload_media_init', 'i', init(small))).errcode).toBe(45009);
    town.pass(MINUTE);
    expect(await start(raw, small)).toBeTruthy();
  });

  test('a media_id is good for 3 days, for its own bot and as its own type (40007)', async () => {
    const town = await openTown({ everyoneHasSpoken: true });
    const { client } = await town.sdk();
    const other = await town.sdk({ botId: otherBot.id, secret: otherBot.secret });
    const { media_id: id } = await client.uploadMedia(small, { type: 'file', filename: 'a.txt' });
    expect(await codeOf(client.sendMediaMessage('u-desk', 'image', id))).toBe(40007);
    expect(await codeOf(other.client.sendMediaMessage('u-desk', 'file', id))).toBe(40007);
    expect(await codeOf(client.sendMediaMessage('u-desk', 'file', 'none'))).toBe(40007);
    town.pass(3 * DAY);
    await client.sendMediaMessage('u-desk', 'file', id);
    town.pass(1);
    expect(await codeOf(client.sendMediaMessage('u-desk', 'file', id))).toBe(40007);
    await client.sendMessage('u-desk', markdown('x'));
  });
});
