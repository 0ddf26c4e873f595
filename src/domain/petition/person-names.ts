import { POSTS } from './accusation-words.ts';

/** Surnames that are hardly ever the beginning of a word. */
const SURNAMES =
  /^[王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖萧蔡潘袁董余苏吕魏蒋杜沈任姚卢傅钟姜崔谭廖汪范陆戴贾韦邱邹熊孟秦阎薛侯雷尹段龚邵郝赖樊施陶翟阮柯葛庞贺严龙史聂殷庄章鲁俞翁裘褚卫尤虞闵冉阚宁祁祝欧司]/u;
/** Surnames that are everyday words as well: with these the rest must read as a given name. */
const WORDS =
  /^[路水石金高方田江河马车沙林叶花白黄安平常向于和时成关全党东明万年文温房乐古洪项毛梅丁夏农谷池连都应计经强支单包管边景牛羊党程易华齐康伍柳盛麦牧权井游阳雨云风木丛苗顾武孔钱倪骆左甘费莫解仇鲍巫屠席米艾桂甄封巴]/u;
const COMPOUND = /^(?:欧阳|诸葛|上官|司徒|令狐|皇甫|司马|夏侯|尉迟|公孙|慕容|东方)/u;
/** Characters of given names. */
const GIVEN =
  /^[伟强磊军洋勇艳杰涛明超秀霞平刚桂英华玉萍红娟娜敏静丽芳燕玲梅兰凤洁琳云莲真雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉娥琦晶茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊薇菁梦岚苑筠柔竹霭凝晓欢霄枫芸菲寒欣滢伊亚宜可姬舒影荔枝思毅俊峰保东文辉力永健世广志义兴良海山仁波宁贵福生龙元全国胜学祥才发武新利清飞彬富顺信子浩亮政谦亨奇固之轮翰朗伯宏言若鸣朋斌梁栋维启克伦翔旭鹏泽晨辰士以建家致树炎德行时泰盛雄琛钧冠策腾楠榕风航弘坤春根土水金木林小大长有中正天成宝进民忠宗绍振传光先景昌庆喜友诚裕安和康达茂松柏庭轩宇哲睿博涵雨梓萱舟翠花川来桃杏爽蓝彩巧珠芝菊仙甜美淑惠慧芬嫦媚娇柳桐河江湖涌潮津]+$/u;
/** Characters that no given name has: what stands with them is a word. */
const NEVER =
  /[不了没的被很太多少坏破断塌漏堵脏乱差要求请问题费款房屋路灯电气厂店村镇乡县市区街道校院所站局办组队班级层楼号公司车桥渠沟塘池库井管线网场园点台里外前后上下左右边口门面底顶旁侧间内拆迁补偿占用污染噪音修理投诉举报反映申咨询希望议关于如何怎么什为是否在到从与及或吗呢吧无未已将把让给对向并又再还都也就只每各该此这那我你他她它们人员工资险收放]/u;
const PLACE =
  /^(?:村|镇|乡|湾|庄|屯|寨|组|社区|路|街|桥|河|水库|中学|小学|学校|公司|厂|小区|店|园|广场|医院|塘|坪|冲|岭|坡|沟|井|巷|大道|集|铺|垸|洲|岗|埠|渡|坝|咀|嘴|垭|坳|坑|畈|圩|市|县|区|站|山|湖|城|府|苑|大厦)/u;
const HOME =
  /^(?:他|她)?家(?!园|庭|长|具|电|畜|政|属|教|禽|访|村|湾|庄|屯|寨|坪|冲|岭|坡|沟|塘|集|铺|桥|河|组|社区|镇|乡)/u;
const PERSONS = /经理|老板|医生|老师|师傅|律师|同志|大爷|大娘|大妈|大伯|叔|婶|嫂|奶奶|爷爷/u;
const POSSESSIVE = /的?/u;
const AS_POST = new RegExp(`^(?:${POSSESSIVE.source})(?:${POSTS.source}|${PERSONS.source})`, 'u');
const WITHHELD = /^某/u;
/** Words before which a name is expected. */
const BEFORE =
  /(?:反映|举报|投诉|控告|检举|揭发|涉及|针对|状告|告|找|帮|因|被|由|替|为|村民|居民|业主|户主|邻居|信访人|上访人|当事人|同志|老人|工人|学生|患者|五保户|低保户|贫困户|残疾人|拖欠|书记|支书|主任|村长|会计|镇长|干部|所长|组长|队长|与|和|跟|[，、：: ])$/u;

const words = new Intl.Segmenter('zh', { granularity: 'word' });

const isGiven = (chars: string): boolean => GIVEN.test(chars);
const hasNever = (chars: string): boolean => NEVER.test(chars);

/** Whether a short text, as a 题目 is, holds what reads as a person's name. It is a question for the clerk, not a proof. */
export function readsAsName(title: string): boolean {
  const text = title.replace(/[\s·•]/gu, '');
  const starts = new Set<number>();
  for (const { index } of words.segment(text)) starts.add(index);
  for (let at = 0; at < text.length; at += 1) if (nameAt(text, at, starts)) return true;
  return false;
}

function nameAt(text: string, at: number, starts: ReadonlySet<number>): boolean {
  const from = text.slice(at);
  const pair = COMPOUND.exec(from)?.[0];
  const surname = pair ?? from[0]!;
  const isSure = pair !== undefined || SURNAMES.test(surname);
  if (!isSure && !WORDS.test(surname)) return false;
  const rest = from.slice(surname.length);
  if (WITHHELD.test(rest)) return true;
  if (at === 0 && rest.length > 0 && rest.length <= 2 && (isSure || isGiven(rest)) && !hasNever(rest)) return true;
  if (isSure && AS_POST.test(rest) && starts.has(at)) return true;
  const isCalled = at === 0 || BEFORE.test(text.slice(Math.max(0, at - 4), at));
  return [2, 1].some((length) => {
    const given = rest.slice(0, length);
    if (given.length < length || hasNever(given) || (!isSure && !isGiven(given))) return false;
    const behind = rest.slice(length);
    if (PLACE.test(behind)) return false;
    if (HOME.test(behind) || AS_POST.test(behind)) return isSure || isCalled || starts.has(at);
    // A surname that stands alone in the dictionary's eyes, before what people are called.
    const isApart = starts.has(at) && starts.has(at + surname.length);
    const isWhole = behind === '' || starts.has(at + surname.length + length);
    // At the beginning one character more is often a word (白天, 许可).
    const isLoose = length === 1 && at === 0;
    if (isCalled && isWhole && (isLoose ? isSure && isApart : isGiven(given) || (isApart && isSure))) return true;
    return isSure && isApart && isWhole && length === 2 && isGiven(given);
  });
}
