/** What `doctor` says: each line names what is wrong and the exact next step. */

import { appText } from './app.ts';
import type { Refusal } from '../contract/channel.ts';
import type { ConnectionTrouble } from '../contract/connection-trouble.ts';
import { connectionMends, connectionText } from './connection.ts';

const MARKS = { good: '[好]', hint: '[提示]', bad: '[要处理]' } as const;
const named = (names: readonly string[]): string => names.join('、');
const query = (errcode: number): string => `https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;

const proof = (hasFile: boolean): string =>
  hasFile
    ? '校验文件已由本程序应答，点“申请校验域名”即可。'
    : '下载的校验文件不用上传，写 export WECOM_VERIFY_FILE=WW_verify_….txt（照文件名），重启程序，再点确定。';

export const doctorText = {
  line: (level: keyof typeof MARKS, line: string): string => `${MARKS[level]} ${line}`,
  /** What is looked at, for the line about a check that itself failed. */
  checks: {
    queue: '队列',
    disk: '磁盘',
    org: '组织名单',
    ways: '提醒的出路',
    clock: '本机时钟',
    connection: '长连接',
    publicUrl: '公网地址',
    callback: '回调',
    app: '自建应用',
    calendar: '放假安排',
    audit: '办理记录',
    readers: (town: string): string => `${town}的人和群`,
    settings: (town: string): string => `${town}的设置`,
  },
  broken: (what: string, reason: string): string =>
    `${what}没能检查（${reason}）：请再运行一次；还是这样，请把这一行和日志交给维护的人。`,
  database: '数据库可用',
  /** Without figures: they would count the sealed ones. */
  records: '办理记录没有被改过（抽查；全部核对：npm run cli -- audit verify）',
  recordChanged: (line: string): string => `${line}请运行 npm run cli -- audit verify 核对全部，先保留现场。`,
  queue: '队列可用',
  queueDown: '队列不可用：请检查 REDIS_URL 或数据库。',
  towns: (names: readonly string[]): string => `已导入：${names.join('、')}`,
  noTown: appText.noTown,
  mode: (mode: string): string => (mode === 'sandbox' ? '本机体验模式' : '正式模式，已填机器人凭据'),
  noBot: '没有机器人凭据：请设置 WECOM_BOT_ID 和 WECOM_BOT_SECRET。',
  year: (year: number): string => `${year}年放假安排已收录`,
  yearMissing: (year: number): string =>
    `${year}年放假安排没有收录，日期从${year}年1月1日起只能暂算：请管理员发 /设置 放假 并贴上国务院办公厅的通知，或更新程序（npm update chinese-days）。`,
  yearNotYet: (year: number): string =>
    `${year}年放假安排还没有收录（一般11月公布），从${year - 1}年12月29日起的日期先按暂算；公布后请管理员发 /设置 放假 并贴上通知。`,
  gap: (town: string, title: string, setting: string): string => `${town}待填：${title}（/设置 ${setting} 数值）`,

  disk: (gigabytes: number): string => `磁盘还有 ${gigabytes.toFixed(1)} GB`,
  diskLow: (gigabytes: number, dir: string): string =>
    `磁盘只剩 ${gigabytes.toFixed(1)} GB（${dir} 所在的盘）：请清理，或把 DATA_DIR 换到大一些的盘。`,

  clock: '本机时钟准确',
  clockOff: (seconds: number): string =>
    `本机时钟${seconds > 0 ? '快' : '慢'}了${Math.abs(seconds)}秒，回调会被拒、期限会算错：请打开自动校时（timedatectl set-ntp true）。`,
  clockUnknown: '没连上企业微信，时钟没法核对：请检查网络和 WECOM_API_BASE_URL。',

  connected: '长连接可用（已试连）',
  trouble: (trouble: ConnectionTrouble): string => `${connectionText[trouble]}。`,
  running: '机器人正在运行，已问过它',
  runningTrouble: (trouble: ConnectionTrouble): string =>
    `程序正在运行，但${connectionText[trouble]}${connectionMends[trouble]}`,
  runningQueue: (detail: string): string =>
    detail === 'emptied'
      ? '程序正在运行，但队列被清空了：一分钟内会自己补上；反复出现请查 Redis 是否有人清空，并把 maxmemory-policy 设为 noeviction。'
      : '程序正在运行，但队列连不上：请检查 REDIS_URL 或数据库；到期的提醒会在恢复后补发。',
  runningCount: '今天早上没有核对提醒，可能有提醒没发出去。请看运行日志；中午以后仍这样，请重启程序。',
  runningSweep: '程序正在运行，但没有进程在扫到期的时限：请确认有一个 ROLES 含 worker 的进程在运行，或重启它。',
  runningOutbox: (age: string, oldest: { readonly name: string; readonly why: string | null } | undefined): string => {
    const what = oldest === undefined ? '' : `，最早的一条是${oldest.name}（${oldest.why}）`;
    return `程序正在运行，但有消息压了 ${age} 还没发出${what}：请看日志里 message not sent、message not made 后的原因。`;
  },
  runningDown: (name: string, detail: string): string =>
    `程序正在运行，但它报告 ${name} 不正常${detail === '' ? '' : `（${detail}）`}：请看它的日志，或重启它。`,
  standbyAlone:
    '本机的进程在待命，占着机器人的那个进程却有一分钟没连上企业微信了。\n  请在那台机器上运行 npm run cli -- doctor，照提示改；或停掉它，这里几秒内接过来。',
  runningElsewhere: '另一个进程正连着机器人，这里不去抢；它的情况请看它自己的 /readyz。',

  token: '自建应用可用：凭据、可信 IP 都对',
  app: ({ code, reason }: Refusal, address: string | undefined): string => {
    if (reason === 'app-address') {
      return `自建应用不认本机的地址：请在管理后台该应用的“企业可信IP”里加上 ${address ?? '本机的出口地址'}，约一分钟后生效。`;
    }
    if (reason === 'app-secret') return `自建应用的 Secret 不对或应用已停用（${code}）：请核对 WECOM_AGENT_SECRET。`;
    if (reason === 'app-stopped') return doctorText.appStopped;
    if (reason === 'app-corp') return `企业 ID 不对（${code}）：请核对 WECOM_CORP_ID。`;
    if (reason === 'no-answer') return '连不上企业微信的服务端接口：请检查网络和 WECOM_API_BASE_URL。';
    return `自建应用不可用（错误码 ${code}）：请在 ${query(code)} 查原因。`;
  },
  agentWrong: (agentId: number): string =>
    `AgentId ${agentId} 和 Secret 不是同一个应用的：请到应用页面核对 WECOM_AGENT_ID、WECOM_AGENT_SECRET。`,
  noAppCallback: '自建应用没有回调：卡片按钮用不了，改发文字；要按钮请设“接收消息”和 WECOM_CALLBACK_*。',

  appStopped: '自建应用在管理后台被停用了，消息发不出去：请打开该应用，点“启用”。',

  noPublicUrl:
    '没设 PUBLIC_URL：卡片和答复里没有网页链接，其他照常。\n  要网页，启动前写：export PUBLIC_URL=https://你的域名（见 docs/connect.md 的 E）',
  publicUrlNoTls: (host: string): string =>
    `PUBLIC_URL 不是 https：企业微信里的网页和回调都要 https。\n  请在反向代理上配好证书，再写：export PUBLIC_URL=https://${host}`,
  publicUrlPrivate: (host: string): string =>
    `PUBLIC_URL 的 ${host} 只有本机或内网认得，手机打不开。\n  请换成公网域名：export PUBLIC_URL=https://你的域名`,
  publicUrlPath: (origin: string): string =>
    `PUBLIC_URL 只写到域名，后面不带路径，否则网页打不开。\n  请写：export PUBLIC_URL=${origin}`,
  publicUrlDead: (origin: string): string =>
    `从本机打不开 ${origin}/healthz（5秒没有应答）。\n  请确认程序在运行、域名解析到反向代理、443 端口放行；只有本机打不开时，请用手机再试一次。`,
  publicUrlOther: (origin: string, status: number): string =>
    `${origin}/healthz 有应答（${status}），但答话的不是本程序。\n  请让反向代理把 /healthz、/h5/、/api/、/wecom/、/WW_verify_* 原样转给本机的 PORT；程序没在运行时请先启动。`,
  publicUrl: (origin: string): string => `公网地址 ${origin} 通到本程序`,

  verifyFile: (name: string): string => `可信域名校验文件 ${name} 能访问`,
  verifyFileDead: (url: string): string =>
    `${url} 取不到或内容不对，可信域名会校验不过。\n  请核对 WECOM_VERIFY_FILE 与下载的文件名一致，重启程序，并让反向代理放行这个地址。`,
  domain: (host: string): string => `可信域名是 ${host}，与 PUBLIC_URL 一致`,
  domainUnset: (host: string, hasFile: boolean): string =>
    `自建应用还没设可信域名，卡片里的网页点开登录不了（50001）。\n  请在该应用的“网页授权及JS-SDK”里填 ${host}；${proof(hasFile)}`,
  domainOther: (theirs: string, host: string, hasFile: boolean): string =>
    `可信域名是 ${theirs}，PUBLIC_URL 是 ${host}，域名和端口要一样（50001、85005）。\n  请改其中一个：export PUBLIC_URL=https://${theirs}，或在“网页授权及JS-SDK”里填 ${host}；${proof(hasFile)}`,

  callback: (path: string): string => `回调 ${path} 从本机经公网地址走得通（从外面通不通，以企业微信后台能保存为准）`,
  callbackNoUrl:
    '设了回调但没设 PUBLIC_URL：没法检查回调地址，卡片里也没有网页链接。\n  请写企业微信访问本机的网址：export PUBLIC_URL=https://你的域名',
  callbackDead: (url: string): string =>
    `${url} 没有应答：请确认域名解析到反向代理，443 端口放行，反向代理把 /wecom/ 转给本机的 PORT。`,
  callbackKeys: (url: string, variables: string): string =>
    `${url} 不认这里的 Token 或 EncodingAESKey（403），正在运行的程序用的是另一套。\n  请核对 ${variables}_TOKEN、${variables}_AES_KEY 与管理后台一致，重启程序。`,
  callbackAbsent: (url: string, variables: string): string =>
    `${url} 那里没有这个回调（404），正在运行的程序启动时没设 ${variables}_TOKEN、${variables}_AES_KEY。\n  请设好后重启程序；已经设了，就请让反向代理把 /wecom/ 原样转给本机的 PORT。`,
  callbackBehind: (url: string, status: number): string =>
    `${url} 答的是 ${status}：反向代理转不到程序。请确认程序在运行，代理里写的端口是它的 PORT。`,
  callbackOther: (url: string, status: number): string =>
    `${url} 答的是 ${status}：请让反向代理把 /wecom/ 原样转给本机的 PORT，查询参数不改写。`,

  silent: (town: string, names: readonly string[], botName: string): string =>
    `${town}有${names.length}人从未给机器人发过消息，推送不到：${named(names)}。\n  请他们在企业微信里搜“${botName}”，打开单聊发任意一句；或设自建应用。`,
  viaApp: (town: string, n: number): string => `${town}有${n}人没和机器人说过话，提醒由自建应用发`,
  unknown: (town: string, names: readonly string[]): string =>
    `${town}有${names.length}人在企业微信里查不到：${named(names)}。\n  请核对组织文件里的 userid；已离职的从文件里去掉，再 npm run cli -- org import 文件。`,
  invisible: (town: string, names: readonly string[]): string =>
    `${town}有${names.length}人不在自建应用的可见范围：${named(names)}。\n  请在应用的“可见范围”里加上他们。`,
  people: (town: string, n: number): string => `${town}${n}人都能推送到`,
  lost: (town: string, n: number): string => `${town}有${n}条消息没送到，原因见信访办的晨报。`,

  groups: (town: string, n: number): string => `${town}${n}个群都能推送到`,
  groupSilent: (town: string, names: readonly string[], botName: string): string =>
    `${town}有${names.length}个群还没人@过机器人，推送不到：${named(names)}。\n  请在群里发：@${botName} /绑定 提醒；或给群配群机器人（组织文件的 webhook）。`,
  groupNoBot: (town: string, names: readonly string[]): string =>
    `${town}有${names.length}个群没有办法推送：${named(names)}。\n  机器人是回调方式，请给群配群机器人（组织文件的 webhook）。`,
  groupUnmade: (town: string, names: readonly string[]): string =>
    `${town}有${names.length}个应用群还没建或不归这个应用：${named(names)}。\n  请运行：npm run cli -- groups create 组织文件`,
  noGroups: (town: string): string => `${town}还没有绑定群，督办和周报只发给个人。`,
} as const;
