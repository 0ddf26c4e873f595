import type { ErrorParams } from '../core/errors.ts';
import type { LocalDay } from '../core/local-day.ts';
import type { AnswerPart } from '../domain/policy/vocabulary.ts';
import type { Change } from '../domain/matter/changes.ts';
import { answers } from './answers.ts';
import { correctionWords } from './correction.ts';
import { holidayNoticeWords } from './holidays.ts';
import { sorterWords } from './triage.ts';
import { plainWords } from './plain-words.ts';
import { REMEDY_ERRORS } from './review-request.ts';
import { nearLines, ownWords } from './replies.ts';
import { zhDay } from './terms.ts';
import { UNDO_ERRORS } from './undo.ts';

type Say = (p: ErrorParams) => string;
const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** 查无此号 stands in every refusal to touch a matter, whatever the reason. */
const notFound: Say = () => '查无此号，或不由您办理。\n发 /我的 看您手上的事项。';

const askOne: Say = (p) => (p['asking'] === true ? '哪一件？回编号就行。' : `请分开发，例如：${String(p['example'])}`);

/** What is wrong with the number, and the matters to choose from. */
const rows = (p: ErrorParams): string[] => [
  ...list(p['recent']),
  ...(p['more'] === true ? ['（还有别的没列出，也可以回它的编号）'] : []),
];

function whichNumber(problem: string, matters: readonly string[], p: ErrorParams): string {
  const ask = p['asking'] === true ? '哪一件？回编号就行：' : '请写上编号重发：';
  return [problem, ...(matters.length === 0 ? [] : [ask, ...matters]), `例如：${String(p['example'])}`].join('\n');
}

