// The commands the menu offers after "/". Examples are whole lines that may be sent after a change or two;
// {number} is the matter last named in the chat, {today} a day of the virtual clock.
import { isoDay } from './time.js';

const COMMANDS = [
  {
    name: '登记',
    alias: 'register',
    hint: '新来一件信访事项',
    example: '/登记 村口路灯不亮 地点:五里墩村口 方式:来访 人数:1',
  },
  { name: '交办', alias: 'assign', hint: '交给承办单位', example: '/交办 {number} 城建办 期限:15工作日' },
  { name: '更正', alias: 'correct', hint: '登记写错了', example: '/更正 {number} 人数:2 理由:登记时记少了' },
  { name: '作废', alias: 'withdraw', hint: '重复或误登', example: '/作废 {number} 误登 理由:不是信访事项' },
  { name: '批示', alias: 'approve', hint: '领导签批', example: '/批示 {number} 同意 意见:尽快办理' },
  { name: '签收', alias: 'sign', hint: '签收交办，或提醒已阅', example: '/签收 {number}' },
  { name: '联系', alias: 'contact', hint: '与信访人联系过了', example: '/联系 {number} 已电话联系，约定周五上门' },
  { name: '进展', alias: 'progress', hint: '报告办理进展', example: '/进展 {number} 已现场查看，灯具已订购' },
  {
    name: '答复',
    alias: 'reply',
    hint: '拟答复意见',
    example: '/答复 {number} 事实:三盏路灯不亮 依据:城市照明管理规定 内容:路灯已修复并试亮',
  },
  { name: '审核', alias: 'review', hint: '第一责任人审核答复', example: '/审核 {number} 同意' },
  {
    name: '送达',
    alias: 'serve',
    hint: '文书送到信访人',
    example: '/送达 {number} 文书:处理意见书 日期:{today} 方式:直接送达',
  },
  { name: '延期', alias: 'extend', hint: '申请延长期限', example: '/延期 {number} 10天 理由:需要专业检测' },
  { name: '办结', alias: 'close', hint: '办理完毕', example: '/办结 {number} 依据:书面答复 结果:路灯已修复' },
  {
    name: '调解',
    alias: 'mediate',
    hint: '双方自愿的协议',
    example: '/调解 {number} 自愿:双方自愿 日期:{today} 协议:三日内清理沟渠',
  },
  { name: '复查', alias: 'reexamine', hint: '复查复核申请和结果', example: '/复查 {number} 申请 日期:{today}' },
  {
    name: '听证',
    alias: 'hearing',
    hint: '定听证或记结果',
    example: '/听证 {number} 定于:{today} 地点:镇会议室 主持:孙某',
  },
  { name: '回访', alias: 'followup', hint: '办结后回访', example: '/回访 {number} 满意 情况:信访人说灯亮了' },
  {
    name: '受理',
    alias: 'admit',
    hint: '受理或不予受理',
    example: '/受理 {number} 受理 送达:{today} 方式:直接送达',
  },
  {
    name: '分类',
    alias: 'classify',
    hint: '定类别，决定时限',
    example: '/分类 {number} 申诉求决 情形:6 业务:城乡建设',
  },
  { name: '补充', alias: 'supplement', hint: '补充登记内容', example: '/补充 {number} 地点:五里墩村口' },
  { name: '查', alias: 'show', hint: '看一件的全部情况', example: '/查 {number}' },
  { name: '搜', alias: 'search', hint: '按字词找', example: '/搜 路灯' },
  { name: '今天', alias: 'today', hint: '今天要办的', example: '/今天' },
  { name: '我的', alias: 'mine', hint: '我手上的事项', example: '/我的' },
  { name: '为什么', alias: 'why', hint: '期限是怎么算的', example: '/为什么 {number}' },
  { name: '退回', alias: 'return', hint: '不归本单位管', example: '/退回 {number} 理由:属水利站职责' },
  { name: '并案', alias: 'merge', hint: '同一件事又来了', example: '/并案 {number} 3' },
  { name: '转办', alias: 'transfer', hint: '改由另一个单位办', example: '/转办 {number} 农业办 理由:属水利设施' },
  { name: '协办', alias: 'assist', hint: '请别的单位帮忙', example: '/协办 {number} 民政办 要求:核对低保情况' },
  { name: '包案', alias: 'lead', hint: '一件事一位领导包到底', example: '/包案 {number} 李某平 方案:一周内拿出方案' },
  { name: '预警', alias: 'warn', hint: '发预警提醒单', example: '/预警 {number} 原因:多次反映' },
  { name: '交接', alias: 'handover', hint: '事项交给别人接着办', example: '/交接 {number} 郑某' },
  { name: '值班', alias: 'roster', hint: '谁哪天接访', example: '/值班 周一 孙某' },
  { name: '接访', alias: 'reception', hint: '记接访批次人次', example: '/接访 3批 8人次' },
  { name: '零报告', alias: 'nil', hint: '本期没有问题', example: '/零报告' },
  { name: '周报', alias: 'weekly', hint: '看一周的数', example: '/周报' },
  { name: '月报', alias: 'monthly', hint: '看一个月的数', example: '/月报' },
  { name: '统计', alias: 'stats', hint: '看现在的数', example: '/统计' },
  { name: '催办', alias: 'urge', hint: '催一催承办单位', example: '/催办 {number}' },
  { name: '督办', alias: 'supervise', hint: '发督办函', example: '/督办 {number} 要求:三日内书面说明进展' },
  { name: '到场', alias: 'callout', hint: '多人来访，请领导到场', example: '/到场 6人' },
  { name: '回避', alias: 'recuse', hint: '与事项有关的人回避', example: '/回避 {number} 理由:当事人是我亲属' },
  { name: '告知', alias: 'tell', hint: '可以这样告诉群众', example: '/告知 {number}' },
  { name: '重启', alias: 'reopen', hint: '办结后重新办理', example: '/重启 {number} 理由:又不亮了' },
  { name: '绑定', alias: 'bind', hint: '让本群收提醒、周报', example: '/绑定 提醒,督办,周报' },
  { name: '解绑', alias: 'unbind', hint: '本群不再接收', example: '/解绑' },
  { name: '设置', alias: 'settings', hint: '本镇的参数', example: '/设置' },
  { name: '撤销', alias: 'undo', hint: '撤回刚才那一步', example: '/撤销' },
  { name: '帮助', alias: 'help', hint: '我现在能用的命令', example: '/帮助' },
];

const NUMBER = /\b[A-Z]{2,5}\d{4}-\d{4,}\b/g;

/** The commands with their examples filled in for a chat as it stands. */
export function commandsHere(messages, now) {
  let number = '12';
  for (let i = messages.length - 1; i >= 0 && number === '12'; i -= 1) {
    number = messages[i].text.match(NUMBER)?.at(-1) ?? number;
  }
  const fill = (example) => example.replace('{number}', number).replace('{today}', isoDay(now));
  return COMMANDS.map((command) => ({ ...command, example: fill(command.example) }));
}

/** Of these, the ones fitting what was typed so far; none when the text is more than a command word. */
export function matching(commands, text) {
  const match = /^[/／、]([^\s]*)$/.exec(text);
  if (!match) return [];
  const typed = match[1].toLowerCase();
  return commands.filter((one) => one.name.startsWith(typed) || one.alias.startsWith(typed));
}
