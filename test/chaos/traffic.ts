/** Several people at work at once: each waits for the bot's answer to what they wrote before they go on. */
import type { ChatMessage } from '../../sandbox/server.ts';
import type { Random } from '../support/random.ts';
import type { WecomProcess } from '../support/wecom-process.ts';

export const KINDS = [
  'register',
  'register-group',
  'assign',
  'sign',
  'progress',
  'progress-group',
  'reply',
  'close',
] as const;
export type Kind = (typeof KINDS)[number];

/** One command as its author remembers it. */
export interface Command {
  readonly kind: Kind;
  readonly from: string;
  /** Where the answer is to be seen: the group's chatid or the author's userid. */
  readonly chat: string;
  /** Stands in what is stored, so that its effect can be counted. */
  readonly token: string;
  /** The matter's number, where the command carries one. */
  readonly number?: string;
  readonly msgid: string;
  readonly delivered: boolean;
  readonly at: number;
  /** The number the bot named in its answer. */
  acknowledged?: string;
}

const DESK = ['u-desk1', 'u-desk2'];
const TOWN_GROUP = 'wrTown';
const OFFICES = [
  { name: '城建办', people: ['u-cj1', 'u-cj2'], group: 'wrCjb' },
  { name: '五里墩村', people: ['u-wld1', 'u-wld2'], group: 'wrWld' },
  { name: '农业办', people: ['u-ny1', 'u-ny2'] },
  { name: '民政办', people: ['u-mz1', 'u-mz2'] },
];
export const PEOPLE = [...DESK, ...OFFICES.flatMap((office) => office.people)];
const HEADS = new Set(OFFICES.map((office) => office.people[0]));
export const GROUPS = [TOWN_GROUP, ...OFFICES.flatMap((office) => office.group ?? [])];
/** Bound too, but nobody works there. */
export const LEADERS_GROUP = 'wrLead';

/** How each answer looks; the number is the first group. */
const NUMBER = '(FJ\\d{4}-\\d{4,})';
export const ANSWERS: Readonly<Record<Kind, RegExp>> = {
  register: new RegExp(`^已登记：${NUMBER}`, 'u'),
  // The question that follows goes to the author alone, so it tells whose registration it was.
  // What may be the same matter stands above it.
  'register-group': new RegExp(`(?:^|\\n)${NUMBER} 还差题目`, 'u'),
  assign: new RegExp(`^${NUMBER} 已交办`, 'u'),
  sign: new RegExp(`^${NUMBER} (?:已签收|提醒已阅)`, 'u'),
  progress: new RegExp(`^${NUMBER} 进展已记下`, 'u'),
  'progress-group': new RegExp(`${NUMBER}[^\\n]*\\n进展已记下。$`, 'u'),
  reply: new RegExp(`^${NUMBER} 事实、依据、答复已记下。\\n您是第一责任人`, 'u'),
  close: new RegExp(`^【绿】${NUMBER} 已办结。\\n(?:回访|要继续办)`, 'u'),
};
/** What stands in the group itself after a registration there. */
export const GROUP_LINE = new RegExp(`${NUMBER}[^\\n]*\\n已登记。`, 'u');

interface Matter {
  readonly number: string;
  readonly clerk: string;
  office?: (typeof OFFICES)[number];
  state: 'registered' | 'assigned' | 'signed' | 'replied' | 'closing' | 'over';
  /** Who has written 进展 on it: an answer given twice after a kill must not be taken for that to their next one. */
  readonly reported: Set<string>;
  /** Commands about it that are not answered yet. */
  busy: number;
}

/** Days that have not passed when the order is read, however long ago the matter came: an order whose limit has passed is not taken. */
const LIMITS = ['明天', '后天', '下周一', '下周三', '下周五'];

/** After a restart the bot answers what it had stored; longer nobody waits. */
const PATIENCE_MS = 4_000;

export interface Traffic {
  readonly commands: readonly Command[];
  /** Writes until stopped. */
  run(): Promise<void>;
  stop(): void;
  /** Few words while a day passes: the clock answers when everything is done, which it never is under a stream of them. */
  slow(isSlow: boolean): void;
  /** Resolves when nobody waits for an answer any more. */
  quiet(): Promise<void>;
}

interface Draft {
  readonly kind: Kind;
  readonly from: string;
  readonly chatid?: string;
  readonly text: (token: string) => string;
  readonly matter?: Matter;
  then(number: string): void;
}

