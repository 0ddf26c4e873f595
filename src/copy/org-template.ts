/** What stands in the template of an org workbook. Names and accounts are invented. */
import { type FIELD_WORDS, VALUE_WORDS } from './org-words.ts';

type List = keyof typeof FIELD_WORDS;
const words = (map: Readonly<Record<string, readonly [string, ...string[]]>>): string =>
  Object.values(map)
    .map(([word]) => word)
    .join('、');

const notes: Readonly<Record<List, string>> = {
  town: '只填一行。代号用小写字母，定了不要改；编号字母是事项编号的开头（QS2026-0001）；规则是 policies 里的文件名，只按国家规定办就填 national。',
  units: `一行一个单位。代号用字母（如拼音首字母），定了不要改；类别只填${words(VALUE_WORDS.kind)}；负责人、分管领导、联村领导填账号或姓名（重名填账号）；经管事项是几个关键词，用顿号隔开。`,
  people: `一行一个人。账号是企业微信管理后台 通讯录 里的“账号”，不是姓名和手机号；单位填代号或名称；角色可填几个，用顿号隔开：${words(VALUE_WORDS.roles)}。至少要有一个信访办。`,
  groups: `一行一个群，不知道群号就空着这张表，在群里用 /绑定。接收可填几个：${words(VALUE_WORDS.receives)}。机器人地址是群里“消息推送”的 Webhook，要保密。`,
  settings: '不填就按规则文件的默认值，也可以以后用 /设置 改。',
};

const examples: { readonly [L in List]: Readonly<Partial<Record<keyof (typeof FIELD_WORDS)[L], string>>> } = {
  town: { id: 'qingshi', name: '青石镇', prefix: 'QS', policy: 'national' },
  units: { id: 'cjb', name: '城建办', kind: '办公室', head: '郑某', leader: '孙某', handles: '路灯、道路、违建' },
  people: { userid: 'zhengmou', name: '郑某', unit: '城建办', roles: '单位负责人、经办人' },
  groups: { chatid: 'wrABC123', name: '城建办工作群', unit: '城建办', receives: '提醒、督办', appchat: '否' },
  settings: { key: 'yellowUnderMonthDays', value: '5' },
};

export const orgTemplateText = {
  notes,
  examples,
  /** Lines that the note takes over the width of its sheet. */
  lines: (list: List): number => Math.ceil(notes[list].length / 26),
  usage: '请写上要写到哪个文件，例如：npm run cli -- org template 名单.xlsx',
  exists: (file: string): string => `${file} 已经有了：请换一个文件名。`,
  notXlsx: (file: string): string => `模板是 Excel 文件，请用 .xlsx 结尾（写的是 ${file}）。`,
  written: (file: string): string =>
    `模板已写到 ${file}：照“例”的样子从下一行填起（“说明”“例”两行不会导入），再运行：npm run cli -- org import ${file} --check`,
} as const;
