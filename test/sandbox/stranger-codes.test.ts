/** Every code by which the local WeCom refuses something on the long connection, met by the official SDK. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultBehaviour } from '../../sandbox/server/world/options.ts';
import type { Behaviour, LocalWecomOptions } from '../../sandbox/server.ts';
import { buttons, menu, news, notice, options, selects, vote } from './card-samples.ts';
import { bot, buttonCard, cardBody, codeOf, markdown, openTown } from './support.ts';
import type { Frame, SdkBot, Town } from './support.ts';

interface Meeting {
  readonly code: number;
  readonly how: string;
  readonly options?: Partial<LocalWecomOptions>;
  readonly by: (sdk: SdkBot, town: Town) => Promise<unknown>;
}

let last = 0;
/** Any command under a req_id of its own. */
const command = (sdk: SdkBot, cmd: string, body: object, reqId?: string): Promise<Frame> => {
  last += 1;
  return sdk.client.reply({ headers: { req_id: reqId ?? `${cmd}_${last}` } }, body, cmd) as Promise<Frame>;
};
const push = (sdk: SdkBot, body: object): Promise<Frame> =>
  command(sdk, 'aibot_send_msg', { chatid: 'u-desk', chat_type: 1, ...body });
const hello = Buffer.from('hello wecom');
const init = (sdk: SdkBot, more: object = {}): Promise<Frame> =>
  command(sdk, 'aibot_upload_media_init', {
    type: 'file',
    filename: 'a.txt',
    total_size: hello.length,
    total_chunks: 1,
    ...more,
  });
const begin = async (sdk: SdkBot, more: object = {}): Promise<string> =>
  ((await init(sdk, more)).body as { upload_id: string }).upload_id;
const piece = (sdk: SdkBot, id: string, index: number, bytes: Buffer): Promise<Frame> =>
  command(sdk, 'aibot_upload_media_chunk', {
    upload_id: id,
    chunk_index: index,
    base64_data: bytes.toString('base64'),
  });
const finish = (sdk: SdkBot, id: string): Promise<Frame> =>
  command(sdk, 'aibot_upload_media_finish', { upload_id: id });
const clicked = async (sdk: SdkBot, town: Town): Promise<Frame> => {
  await push(sdk, cardBody(buttonCard('t1')));
  town.wecom.people.click({ from: 'u-desk', messageId: town.chat('u-desk').at(-1)?.id ?? '', key: 'sign' });
  return sdk.events.next();
};

