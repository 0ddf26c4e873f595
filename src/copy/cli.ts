/** What the command line says. */
export const cliText = {
  usage: [
    '用法：npm run cli -- 命令',
    '  org import 文件      导入或更新组织名单（YAML 或 Excel）；加 --check 只看会改什么，不写',
    '  org template 文件    写一份空的组织名单（.xlsx），照着填',
    '  org pull 文件        读企业微信通讯录，和组织名单比对，写出建议（不导入）',
    '  groups create 文件   由自建应用建群（组织名单里标了 appchat: true 的）',
    '  policy check         检查各镇规则：与法律冲突处、漏写的数',
    '  policy replay        试算：换一套规则，上个月的事项会收到哪些提醒和函（不发、不写）',
    '  audit verify         核对全部办理记录有没有被改过、删过',
    '  doctor               检查运行环境，告诉您下一步做什么',
    '  sweep                立即扫一遍到期的时限',
    '  backup 文件          备份整个数据库（不停机）',
    '  restore 文件         恢复到一个空的数据库',
  ].join('\n'),
  fileFault: (file: string, code: string): string =>
    `${file} 打不开或写不进去（${code}）：请检查文件夹在不在、有没有权限、磁盘满没满。`,
  orgUsage: '请写上文件，例如：npm run cli -- org import 名单.yaml（先看会改什么加 --check，确认去掉单位和人加 --yes）',
  orgDone: (town: string, units: number, people: number, groups: number): string =>
    `已导入${town}：${units}个单位，${people}人，${groups}个群。`,
  swept: '已扫完；要发的消息由运行中的机器人发出。',
  policyHead: (title: string, source: string): string => `\n■ ${title}｜${source}`,
  policyPart: (head: string, count: number): string => `${head}（${count}）`,
  policySound: '没有发现冲突和缺项。',
} as const;

export const auditText = {
  sealed: (id: string): string => `密件（内部编号 ${id}）`,
  fault: (name: string, seq: number): string => `${name}：第${seq}条办理记录对不上，写入以后被改过或删过。`,
  /** Without figures: they would count the sealed ones. */
  sound: '已核对全部事项的办理记录：全部对得上。',
  broken: (n: number): string => `有${n}件对不上。请先备份数据库、保留现场，再查谁能直接改数据库；需要时从备份恢复。`,
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
