/** What could not be delivered: which message, to whom, why, and what to do about it. */
import type { Loss } from '../domain/outbox/lost.ts';
import { SET_UP } from './channels.ts';

/** Why, as people say it, and the next step. */
export interface Cause {
  readonly why: string;
  readonly todo: string;
}

type To = 'person' | 'group';

const SILENT: Readonly<Record<To, Cause>> = {
  person: { why: '对方还没和我单聊过', todo: '请他们打开和我的单聊，随便发一句。' },
  group: { why: '群里还没人@过我', todo: '请在群里@我发一句，会自动补发。' },
};
const NO_WAY: Readonly<Record<To, Cause>> = {
  person: { why: '我只能回话，不能主动发', todo: '请管理员设好自建应用。' },
  group: { why: '我只能回话，不能主动发', todo: '请管理员给这个群配群机器人地址。' },
};
const NO_GROUP: Cause = { why: '群已解散，或我不在群里', todo: '请把我加进群，在群里发：/绑定' };
const NO_ROBOT: Cause = { why: '群机器人已移除或停用', todo: '请在群里重加消息推送，把地址交给管理员。' };
const NO_APP_GROUP: Cause = { why: '应用建的群已不在', todo: '请管理员运行：npm run cli -- groups create' };
const NOT_HERE: Cause = { why: '不在应用可见范围，或已离开单位', todo: '请管理员核对通讯录和应用可见范围。' };
const TOO_LARGE: Cause = { why: '文件太大，企业微信不收', todo: '请登录电脑查看，或另行送达。' };
const REFUSED_BOT: Cause = {
  why: '企业微信不让机器人连（凭据不对）',
  todo: '请管理员核对机器人的 Secret；修好后自动补发。',
};
const BOT_OUT: Cause = { why: '机器人没有连上企业微信', todo: '请直接通知对方，并请管理员运行 doctor 查原因。' };
const SILENCE: Cause = { why: '企业微信一直没有回应', todo: '请直接通知对方，并请管理员查网络。' };

const UNMADE: Cause = { why: '程序没能生成它', todo: '请直接通知对方，并请管理员把日志交给维护的人。' };

const refusedApp = ({ why, todo }: Cause): Cause => ({
  why: `自建应用被拒，${why}`,
  todo: `${todo}\n修好后自动补发，急的请直接打电话。`,
});

const CAUSES: Readonly<Record<Exclude<Loss['reason'], 'other'>, Cause | Readonly<Record<To, Cause>>>> = {
  'never-wrote': SILENT,
  'no-such-person': NOT_HERE,
  'out-of-range': NOT_HERE,
  'not-here': NOT_HERE,
  'no-such-chat': { person: { ...NOT_HERE, why: '企业微信里没有这个人' }, group: NO_GROUP },
  'no-robot': NO_ROBOT,
  'no-app-group': NO_APP_GROUP,
  'too-large': TOO_LARGE,
  'bot-credentials': REFUSED_BOT,
  'bot-out': BOT_OUT,
  'no-answer': SILENCE,
  'app-corp': refusedApp(SET_UP['app-corp']),
  'app-secret': refusedApp(SET_UP['app-secret']),
  'app-agent': refusedApp(SET_UP['app-agent']),
  'app-right': refusedApp(SET_UP['app-right']),
  'app-interface': { person: refusedApp(SET_UP['app-interface']), group: NO_APP_GROUP },
  'app-stopped': refusedApp(SET_UP['app-stopped']),
  'app-address': refusedApp(SET_UP['app-address']),
  'not-made': UNMADE,
  'no-way': NO_WAY,
};

/** What a person can do about a message that did not arrive. */
export function causeOf({ reason, code }: Loss, to: To): Cause {
  if (reason === 'other') {
    return { why: `企业微信不收（错误码${code ?? '不明'}）`, todo: '请直接通知对方，并告诉管理员。' };
  }
  const found = CAUSES[reason];
  return 'why' in found ? found : found[to];
}

export const undeliveredWords = {
  called: '未送达通知',
  /** What a message without a name is called. */
  anyMessage: '通知',
  /** To the desk, at once: one message, one reader. */
  told: (number: string | undefined, what: string, to: string, { why, todo }: Cause): string =>
    [`${number === undefined ? '' : `${number} `}${what}没送到${to}：${why}。`, todo].join('\n'),
  /** In the morning: everything that still waits or failed lately, by reader. */
  list: (n: number, lines: readonly string[], more: number, todos: readonly string[]): string =>
    [`有${n}条消息没送到：`, ...lines, ...(more > 0 ? [`……另有${more}处`] : []), ...todos].join('\n'),
  line: (name: string, n: number, why: string): string => `${name}${n > 1 ? `${n}条` : ''}：${why}`,
} as const;

/** By which command a reader gets a report that could not be made for them. */
export const reportCommands: Readonly<Record<string, string>> = {
  weekly: '/周报',
  monthly: '/月报',
  quarterly: '/季报',
  annual: '/年报',
};

/** What goes out in place of a message that cannot be made. It says that something was to be told, and nothing that may have changed since. */
export const plainWords = {
  aboutMatter: (number: string, what: string): string => `${number} 有一条${what}，内容没能显示。\n请发：/查 ${number}`,
  general: (what: string, command: string | undefined): string =>
    `给您的${what}没能显示。\n${command === undefined ? '请问信访办。' : `请发：${command}`}`,
  callout: '有人在接访场所等候，请马上到场，详情请电话问信访办。',
} as const;
