/**
 * One line each for the person at the terminal: what is wrong, then what to do. Imports nothing, so that every layer
 * that can fail before the bot serves may use it.
 */
export const startupText = {
  alreadyRunning: (dir: string, pid: number) =>
    `${dir} 已有一个在运行（进程 ${pid}）：请先停掉它，或用 DATA_DIR 另设一个数据目录。`,
  databaseBusy: (dir: string, pid: number) => `${dir} 里上次留下的数据库进程 ${pid} 停不下来：请结束该进程后重试。`,
  wrongOwner: (dir: string) =>
    `数据目录 ${dir} 属于另一个用户：请用当初启动它的用户（或 root）启动，或用 DATA_DIR 另设一个目录。`,
  unreachable: (dir: string, user: string) =>
    `用户 ${user} 进不去数据目录 ${dir}：请给它的各级上层目录加上 o+x 权限，或用 DATA_DIR 另设一个目录。`,
  noPlace: (dir: string) =>
    `以 root 运行时没有可放数据库的目录（${dir} 与 /var/lib/xinfang-bot 都不可用）：请改用普通用户运行，或设置 DATABASE_URL。`,
  noUser: () =>
    '以 root 运行需要系统用户 postgres，自动创建失败：请执行 useradd --system postgres，或改用普通用户运行，或设置 DATABASE_URL。',
  noPlatform: (platform: string) =>
    `内置数据库不支持 ${platform}：请安装 PostgreSQL 15 以上并设置 DATABASE_URL（Windows 可用 WSL）。`,
  noBinaries: (reason: string) =>
    `内置数据库的程序文件不可用（${reason}）：请删除 node_modules 后重新运行 npm start，或设置 DATABASE_URL。`,
  initFailed: (reason: string) => `内置数据库初始化失败（${reason}）：请检查磁盘空间与目录权限，或设置 DATABASE_URL。`,
  startFailed: (reason: string, logFile: string) => `内置数据库启动失败（${reason}）：详见 ${logFile}。`,
  dirUnwritable: (dir: string, reason: string) =>
    `数据目录 ${dir} 用不了（${reason}）：请检查路径和权限，或用 DATA_DIR 另设一个目录。`,
  databaseNewer: () =>
    '数据库来自更新版本的程序，旧程序不能用它：请换回新版程序；要退回旧版，请照 docs/operations.md 换上升级前的副本。',
  noRoomForCopy: (dir: string, needed: number, left: number) =>
    `升级前要留一份数据副本，需空闲 ${needed} MB，${dir} 所在的盘只剩 ${left} MB：请清理磁盘后重试，数据没有动过。`,
  copyFailed: (dir: string, reason: string) =>
    `升级前的数据副本没能放进 ${dir}（${reason}）：请检查磁盘和权限后重试，数据没有动过。`,
  badModule: (file: string, reason: string) =>
    `程序文件 ${file} 用不了（${reason}）：自己加的请改好或移走，不是的请重新下载程序。`,
  pooled: () =>
    'DATABASE_URL 通向按事务换连接的连接池（PgBouncer 的 transaction 模式），锁和会话设置在那里不作数：请直连 PostgreSQL，或把连接池改为 session 模式。',
  serverTooOld: (version: string) =>
    `数据库是 PostgreSQL ${version}，太旧：请升级到 15 以上，或去掉 DATABASE_URL 用内置数据库。`,
  notUtf8: (encoding: string) =>
    `数据库的编码是 ${encoding}，存不下中文：请用 UTF8 编码重建这个库（createdb -E UTF8 -T template0 库名）。`,
  readOnly: () => '数据库只能读（备库，或设了只读）：请把 DATABASE_URL 指向主库。',
  passwordMissing: (file: string) => `内置数据库的口令文件 ${file} 不见了或读不了：请从备份恢复它。`,
  keyMissing: (file: string) =>
    `数据库里的身份信息已加密，但找不到密钥：请把当初备份的密钥放回 ${file}，或设置 DATA_KEY。`,
  keyMismatch: () => '密钥与数据库不符：请设置当初加密所用的 DATA_KEY（或放回 data.key），不要换新密钥。',
  keyBroken: (file: string) => `密钥文件 ${file} 不是 32 字节的 base64：请从备份恢复。`,
  keyUnreadable: (file: string, reason: string) =>
    `读不了密钥文件 ${file}（${reason}）：请检查目录权限，或设置 DATA_KEY。`,
  keyUnwritable: (file: string, reason: string) =>
    `无法写入密钥文件 ${file}（${reason}）：请检查目录权限，或设置 DATA_KEY。`,
} as const;
