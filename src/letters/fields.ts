import type { Letter, LetterDemand, LetterFacts } from '../contract/letter.ts';
import { daysBetween, type LocalDay } from '../core/local-day.ts';
import { withMarksAs } from '../core/text-marks.ts';
import { LETTER_NAMES, officialDay, paperWords as words } from '../copy/letters.ts';
import { CHANNEL_WORDS, KIND_WORDS } from '../copy/terms.ts';

type Rows = readonly Readonly<Record<string, string>>[];
/** What the tags of a template stand for, by their Chinese names; a tag that is not among them is a typing error. */
export type Fields = Readonly<Record<string, string | Rows>>;

/** Text of the matter as an official paper may carry it. */
const clean = (text: string): string => withMarksAs(text, words.lifted).trim();

/** Typed text of several lines stands as several paragraphs. */
const paragraphs = (text: string | undefined): Rows =>
  (text ?? '')
    .split('\n')
    .map((line) => clean(line))
    .filter((line) => line !== '')
    .map((段落) => ({ 段落 }));
/** Each paragraph ends as a sentence does. */
const sentences = (text: string | undefined): Rows =>
  paragraphs(text).map(({ 段落 = '' }) => ({ 段落: /[。！？；：”）]$/u.test(段落) ? 段落 : `${段落}。` }));
const oneLine = (text: string | undefined): string =>
  paragraphs(text)
    .map(({ 段落 }) => 段落)
    .join(' ');
/** A typed clause continues in the paper's own sentence. */
const clause = (text: string | undefined): string => oneLine(text).replace(/(?<![。；;.])[。；;.]+$/u, '');

const DIGITS = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
/** 一 … 十, 十一 … 九十九. */
export function chineseNumber(n: number): string {
  if (n <= 10) return DIGITS[n - 1] ?? String(n);
  const tens = Math.floor(n / 10);
  return `${tens === 1 ? '' : DIGITS[tens - 1]!}十${n % 10 === 0 ? '' : DIGITS[(n % 10) - 1]!}`;
}

const dayOr = (day: LocalDay | undefined): string => (day === undefined ? '' : officialDay(day));

/** The fields of a letter, in the words of the paper. Every letter has them all, so that a town may use any in its template. */
export function fieldsOf(letter: Pick<Letter, 'kind' | 'number' | 'facts'>): Fields {
  const { kind, number, facts } = letter;
  return {
    文号: number,
    文书名称: LETTER_NAMES[kind],
    ...commonFields(facts),
    ...matterFields(facts),
    ...unitFields(facts),
    ...petitionerFields(facts),
  };
}

function commonFields(facts: LetterFacts): Fields {
  const { contact } = facts;
  return {
    日期: officialDay(facts.on),
    镇名: facts.town,
    机关: facts.organ ?? words.organ(facts.town),
    信访办: `${facts.town}${facts.desk}`,
    联系人: contact.person ?? facts.desk,
    联系电话: contact.phone ?? words.none,
    复查机关: facts.reviewOrgan ?? '',
  };
}

function matterFields({ matter, demands, unit, confidential }: LetterFacts): Fields {
  return {
    事项编号: matter.number,
    来文号: matter.sourceNumber === undefined ? '' : words.sourceNumber(matter.sourceNumber),
    来文编号: matter.sourceNumber ?? words.none,
    系统编号: matter.stateNumber ?? words.none,
    信访形式: CHANNEL_WORDS[matter.channel as keyof typeof CHANNEL_WORDS] ?? matter.channel,
    收到日期: officialDay(matter.receivedOn),
    抄送: sentBy(matter),
    主送: sentBy(matter),
    来由: words.cameBy(matter.channel, words.you(matter.headcount)),
    反馈日期: matter.feedbackOn === undefined ? words.none : officialDay(matter.feedbackOn),
    题目:
      matter.title ??
      (confidential ? words.untitled : demands[0] === undefined ? '' : clause(demands[0].body).slice(0, 20)),
    类别: KIND_WORDS[matter.kind as keyof typeof KIND_WORDS] ?? '',
    诉求: demands.map(demandFields),
    承办单位: unit?.name ?? '',
  };
}

/** Who sent the matter down, by the name in its number where that names one; empty where nobody did. */
const sentBy = ({ channel, sourceNumber }: LetterFacts['matter']): string =>
  words.senders[channel] === undefined ? '' : (words.organIn(sourceNumber ?? '') ?? words.senders[channel]);

