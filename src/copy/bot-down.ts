/** To the admins: the bot is out of order for longer, and when that is over. One line: what happened, what to do next. */
import type { ConnectionTrouble } from '../contract/connection-trouble.ts';

const WHY: Readonly<Record<ConnectionTrouble, string>> = {
  displaced: '另一个程序用同一个 BotID 连上了企业微信。请先停掉那个程序，再重启本程序。',
  refused: '企业微信不认它的 BotID 或 Secret。请核对 WECOM_BOT_SECRET，改好后重启本程序。',
  unreachable: '连不上企业微信。请检查网络，通了会自动连上。',
};

export const botDownWords = {
  down: (since: string, trouble: ConnectionTrouble): string => `机器人从${since}起离线：${WHY[trouble]}`,
  up: (from: string, to: string): string => `机器人恢复了：${from}至${to}离线。没发出的消息正在补发。`,
} as const;
