/** What keeps the bot from WeCom, as /readyz says it of `wecom`. */
export const CONNECTION_TROUBLES = ['refused', 'displaced', 'unreachable'] as const;
export type ConnectionTrouble = (typeof CONNECTION_TROUBLES)[number];