/** One sentence for each code: what happened, and what to type next. Nothing typed is repeated here: groups may see it. */
const ERROR_TEXT: Record<string, Say> = {
  ...REMEDY_ERRORS,
  ...UNDO_ERRORS,
  'petition.not-found': notFound,
  'petition.not-yours': notFound,
  'accusation.whose': () => '是不是反映干部或单位的，由信访办或登记的人确认。\n请告诉信访办。',
  'petition.ambiguous': (p) =>
    `这个号有好几件，请写完整编号：\n${list(p['numbers']).join('\n')}\n例如：/${String(p['verb'])} ${list(p['numbers'])[0]}`,
  'petition.closed': (p) =>
    p['undone'] === true
      ? `${String(p['number'])} 的登记已作废，不能再办。\n看经过，请发：/查 ${String(p['number'])}`
      : `${String(p['number'])} 已于${zhDay(p['closedOn'] as LocalDay)}办结。\n要继续办，请先发：/重启 ${String(p['number'])} 理由`,
  'petition.merged': (p) =>
    `${String(p['number'])} 已并案，在并入的那件里办理。\n看并到哪件，请发：/查 ${String(p['number'])}`,
  'petition.sent-back': (p) =>
    `${String(p['number'])} 已退回上级，不在本镇办理。\n上级又交来的，请重新登记：/登记 内容 方式:上级交办`,
  'merge.other': (p) =>
    `并到哪一件？请写两个编号，后登记的在前，例如：\n/并案 ${String(p['number'])} 3\n已办结又有新情况的：/并案 ${String(p['number'])} 3 新情况`,
  'merge.self': (p) => `${String(p['number'])} 不能并到自己。请写另一件的编号，例如：/并案 15 3`,
  'merge.already': (p) => `${String(p['number'])} 已经并案或关联过了。\n看关联情况：/查 ${String(p['number'])}`,
  'merge.target': (p) =>
    p['merged'] === true
      ? `${String(p['number'])} 自己已并入另一件，请并到那一件。\n看并到哪件：/查 ${String(p['number'])}`
      : `${String(p['number'])} 已撤销或退回，不能并到它。`,
  'merge.barred': (p) =>
    `${String(p['number'])} 和 ${String(p['earlier'])} 的回避对象不一样，不能并在一起，请分开办理。\n漏写了被反映方的，先补：/补充 编号 涉及:单位`,
  'merge.closed': (p) =>
    `${String(p['earlier'])} 已经办结，不能再并进去。\n有新情况，请发：/并案 ${String(p['number'])} ${String(p['earlier'])} 新情况\n要继续办原件，请发：/重启 ${String(p['earlier'])} 理由`,
  'merge.has-own': (p) =>
    `已有别的件并入 ${String(p['number'])}，请反过来并：\n/并案 ${String(p['earlier'])} ${String(p['number'])}`,
  'area.unknown': (p) => `没有这个村，请写全称。\n现有：${list(p['areas']).join('、')}`,
  'return.not-owner': (p) =>
    `${String(p['number'])} 不在您单位名下，不用退回。\n信访办要改派，请发：/转办 ${String(p['number'])} 单位 理由:…`,
  'return.asked': (p) => `${String(p['number'])} 已经申请退回，在等信访办同意。\n同意以前仍由本单位办理。`,
  'return.none': (p) => `${String(p['number'])} 没有等您同意的退回。\n看经过：/查 ${String(p['number'])}`,
  'objection.desk': () => '向上级提出异议由信访办办理。\n不属本单位的，请发：/退回 12 理由:属哪个单位职责',
  'objection.not-superior': (p) =>
    `${String(p['number'])} 不是上级转送、交办的，不适用异议。\n不属本镇的，请发：/受理 ${String(p['number'])} 不予受理 理由:应向哪里提出`,
  'objection.already': (p) =>
    `${String(p['number'])} 已提出异议（${zhDay(p['on'] as LocalDay)}），等上级答复。\n上级同意了：/退回 ${String(p['number'])} 上级同意`,
  'objection.late': (p) =>
    `${String(p['number'])} 提异议的5个工作日已过（${zhDay(p['dueOn'] as LocalDay)}）。\n条例第二十三条没有以后再退回的规定（按条文理解），请继续办理：\n/受理 ${String(p['number'])} 受理`,
  'objection.decided': (p) =>
    `${String(p['number'])} 已作受理决定，不能再提异议。\n请继续办理：/交办 ${String(p['number'])} 单位`,
  'objection.none': (p) =>
    `${String(p['number'])} 还没有提出异议。\n先发：/退回 ${String(p['number'])} 异议:理由（收到后5个工作日内）`,
  'simple.not': (p) => sorterWords.notSimple(String(p['number']), list(p['faults'])),
  'number.missing': (p) => {
    const recent = rows(p);
    const unknown = p['unknown'] === true ? '没找到您说的这一件。\n' : '';
    return recent.length === 0
      ? `${unknown}请写上编号，例如：\n${String(p['example'])}`
      : p['asking'] === true
        ? `${unknown}哪一件？回编号就行：\n${recent.join('\n')}\n或重发，例如：${String(p['example'])}`
        : `${unknown}哪一件？请写上编号重发：\n${recent.join('\n')}\n例如：${String(p['example'])}`;
  },
  'number.doubtful': (p) => whichNumber('这个编号没认出来。编号写 12 或完整编号，后面空一格再写内容。', rows(p), p),
  'number.several': (p) => `写了好几个编号，一次只办一件。\n${askOne(p)}`,
  'number.held': (p) =>
    whichNumber(
      `没写编号，没有动：${String(p['matter'])}${typeof p['holder'] === 'string' ? `，现在由${p['holder']}办` : ''}。`,
      rows(p),
      p,
    ),
  'number.quoted': (p) => whichNumber('引用的消息里不止一件。', list(p['numbers']), p),
  'quote.several': (p) =>
    `引用的消息里不止一件：\n${list(p['numbers']).join('\n')}\n请写明是哪一件，例如：/进展 ${list(p['numbers'])[0]} 内容`,
  'quote.other': (p) =>
    `引用的是 ${String(p['number'])}，文字里说的像是另一件，没有记。\n请写明是哪一件，例如：/进展 ${String(p['number'])} 内容`,
  'decision.several': (p) => `等您定的有好几件，请发其中一条：\n${list(p['lines']).join('\n')}`,
  'quote.questions': (p) =>
    `${String(p['number'])} 有好几件事等您定，请写明是哪一件，例如：\n${list(p['verbs'])
      .map((verb) => `/${verb} ${String(p['number'])} 同意`)
      .join('\n')}`,
  'role.denied': (p) =>
    `“${String(p['verb'])}”由${list(p['roles']).join('、')}使用。${p['numbered'] === true ? '\n查无此号，或不由您办理。' : ''}\n发 /帮助 看您能用的命令。`,
  'command.unknown': (p) => {
    const near = list(p['near']);
    return near.length > 0
      ? `没有这个命令。您是不是想发：\n${near.map((name) => `/${name}`).join('\n')}`
      : p['accuses'] === true
        ? '这段话没有记。\n反映干部或单位的，请发：/登记 内容'
        : plainWords.lost;
  },
  'command.inline': () => '这里写了不止一条命令，都没有办。\n请一条一条发，或者每条另起一行，用“/”开头。',
  'command.unknown-line': (p) => {
    const near = list(p['near']);
    const [first] = near;
    return [
      `第${String(p['place'])}行的“/${String(p['word']).slice(0, 8)}”不是命令，这条消息全都没有办。`,
      ...(first === undefined ? [] : ['您是不是想发：', ...near.map((name) => `/${name}`)]),
      '是内容的，请去掉行首的“/”再发。',
    ].join('\n');
  },
  'args.invalid': (p) => `${String(p['problem'])}\n例如：${String(p['example'])}`,
  'args.missing': (p) =>
    p['asking'] === true
      ? `${String(p['problem'])}\n直接回复就行；不办了回“结束”。`
      : `${String(p['problem'])}\n例如：${String(p['example'])}`,
  'text.empty': (p) => `请在命令后面写上内容，例如：\n${String(p['example'])}`,
  'text.too-long': (p) =>
    `内容太长（${String(p['length'])}字），最多${String(p['max'])}字。\n请分几次发：先登记要点，其余用 /补充。`,
  'letter.unknown': (p) => `没有这一份文书。\n看有哪些请发：/查 ${String(p['number'])} 文书`,
  'title.unfit': (p) =>
    ({
      empty: '题目是空的。',
      long: '题目最多15个字，一行写完。',
      numbers: '题目里不要有电话、门牌、称呼等能认出人的内容。',
      names: '题目里不要有信访人的姓名，也不要有干部的。',
      accuses: '题目会进群，不写举报和被反映的人，\n只写事情。',
      salutes: '这是称呼，不是题目。',
      person: '题目里好像有人名。',
    })[String(p['fault'])] +
    `\n请重发，例如：/补充 ${String(p['number'])} 题目:村口路灯不亮` +
    (p['fault'] === 'person' ? '\n不是人名的话，在后面加上 确认:是' : ''),
  'accused.unknown': (p) => {
    const key = p['as'] === 'unrelated' ? '无关' : '涉及';
    return list(p['near']).length > 0
      ? ['没有这个单位或人员，可能是：', ...nearLines(String(p['number']), list(p['near']), key)].join('\n')
      : `通讯录里没有这个单位或人员。\n请写全称，例如：/补充 ${String(p['number'])} ${key}:五里墩村`;
  },
  'unit.several': (p) =>
    `一次只交给一个单位。\n${String(p['second'])}协助的，请写成 协办:${String(p['second'])}，或另发 /协办。`,
  'unit.unknown': (p) => `没有这个单位，请写全称。\n现有：${list(p['units']).join('、')}`,
  'person.unknown': () => '通讯录里没有这个人（或有重名），请写对方的账号。',
  'accused.missing': (p) =>
    `${String(p['number'])} 还没写被反映方，只能交给纪委。\n请先发：/补充 ${String(p['number'])} 涉及:单位或姓名`,
  'accusation.said': (p) => ownWords.ask(String(p['number']), p['asking'] === true, p['paged'] === true),
  'accusation.stays': (p) => `${String(p['number'])} 已按检举控告办理（或本来就是普通件），不能改为普通件。`,
  'assign.barred': (p) => `${String(p['number'])} 不能交办给它：该单位或人员与这件事有关，须回避。`,
  'assign.handler-elsewhere': (p) => `经办人不在${String(p['unit'])}，请换一位，或先不写经办。`,
  'assign.same': (p) =>
    `${String(p['number'])} 已经交办给${String(p['unit'])}了。\n要催一催，请发：/催办 ${String(p['number'])}`,
  'assist.who': () => '请信访办、领导或承办单位负责人来定。',
  'assist.own': (p) => `${String(p['unit'])}就是承办单位，不用再协办。`,
  'assist.not-helper': (p) =>
    `${String(p['number'])} 没有请您单位协办。\n办理情况请发：/进展 ${String(p['number'])} 内容`,
  'assist.none': (p) => `${String(p['number'])} 没有请它协办。\n看谁在协办请发：/查 ${String(p['number'])}`,
  'lead.nobody': (p) => `请写上包案领导，例如：/包案 ${String(p['number'])} 李某平 方案:…`,
  'lead.no-leader': () => '包案领导要从镇领导里选。',
  'lead.others': () => '可以由自己包案；请别人包案，由信访办或主要领导来定。',
  'lead.none': (p) => `${String(p['number'])} 还没有定包案领导。\n请发：/包案 ${String(p['number'])} 领导姓名`,
  'warn.none': (p) => `本镇的文件没有预警提醒单。\n要催办理，请发：/督办 ${String(p['number'])} 要求:三日内书面说明`,
  'warn.who': (p) =>
    `预警提醒单由信访办或领导发。\n要报回请发：/预警 ${String(p['number'])} 报回:核实情况 原因:… 措施:…`,
  'warn.open': (p) => `${String(p['number'])} 的预警提醒单还没有报回，报回后可以再发。`,
  'warn.nothing': (p) => `${String(p['number'])} 没有等着报回的预警提醒单。`,
  'warn.answer-who': (p) => `${String(p['number'])} 由承办单位报回，分管领导签字。`,
  'not-assigned': (p) => `${String(p['number'])} 还没有交办给单位。`,
  'call-out.none': () => '现在没有等您回话的到场通知。\n要请领导到场，请发：/到场 6人',
  'approval.none': (p) => `${String(p['number'])} 现在没有等您签批的事。`,
  'approval.changed': (p) =>
    `${String(p['number'])} 这张卡片上的事后来又重新报过，没有签。\n请看新的卡片，或发 /查 ${String(p['number'])}`,
  'approval.withdrawn': (p) => `${String(p['number'])} 这张卡片上的事已不再报签，不用签了。`,
  'approval.decided': () => '这件事已经签批过了，不用再签。',
  'approval.own': (p) => `${String(p['number'])} 是您自己提请的，不能代签，请另一位领导签。`,
  'absence.days': () => '外出日期不对，请写成：/设置 外出 3月5日—3月8日 委托:李某平',
  'absence.self': () => '不能委托给本人，请换一位。',
  'absence.delegate': () => '只能委托给领导或单位负责人，请换一位。',
  'absence.none': () => '没有设过外出，或已经结束。',
  'absence.others': () => '只能设自己的外出；替别人设由管理员操作。',
  'admit.already': (p) => `${String(p['number'])} 已经受理过了。`,
  'day.future': (p) => `日期 ${String(p['day'])} 还没到，请核对。`,
  'day.before-received': (p) => `日期 ${String(p['day'])} 早于收到日 ${String(p['receivedOn'])}，请核对。`,
  'demand.unknown': (p) => `${String(p['number'])} 只有${String(p['count'])}条诉求，请核对序号。`,
  'correct.nothing': (p) => `${String(p['number'])} 已经是这样写的，没有要更正的。`,
  'void.served': (p) =>
    `${String(p['number'])} 已经给群众送达过文书，不能作废。\n登记写错了请发：/更正 ${String(p['number'])} …`,
  'void.ended': (p) => `${String(p['other'])} 已经作废，不能再并到它名下，请核对编号。`,
  'void.relied-on': (p) => `${String(p['number'])} 不能作废：别的登记已作为重复归到它名下，群众要凭它查询。`,
  'void.readers': (p) =>
    `${String(p['number'])} 和另一件的保密或回避情况不一样，不能按重复作废。\n请先把两件补成一样，例如：/补充 ${String(p['number'])} 涉及:单位或姓名`,
  'void.changed': (p) => `${String(p['number'])} 报签以后情况有变化，这次不能作废。\n请信访办核对后重新报签。`,
  'void.same': (p) => `${String(p['number'])} 不能与自己重复，请核对编号。`,
  'void.nobody': (p) =>
    `${String(p['number'])} 作废要由另一人签批，现在没有别的主要领导。\n请信访办的同事提出，由您签批。`,
  'correct.missed': (p) =>
    [
      `改成这天，${String(p['number'])} 马上就算超期，以后改回来也还算：`,
      ...(p['clocks'] as readonly { title: string; dueOn: LocalDay }[]).map(
        ({ title, dueOn }) => `${title}：${zhDay(dueOn, p['today'] as LocalDay)}前`,
      ),
      '还没有改。日期写错的，请重发；',
      '没有写错的，请在后面加上 确认:超期 再发。',
    ].join('\n'),
  'assign.limit-past': (p) =>
    [
      `期限从收到之日（${zhDay(p['received'] as LocalDay, p['today'] as LocalDay)}）算起，`,
      `这样写${zhDay(p['due'] as LocalDay, p['today'] as LocalDay)}就到期了，已经过去。还没有交办。`,
      '请写到哪一天，例如 期限:下周五；不写就按本镇规定。',
    ].join('\n'),
  'correct.leader': (p) => correctionWords.leader(String(p['number']), p['changes'] as readonly Change[]),
  'correct.demand': (p) => correctionWords.demand(String(p['number']), Number(p['count'])),
  'extend.none': (p) => `${String(p['number'])} 没有可以延期的时限。`,
  'extend.no-legal': (p) =>
    `${String(p['number'])} 没有在走的法定办理期限，不能按法定时限延期。\n镇里的时限请发：/延期 ${String(p['number'])} 天数 理由:…`,
  'extend.missed': (p) =>
    `${String(p['number'])} 的${String(p['title'])}${zhDay(p['dueOn'] as LocalDay)}已经到期，不能再延，仍记逾期。\n请尽快办理，进展请发：/进展 ${String(p['number'])} 内容`,
  'extend.which': (p) =>
    `延哪一个时限？现在有：${list(p['titles']).join('、')}。\n${p['asking'] === true ? '请回“镇内”或“法定”；不办了回“结束”。' : '请写上 时限:镇内 或 时限:法定 重发。'}`,
  'extend.no-such': (p) => `${String(p['number'])} 没有这个时限，可以延的有：${list(p['titles']).join('、')}。`,
  'extend.no-gain': (p) =>
    `${String(p['number'])} 的${String(p['title'])}现在是${zhDay(p['dueOn'] as LocalDay)}，这样写没有延长\n（期限最后一天是休息日时已经顺延）。\n请多写几天，或写延到哪一天。`,
  'extend.over': (p) => `${String(p['number'])} 的时限已经结束，不能再延。`,
  'extend.too-long': (p) =>
    `最多延${String(p['max'])}天${Number(p['used']) > 0 ? `，已延${String(p['used'])}天` : ''}（${String(p['basis'])}）。`,
  'answer.incomplete': (p) =>
    answers.incomplete({
      number: String(p['number']),
      position: Number(p['position']),
      count: Number(p['count']),
      part: p['part'] as AnswerPart,
      parts: p['parts'] as AnswerPart[],
      asking: p['asking'] === true,
    }),
  'close.evidence': (p) =>
    `“办结依据”请写明是哪一种：\n${list(p['words']).join('、')}\n例如：/办结 ${String(p['number'])} 依据:书面答复`,
  'close.under-review': (p) =>
    `${String(p['number'])} 的答复还在审核。\n请负责人先发：/审核 ${String(p['number'])} 同意`,
  'follow-up.open': (p) => `${String(p['number'])} 还没有办结，办结后再回访。`,
  'reopen.open': (p) => `${String(p['number'])} 没有办结，不用重启。`,
  'recuse.others': () => '只能为自己申请回避；让别人回避由信访办或主要领导操作。',
  'nil.none': () => '现在没有等您报的事。\n发现了问题，请直接登记：/登记 事由 方式:排查',
  'nil.unknown': (p) =>
    list(p['titles']).length === 0 ? '本镇没有要零报告的事。' : `没有这项报送。现有：${list(p['titles']).join('、')}`,
  'nil.which': (p) =>
    `要报的有好几项，请写明一项：\n${list(p['lines'])
      .map((line) => {
        const [, title, slot, unit] = /^(.*) (\S+) (\S+)$/u.exec(line) ?? [];
        return `/零报告 ${title} ${slot} 单位:${unit}`;
      })
      .join('\n')}`,
  'nil.not-here': (p) => `${String(p['title'])}要书面报，不能零报告。\n有问题请登记：/登记 事由 方式:排查`,
  'roster.when': () => '请写星期几或哪一天，例如：\n/值班 周一 姓名\n/值班 3月5日 姓名',
  'roster.not-leader': (p) =>
    `${String(p['name'])}不是镇领导，不能排领导接访。\n村里值班请写村名：/值班 村名 周一 姓名`,
  'roster.same': () => '替班的人不能是本人，请换一位。',
  'reception.who': () => '今天没有排接访领导，请写上是谁：\n/接访 3批 8人次 领导:姓名',
  'reception.nothing': () => '今天您没有记过接访，没有可撤销的。\n以前记错的，请信访办核对后补记。',
  'grant.gone': () => '这一项已经有人定了，或名单里已不再写。\n看还有哪些请发：/授权',
  'grant.nothing': () => '现在没有等您确认的授权。',
  'grant.which': (p) => `请写是哪一项（${list(p['numbers']).join('、')}），例如：\n/授权 ${list(p['numbers'])[0]} 同意`,
  'handover.none': (p) => `${String(p['name'])}手上没有可交接的在办事项。`,
  'handover.same': () => '交接的两个人不能是同一人。',
  'handover.not-yours': () => '只能交接自己手上的，或由信访办、单位负责人、分管领导来交接。',
  'handover.elsewhere': (p) => `${String(p['name'])}不在承办单位。\n换单位请发：/转办 编号 单位 理由:…`,
  'handover.asked': () => '已经请人接收了，等对方答复。\n要改，先发：/交接 撤回',
  'handover.nothing': () => '现在没有等您答复的交接。',
  'handover.decided': () => '这次交接已经有人答复或撤回了，不用再办。',
  'handover.climbed': () => '这次交接已转到您这里定：接收，或另定一人，\n例如：/交接 原经办人 新经办人',
  'handover.which': (p) => `等您答复的交接有${String(p['n'])}次，请点卡片上的按钮。`,
  'handover.how': () => '请写谁交给谁，例如：\n/交接 王某强 郑某\n/交接 12 郑某',
  'private.only': (p) => `“${String(p['verb'])}”请在和我的单聊里用。`,
  'group.only': (p) => `“${String(p['verb'])}”请在要绑定的群里用。`,
  'group.other-town': () => '这个群属于别的乡镇，不能在这里绑定。',
  ...holidayNoticeWords.errors,
  'setting.unknown': (p) => `没有这项设置。可以设置：\n${list(p['names']).join('\n')}`,
  'setting.invalid': (p) => `${String(p['title'])}：请填${String(p['allowed'])}。`,
};

export function errorText(code: string, params: ErrorParams): string {
  const say = ERROR_TEXT[code];
  if (say === undefined) throw new Error(`no sentence for ${code}`);
  return say(params);
}

export const FAULT_TEXT = '出了点问题，这一步没有办成，内容我已留着。\n请过一会儿再发一次；仍不行请告诉管理员。';
