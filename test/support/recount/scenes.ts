/** What comes between in the histories that the reports are recounted over; 12 is their matter, 9 another of the town's. */
import type { Line, Scene } from '../../chaos/histories.ts';

export const GIVEN: readonly Line[] = [
  [['desk1'], '/交办 12 城建办 期限:9天 经办:王某强'],
  [['lead1'], '/批示 12 同意'],
];
export const SHORTLY: readonly Line[] = [
  [['desk1'], '/交办 12 农业办 期限:4天'],
  [['lead1'], '/批示 12 同意'],
];
export const CLOSED: readonly Line[] = [
  [['cj1'], '/答复 12 事实:属实 依据:有关规定 内容:已办 结论:支持'],
  [['desk1'], '/办结 12 依据:书面答复'],
  [['lead1'], '/批示 12 同意'],
];
export const APPEAL: readonly Line[] = [
  [['desk1'], '/分类 12 申诉求决 情形:6'],
  [['desk1'], '/受理 12 受理'],
];
export const VOID: readonly Line[] = [
  [['desk1'], '/作废 12 误登 理由:不是信访事项'],
  [['lead1'], '/批示 12 同意'],
];
export const ANSWERED: readonly Line[] = [
  ...CLOSED.slice(0, 1),
  [['desk1'], '/送达 12 文书:处理意见书 日期:今天 方式:直接送达'],
];
/** The unit's own limit outlasts the petitioner's period. */
export const LONG: readonly Line[] = [
  [['desk1'], '/交办 12 城建办 期限:90天 经办:王某强'],
  [['lead1'], '/批示 12 同意'],
];
/** Past its day as soon as it is given. */
const LATE: readonly Line[] = [[['desk1'], '/补充 12 收到:2025-02-20'], ...GIVEN];
export const REOPENED: Line = [['desk1'], '/重启 12 理由:没有修好'];
export const SEALING: Line = [['desk1'], '/补充 12 内容:村支书收了钱，虚报了路灯'];
export const UNSEALING: Line = [['desk1'], '/补充 12 检举:否'];
const SEALED_FOR_A_WHILE: Scene = [SEALING, { days: 10 }, UNSEALING];

/** What reports count beside the ordinary course. */
export const SCENES: readonly Scene[] = [
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9']],
  [[['desk1'], '/并案 12 9 新情况']],
  VOID,
  VOID,
  VOID,
  [[['desk1'], '/更正 12 人数:5 理由:记少了']],
  [[['desk1'], '/补充 12 收到:2024-11-20'], ...GIVEN, ...CLOSED],
  [[['lead1'], '/更正 12 收到:昨天 理由:看错邮戳 确认:超期']],
  [[['desk1'], '/分类 12 建议意见']],
  APPEAL,
  [...APPEAL, ...GIVEN, ...CLOSED, [['desk1'], '/送达 12 文书:处理意见书 日期:今天 方式:直接送达']],
  [...APPEAL, ...GIVEN, ...ANSWERED],
  [[['desk1'], '/补充 12 反馈:2026-05-29']],
  SEALED_FOR_A_WHILE,
  SEALED_FOR_A_WHILE,
  [[['desk1'], '/补充 12 反馈:明天']],
  [[['desk1'], '/补充 12 反馈:明天']],
  [...LATE, ...CLOSED, REOPENED, ...CLOSED],
  [...LATE, ...CLOSED, REOPENED, ...CLOSED],
  [REOPENED, ...CLOSED],
  [REOPENED, ...CLOSED],
  [...APPEAL, ...LONG, ...ANSWERED],
  [...APPEAL, ...LONG, ...ANSWERED],
  [[['desk1'], '/送达 12 文书:受理告知书 日期:今天 方式:直接送达']],
  GIVEN,
  SHORTLY,
  SHORTLY,
  [...GIVEN, [['desk1', 'lead1'], '/督办 12 要求:三日内说明']],
  [...GIVEN, [['desk1'], '/撤销 12']],
  [
    [['desk1'], '/督办 12 要求:三日内说明'],
    [['desk1'], '/撤销 12'],
  ],
  [...GIVEN, ...CLOSED],
  CLOSED,
  [...CLOSED, REOPENED],
  [...CLOSED, [['desk1', 'desk2'], '/回访 12 满意']],
  [
    [['cj1'], '/延期 12 10天 理由:需要检测 时限:内部'],
    [['lead2'], '/批示 12 同意'],
  ],
  [...GIVEN, [['desk1', 'lead1'], '/包案 12 李某平 方案:先排水再修渠']],
  [[['desk1'], '/预警 12 原因:进展缓慢']],
  [[['desk1'], '/协办 12 代办:杨某']],
  [[['desk1'], '/协办 12 转介:司法所']],
  [[['cj1'], '/退回 12 理由:不属于本办']],
  [[['lead1', 'lead2'], '/接访 2批 5人次']],
];
