import type { Refusal } from '../contract/channel.ts';

/** What `groups create` says of the groups that the self-built app makes. */
export const appGroupText = {
  usage: '请写上组织文件，例如：npm run cli -- groups create 名单.yaml（建里面标了 appchat: true 的群）',
  noApp: '建群要有自建应用：请设 WECOM_CORP_ID、WECOM_AGENT_ID、WECOM_AGENT_SECRET。',
  none: '组织文件里没有要建的群：请给群写上 appchat: true，chatid 自己起（1—32位字母和数字）。',
  tooFew: (name: string): string => `${name}：至少要两个人，请在组织文件里给这个群写 members。`,
  hello: (name: string): string => `${name}已建好，信访提醒和督办发到这里。\n办理请到和机器人的单聊里。`,
  done: (name: string, made: 'made' | 'changed' | 'same', members: number): string =>
    `${name}：${{ made: '已建好', changed: '已按组织文件更新', same: '没有变化' }[made]}，${members}人。`,
  refused: (name: string, { code, reason }: Refusal): string =>
    reason === 'app-interface'
      ? `${name}：没建成。应用的可见范围要包含根部门（全单位），请在应用页面改“可见范围”，或改用群机器人（webhook）。`
      : `${name}：没建成（错误码 ${code}），请在 https://open.work.weixin.qq.com/devtool/query?e=${code} 查原因。`,
  next: (file: string): string => `还没导入的话，再运行：npm run cli -- org import ${file}`,
} as const;
