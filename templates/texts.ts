/** The wording of each letter as shipped; a town edits the Word file instead. Tags in braces are explained in docs/letters.md. */
import type { LetterTemplate } from '../src/contract/letter.ts';
import {
  attachment,
  attachments,
  copyTo,
  each,
  head,
  last,
  signature,
  table,
  text,
  title,
  to,
  when,
  withoutLoneSeal,
} from './parts.ts';

const ROW = (label: string, content = ''): { content: string; head?: boolean; span?: number }[] => [
  { content: label, head: true },
  { content, span: 3 },
];

/** 送达回证: who got the paper, when and how; the petitioner's own periods run from that day (条例 arts 35, 36). */
const receipt = [
  ...attachment('送达回证', ''),
  table(
    [34, 44, 34, 44],
    [
      ROW('送达文书', '{文书名称}（{文号}）'),
      ROW('受送达人', '{信访人}'),
      ROW('送达方式', '□直接送达　□留置送达　□邮寄送达　□其他：'),
      [
        { content: '送达地点', head: true },
        { content: '' },
        { content: '收到日期', head: true },
        { content: '　　年　月　日' },
      ],
      [
        { content: '受送达人签名', head: true },
        { content: '' },
        { content: '送达人签名', head: true },
        { content: '' },
      ],
      ROW('备注', '（代收、拒收的，写明情况和见证人）'),
    ],
    16,
  ),
];

const CONTACT = last('联系人：{联系人}　　联系电话：{联系电话}');
const toUnit = (name: string): string[] => title('{信访办}', name);
const toPetitioner = (name: string): string[] => title('{机关}', name);
/** 上行文: the number stands left, who answers for the paper right (GB/T 9704). */
const upwards = (name: string): string[] => title('{机关}', name, '{签发人}');

