import type { Step } from '../../support/talk.ts';

/** One line that writes: who says it, what was said before, and whether it is only for the private chat. */
export interface Case {
  readonly by?: string;
  readonly before?: readonly Step[];
  readonly line: string;
  /** Nothing of the matter changes yet; it is named all the same. */
  readonly asks?: true;
  /** Under the rules of another town. */
  readonly policy?: string;
  /** What was said before where it is kept secret; else it is sealed at the end. */
  readonly sealedBefore?: readonly Step[];
  /** How the same is typed about a sealed matter, where it cannot be sealed beforehand. */
  readonly sealed?: string;
}

const desk = (...lines: string[]): Step[] => lines.map((line): Step => ['u-desk1', line]);
const REGISTER = '/登记 村口路灯不亮 题目:村口路灯不亮 姓名:王某某 类别:申诉求决 收到:2026-03-09';
const ASSIGN = '/交办 1 城建办 经办:王某强';
const SIGN: Step = ['u-cj2', '/签收 1'];
const REPLY: Step = ['u-cj2', '/答复 1 结论:支持 事实:三盏不亮 依据:照明管理规定 内容:灯已修'];
const REVIEW: Step = ['u-cj1', '/审核 1 同意'];
const CLOSE = '/办结 1 依据:书面答复';
const SERVE_OPINION = '/送达 1 文书:处理意见书 日期:2026-03-09 方式:直接送达';

const SEALED: Step = ['u-desk2', '/补充 1 涉及:五里墩村'];

const REGISTERED = desk(REGISTER);
const ASSIGNED = desk(REGISTER, ASSIGN);
const HANDLED = [...ASSIGNED, SIGN];
const REPLIED = [...HANDLED, REPLY];
const REVIEWED = [...REPLIED, REVIEW];
const CLOSED = [...REVIEWED, ...desk(CLOSE)];
const CLOSED_SEALED = [...REVIEWED, SEALED, ...desk(CLOSE)];
const IMPORTANT = desk(`${REGISTER} 标记:重要`, ASSIGN);
/** There the main leader signs every assignment. */
const UNDER_LIHAI: Step[] = [...desk(REGISTER, ASSIGN), ['u-lead1', '/批示 1 同意'], SIGN];
const TWO = desk(REGISTER, '/登记 村口路灯又不亮 题目:路灯又不亮 姓名:王某某 类别:申诉求决');

