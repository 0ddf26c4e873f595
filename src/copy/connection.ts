/** What keeps the bot from WeCom: for the start, and for `doctor`. Each says what is wrong and the exact next step. */
import type { ConnectionTrouble } from '../contract/connection-trouble.ts';

const RENEW = '在管理后台该机器人的“API 模式—长连接”里';

/** Without what to do with this program afterwards. */
export const connectionText: Readonly<Record<ConnectionTrouble, string>> = {
  refused: `企业微信不让连：BotID 或长连接 Secret 不对，请${RENEW}核对 WECOM_BOT_ID、WECOM_BOT_SECRET`,
  displaced:
    '另一个程序用同一个 BotID 连上了企业微信，把这里顶下了线。\n' +
    '  请先停掉那个程序（别的机器、测试环境里的也算）；只重启这里，会把机器人从那边抢过来，两边互相顶。\n' +
    `  找不到它，就${RENEW}重新生成 Secret，写进 WECOM_BOT_SECRET。然后`,
  unreachable:
    '连不上企业微信：请检查到 openws.work.weixin.qq.com 的网络（443 端口，不能拦截 WebSocket；设了 WECOM_BOT_WS_URL 就检查那个地址）',
};

/** Only the network mends itself. */
export const connectionMends: Readonly<Record<ConnectionTrouble, string>> = {
  refused: '，改好后重启程序。',
  displaced: '重启程序。',
  unreachable: '；通了会自动连上，不用重启。',
};
