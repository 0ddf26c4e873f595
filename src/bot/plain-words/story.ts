/** A new matter: told in the clerk's words, or pasted as a letter or an order of the hotline. */
import { narrow } from '../../core/narrow.ts';

/** Somebody came, called or wrote. */
const TOLD =
  /反映|12345|热线|转来的|接(?:了|到)?(?:个|一个|到个)?电话[，,]?说|来(?:电|访|信)|投诉|举报|(?:有|个|位)(?:人|群众|村民|居民|市民|老人|大爷|大妈|大叔|大姐|商户|家长|业主|工人|女的|男的).{0,8}(?:来|打|说|讲|问|找)|来说|记一下|记个|记下|记上|记一笔|有意见|登记|录(?:一下|入)|群众说|老百姓说|(?:我们|俺们?|咱们?)(?:村|组|小区|社区|街|庄|屯)/u;
const TROUBLE =
  /坏|堵|不亮|漏|塌|脏|臭|吵|占道|占用|断|停[水电气发]|没有?人(?=[修管来清收理问])|不通|[不没未][发给让修办]|拖欠|欠|倒|歪|裂|积水|污|淹|破|难|纠纷|扰民|松了|危险|异味|噪|违建|偷|丢|超标|不合理|塌|滑坡|返潮|被[占砸压撞淹]|摔|烂|缺|冒|乱/u;
const MIN_STORY = 6;
/** So long a statement about nothing known is told for something. */
const MIN_UNKNOWN = 14;
const OF_THE_OFFICE =
  /开会|会议|例会|材料|通知|报表|总结|值班|吃饭|食堂|放假|培训|打印|工资|考核|检查组|出差|请假|加班|停车|快递|密码|电脑|微信/u;
/** 谁举报的, 有没有人告我们: who complained of whom is asked. */
/** 所有来访群众的电话, 拉个名单: of persons, and not of a matter. */
const PERSONS =
  /(?:所有|全部|每个|各位|全镇|全村).{0,10}(?:电话|手机|身份证|住址|姓名|名字)|(?:拉|列|导|出|整理|统计).{0,6}名单|名单.{0,4}(?:发|给|导|拉|列)/u;
export const isAskingPersons = (text: string): boolean => PERSONS.test(text);

const WHO =
  /(?:谁|哪个|哪家|有没有人|是不是有人|听说有人).{0,12}(?:举报|检举|告|反映|投诉|上访)|(?:举报|检举|告|反映|投诉).{0,14}(?:是谁|谁|哪个|哪家)/u;
export const isAskingWho = (text: string): boolean => WHO.test(text);
export const isLongStatement = (text: string): boolean =>
  text.replace(/[^\p{Script=Han}]/gu, '').length >= MIN_UNKNOWN && !OF_THE_OFFICE.test(text);

export const isTold = (text: string): boolean => TOLD.test(text);
export const isTrouble = (text: string): boolean =>
  TROUBLE.test(text) && text.replace(/[\s\p{P}]/gu, '').length >= MIN_STORY;

/** What the clerk says to us before the story. */
const ASKED =
  /^(?:帮我|麻烦|请)?(?:登[记计]|记(?:一下|个|下|上|一笔)|录(?:入|一下)?|新增|登)(?:一下|一件|个|件事)?[\s，,：:]*/u;
export const storyOf = (typed: string): string => typed.replace(ASKED, '').trim();

export interface Draft {
  readonly fields: readonly (readonly [string, string])[];
}

const LABELS: readonly (readonly [string, RegExp])[] = [
  ['姓名', /^(?:来电人|诉求人|反映人|投诉人|信访人|来访人|联系人|申请人|姓名)(?:姓名)?$/u],
  ['电话', /^(?:联系电话|来电号码|联系方式|电话|手机|手机号码?)$/u],
  ['地点', /^(?:地址|事发地址|事发地点|诉求地址|地点|位置|区域)$/u],
  ['住址', /^(?:住址|家庭住址|现住址)$/u],
  ['来文', /^(?:工单编号|工单号|受理编号|编号|单号|流水号|派单号)$/u],
  ['期限', /^(?:办理时限|处理时限|办结时限|反馈时限|时限|要求反馈时间|截止时间)$/u],
  ['题目', /^(?:标题|主题|事项名称|诉求标题|工单标题)$/u],
];
const SALUTED =
  /^(?:尊敬的|敬爱的|各位|您好|领导)[^\n]{0,20}(?:领导|书记|镇长|主任|同志|部门|政府)[^\n]{0,6}[：:，,!！]?\s*\n|^[^\n，,。]{0,10}(?:领导|书记|镇长|乡长|主任|同志)[^\n，,。]{0,4}(?:您好|你好)/u;
const SIGNED = /(?:此致|敬礼|反映人|投诉人|申请人|联系电话|敬上)|\n\s*\d{4}年\d{1,2}月\d{1,2}日\s*$/u;
const HOTLINE = /12345|热线|工单|派单/u;
const MIN_LABELS = 2;

const PHONE = /(?<!\d)1[3-9]\d{9}(?!\d)/u;
const oneLine = (text: string): string => text.replace(/\s+/gu, ' ').trim();

/** A greeting and no more is none. */
const MIN_LETTER = 40;

/** A pasted letter or order, by field; undefined for anything else. The text itself is kept whole. */
export function documentIn(typed: string): Draft | undefined {
  const lines = narrow(typed).text.split(/\n| \| |\|/u);
  const found = new Map<string, string>();
  let labels = 0;
  for (const line of lines) {
    const [, label = '', value = ''] = /^\s*([\p{Script=Han}]{2,8})\s*[:： ]\s*(\S.*)$/u.exec(line) ?? [];
    if (/^(?:诉求内容|问题描述|内容|诉求|事项内容|反映内容|来电内容|来电时间|受理时间|派单时间)$/u.test(label)) {
      labels += 1;
    }
    const key = LABELS.find(([, like]) => like.test(label))?.[0];
    if (key === undefined) continue;
    labels += 1;
    const phone = PHONE.exec(value)?.[0];
    if (phone !== undefined && !found.has('电话')) found.set('电话', phone);
    const said = key === '电话' ? value : value.replace(PHONE, '').replace(/(?:联系)?(?:电话|手机)[:： ]*/u, '');
    if (key !== '电话' && oneLine(said) !== '' && !found.has(key)) found.set(key, oneLine(said));
  }
  const isHotline = HOTLINE.test(typed) && lines.length >= 4 && PHONE.test(narrow(typed).text);
  const isLetter = SALUTED.test(`${typed}\n`) && typed.length >= MIN_LETTER;
  if (
    labels < MIN_LABELS &&
    !isLetter &&
    !isHotline &&
    !(lines.length >= 3 && SIGNED.test(typed) && typed.length > 60)
  ) {
    return undefined;
  }
  const name = /(?:我是|我叫)[^，,。\n]{0,12}?(?:村民|居民|商户|业主)([\p{Script=Han}]{2,3}(?:某)?)(?=[，,。\s])/u.exec(
    typed,
  )?.[1];
  if (name !== undefined && !found.has('姓名')) found.set('姓名', name);
  const phone = PHONE.exec(narrow(typed).text)?.[0];
  if (phone !== undefined && !found.has('电话')) found.set('电话', phone);
  found.set('方式', HOTLINE.test(typed) ? '12345' : '来信');
  const until = /\d{4}-\d{1,2}-\d{1,2}|\d{1,2}月\d{1,2}日/u.exec(found.get('期限') ?? '')?.[0];
  found.delete('期限');
  if (until !== undefined) found.set('反馈', until);
  return { fields: [...found] };
}
