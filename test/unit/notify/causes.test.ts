import { describe, expect, it } from 'vitest';

import type { ChannelName, Refusal } from '../../../src/contract/channel.ts';
import { causeOf } from '../../../src/copy/undelivered.ts';
import { lossOf } from '../../../src/domain/outbox/lost.ts';
import { refusalOf } from '../../../src/wecom/errcodes.ts';

const said = (...refusals: readonly (readonly [channel: ChannelName, code: number])[]): Refusal[] =>
  refusals.map(([channel, code]) => ({ channel, ...refusalOf(code) }));

describe('why something did not arrive', () => {
  it.each([
    [said(['bot', 846607], ['app', 60020]), 0, 'person', '自建应用被拒，企业微信不认本机的地址'],
    [said(['bot', 93006], ['app', 40001]), 0, 'person', '自建应用被拒，应用的凭据不对'],
    [said(['app', 50003]), 0, 'person', '自建应用被拒，应用被停用了'],
    [said(['app', 48002]), 0, 'person', '自建应用被拒，应用没有这个权限'],
    [said(['bot', 846607], ['app', 81013]), 0, 'person', '对方还没和我单聊过'],
    [said(['bot', 12345], ['app', 81013]), 0, 'person', '不在应用可见范围，或已离开单位'],
    [said(['bot', 846607]), 0, 'person', '对方还没和我单聊过'],
    [said(['appchat', 60020]), 0, 'group', '自建应用被拒，企业微信不认本机的地址'],
    [said(['appchat', 48002]), 0, 'group', '应用建的群已不在'],
    [said(['appchat', 60020], ['webhook', 93000]), 0, 'group', '群机器人已移除或停用'],
    [said(['bot', 93006], ['webhook', 93000]), 0, 'group', '群已解散，或我不在群里'],
    [[], 0, 'person', '我只能回话，不能主动发'],
    [[], 0, 'group', '我只能回话，不能主动发'],
    [null, 3, 'person', '程序没能生成它'],
    [said(['bot', 12345]), 1, 'person', '企业微信不收（错误码12345）'],
    [null, 0, 'group', '企业微信不收（错误码不明）'],
  ] as const)('%j, not made %i times, to a %s: %s', (refusals, unmade, to, why) => {
    const cause = causeOf(lossOf({ refusals, unmade, toKind: to }), to);
    expect(cause.why).toBe(why);
    expect(cause.todo).toMatch(/^请|^修好/u);
  });
});
