import { hasPersonalNumber, holdsAny } from '../../core/privacy.ts';
import { asksInPassing, type Called, readAccusation } from '../accusation/text/reader.ts';
import { BREACH } from '../accusation/text/words.ts';
import { isKnownWord } from './known-words.ts';
import { isMadeAsName, readsAsName } from './person-names.ts';

/** Characters of a 题目; longer ones would carry the petition's text into groups. */
const TITLE_MAX = 15;
/** Characters of the text that a title is proposed from: further on it tells the story, not the matter. */
const PROPOSED_FROM = 120;

/** Address words and forms of address that betray a person or a door. */
const BETRAYS = /[\d０-９]{3,}|号楼|单元|[先女]生|女士|身份证|(?:电话|手机)(?:号|[：:])|某某|本人/u;

/** Words by which somebody is accused, and a post with whoever holds it left out. */
const ACCUSES =
  /举报|检举|控告|揭发|状告|(?:书记|主任|村长|镇长|会计|干部|所长|站长|组长|队长)\s?(?:某|×|x{2}|X{2}|＊|\*)/u;
/** Against whom, or what is wrong with them, and no word of what it is about. */
const COMPLAINS =
  /反映|投诉|举报|控告|检举|状告|不满|不服|意见|不作为|乱作为|慢作为|不担当|推诿|扯皮|不负责|不办事|不管事|态度|作风|官僚|失职|渎职/u;
const SAYS_NOTHING =
  /对|向|针对|关于|的|有|问题|情况|行为|一事|事情|事项|工作人员|人员|工作|服务|干部|领导|恶劣|极差|很差|太差|不好|差|[\s\p{P}]/gu;
/** Who is written to, instead of what about. */
const SALUTES =
  /^(?:尊敬的|敬爱的|亲爱的|各位|致)|(?:您好|你好|领导好)|^[^，。]{0,6}(?:书记|镇长|乡长|县长|市长|主任|局长|领导|同志)们?[：:！!]?$/u;

/** `person`: reads as a person's name, which a clerk may know better. */
export type TitleFault = 'empty' | 'long' | 'numbers' | 'names' | 'accuses' | 'salutes' | 'person';

/** Whether a text may stand in groups as the matter's title, in a town of these units; `people` are also those given for this matter. */
export function titleFault(title: string, { people, units }: Called): TitleFault | undefined {
  if (title.trim() === '') return 'empty';
  if ([...title].length > TITLE_MAX || title.includes('\n')) return 'long';
  if (hasPersonalNumber(title) || BETRAYS.test(title)) return 'numbers';
  if (holdsAny(title, people)) return 'names';
  if (SALUTES.test(title)) return 'salutes';
  if (ACCUSES.test(title) || BREACH.test(title) || isAboutUnit(title, units)) return 'accuses';
  if (mayAccuse(title, { people, units })) return 'accuses';
  return readsAsName(title) || isOfSomebody(title) ? 'person' : undefined;
}

/** By the doors of every other text: what a petitioner says, and what is typed among colleagues, for a group reads it. */
function mayAccuse(title: string, called: Called): boolean {
  const { verdict } = readAccusation(title, called);
  return verdict === 'accusation' || verdict === 'doubtful' || asksInPassing(title, called);
}

/** Who may stand before 家 or 反映 without being anybody. */
const ANYBODY =
  /^(?:[一二两三四五六七八九十几多各每某](?:[户家个位名人]|$)|邻居|隔壁|楼[上下]|对[面门]|房东|业主|[村居农渔市公]民|[住用租商农贫]户|老[人年乡师板]|[别有他她]人|自己|亲[戚友]|[前后左右]|附近|贫困|低保|五保|独居|残疾|职工|工人|员工|学生|家长|群众|乘客|司机|患者|病人|顾客|网友|车主|店主|摊主|信访|来[电信]|多[人次户]|孤寡|军属|烈属|移民|拆迁)/u;
/** Whose house: no place, thing or body that is called so. */
const HOME =
  /^(?:关于|请帮|帮助|反映)?((\p{Script=Han}{2,3}?)家)的?(?![村湾庄坝沟桥屯塘营堡寨坪岭洼集具电园庭长畜禽乡政属纺访装用教])\p{Script=Han}/u;
const SPEAKS = /^(?:关于)?(\p{Script=Han}{2,3}?)(?:反映|投诉)\p{Script=Han}/u;
/** What only somebody does, or a house where somebody lives, behind a word that may be a name: 白雪噪音, 建国和建军打架. */
const NEIGHBOUR =
  /^(?:关于|反映)?(\p{Script=Han}{2,3}?)(?:家|和|与|跟|同|被|说|骂|噪|吵|打(?!印|井|通|扫)|扰|漏|养|欠|占|拖欠|乱|违建|殴)/u;

/** 水生家路灯, 向阳家漏水, 白雪投诉噪音: whatever word it is, here it is somebody. */
function isOfSomebody(title: string): boolean {
  const [, home, owner] = HOME.exec(title) ?? [];
  const speaker = SPEAKS.exec(title)?.[1];
  const neighbour = NEIGHBOUR.exec(title)?.[1];
  const isNeighbour = neighbour !== undefined && isKnownWord(neighbour) && isMadeAsName(neighbour);
  if (isNeighbour && !ANYBODY.test(neighbour)) return true;
  if (speaker !== undefined && !ANYBODY.test(speaker)) return true;
  if (home === undefined || ANYBODY.test(owner!) || isKnownWord(home)) return false;
  return isKnownWord(owner!) || !isKnownWord(home.slice(-2));
}

/** 反映城建办, 城建办不作为: a unit is complained of, and nothing says what about. */
function isAboutUnit(title: string, units: readonly string[]): boolean {
  if (!COMPLAINS.test(title)) return false;
  const named = units.filter((unit) => title.includes(unit)).toSorted((a, b) => b.length - a.length);
  const rest = named.reduce((text, unit) => text.replaceAll(unit, ''), title);
  return named.length > 0 && rest.replace(new RegExp(COMPLAINS, 'gu'), '').replace(SAYS_NOTHING, '') === '';
}

/** The first clause that passes as a title, else the matter's category, offered to the clerk for confirmation; undefined where neither passes. */
export function proposeTitle(body: string, called: Called, category?: string): string | undefined {
  const clauses = body
    .slice(0, PROPOSED_FROM)
    .split(/[，,。.；;！!？?\n：:、\s]/u)
    .filter((part) => [...part].length >= 4)
    .map((part) => [...part].slice(0, TITLE_MAX).join(''));
  return [...clauses, ...(category === undefined ? [] : [category])].find(
    (title) => titleFault(title, called) === undefined,
  );
}