const BODIES: Readonly<Record<LetterTemplate, readonly string[]>> = {
  assign: [
    ...toUnit('信访事项交办函'),
    to('{承办单位}'),
    text('现将以下信访事项交你单位办理。'),
    head('一、事项编号：', '{事项编号}{来文号}'),
    head('二、来源：', '{信访形式}，{收到日期}收到'),
    head('三、诉求'),
    each('诉求', '（{序号}）{内容}。'),
    when('保密说明', '{保密说明}'),
    head('四、责任人：', '{责任人}'),
    head('五、办理期限：', '{到期日}前（含当日）办结（{时限名称}，依据：{时限依据}）'),
    head('六、办理要求：', '{办理要求}'),
    text(
      '请按期办理，逐项答复诉求，并将《信访事项办理情况反馈表》报回。认为不属于本单位职权范围的，请自收到本函之日起5个工作日内书面提出异议，详细说明理由。',
    ),
    CONTACT,
    ...attachments('信访事项办理情况反馈表'),
    ...signature('{信访办}'),
    ...attachment('信访事项办理情况反馈表'),
    table(
      [34, 44, 34, 44],
      [
        [
          { content: '事项编号', head: true },
          { content: '{事项编号}' },
          { content: '交办函文号', head: true },
          { content: '{文号}' },
        ],
        [
          { content: '承办单位', head: true },
          { content: '{承办单位}' },
          { content: '责任人', head: true },
          { content: '{责任人}' },
        ],
        ROW('联系信访人'),
        ROW('查明的事实'),
        ROW('处理依据'),
        ROW('逐项答复'),
        ROW('送达情况'),
        [
          { content: '单位负责人', head: true },
          { content: '（签名）' },
          { content: '报送日期', head: true },
          { content: '　　年　月　日' },
        ],
      ],
      19,
    ),
  ],

  remind: [
    ...toUnit('信访事项提醒函'),
    to('{承办单位}（{责任人}）'),
    text('你单位承办的信访事项临近办理期限，现提醒如下。'),
    head('一、事项：', '{事项编号}，{题目}'),
    head('二、办理期限：', '{时限名称}，{到期日}到期，{剩余时间}'),
    head('三、期限依据：', '{时限依据}'),
    head('四、尚缺事项：', '{尚缺事项}。'),
    text('请抓紧办理，于{报告期限}前（含当日）将办理进展报{信访办}。'),
    CONTACT,
    ...signature('{信访办}'),
  ],

  supervise: [
    ...toUnit('信访事项督办函'),
    to('{承办单位}（{责任人}）'),
    text('你单位承办的信访事项（{事项编号}，{题目}），{督办原因}。依据{督办依据}，现予督办。'),
    head('一、尚缺事项：', '{尚缺事项}。'),
    head('二、督办要求：', '{办理要求}'),
    head('三、报告期限：', '请于{报告期限}前（含当日）书面报告办理情况、未按期办结的原因和改进措施。'),
    CONTACT,
    ...signature('{信访办}'),
  ],

  warn: [
    ...toUnit('预警提醒单'),
    to('{承办单位}（{责任人}）'),
    table(
      [34, 44, 34, 44],
      [
        [
          { content: '事项编号', head: true },
          { content: '{事项编号}' },
          { content: '题目', head: true },
          { content: '{题目}' },
        ],
        ROW('预警原因', '{预警原因}'),
        ROW('报回期限', '{到期日}前（含当日）（依据：{时限依据}）'),
        ROW('报回要求', '再次调查核实，分析原因，写明化解措施，经{签字领导}审阅签字后报{信访办}'),
        ROW('再次核实情况'),
        ROW('原因分析'),
        ROW('化解措施'),
        [
          { content: '单位负责人', head: true },
          { content: '（签名）' },
          { content: '{签字领导}', head: true },
          { content: '（签名）' },
        ],
      ],
      12,
      true,
    ),
    ...signature('{信访办}'),
  ],

  forward: [
    ...toUnit('信访事项转送函'),
    to('{转送单位}'),
    text('现将以下信访事项转送你单位依法处理。'),
    head('一、事项编号：', '{事项编号}{来文号}'),
    head('二、来源：', '{信访形式}，{收到日期}收到'),
    head('三、事项摘要'),
    each('诉求', '（{序号}）{内容}。'),
    when('保密说明', '{保密说明}'),
    head('四、转送要求：', '{办理要求}'),
    text('处理结果请依法告知信访人，并告知{信访办}。对检举控告材料和信访人的情况，请依照规定保密。'),
    CONTACT,
    ...attachments('信访事项材料（随函当面移交）'),
    ...signature('{信访办}'),
  ],

  object: [
    ...toPetitioner('关于信访事项办理单位的异议函'),
    text('{收到日期}，本机关收到{主送}交办的信访事项（编号：{事项编号}）{来文号}：'),
    each('诉求', '（{序号}）{内容}。'),
    text('经研究，该事项不属于本机关、单位职权范围，理由如下：'),
    text('{理由}。'),
    text('依据《信访工作条例》第二十三条，现提出异议，请予核实。核实同意后，相关材料一并退回。'),
    CONTACT,
    ...signature('{机关}'),
  ],

  accept: [
    ...toPetitioner('信访事项受理告知书'),
    to('{信访人}{等人}'),
    text(
      '{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}）。经审查，属于本机关职权范围，依据《信访工作条例》第二十三条，决定予以受理。现告知如下：',
    ),
    head('一、受理的事项'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、办理单位：', '{办理单位}'),
    head('三、办理程序：', '{办理程序}。'),
    head('四、办理期限：', '{办理期限}。'),
    head('五、查询方式：', '凭事项编号向{信访办}查询，也可以通过国家信访信息系统查询。'),
    CONTACT,
    ...signature('{机关}', true),
    copyTo,
    ...receipt,
  ],

  // 条例 art. 30: other organs, other periods, and not a word of what is reported.
  'accept-accusation': [
    ...toPetitioner('检举控告事项受理告知书'),
    to('{信访人}{等人}'),
    text(
      '{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}）。经审查，属于检举控告类事项。依据《信访工作条例》第三十条，现告知如下：',
    ),
    head(
      '一、办理机关：',
      '按照管理权限，由纪检监察机关或者有权处理的机关、单位依规依纪依法接收、受理、办理和反馈。本机关负责转送。',
    ),
    head('二、办理期限：', '按照上述机关、单位的规定执行，不适用信访处理意见的60日期限。'),
    head('三、保密：', '检举控告的材料和{你}的情况依照规定保密，不透露、不转给被检举控告的人员或者单位。'),
    head('四、查询方式：', '凭事项编号向{信访办}查询。'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  decline: [
    ...toPetitioner('信访事项不予受理告知书'),
    to('{信访人}{等人}'),
    text('{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}）：'),
    each('诉求', '（{序号}）{内容}。'),
    text('经审查，{理由}。依据《信访工作条例》第二十三条、第三十一条，决定不予受理。'),
    text('{你}可以依法向{去向}提出。'),
    CONTACT,
    ...signature('{机关}', true),
    copyTo,
    ...receipt,
  ],

  exhausted: [
    ...toPetitioner('信访事项不再受理告知书'),
    to('{信访人}{等人}'),
    text('{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}）：'),
    each('诉求', '（{序号}）{内容}。'),
    text('经审查，{理由}。依据《信访工作条例》第三十六条，以同一事实和理由提出的上述信访事项，决定不再受理。'),
    text('{你}有新的事实和理由的，可以重新提出。'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  extend: [
    ...toPetitioner('信访事项延期办理告知书'),
    to('{信访人}{等人}'),
    text(
      '{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}），办理期限原为{原期限}。因{理由}，不能在期限内办结。',
    ),
    text(
      '依据《信访工作条例》第三十四条，经本机关负责人{批准人}批准，办理期限延长{延长天数}日，延长后的期限为{新期限}。',
    ),
    text('特此告知。'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  opinion: [
    ...toPetitioner('信访事项处理意见书'),
    to('{信访人}{等人}'),
    text('{收到日期}，本机关收到{来由}信访事项（编号：{事项编号}）。经调查核实，现答复如下：'),
    head('一、诉求'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、查明的事实'),
    each('诉求', '（{序号}）{事实}。'),
    head('三、处理意见和依据'),
    each('诉求', '（{序号}）依据{依据}，{结论}{答复}。'),
    head('四、救济途径'),
    text('不服本处理意见的，可以依据《信访工作条例》第三十五条，自收到本意见书之日起30日内向{复查机关}请求复查。'),
    CONTACT,
    ...signature('{机关}', true),
    copyTo,
    ...receipt,
  ],

  closing: [
    ...upwards('信访事项办结报告'),
    to('{主送}'),
    head('来文编号：', '{来文编号}'),
    head('事项编号：', '{事项编号}'),
    text('{收到日期}收到{信访形式}的信访事项，已由{承办单位}办结。现将办理情况报告如下：'),
    head('一、诉求'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、查明的事实'),
    each('诉求', '（{序号}）{事实}。'),
    head('三、处理意见和依据'),
    each('诉求', '（{序号}）依据{依据}，{结论}{答复}。'),
    head('四、执行情况：', '{办理结果}。'),
    head('五、送达情况：', '{送达情况}。'),
    head('六、办结日期：', '{办结日期}'),
    CONTACT,
    ...signature('{机关}'),
  ],

  review: [
    ...title('{复查机关}', '信访事项复查意见书'),
    to('{信访人}{等人}'),
    text(
      '{你}不服{机关}作出的信访事项处理意见（{原意见}），于{申请日期}请求复查（事项编号：{事项编号}）。现已复查终结。',
    ),
    head('一、复查请求'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、复查认定'),
    each('认定', '{段落}'),
    head('三、复查决定'),
    text('依据《信访工作条例》第三十五条，对原处理意见{决定}。'),
    head('四、救济途径'),
    last('不服本复查意见的，可以依据《信访工作条例》第三十六条，自收到本意见书之日起30日内向{复核机关}请求复核。'),
    ...signature('{复查机关}'),
    ...receipt,
  ],

  recheck: [
    ...title('{复核机关}', '信访事项复核意见书'),
    to('{信访人}{等人}'),
    text('{你}不服信访事项复查意见（{原意见}），于{申请日期}请求复核（事项编号：{事项编号}）。现已复核终结。'),
    head('一、复核请求'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、复核认定'),
    each('认定', '{段落}'),
    head('三、复核决定'),
    text('依据《信访工作条例》第三十六条，对原复查意见{决定}。'),
    last('本意见为信访事项终结性意见。有新的事实和理由的，可以重新提出。'),
    ...signature('{复核机关}'),
    ...receipt,
  ],

  hearing: [
    ...toPetitioner('信访事项听证通知书'),
    to('{信访人}{等人}'),
    text('{你}提出的信访事项（编号：{事项编号}），依据《信访工作条例》第三十一条，定于下列时间、地点举行听证：'),
    head('一、时间：', '{听证日期}{听证说明}'),
    head('二、地点：', '{听证地点}'),
    head('三、主持人：', '{主持人}（未参与本事项的调查办理）'),
    head('四、参加人：', '信访人、{参加人}'),
    text(
      '可以委托一至二名代理人参加，委托书请在听证前提交。认为主持人与本事项有利害关系的，可以在听证前申请回避。不能按时参加的，请提前告知，以便另定时间。',
    ),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  mediation: [
    ...toPetitioner('信访事项调解协议书'),
    head('当事人：', '{信访人}{等人}'),
    head('对方当事人：', '　　　　　　　　　　　　'),
    head('事项编号：', '{事项编号}'),
    head('一、争议事项'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、协议内容'),
    text('经调解，双方自愿达成如下协议：'),
    each('协议', '{段落}'),
    head('三、其他'),
    text(
      '本协议依据《信访工作条例》第三十三条，在双方自愿基础上达成，自双方签字之日起生效。本协议不影响当事人依法提出其他请求。一式三份，双方和{信访办}各执一份。',
    ),
    table(
      [34, 44, 34, 44],
      [
        [
          { content: '当事人', head: true },
          { content: '（签名）' },
          { content: '对方当事人', head: true },
          { content: '（签名）' },
        ],
        [
          { content: '调解人', head: true },
          { content: '{调解人}' },
          { content: '签订日期', head: true },
          { content: '{调解日期}' },
        ],
      ],
      11,
    ),
  ],
};

export const TEXTS = Object.fromEntries(
  Object.entries(BODIES).map(([name, body]) => [name, withoutLoneSeal(body)]),
) as typeof BODIES;
