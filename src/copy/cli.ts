/** What the command line says. */
export const cliText = {
  usage: [
    '用法：npm run cli -- 命令',
    '  org import 文件      导入或更新组织名单（YAML 或 xlsx）',
    '  policy check         检查各镇规则：与法律冲突处、漏写的数',
    '  policy replay        试算：换一套规则，上个月的事项会收到哪些提醒和函（不发、不写）',
    '  doctor               检查运行环境，告诉您下一步做什么',
    '  sweep                立即扫一遍到期的时限',
    '  backup 文件          备份整个数据库（不停机）',
    '  restore 文件         恢复到一个空的数据库',
  ].join('\n'),
  orgUsage: '请写上文件，例如：npm run cli -- org import 名单.yaml',
  orgDone: (town: string, units: number, people: number, groups: number): string =>
    `已导入${town}：${units}个单位，${people}人，${groups}个群。`,
  swept: '已扫完；要发的消息由运行中的机器人发出。',
  policyHead: (title: string, source: string): string => `\n■ ${title}｜${source}`,
  policyPart: (head: string, count: number): string => `${head}（${count}）`,
  policySound: '没有发现冲突和缺项。',
} as const;

export const doctorText = {
  database: '数据库可用',
  queue: '队列可用',
  queueDown: '队列不可用：请检查 REDIS_URL 或数据库。',
  towns: (names: readonly string[]): string => `已导入：${names.join('、')}`,
  noTown: '还没有导入组织名单：npm run cli -- org import 文件',
  mode: (mode: string): string => (mode === 'sandbox' ? '本机体验模式' : '正式模式，已填机器人凭据'),
  noBot: '没有机器人凭据：请设置 WECOM_BOT_ID 和 WECOM_BOT_SECRET。',
  year: (year: number): string => `${year}年放假安排已收录`,
  yearMissing: (year: number): string =>
    `${year}年放假安排没有收录，日期只能暂算：请更新程序（npm update chinese-days）。`,
  yearNotYet: (year: number): string => `${year}年放假安排还没有收录（一般11月公布），跨年的日期先按暂算。`,
  silent: (town: string, names: readonly string[]): string =>
    `${town}还有${names.length}人没和机器人说过话，收不到提醒：${names.slice(0, 10).join('、')}${names.length > 10 ? '等' : ''}`,
  gap: (town: string, title: string, setting: string): string => `${town}待填：${title}（/设置 ${setting} 数值）`,
} as const;

export const backupText = {
  usage: '请写上文件，例如：npm run cli -- backup 备份.gz',
  done: (file: string, matters: number, rows: number): string =>
    `已备份到 ${file}：${matters}件事项，共${rows}行。\n姓名电话仍是加密的：请把 data.key 另外保存，缺了它打不开。`,
  restored: (file: string, matters: number): string =>
    `已从 ${file} 恢复：${matters}件事项。请确认 data.key（或 DATA_KEY）是当时的那一把。`,
  noFile: (file: string): string => `打不开备份文件 ${file}：请检查路径。`,
  broken: (file: string): string => `${file} 不是完整的备份文件：请换一份。`,
  notEmpty: '数据库里已经有数据，不能恢复进去：请换一个空的 DATA_DIR 或 DATABASE_URL。',
  otherVersion: '备份来自另一个版本的程序：请先用当时的版本恢复，再升级。',
} as const;
