/** Words of 授权: a role that waits for a second person's word. */
import type { LocalDay } from '../core/local-day.ts';
import type { GrantSeen } from '../domain/org/grants.ts';
import { ROLE_WORDS, zhDay } from './terms.ts';

/** What somebody can do from then on, in the words of those who decide. */
const MAY: Readonly<Record<string, string>> = {
  discipline: '能看密件和检举控告件',
  'main-leader': '能签批，能看全镇事项',
  admin: '能改本镇参数、绑定群',
};

const roleWord = (role: string): string => ROLE_WORDS[role] ?? role;

export const grantWords = {
  calledDecided: '授权结果',
  called: '授权确认请求',
  agree: /^(同意|是|确认)$/u,
  refuse: /^(不同意|否|不)$/u,
  title: '请确认一项授权',
  body: (role: string): string =>
    `名单上新写了${roleWord(role)}（${MAY[role] ?? ''}），有一位确认才生效。\n拿不准的，请先打电话问清楚。`,
  name: '姓名',
  unit: '单位',
  role: '角色',
  asked: '提出日期',
  roleWord,
  agreeLabel: '同意',
  refuseLabel: '不同意',
  agreeLine: (id: string): string => `/授权 ${id} 同意`,
  refuseLine: (id: string): string => `/授权 ${id} 不同意`,
  list: (rows: readonly GrantSeen[], today: LocalDay): string =>
    [
      `等您确认的授权有${rows.length}项：`,
      ...rows.map(
        ({ no, name, unit, role, askedOn }) =>
          `${no}．${name}（${unit}）设为${roleWord(role)}，${zhDay(askedOn, today)}提出`,
      ),
      '定一项请发，例如：',
      `/授权 ${rows[0]?.no ?? 1} 同意`,
      `/授权 ${rows[0]?.no ?? 1} 不同意`,
    ].join('\n'),
  done: (name: string, role: string, agreed: boolean): string =>
    agreed
      ? `已同意：${name}现在是${roleWord(role)}。\n已告诉纪检和本人。`
      : `已记下不同意：${name}不设为${roleWord(role)}。\n要再提，须先从名单里去掉，再写上重新导入。`,
  spent: (agreed: boolean): string => (agreed ? '已同意' : '不同意'),
  decided: (name: string, role: string, by: string | undefined, agreed: boolean): string =>
    by === undefined
      ? `${name}已设为${roleWord(role)}：镇里没有别人能确认，由导入名单的人定的。\n不对的，请马上找县里的工程师。`
      : `${by}${agreed ? '同意' : '不同意'}把${name}设为${roleWord(role)}。`,
  morning: (n: number): string => `有${n}项授权等您确认，请发：/授权`,
  group: '授权只在单聊里定，详情见单聊。',
} as const;
