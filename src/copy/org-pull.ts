/** What `org pull` says: WeCom's address book beside the org file. */
export const orgPullText = {
  usage: '请写上组织文件，例如：npm run cli -- org pull 名单.yaml（把建议写到 名单.proposed.yaml）',
  noApp: '读通讯录要有自建应用：请设 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_AGENT_SECRET；没有应用就直接改组织文件。',
  refused: (errcode: number): string => `通讯录没读到（错误码 ${errcode}）：请先运行 npm run cli -- doctor。`,
  unfit: (issue: string): string => `按通讯录改出的文件不合格式（${issue}）：请手工改组织文件。`,
  head: (town: string, listed: number, people: number): string =>
    `${town}：应用看得到的通讯录有${listed}人，组织文件里有${people}人。`,
  joined: (name: string, userid: string, unit: string): string =>
    `＋ ${name}（${userid}）在${unit}，已加入建议，角色请自己填`,
  renamed: (from: string, userid: string, to: string): string => `～ ${from}（${userid}）现在叫${to}`,
  moved: (name: string, from: string, to: string): string => `～ ${name} 从${from}到了${to}`,
  gone: (name: string, userid: string): string => `－ ${name}（${userid}）已不在企业微信，建议里已去掉`,
  keepsMatters: (name: string, n: number): string =>
    `！ ${name} 已不在企业微信，手上还有${n}件没办完，建议里保留；交接后再去掉（/交接 ${name} 接收人）`,
  keepsPost: (name: string, posts: readonly string[]): string =>
    `！ ${name} 已不在企业微信，但仍是${posts.join('、')}的负责人或分管领导，建议里保留；请先换人`,
  hidden: (name: string, userid: string): string => `！ ${name}（${userid}）不在应用的可见范围，建议里保留`,
  elsewhere: (n: number): string => `另有${n}人在别的部门（和单位名称对不上），没有列出。`,
  same: '没有要改的。',
  written: (file: string): string =>
    `建议已写到 ${file}，什么都还没导入。看过、补好角色后：npm run cli -- org import ${file}`,
} as const;
