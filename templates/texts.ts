/** The wording of each letter as shipped; a town edits the Word file instead. Tags in braces are explained in docs/letters.md. */
import type { LetterKind } from '../src/contract/letter.ts';
import { attachment, attachments, each, head, last, signature, table, text, title, to, when } from './parts.ts';

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

export const TEXTS: Readonly<Record<LetterKind, readonly string[]>> = {
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
    head('五、办理期限：', '{到期日}前办结（{时限名称}，依据：{时限依据}）'),
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
    text('请抓紧办理，于{报告期限}前将办理进展报{信访办}。'),
    CONTACT,
    ...signature('{信访办}'),
  ],

  supervise: [
    ...toUnit('信访事项督办函'),
    to('{承办单位}（{责任人}）'),
    text('你单位承办的信访事项（{事项编号}，{题目}），{督办原因}。依据{督办依据}，现予督办。'),
    head('一、尚缺事项：', '{尚缺事项}。'),
    head('二、督办要求：', '{办理要求}'),
    head('三、报告期限：', '请于{报告期限}前书面报告办理情况、未按期办结的原因和改进措施。'),
    CONTACT,
    ...signature('{信访办}'),
  ],

  accept: [
    ...toPetitioner('信访事项受理告知书'),
    to('{信访人}{等人}'),
    text(
      '{收到日期}，本机关收到{你}通过{信访形式}提出的信访事项（编号：{事项编号}）。经审查，属于本机关职权范围，依据《信访工作条例》第二十三条，决定予以受理。现告知如下：',
    ),
    head('一、受理的事项'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、办理单位：', '{办理单位}'),
    head('三、办理程序：', '{办理程序}。'),
    head('四、办理期限：', '{办理期限}。'),
    head('五、查询方式：', '凭事项编号向{信访办}查询，也可以通过国家信访信息系统查询。'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  decline: [
    ...toPetitioner('信访事项{文书名称}'),
    to('{信访人}{等人}'),
    text('{收到日期}，本机关收到{你}通过{信访形式}提出的信访事项（编号：{事项编号}）：'),
    each('诉求', '（{序号}）{内容}。'),
    text('经审查，{理由}。依据{决定依据}，决定{决定}。'),
    text('{去向}'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  extend: [
    ...toPetitioner('信访事项延期办理告知书'),
    to('{信访人}{等人}'),
    text('{你}于{收到日期}提出的信访事项（编号：{事项编号}），办理期限原为{原期限}。因{理由}，不能在期限内办结。'),
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
    text('{你}于{收到日期}通过{信访形式}提出的信访事项（编号：{事项编号}）收悉。经调查核实，现答复如下：'),
    head('一、诉求'),
    each('诉求', '（{序号}）{内容}。'),
    head('二、查明的事实'),
    each('诉求', '（{序号}）{事实}。'),
    head('三、处理意见和依据'),
    each('诉求', '（{序号}）依据{依据}，{结论}{答复}。'),
    head('四、救济途径'),
    text('不服本处理意见的，可以依据《信访工作条例》第三十五条，自收到本意见书之日起30日内向{复查机关}请求复查。'),
    CONTACT,
    ...signature('{机关}'),
    ...receipt,
  ],

  closing: [
    ...toPetitioner('信访事项办结报告'),
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
};
