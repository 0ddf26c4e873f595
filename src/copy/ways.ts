/** The app as a way out that WeCom refuses, or takes again. */

const SUBJECT = { app: '自建应用', appchat: '应用建的群' } as const;

interface Mend {
  readonly why: string;
  readonly todo: string;
}
const SECRET: Mend = { why: '应用的凭据不对', todo: '请管理员核对企业 ID 和应用 Secret。' };
const AGENT: Mend = { why: 'AgentId 和 Secret 不是同一个应用的', todo: '请管理员到应用页面核对。' };
const RIGHT: Mend = { why: '应用没有这个权限', todo: '请管理员核对应用的权限和可见范围。' };
const STOPPED: Mend = { why: '应用被停用了', todo: '请管理员在后台启用它。' };
const ADDRESS: Mend = { why: '企业微信不认本机的地址', todo: '请管理员把它加进“企业可信IP”。' };

const BY_CODE: readonly (readonly [Mend, readonly number[]])[] = [
  [SECRET, [40001, 40013]],
  [AGENT, [40056, 301002]],
  [RIGHT, [48001, 48002, 48006, 48009]],
  [STOPPED, [50003]],
  [ADDRESS, [60020]],
];

const mendOf = (errcode: number): Mend | undefined => BY_CODE.find(([, codes]) => codes.includes(errcode))?.[0];

/** Why and what to do, where the set-up of the app is what stands in the way. */
export const setUpOf = mendOf;

export const wayWords = {
  /** `since` and `at` also make each of them another text: WeCom drops what it was sent just before. */
  refused: (way: keyof typeof SUBJECT, since: string, errcode: number, address: string | null): string => {
    const mend = mendOf(errcode);
    const where = mend === ADDRESS && address !== null ? `，${address}` : '';
    return [
      `${SUBJECT[way]}发不出消息，从${since}起。`,
      `原因：${mend?.why ?? '企业微信拒绝了它'}（${errcode}${where}）。`,
      mend?.todo ?? '请管理员运行 doctor 查原因。',
      '消息都留着，修好后自动补发。',
      '急的请直接打电话。',
    ].join('\n');
  },
  mended: (way: keyof typeof SUBJECT, at: string): string => `${SUBJECT[way]}恢复了（${at}）。\n没发出的消息正在补发。`,
} as const;