/** By English name, every command that writes on a matter: each way of it that answers in words of its own. */
export const CASES: Readonly<Record<string, readonly Case[]>> = {
  register: [
    {
      line: '/登记 村口路灯不亮 题目:村口路灯不亮 方式:来访 人数:3',
      sealed: '/登记 账目不清 题目:账目不清 涉及:五里墩村',
    },
    { line: '/登记 电话先报 水渠决口 题目:水渠决口', sealed: '/登记 账目不清 题目:账目不清 类别:检举控告' },
  ],
  supplement: [
    { before: REGISTERED, line: '/补充 1 系统编号:XF2026-112001' },
    { before: REGISTERED, line: '/补充 1 题目:村口的路灯 内容:还有一盏不亮' },
    { before: HANDLED, by: 'u-cj2', line: '/补充 1 涉及:城建办' },
  ],
  classify: [
    { before: REGISTERED, line: '/分类 1 申诉求决 情形:6 业务:城乡建设' },
    { before: REGISTERED, line: '/分类 1 疑难' },
    { before: REGISTERED, line: '/分类 1 简易' },
    { before: REGISTERED, line: '/分类 1 检举控告' },
  ],
  admit: [
    { before: REGISTERED, line: '/受理 1 受理' },
    { before: REGISTERED, line: '/受理 1 不予受理 理由:已由法院审理 去向:县人民法院' },
    { before: REGISTERED, line: '/受理 1 受理 送达:2026-03-09 方式:直接送达' },
  ],
  approve: [
    { before: IMPORTANT, by: 'u-lead1', line: '/批示 1 同意' },
    { before: IMPORTANT, by: 'u-lead1', line: '/批示 1 不同意 意见:先核实情况' },
    { before: REGISTERED, by: 'u-lead1', line: '/批示 1 同意' },
    { before: [...HANDLED, ['u-cj2', '/延期 1 10天 理由:连阴雨']], by: 'u-lead2', line: '/批示 1 同意' },
  ],
  assign: [
    { before: REGISTERED, line: '/交办 1 城建办', sealed: '/交办 1 镇纪委' },
    { before: REGISTERED, line: '/交办 1 镇纪委' },
    { before: desk(`${REGISTER} 标记:重要`), line: '/交办 1 城建办 期限:15工作日 要求:现场查看' },
    { before: REGISTERED, line: '/交办 1 城建办 5天 协办:民政办' },
  ],
  assist: [
    { before: ASSIGNED, line: '/协办 1 民政办 要求:核实低保情况' },
    { before: [...ASSIGNED, ...desk('/协办 1 民政办')], by: 'u-mz1', line: '/协办 1 答复:已入户核实' },
    { before: [...ASSIGNED, ...desk('/协办 1 民政办')], line: '/协办 1 民政办 取消' },
    { before: ASSIGNED, line: '/协办 1 代办:王某强' },
    { before: ASSIGNED, line: '/协办 1 转介:司法所' },
  ],
  sign: [
    { before: ASSIGNED, by: 'u-cj2', line: '/签收 1' },
    { before: ASSIGNED, by: 'u-cj2', line: '/已阅 1' },
    { before: ASSIGNED, by: 'u-cj1', line: '/签收 1 已阅' },
  ],
  return: [
    { before: HANDLED, by: 'u-cj1', line: '/退回 1 理由:属水利站职责' },
    { before: [...HANDLED, ['u-cj1', '/退回 1 理由:属水利站职责']], line: '/退回 1 同意' },
    { before: [...HANDLED, ['u-cj1', '/退回 1 理由:属水利站职责']], line: '/退回 1 不同意 意见:请先查看' },
    { before: desk(`${REGISTER} 方式:上级交办`), line: '/退回 1 异议:属市水利局职权' },
  ],
  transfer: [
    { before: HANDLED, line: '/转办 1 农业办 理由:属水利设施' },
    { before: HANDLED, line: '/转办 1 镇纪委 理由:涉及干部' },
  ],
  contact: [
    { before: HANDLED, by: 'u-cj2', line: '/联系 1 已电话联系，约好周三现场查看' },
    { before: HANDLED, by: 'u-cj2', line: '/联系 1 结果:未联系上' },
  ],
  progress: [
    { before: HANDLED, by: 'u-cj2', line: '/进展 1 已派人现场查看，待换灯' },
    { before: HANDLED, by: 'u-cj2', line: '/进展 1 现场:渠道已堵，三户进水' },
    { before: HANDLED, by: 'u-cj2', line: '/进展 1 说明:逾期原因和下一步打算' },
  ],
  callout: [
    { before: REGISTERED, line: '/到场 1 6人' },
    { before: ASSIGNED, by: 'u-cj2', line: '/到场 1 3人 现场:静坐' },
  ],
  reply: [
    { before: HANDLED, by: 'u-cj2', line: '/答复 1 结论:支持 事实:三盏不亮 依据:照明规定 内容:灯已修' },
    { before: HANDLED, by: 'u-cj2', line: '/答复 1 事实:三盏不亮' },
  ],
  review: [
    { before: REPLIED, by: 'u-cj1', line: '/审核 1 同意' },
    { before: REPLIED, by: 'u-cj1', line: '/审核 1 不同意 意见:请写明依据' },
    {
      before: [...REGISTERED, ...desk('/分类 1 疑难', ASSIGN), SIGN, REPLY],
      line: '/审核 1 集体 同意 意见:依据充分 参加:孙某、李某平',
    },
  ],
  serve: [
    { before: REGISTERED, line: '/送达 1 文书:受理告知书 日期:2026-03-09 方式:直接送达' },
    { before: REVIEWED, line: SERVE_OPINION },
  ],
  extend: [
    { before: HANDLED, by: 'u-cj2', line: '/延期 1 10天 理由:需要专业检测' },
    { before: HANDLED, by: 'u-lead2', line: '/延期 1 10天 时限:镇内 理由:需要专业检测' },
  ],
  close: [{ before: REVIEWED, line: '/办结 1 依据:书面答复 结果:路灯已修复' }],
  followup: [
    { before: CLOSED, line: '/回访 1 满意', sealedBefore: CLOSED_SEALED },
    { before: CLOSED, line: '/回访 1 不满意 情况:还有一盏不亮', sealedBefore: CLOSED_SEALED },
  ],
  reexamine: [
    { before: [...REVIEWED, ...desk(SERVE_OPINION)], line: '/复查 1 申请 日期:2026-03-09' },
    {
      before: [...REVIEWED, ...desk(SERVE_OPINION, '/复查 1 申请 日期:2026-03-09')],
      line: '/复查 1 结果:维持 日期:2026-03-09',
    },
  ],
  hearing: [{ before: HANDLED, line: '/听证 1 定于:2026-03-20 地点:镇会议室 主持:孙某' }],
  mediate: [
    { before: HANDLED, by: 'u-cj2', line: '/调解 1 自愿:双方自愿 日期:2026-03-09 参加:司法所 协议:三日内清理沟渠' },
  ],
  reopen: [{ before: CLOSED, line: '/重启 1 理由:群众反映未修好', sealedBefore: CLOSED_SEALED }],
  merge: [
    { before: TWO, line: '/并案 2 1' },
    { before: TWO, line: '/并案 2 1 新情况' },
  ],
  urge: [{ before: HANDLED, line: '/催办 1 要求:本周内报进展' }],
  supervise: [{ before: HANDLED, line: '/督办 1 要求:三日内书面说明进展' }],
  warn: [
    { policy: 'lihai', before: UNDER_LIHAI, line: '/预警 1 原因:同一事项第3次反映' },
    {
      policy: 'lihai',
      before: [...UNDER_LIHAI, ...desk('/预警 1 原因:同一事项第3次反映')],
      by: 'u-cj1',
      line: '/预警 1 报回:已再次入户核实 原因:管道老化 措施:本月更换',
    },
  ],
  lead: [
    { before: HANDLED, line: '/包案 1 李某平 方案:先排水再修渠 专班:民政办、城建办' },
    { before: [...HANDLED, ...desk('/包案 1 李某平 方案:先排水')], line: '/包案 1 分析会:原因是管道老化' },
    { before: [...HANDLED, ...desk('/包案 1 李某平 方案:先排水')], line: '/包案 1 约访:已当面听取诉求' },
  ],
  recuse: [
    { before: HANDLED, by: 'u-cj2', line: '/回避 1 理由:当事人是我亲属' },
    { before: HANDLED, line: '/回避 1 人员:王某强 理由:与当事人有亲属关系' },
  ],
  handover: [
    { before: HANDLED, by: 'u-cj2', line: '/交接 1 郑某', asks: true },
    { before: [...HANDLED, ['u-cj2', '/交接 1 郑某']], by: 'u-cj1', line: '/交接 接收' },
    { before: HANDLED, by: 'u-cj1', line: '/交接 1 郑某' },
  ],
  undo: [
    { before: ASSIGNED, line: '/撤销 1', sealedBefore: [...REGISTERED, SEALED, ...desk('/交办 1 城建办')] },
    { before: REGISTERED, line: '/撤销 1' },
    {
      before: [...TWO, ...desk('/并案 2 1')],
      line: '/撤销 2',
      sealedBefore: [...TWO, SEALED, ...desk('/补充 2 涉及:五里墩村', '/并案 2 1')],
    },
    { before: [...HANDLED, ['u-cj2', '/延期 1 10天 理由:连阴雨']], by: 'u-cj2', line: '/撤销 1' },
  ],
  correct: [
    { before: REGISTERED, line: '/更正 1 人数:5 理由:来访人数记少了' },
    { before: REGISTERED, line: '/更正 1 类别:建议意见 理由:听错了' },
    { before: REGISTERED, line: '/更正 1 收到:2026-03-08 地点:五里墩村口 理由:登记时写错' },
  ],
  withdraw: [
    { before: REGISTERED, line: '/作废 1 误登 理由:不是信访事项' },
    { before: TWO, line: '/作废 2 重复→1 理由:同一件登记了两次' },
  ],
};

/** Commands that write on no matter; their examples show it. */
export const NOT_OF_A_MATTER: ReadonlySet<string> = new Set([
  ...['annual', 'monthly', 'quarterly', 'weekly', 'stats', 'ledger', 'mine', 'today', 'search', 'list', 'help'],
  ...['bind', 'unbind', 'settings', 'grant', 'roster', 'reception', 'nil'],
]);