export function createTraffic(wecom: WecomProcess, random: Random, pause: (ms: number) => Promise<void>): Traffic {
  const commands: Command[] = [];
  const matters: Matter[] = [];
  const waiting = new Map<string, Promise<void>>();
  let written = 0;
  let isStopped = false;
  let isSlow = false;
  let isHeard = true;
  wecom.listen({ connection: (connected) => void (isHeard = connected) });

  const register = (from: string): Draft => ({
    kind: 'register',
    from,
    text: (token) => `/登记 ${token}号路灯不亮 姓名:虞小舟 题目:路灯不亮 类别:申诉求决`,
    then: (number) => void matters.push({ number, clerk: from, state: 'registered', reported: new Set(), busy: 0 }),
  });
  const registerInGroup = (from: string): Draft => ({
    kind: 'register-group',
    from,
    chatid: TOWN_GROUP,
    text: (token) => `/登记 ${token}号水渠堵塞 地点:村口`,
    then: (number) =>
      void matters.push({ number, clerk: random.pick(DESK), state: 'registered', reported: new Set(), busy: 0 }),
  });
  const assign = (matter: Matter): Draft => ({
    kind: 'assign',
    from: matter.clerk,
    matter,
    text: (token) => {
      matter.office = random.pick(OFFICES);
      return `/交办 ${matter.number} ${matter.office.name} 期限:${random.pick(LIMITS)} 要求:${token}`;
    },
    then: () => void (matter.state = 'assigned'),
  });
  const sign = (matter: Matter, from: string): Draft => ({
    kind: 'sign',
    from,
    matter,
    text: () => `/签收 ${matter.number}`,
    then: () => void (matter.state = 'signed'),
  });
  const progress = (matter: Matter, from: string): Draft => {
    // In a group the answers to two people look alike: one at a time there.
    const group = matter.busy === 0 && random.chance(0.4) ? matter.office?.group : undefined;
    return {
      kind: group === undefined ? 'progress' : 'progress-group',
      from,
      matter,
      ...(group === undefined ? {} : { chatid: group }),
      text: (token) => {
        matter.reported.add(from);
        return `/进展 ${matter.number} 内容:${token}，已派人现场查看`;
      },
      then: () => {},
    };
  };
  const reply = (matter: Matter, from: string): Draft => ({
    kind: 'reply',
    from,
    matter,
    text: (token) => `/答复 ${matter.number} 事实:现场查看属实 依据:有关管理规定 内容:${token}已办好`,
    then: () => void (matter.state = 'replied'),
  });
  const close = (matter: Matter, from: string): Draft => ({
    kind: 'close',
    from,
    matter,
    text: (token) => {
      matter.state = 'closing';
      return `/办结 ${matter.number} 依据:书面答复 结果:${token}`;
    },
    then: () => void (matter.state = 'over'),
  });

  /** What this person could do now; nothing that another's unanswered command could make impossible. */
  function draftFor(from: string): Draft | undefined {
    if (DESK.includes(from)) {
      const mine = matters.filter((m) => m.clerk === from && m.state === 'registered' && m.busy === 0);
      if (mine.length > 0 && random.chance(0.6)) return assign(random.pick(mine));
      return random.chance(0.75) ? register(from) : registerInGroup(from);
    }
    const ours = matters.filter((m) => m.office?.people.includes(from) && m.state !== 'over' && m.busy < 2);
    const fresh = ours.filter((m) => m.state === 'assigned' && m.busy === 0);
    if (fresh.length > 0 && random.chance(0.6)) return sign(random.pick(fresh), from);
    const signed = ours.filter((m) => m.state === 'signed');
    const idle = signed.filter((m) => m.busy === 0);
    // The head's own answer is reviewed with it; then anybody of the office may close.
    if (HEADS.has(from) && idle.length > 3 && random.chance(0.5)) return reply(random.pick(idle), from);
    const ready = ours.filter((m) => m.state === 'replied' && m.busy === 0);
    if (ready.length > 0 && random.chance(0.5)) return close(random.pick(ready), from);
    const unreported = signed.filter((m) => !m.reported.has(from));
    if (unreported.length > 0 && random.chance(0.8)) return progress(random.pick(unreported), from);
    // Whoever has nothing to do now and then brings something in.
    return random.chance(0.1) ? registerInGroup(from) : undefined;
  }

  async function write(draft: Draft): Promise<void> {
    const { matter, from, chatid, kind } = draft;
    written += 1;
    const token = `件${written.toString(36)}甲`;
    const chat = kind === 'progress-group' ? chatid! : from;
    if (matter !== undefined) matter.busy += 1;
    const isMine = (message: ChatMessage): string | undefined => {
      if (message.chat !== chat || message.sender === from) return undefined;
      const number = ANSWERS[kind].exec(message.text)?.[1];
      return matter === undefined || number === matter.number ? number : undefined;
    };
    const answer = answerTo(isMine);
    const sent = await wecom.say({ from, text: draft.text(token), ...(chatid === undefined ? {} : { chatid }) });
    if (sent !== undefined) {
      const command: Command = {
        kind,
        from,
        chat: chatid ?? from,
        token,
        ...(matter === undefined ? {} : { number: matter.number }),
        ...sent,
        at: performance.now(),
      };
      commands.push(command);
      const number = sent.delivered ? await answer.seen : undefined;
      if (number !== undefined) {
        command.acknowledged = number;
        draft.then(number);
      } else if (matter !== undefined && sent.delivered) matter.state = 'over'; // nobody knows what became of it
    }
    answer.forget();
    if (matter !== undefined) matter.busy -= 1;
  }

  /** The answer, or undefined when the bot has come back and still says nothing. */
  function answerTo(isMine: (message: ChatMessage) => string | undefined): {
    seen: Promise<string | undefined>;
    forget(): void;
  } {
    let finish: (number: string | undefined) => void = () => {};
    let timer: NodeJS.Timeout | undefined;
    const seen = new Promise<string | undefined>((resolve) => (finish = resolve));
    const forget = wecom.listen({
      message: (message) => {
        const number = isMine(message);
        if (number !== undefined) finish(number);
      },
      connection: (connected) => {
        if (connected) timer ??= setTimeout(() => finish(undefined), PATIENCE_MS);
      },
    });
    return {
      seen,
      forget: () => {
        clearTimeout(timer);
        forget();
      },
    };
  }

  return {
    commands,
    async run() {
      while (!isStopped) {
        const idle = PEOPLE.filter((person) => !waiting.has(person));
        if (idle.length > 0) {
          const from = random.pick(idle);
          const draft = draftFor(from);
          if (draft !== undefined) {
            waiting.set(
              from,
              write(draft)
                .catch((error: unknown) => {
                  if (!isStopped) throw error;
                })
                .finally(() => waiting.delete(from)),
            );
          }
        }
        await pause(isSlow || !isHeard ? random.between(300, 600) : random.between(10, 80));
      }
    },
    stop: () => void (isStopped = true),
    slow: (now) => void (isSlow = now),
    quiet: async () => void (await Promise.all(waiting.values())),
  };
}
