import { describe, expect, it } from 'vitest';

import { causeOf } from '../../../src/copy/undelivered.ts';

describe('why something did not arrive', () => {
  it.each([
    ['wecom: bot 846607, app 60020', 'person', '自建应用被拒，企业微信不认本机的地址'],
    ['wecom: bot 93006, app 40001', 'person', '自建应用被拒，应用的凭据不对'],
    ['wecom: app 50003', 'person', '自建应用被拒，应用被停用了'],
    ['wecom: bot 846607, app 81013', 'person', '对方还没和我单聊过'],
    ['wecom 846607', 'person', '对方还没和我单聊过'],
    ['wecom: appchat 60020', 'group', '自建应用被拒，企业微信不认本机的地址'],
    ['wecom: appchat 48002', 'group', '应用建的群已不在'],
    ['wecom: bot 93006, webhook 93000', 'group', '群已解散，或我不在群里'],
    ['wecom: no way out', 'person', '我只能回话，不能主动发'],
    ['not made: TypeError', 'person', '程序没能生成它'],
    ['not made: PostgresError 42703', 'group', '程序没能生成它'],
    ['wecom 12345', 'person', '企业微信不收（错误码12345）'],
    [null, 'group', '企业微信不收（错误码不明）'],
  ] as const)('%s to a %s: %s', (reason, to, why) => {
    const cause = causeOf(reason, to);
    expect(cause.why).toBe(why);
    expect(cause.todo).toMatch(/^请|^修好/u);
  });
});