const MEETINGS: readonly Meeting[] = [
  {
    code: 846610,
    how: 'a command that it does not know',
    by: (sdk) => command(sdk, 'aibot_get_mcp_config', {}),
  },
  { code: 93006, how: 'an id that is nobody', by: (sdk) => push(sdk, { chatid: 'U-DESK', ...markdown('x') }) },
  { code: 40058, how: 'a chat_type that is none', by: (sdk) => push(sdk, { chat_type: 7, ...markdown('x') }) },
  { code: 40058, how: '20481 bytes', by: (sdk) => push(sdk, markdown('x'.repeat(20_481))) },
  { code: 40008, how: 'a text of its own accord', by: (sdk) => push(sdk, { msgtype: 'text', text: { content: 'x' } }) },
  { code: 44004, how: 'nothing said', by: (sdk) => push(sdk, markdown(' ')) },
  { code: 40007, how: 'a file nobody uploaded', by: (sdk) => push(sdk, { msgtype: 'file', file: { media_id: 'x' } }) },
  {
    code: 846607,
    how: 'a conversation where nobody wrote',
    options: { everyoneHasSpoken: false },
    by: (sdk) => push(sdk, markdown('x')),
  },
  {
    code: 846607,
    how: 'the 31st message within a minute',
    by: async (sdk) => {
      for (let index = 0; index < 30; index += 1) await push(sdk, markdown(`${index}`));
      return push(sdk, markdown('x'));
    },
  },
  {
    code: 846605,
    how: 'an answer to what nobody asked',
    by: (sdk) => command(sdk, 'aibot_respond_msg', markdown('x'), 'never'),
  },
  {
    code: 846604,
    how: 'an answer after 24 hours',
    by: async (sdk, town) => {
      const frame = await town.hear(sdk, 'u-desk', '你好');
      town.pass(24 * 3_600_000 + 1);
      return sdk.client.reply(frame, markdown('x'));
    },
  },
  {
    code: 846606,
    how: 'a card that is updated twice',
    by: async (sdk, town) => {
      const click = await clicked(sdk, town);
      await sdk.client.updateTemplateCard(click, buttonCard('t1') as never);
      return sdk.client.updateTemplateCard(click, buttonCard('t1') as never);
    },
  },
  {
    code: 846625,
    how: 'an update under another task_id',
    by: async (sdk, town) => sdk.client.updateTemplateCard(await clicked(sdk, town), buttonCard('t2') as never),
  },
  {
    code: 846608,
    how: 'a stream that is over',
    by: async (sdk, town) => {
      const frame = await town.hear(sdk, 'u-desk', '你好');
      await sdk.client.replyStream(frame, 's1', '一', true);
      return sdk.client.replyStream(frame, 's1', '二', true);
    },
  },
  {
    code: 93018,
    how: 'a picture of over 10 MB in a stream',
    options: { behaviour: { streamImages: true } },
    by: async (sdk, town) => {
      const frame = await town.hear(sdk, 'u-desk', '你好');
      const bytes = Buffer.concat([Buffer.from('\u0089PNG', 'latin1'), Buffer.alloc(10 * 1024 * 1024)]);
      const md5 = createHash('md5').update(bytes).digest('hex');
      return sdk.client.replyStream(frame, 's1', '一', true, [
        { msgtype: 'image', image: { base64: bytes.toString('base64'), md5 } },
      ]);
    },
  },
  { code: 846697, how: 'a file of no known kind', by: (sdk) => init(sdk, { type: 'poem' }) },
  { code: 40006, how: 'a file of 4 bytes', by: (sdk) => init(sdk, { total_size: 4 }) },
  { code: 45001, how: 'a file of over 20 MB', by: (sdk) => init(sdk, { total_size: 20 * 1024 * 1024 + 1 }) },
  {
    code: 45009,
    how: 'the 31st upload within a minute',
    by: async (sdk) => {
      for (let index = 0; index < 30; index += 1) await init(sdk);
      return init(sdk);
    },
  },
  { code: 846611, how: 'a piece of no upload', by: (sdk) => piece(sdk, 'never', 0, hello) },
  { code: 846612, how: 'a piece too many', by: async (sdk) => piece(sdk, await begin(sdk), 2, hello) },
  {
    code: 846613,
    how: 'a piece of over 512 KB',
    by: async (sdk) => piece(sdk, await begin(sdk, { total_size: 600_000 }), 0, Buffer.alloc(512 * 1024 + 1)),
  },
  { code: 846616, how: 'an end before the last piece', by: async (sdk) => finish(sdk, await begin(sdk)) },
  {
    code: 301019,
    how: 'pieces that are not the file of the md5',
    by: async (sdk) => {
      const id = await begin(sdk, { md5: 'f'.repeat(32) });
      await piece(sdk, id, 0, hello);
      return finish(sdk, id);
    },
  },
  { code: -1, how: 'a busy server', by: async (sdk, town) => faulty(sdk, town, -1) },
  { code: 45033, how: 'any other code, by a fault', by: async (sdk, town) => faulty(sdk, town, 45033) },
  ...(
    [
      [40016, { ...buttons, button_list: [] }],
      [40058, undefined],
      [42014, { ...buttons, task_id: '任务' }],
      [42018, { ...buttons, button_list: Array(2).fill({ text: 't', key: 'k' }) }],
      [42027, { ...notice, horizontal_content_list: [{ value: 'v' }] }],
      [42028, { ...notice, card_action: { type: 1 } }],
      [42029, { ...notice, horizontal_content_list: [{ keyname: 'k', type: 2 }] }],
      [42030, { ...notice, card_action: { type: 2 } }],
      [42031, { ...notice, card_type: 'poem' }],
      [42033, { ...notice, main_title: {} }],
      [42035, { ...notice, horizontal_content_list: Array(7).fill({ keyname: 'k' }) }],
      [42036, { ...news, vertical_content_list: Array(5).fill({ title: 't' }) }],
      [42037, { ...vote, checkbox: { question_key: 'q', option_list: options(21) } }],
      [42038, { ...buttons, button_list: [{ key: 'k' }] }],
      [42039, { ...buttons, button_list: [{ text: 't' }] }],
      [42040, { ...vote, checkbox: { question_key: 'q', option_list: [{ text: 't' }] } }],
      [42041, { ...vote, checkbox: { question_key: 'q', option_list: [{ id: 'i' }] } }],
      [42042, { ...notice, jump_list: Array(4).fill({ title: 't' }) }],
      [42043, { ...vote, checkbox: undefined }],
      [42044, { ...notice, card_type: 'news_notice' }],
      [42045, { ...notice, card_action: undefined }],
      [42046, { ...vote, submit_button: { text: 't' } }],
      [42047, { ...selects, select_list: Array(4).fill(selects.select_list[0]) }],
      [42049, { ...vote, submit_button: { key: 'k' } }],
      [42050, { ...notice, horizontal_content_list: [{ keyname: 'k', type: 3 }] }],
      [42051, { ...notice, task_id: 't', action_menu: menu(['a', 'a']) }],
    ] as const
  ).map(([code, card]) => ({
    code,
    how: 'a card that is wrong',
    by: (sdk: SdkBot) => push(sdk, { msgtype: 'template_card', template_card: card }),
  })),
  {
    code: 42014,
    how: 'a task_id a second time',
    by: async (sdk) => {
      await push(sdk, cardBody(buttonCard('t1')));
      return push(sdk, cardBody(buttonCard('t1')));
    },
  },
];