/** Tags of a repeated entry; a list may be empty. */
export const ROW_TAGS = ['序号', '内容', '事实', '依据', '答复', '结论', '段落'] as const;

const demandFields = (
  demand: LetterDemand,
  i: number,
): Readonly<Record<Exclude<(typeof ROW_TAGS)[number], '段落'>, string>> => ({
  序号: chineseNumber(i + 1),
  内容: clause(demand.body),
  事实: clause(demand.fact),
  依据: clause(demand.basis),
  答复: clause(demand.answer),
  结论: words.conclusions[demand.conclusion ?? ''] ?? '',
});

function unitFields(facts: LetterFacts): Fields {
  const { unit, deadline, lacking = [], unanswered = [], demands } = facts;
  const left = deadline === undefined ? undefined : daysBetween(facts.on, deadline.dueOn);
  const leftWords =
    left === undefined ? '' : left > 0 ? words.left(left) : left === 0 ? words.today : words.overdue(-left);
  return {
    责任人: facts.handler ?? unit?.head ?? '',
    到期日: dayOr(deadline?.dueOn),
    时限名称: deadline?.title ?? '',
    时限依据: deadline?.basis ?? '',
    剩余时间: leftWords,
    办理要求: facts.said === undefined ? words.asLaw : oneLine(facts.said),
    督办原因:
      deadline === undefined
        ? words.superviseNoClock
        : words.superviseCause(deadline.title, officialDay(deadline.dueOn), leftWords),
    尚缺事项: words.lacking(lacking, unanswered, demands.length),
    督办依据: words.duty(facts.duty ?? ''),
    报告期限: dayOr(facts.answerBy),
    保密说明: facts.confidential ? words.confidential : '',
  };
}

function petitionerFields(facts: LetterFacts): Fields {
  const { matter, extension, service } = facts;
  return {
    信访人: facts.petitioner ?? '',
    等人: words.headcount(matter.headcount),
    你: words.you(matter.headcount),
    受理日期: dayOr(facts.admittedOn),
    办理单位: facts.unit?.name ?? `${facts.town}${facts.desk}`,
    办理程序: procedureOf(matter),
    办理期限: periodOf(facts),
    理由: clause(facts.said),
    去向: clause(facts.elsewhere),
    原期限: dayOr(extension?.from),
    新期限: dayOr(extension?.to),
    延长天数: extension === undefined ? '' : String(extension.days),
    批准人: extension?.approver ?? '',
    ...remedyFields(facts),
    办结日期: dayOr(facts.closedOn),
    签发人: facts.issuer ?? '',
    办理结果: oneLine(facts.said),
    送达情况: service === undefined ? '' : words.served(service.paper, officialDay(service.on), service.method),
  };
}

function remedyFields({
  remedy,
  hearing,
  mediation,
  destination,
  signer,
  recheckOrgan,
  said,
  unit,
}: LetterFacts): Fields {
  return {
    签字领导: signer ?? '',
    预警原因: clause(said),
    转送单位: destination?.unit ?? words.help[destination?.help ?? ''] ?? '',
    复核机关: recheckOrgan ?? '',
    申请日期: dayOr(remedy?.requestedOn),
    原意见: remedy?.original ?? '',
    认定: sentences(said),
    决定: words.outcomes[remedy?.outcome ?? ''] ?? '',
    决定日期: dayOr(remedy?.on),
    听证日期: dayOr(hearing?.on),
    听证地点: hearing?.place ?? '',
    主持人: hearing?.chair ?? '',
    听证说明: clause(hearing?.note),
    参加人: unit?.name ?? '',
    调解日期: dayOr(mediation?.on),
    调解人: mediation?.mediator ?? words.none,
    协议: sentences(mediation?.terms),
  };
}

function procedureOf({ kind, branch }: LetterFacts['matter']): string {
  const { procedure } = words;
  if (kind === 'suggestion' || kind === 'accusation' || kind === 'litigation') return procedure[kind];
  return procedure.appeal[(branch ?? 6) - 1] ?? procedure.appeal[5]!;
}

function periodOf({ period, matter }: LetterFacts): string {
  if (period === undefined) return words.periods.other;
  return (matter.simple ? words.periods.simple : words.periods.legal)(officialDay(period.dueOn));
}
