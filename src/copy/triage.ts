import type { SimpleFault } from '../domain/intake/fast-track.ts';
import { KIND_WORDS } from './terms.ts';

const lines = (...parts: (string | undefined | false)[]): string[] =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '');

/** The six branches of 条例 art. 31, in plain words: as a choice of at most ten characters, and as a procedure. */
export const BRANCHES: Readonly<Record<number, { readonly choice: string; readonly procedure: string }>> = {
  1: { choice: '诉讼检察公安程序', procedure: '诉讼、检察监督或公安机关的法律程序' },
  2: { choice: '仲裁', procedure: '仲裁' },
  3: { choice: '党员申诉、复审', procedure: '党员申诉、申请复审等程序' },
  4: { choice: '复议裁决许可处罚', procedure: '行政复议、裁决、确认、许可、处罚等行政程序' },
  5: { choice: '查处违法、履行职责', procedure: '申请查处违法行为或履行保护职责，由主管单位依法履行或答复' },
  6: { choice: '其他，一般求决', procedure: '听取陈述、调查核实、出具处理意见书' },
};
const ORDINALS = ['', '一', '二', '三', '四', '五', '六'];

const FAULTS: Record<SimpleFault, string> = {
  unclassified: '还没有定类别',
  'other-procedure': '应走别的法定程序',
  'from-above': '上级交办、领导批转的',
  'several-units': '有两个以上单位承担',
  joint: '多人联名或集体反映的',
  repeat: '不是初次反映',
  refusal: '可能不予受理或不予支持',
  complex: '已标为疑难复杂、重要或敏感',
  late: '收到或受理已久，来不及按简易期限办',
};

/** 分类: which clock and which paper follow, by article of 《信访工作条例》, and where to go. */
export const sorterWords = {
  title: (number: string): string => `${number} 请定类别`,
  branchTitle: (number: string): string => `${number} 申诉求决：哪一种？`,
  simpleTitle: (number: string): string => `${number} 是否简易办理？`,
  kindChoice: '类别',
  branchChoice: '情形',
  choose: '确定',
  show: '看详情',
  simple: '简易办理',
  ordinary: '普通办理',
  kindBody:
    '建议意见：研究采纳并反馈。检举控告：转纪检，对被反映方保密。申诉求决：按情形办理或导入程序。涉法涉诉：转政法机关。',
  branchBody: '第三十一条：前五种导入各自的法定程序，没有60天时限；都不是的选“其他”，60天内出具处理意见书。',
  simpleBody: '事实清楚、责任明确、争议不大、易于解决的初次事项可以简易办理，期限更短；60天的法定时限同时照算。',
  ask: (number: string): string =>
    lines(
      `${number} 属于哪一类？`,
      '在卡片上选，或者发：',
      ...Object.values(KIND_WORDS).map((kind) => `/分类 ${number} ${kind}`),
      `求决的情形：/分类 ${number} 申诉求决 情形:1—6`,
      `可以简易的：/分类 ${number} 简易`,
    ).join('\n'),
  follows: (p: {
    number: string;
    kind: string | null;
    branch: number | null;
    disciplineUnit: string | undefined;
    accusedKnown: boolean;
  }): string[] => {
    switch (p.kind ?? '') {
      case 'suggestion':
        return ['第二十九条：研究论证，', '可行的采纳并反馈；没有60天时限。', '15天内书面告知（第二十三条）。'];
      case 'accusation':
        return lines(
          '第三十条：转纪检依规办理，',
          '不得透露给被反映的人和单位。',
          '已转为密件，群里不再出现。',
          !p.accusedKnown && `还没写被反映方，请补，好让其回避：\n/补充 ${p.number} 涉及:单位或姓名`,
          p.disciplineUnit !== undefined && `转纪检：/交办 ${p.number} ${p.disciplineUnit}`,
        );
      case 'litigation':
        return [
          '与普通信访分开（第二十条、',
          '第二十二条、第二十八条）：',
          '来信转政法部门，来访引导其到',
          '政法部门反映；没有60天时限。',
          `书面告知去处：/受理 ${p.number} 不予受理 理由:属涉法涉诉，请向政法部门提出`,
        ];
      case 'appeal':
        return appeal(p.number, p.branch ?? 6);
      case null:
      default:
        return [];
    }
  },
  simpleOn: (accept: number | undefined, handle: number | undefined): string[] =>
    lines(
      '按简易办理：',
      accept !== undefined && `${accept}个工作日内决定受理，`,
      handle !== undefined && `受理后${handle}个工作日内答复。`,
      '（2016年试行办法的数字，',
      '2022年办法请核对）',
      '60天法定时限同时照算。',
    ),
  simpleOff: '按普通程序办理。',
  simpleUnchanged: (number: string, simple: boolean): string =>
    `${number} 已经是${simple ? '简易' : '普通'}办理，没有改动。`,
  notSimple: (number: string, faults: readonly string[]): string =>
    [
      `${number} 不能简易办理：`,
      ...faults.map((fault) => FAULTS[fault as SimpleFault] ?? fault),
      `按普通程序办：/分类 ${number} 普通`,
    ].join('\n'),
  routeTo: (about: string): string => `线路：${ABOUT_WORDS[about] ?? about}`,
} as const;

/** 线路 of lihai's table (S1 一（一）), both ways. */
const ABOUT_WORDS: Readonly<Record<string, string>> = {
  line: '政策、业务线和项目',
  area: '片、村居工作',
  conduct: '干部履职、作风',
};
export const aboutOf = (word: string): 'line' | 'area' | 'conduct' | undefined =>
  /干部|作风|履职|效能|三/u.test(word)
    ? 'conduct'
    : /片|村|属地|二/u.test(word)
      ? 'area'
      : /线|政策|业务|项目|一/u.test(word)
        ? 'line'
        : undefined;

function appeal(number: string, branch: number): string[] {
  const article = `第三十一条第（${ORDINALS[branch] ?? branch}）项：`;
  const procedure = BRANCHES[branch]?.procedure ?? '';
  if (branch === 6) {
    return lines(
      article,
      '调查核实，出具处理意见书；',
      '受理之日起60天内（第三十四条）。',
      `受理：/受理 ${number} 受理`,
      `是别的情形：/分类 ${number} 申诉求决 情形:1—5`,
    );
  }
  if (branch === 5) {
    return lines(
      article,
      '申请查处违法或履行保护职责，',
      '由主管单位依法履行或者答复，',
      '按那项法律的期限，没有60天时限。',
      '15天内书面告知（第二十三条）。',
      `交主管单位：/交办 ${number} 单位`,
    );
  }
  return lines(
    article,
    `导入${procedure}，`,
    '按那个程序的期限，没有60天时限。',
    `书面告知去处：/受理 ${number} 不予受理 理由:应通过${procedure}解决`,
  );
}

/** The procedure a matter goes by, for 告知; undefined where the ordinary sixty days run. */
export const procedureOf = (kind: string | null, branch: number | null): string | undefined =>
  kind === 'litigation'
    ? '政法部门的法律程序'
    : kind === 'appeal' && branch !== null && branch < 6
      ? (BRANCHES[branch]?.procedure ?? undefined)
      : undefined;
