/** The app as a way out that WeCom refuses, or takes again. */
import type { AppChannel, RefusalReason } from '../contract/channel.ts';

const SUBJECT = { app: '自建应用', appchat: '应用建的群' } as const;

interface Refused {
  readonly way: AppChannel;
  readonly since: string;
  readonly errcode: number;
  readonly reason: RefusalReason;
  readonly address: string | null;
}

interface Mend {
  readonly why: string;
  readonly todo: string;
}
const SECRET: Mend = { why: '应用的凭据不对', todo: '请管理员核对企业 ID 和应用 Secret。' };
const AGENT: Mend = { why: 'AgentId 和 Secret 不是同一个应用的', todo: '请管理员到应用页面核对。' };
const RIGHT: Mend = { why: '应用没有这个权限', todo: '请管理员核对应用的权限和可见范围。' };
const STOPPED: Mend = { why: '应用被停用了', todo: '请管理员在后台启用它。' };
const ADDRESS: Mend = { why: '企业微信不认本机的地址', todo: '请管理员把它加进“企业可信IP”。' };

/** The set-up of the app, as what stands in the way. */
export const SET_UP = {
  'app-corp': SECRET,
  'app-secret': SECRET,
  'app-agent': AGENT,
  'app-right': RIGHT,
  'app-interface': RIGHT,
  'app-stopped': STOPPED,
  'app-address': ADDRESS,
} as const satisfies Partial<Record<RefusalReason, Mend>>;

const mendOf = (reason: RefusalReason): Mend | undefined =>
  Object.hasOwn(SET_UP, reason) ? SET_UP[reason as keyof typeof SET_UP] : undefined;

export const wayWords = {
  /** `since` and `at` also make each of them another text: WeCom drops what it was sent just before. */
  refused: ({ way, since, errcode, reason, address }: Refused): string => {
    const mend = mendOf(reason);
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
