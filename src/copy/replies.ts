import type { LocalDay } from '../core/local-day.ts';
import type { Verdict } from '../domain/accusation/text/reader.ts';
import type { AnswerPart, Conclusion } from '../domain/policy/vocabulary.ts';
import { noticeWords } from './notices.ts';
import { answers } from './answers.ts';
import { correctionWords } from './correction.ts';
import { reviewWords } from './review-request.ts';
import { plain, provisionally, zhDay, zhLeft } from './terms.ts';

/** What still can be added to a registration, in the order it is asked for. */
const ASKS = ['accusation', 'accused', 'title', 'name', 'phone', 'subject'] as const;
export type Ask = (typeof ASKS)[number];
/** The key that each is told by, and typed with. */
export const ASK_KEYS: Readonly<Record<Ask, string>> = {
  accusation: '涉及',
  accused: '涉及',
  title: '题目',
  name: '姓名',
  phone: '电话',
  subject: '类别',
};

const lines = (...parts: (string | undefined | false)[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join('\n');

/** By these words a quoted message is known as the one that asks it. */
export const ACCUSATION_QUESTION = '反映的是干部或单位的问题吗？';

/** Words that read as an accusation, typed into an open matter: written nowhere until it is said whose they are. */
export const ownWords = {
  ask: (number: string, isAsking: boolean, isElsewhere = false): string =>
    lines(
      `${number} 这段话没有记，也没有发给任何人。`,
      isElsewhere && '请在和我的单聊里回答：',
      `是信访人说的，${ACCUSATION_QUESTION}`,
      ...(isAsking
        ? ['是：回“是”或被反映的单位、姓名，转为密件；', '不是：回“不是”，照原样办；不办了回“结束”。']
        : [`是：请发 /补充 ${number} 检举:是 内容:原话`, '不是：原来的命令后面加 检举:否，再发一次。']),
    ),
} as const;

/** One question at a time, with what to answer. */
export function question(ask: Ask, number: string, proposal?: string, doubted = false): string {
  const skip = '不清楚回“跳过”，都不填回“结束”。';
  switch (ask) {
    case 'accusation':
      return lines(
        `${number} ${ACCUSATION_QUESTION}`,
        '是：请直接发被反映的单位或姓名，',
        '不是：回“不是”，改用普通编号。',
        '说不清回“跳过”，先按密件办。',
      );
    case 'accused':
      return lines(`${number} 反映的是哪个单位或哪个人？`, '请直接发单位或姓名，好让对方回避。', skip);
    case 'title':
      if (doubted) {
        return lines(
          `${number} 题目“${proposal ?? ''}”里好像有人名。`,
          '不是人名回 1，就用它；',
          '是的话请换个题目，只写事情。',
          skip,
        );
      }
      return lines(
        `${number} 还差题目。`,
        '会出现在群里，15个字以内，',
        '不写人名、电话。',
        proposal === undefined ? '请直接发题目。' : `用“${proposal}”？`,
        proposal === undefined ? undefined : '回 1 就用它，或直接发新题目。',
        skip,
      );
    case 'name':
      return lines(`${number} 信访人姓名？`, '匿名请回“匿名”。', skip);
    case 'phone':
      return lines(`${number} 联系电话？`, skip);
    case 'subject':
      return lines(
        `${number} 属于哪一类？`,
        '1 建议意见',
        '2 检举控告',
        '3 申诉求决',
        '4 涉法涉诉',
        '回数字，或直接写类别。',
        skip,
      );
  }
}

export interface DueFacts {
  readonly title: string;
  readonly on: LocalDay;
  readonly provisional?: boolean;
}
export const dueLine = (due: DueFacts, today: LocalDay): string =>
  `${due.title}：${zhDay(due.on, today)}前，${zhLeft(due.on, today)}${provisionally(due.provisional)}`;

/** Under 涉及: others whom the words name stay shut out until somebody says that they have nothing to do with it. */
export const stillNamedLines = (number: string, names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [`内容里还写到${names.join('、')}，也先回避。`, `与其无关的请发：/补充 ${number} 无关:${names[0]!}`];

/** Whom 涉及 may mean, each with what to type. */
export const nearLines = (number: string, names: readonly string[], key = '涉及'): string[] =>
  names.map((name) => `${name}：/补充 ${number} ${key}:${name}`);

/** To whoever registered it, when somebody else said that it accuses nobody. */
export const unsealedNotice = (former: string, number: string, title: string): string =>
  lines(
    `${number} ${title}`.trim(),
    '已确认不是反映干部或单位的，改为普通件。',
    former !== number && `登记时的 ${former} 不再使用，请把编号改过来。`,
    `下一步：/交办 ${number} 单位`,
  );

export const replies = {
  registered: (p: {
    number: string;
    due: string[];
    missing: readonly Ask[];
    sign: boolean;
    titleRefused: boolean;
    accusedUnknown: boolean;
    /** Whom it may mean. */
    near: readonly string[];
    sealed: boolean;
    lifted: number;
    unread: readonly { readonly problem: string; readonly fix: string }[];
    /** 电话先报: whether the town's rules know it. */
    toldFirst: boolean | undefined;
    askAccused: boolean;
    /** Named in the words beside whom it is about. */
    others: readonly string[];
    /** The words read as an accusation, or might; or somebody in office is named. */
    read: Verdict;
    /** Nobody knows yet whom it is about. */
    unnamed: boolean;
    undoMinutes: number;
  }): string =>
    lines(
      `已登记：${p.number}`,
      ...p.due,
      p.toldFirst === true && `电话先报已收下，书面齐了请发：/补充 ${p.number} 书面:内容`,
      p.toldFirst === false && '本镇没有先报的规定，按普通登记。',
      (p.read === 'accusation' || p.read === 'doubtful') &&
        `像是${p.read === 'doubtful' ? '（不一定是）' : ''}反映干部或单位：\n先按密件单独编号，群里不提，也不能交给别处。`,
      p.sealed && !p.askAccused && !p.unnamed && '涉及干部或单位：已单独编号，被反映方看不到。',
      p.askAccused && `检举控告：已单独编号，请补被反映方，好让其回避：\n/补充 ${p.number} 涉及:单位或姓名`,
      !p.accusedUnknown && stillNamedLines(p.number, p.others).join('\n'),
      p.accusedUnknown && '“涉及”的名称通讯录里没有，已随件保存；\n请用 /补充 写全称，好让对方回避。',
      p.near.length > 0 && ['可能是：', ...nearLines(p.number, p.near)].join('\n'),
      ...p.unread.map(({ problem }) => problem),
      p.unread[0] !== undefined && `先按默认登记了，请更正，例如：/补充 ${p.number} ${p.unread[0].fix}`,
      p.titleRefused && '题目里有不宜进群的内容，没有采用。',
      p.lifted > 0 && `正文里的${p.lifted}个电话或证件号已另行加密保存。`,
      p.sign && '属重要事项：已报主要领导批示，批示后交办生效。',
      p.missing.length > 0 && `还差：${p.missing.map((ask) => ASK_KEYS[ask]).join('、')}（可以以后补）`,
      p.unnamed ? `下一步：/补充 ${p.number} 涉及:单位或姓名` : `下一步：/交办 ${p.number} 单位`,
      p.read === 'mention' && correctionWords.read(p.number, 'mention'),
      `写错了：${p.undoMinutes}分钟内发 /撤销 ${p.number}`,
    ),
  unsealed: (former: string, number: string, missing: readonly Ask[]): string =>
    lines(
      former === number ? `${number} 已改为普通件。` : `${former} 已改为普通件，\n从现在起编号是 ${number}。`,
      missing.length > 0 && `还差：${missing.map((ask) => ASK_KEYS[ask]).join('、')}（可以以后补）`,
      `下一步：/交办 ${number} 单位`,
    ),
  supplemented: (number: string, missing: readonly Ask[], askAccused = false): string =>
    lines(
      `${number} 已补充。`,
      askAccused && `检举控告：已转为密件，请补被反映方：\n/补充 ${number} 涉及:单位或姓名`,
      missing.length > 0 ? `还差：${missing.map((ask) => ASK_KEYS[ask]).join('、')}` : '登记信息已齐。',
    ),
  notKept: (words: string): string => `“${words}”没有记下：这条命令后面不写内容。要记的请用 /进展 或 /补充。`,
  about: (number: string | undefined, title: string | undefined): string =>
    `事项：${[number, title].filter((part) => part !== undefined).join(' ')}`,
  alsoAbout: (number: string, title: string): string => `同时改动：${number} ${title}`.trim(),
  readAs: (read: readonly string[], length: number, kept: readonly string[]): string =>
    lines(
      `读作：${[...read, ...(length === 0 ? [] : [`内容${length}字`])].join('；')}`,
      kept.length > 0 && `“${kept.join('”“')}”留在内容里，没有单独记。`,
    ),
  noneDone: (place: number, count: number): string => `这条消息里有${count}条命令，第${place}条没办成，全都没有办。`,
  notDone: '刚才那条没有办，也没有记下什么，不用撤销。\n要撤销以前的一步，请写上编号，例如：/撤销 12',
  dropped: '好的，不办了。',
  oneOnly: '一次只办一件，请只回一个编号。\n不办了回“结束”。',
  notListed: (said: string, numbers: readonly string[]): string =>
    [`上面没有编号是 ${said} 的，还没有办。`, '请回完整编号，例如：', ...numbers.slice(0, 2), '不办了回“结束”。'].join(
      '\n',
    ),
  nothingToSign: '现在没有等您签批的事，没有记下什么。',
  notTaken: (said: string): string => `“${said.slice(0, 12)}”不像是这一问的回答，没有记。`,
  accusationOpen: (number: string): string =>
    lines(
      `还没确认：${ACCUSATION_QUESTION}`,
      `是：请发 /补充 ${number} 涉及:单位或姓名`,
      `不是：请发 /补充 ${number} 检举:否`,
    ),
  asksDone: (number: string): string => `${number} 先记到这里，其余可以随时用 /补充 ${number} 补。`,
  classified: (number: string, words: string, due: string[]): string => lines(`${number} 已分类：${words}`, ...due),
  admitted: (number: string, word: string, due: string[], served: boolean): string =>
    lines(
      `${number} 已登记为${word}。`,
      ...due,
      !served &&
        `书面告知送达后请发：/送达 ${number} 文书:${word === '受理' ? '受理告知书' : `${word}告知书`} 日期:当天日期`,
    ),
  assigned: (p: {
    number: string;
    unit: string;
    handler: string | undefined;
    due: string[];
    former: boolean;
    undoMinutes: number;
    requirement?: string | undefined;
  }): string =>
    lines(
      `${p.number} 已交办${p.unit}${p.handler === undefined ? '' : `，经办：${p.handler}`}。`,
      p.requirement !== undefined && `要求：${p.requirement}`,
      ...p.due,
      p.former && '原承办单位已收到撤销通知。',
      `写错了：${p.undoMinutes}分钟内发 /撤销 ${p.number}`,
    ),
  /** To who registered what they may not know: it is in good hands, and not in theirs. */
  registeredForOthers: (number: string): string =>
    lines(`已登记：${number}`, '这件事您须回避：不用您再办，之后也看不到了。', '已转由不用回避的人办理。'),
  held: (number: string, unit: string, signers: string): string =>
    lines(`${number} 交办${unit}已拟好。`, `按规定先报${signers}批示，`, '同意后自动生效，不用再发。'),
  closeHeld: (number: string, signers: string): string =>
    lines(`${number} 办结已拟好。`, `按规定先请${signers}签，`, '同意后自动办结，不用再发。'),
  decided: (p: { number: string; what: string; agreed: boolean; effect: string | undefined; due: string[] }): string =>
    lines(`${p.number} ${p.what}：${p.agreed ? '同意' : '不同意'}，已记下。`, p.effect, ...p.due),
  /** No question waited on this matter; those that wait on others are named. */
  unasked: (waiting: readonly { readonly number: string; readonly title: string | null }[]): string =>
    lines(
      '这件现在没有等您签的事，已作为领导批示记下，不算签批答复。',
      waiting.length > 0 && '等您签的是：',
      ...waiting.map(({ number, title }) => `${number} ${plain(title ?? '')}`.trim()),
      waiting[0] !== undefined && `要签请发：/批示 ${waiting[0].number} 同意`,
    ),
  signed: (number: string, due: string[], unread: number): string =>
    lines(
      `${number} 已签收。`,
      ...due,
      unread > 0 ? `${unread}条提醒已标为已阅。` : undefined,
      `联系过信访人后请发：/联系 ${number} 结果`,
    ),
  signedBefore: (number: string, by: string, due: string[]): string =>
    lines(`${number} 已由${by}签收，不用再签。`, ...due),
  acknowledged: (number: string, due: string[]): string =>
    lines(`${number} 提醒已阅。`, ...due, `有进展请发：/进展 ${number} 内容`),
  contacted: (number: string): string => `${number} 联系情况已记下。`,
  progressed: (number: string, due: string[]): string => lines(`${number} 进展已记下。`, ...due),
  replied: (p: {
    number: string;
    parts: readonly AnswerPart[];
    conclusion: Conclusion | undefined;
    open: number;
    count: number;
    reviewers: string | undefined;
    own: boolean;
    meeting: boolean;
  }): string =>
    lines(
      answers.saved(p.number, p.parts, p.conclusion),
      p.open > 0 && p.count > 1 && answers.left(p.open),
      p.reviewers !== undefined && `已报${p.reviewers}审核。`,
      p.meeting && reviewWords.replied,
      p.own && '您是第一责任人，答复已按审核通过记录。',
      p.open === 0 &&
        p.reviewers === undefined &&
        !p.meeting &&
        `书面答复送达后请发：/送达 ${p.number} 文书:处理意见书 日期:当天日期 方式:直接送达`,
    ),
  reviewed: (number: string, agreed: boolean): string =>
    agreed
      ? `${number} 答复审核通过。\n送达后请发：/送达 ${number} 文书:处理意见书 日期:当天日期`
      : `${number} 答复退回修改，经办人已收到。`,
  served: (p: {
    number: string;
    paper: string;
    day: string;
    due: string[];
    announced: boolean;
    /** Not a paper that was made here. */
    elsewhere: boolean;
    undecided: boolean;
  }): string =>
    lines(
      `${p.number} ${p.paper}已于${p.day}送达。`,
      p.elsewhere && `这份文书不是机器人出的，\n按别处做的记下了。\n记错了请发：/撤销 ${p.number}`,
      p.undecided && `还没登记受理或不予受理，请补：\n/受理 ${p.number} 受理`,
      p.announced && '公告送达的日期是公告期满那天，请核对。',
      ...p.due,
    ),
  extendAsked: (p: {
    number: string;
    clock: string;
    days: number;
    until: string;
    approvers: string;
    internal: boolean;
  }): string =>
    lines(
      `${p.number} ${p.clock}申请延${p.days}天，到${p.until}，已报${p.approvers}审批。`,
      p.internal && '这是镇内时限，法定期限不变。',
    ),
  closed: (p: { number: string; followUp: boolean }): string =>
    lines(
      `【绿】${p.number} 已办结。`,
      p.followUp && `回访后请发：/回访 ${p.number} 满意`,
      `要继续办：/重启 ${p.number} 理由`,
    ),
  followedUp: (number: string, unsatisfied: boolean, said?: string): string =>
    lines(
      `${number} 回访已记下。`,
      unsatisfied && `信访人不满意。要继续办，请发：\n/重启 ${number} 理由:${said ?? '回访不满意'}`,
    ),
  reopened: (number: string, due: string[]): string => lines(`${number} 已重启。`, ...due),
  urged: (p: {
    number: string;
    unit: string;
    said: string;
    /** Who reads it; undefined where that is not said. */
    told: readonly string[] | undefined;
  }): string =>
    lines(
      `${p.number} 已催办${p.unit}。`,
      p.told !== undefined &&
        (p.told.length === 0 ? '那边现在没有别人能收到，请打电话。' : `收催办的：${p.told.join('、')}`),
      p.said !== '' && `要求：${plain(p.said)}`,
    ),
  /** Of a sealed matter it is not said who reads it. */
  supervised: (number: string, unit: string, said: string, sealed: boolean): string =>
    lines(
      `${number} 已向${unit}发督办函${sealed ? '' : '，条线或联村领导同时收到'}。`,
      said !== '' && `要求：${plain(said)}`,
    ),
  /** Said here and not by the door's last line: whoever stepped back may not ask for the title any more. */
  recused: (number: string, title: string | null, self: boolean): string =>
    self
      ? `${number}${title === null ? '' : `（${plain(title)}）`} 您已回避，此后看不到这件事，由下一位负责人接着办。`
      : `${number}${title === null ? '' : `（${plain(title)}）`} 已让其回避，由下一位负责人接着办。`,
} as const;

/** What a card's button says when it was pressed too late. */
export const staleWords: Readonly<Record<string, string>> = {
  'petition.closed': '已办结',
  'approval.none': '已签批',
  'approval.changed': '已重新报签',
  'approval.withdrawn': noticeWords.notAsked,
  'return.none': '已处理',
  'approval.decided': '已签批',
  'admit.already': '已受理',
  'follow-up.open': '已重启',
};

/** The greeting on first opening the private chat, and the answer to a stranger. */
export const greetings = {
  welcome: (name: string, role: string): string =>
    `${name}，您好。我是信访助手。\n您的身份：${role}。\n能用的命令：/帮助\n今天要办的：/今天`,
  stranger: '通讯录里还没有您，我不能为您办理。\n请联系信访办或管理员，把您加进组织名单。',
  firstWords: '好，现在能给您发消息了。\n以后的提醒会发到这里。\n要办事请发 /帮助 看怎么说。',
  fileOnly:
    '照片和文件我现在收不了，这个没有保存，请自己留好。\n请用文字告诉我要办什么，例如：/登记 内容。\n表格导入请交给信访办在电脑上办理。',
} as const;