function faulty(sdk: SdkBot, town: Town, code: number): Promise<Frame> {
  town.wecom.setFaults({ errorOn: { cmd: 'aibot_send_msg', code } });
  return push(sdk, markdown('x'));
}

/** Those that come with the subscription, before the SDK lets anything be sent. */
const AT_THE_DOOR = [853000, 846601, 846609];

describe('the official SDK is refused', () => {
  for (const { code, how, options: more, by } of MEETINGS) {
    test(`with ${code}: ${how}`, async () => {
      const town = await openTown({ everyoneHasSpoken: true, ...more });
      expect(await codeOf(by(await town.sdk(), town))).toBe(code);
    });
  }

  test('with 853000: a wrong secret, or a bot that nobody knows', async () => {
    const town = await openTown();
    for (const who of [{ secret: 'nein' }, { botId: 'aib-nobody' }]) {
      expect((await (await town.sdk(who)).errors.next()).message).toMatch(/853000/);
    }
  });

  test('with 846601: a bot that is in callback mode', async () => {
    const callback = { url: 'http://127.0.0.1:9/none', token: 'tok', aesKey: 'a'.repeat(43) };
    const town = await openTown({ bots: [{ ...bot, callback }] });
    expect((await (await town.sdk()).errors.next()).message).toMatch(/846601/);
  });

  test('with 846609: before it has subscribed', async () => {
    // The SDK cannot be brought to do that.
    const raw = await (await openTown()).raw(null);
    expect((await raw.ask('aibot_send_msg', 'r', { chatid: 'u-desk', ...markdown('x') })).errcode).toBe(846609);
  });
});

test('no code of the long connection is left out', () => {
  const sources = ['connection', 'commands', 'push', 'replies', 'respond', 'sender', 'upload', 'card'].map((name) =>
    readFileSync(new URL(`../../sandbox/server/wire/${name}.ts`, import.meta.url), 'utf8'),
  );
  const written = sources.flatMap((text) => text.match(/\b(?:4\d{4}|93\d{3}|301\d{3}|846\d{3}|853\d{3})\b/gu) ?? []);
  const switched = sources
    .flatMap((text) => text.match(/(?<=behaviour\.)\w+Code\b/gu) ?? [])
    .map((name) => defaultBehaviour[name as keyof Behaviour]);
  const known = new Set([...MEETINGS.map(({ code }) => code), ...AT_THE_DOOR]);
  expect([...new Set([...written.map(Number), ...switched])].filter((code) => !known.has(Number(code)))).toEqual([]);
});
