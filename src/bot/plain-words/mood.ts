/** Whether a clause asks for something to be done, or says the contrary, on a condition, or that it was thought better of. */

/** 谢谢, 在吗, 好的: a friendly word, and nothing to do. */
const FRIENDLY_WORDS =
  /谢谢|谢了|感谢|多谢|辛苦|你好|您好|在吗|在不在|有人吗|好的?|好吧|行|可以|收到|明白|知道|了解|清楚|嗯+|哦+|噢|ok|好嘞|好咧|没事|没问题|不客气|再见|拜拜|早上好|早安|早(?!上)|上午好|中午好|下午好|晚上好|晚安|新年好|哈+|呵+|是的?|对的?|各位|确认|加油|不好意思|打扰|麻烦|了|啦|您|你|大家|领导|同志们|们|的|啊|哈|哦|呢|吧|呀|[\s\p{P}\p{S}\p{Emoji_Presentation}]/giu;
/** A longer one is no greeting. */
const MAX_FRIENDLY = 60;
export const isFriendly = (text: string): boolean =>
  text.length <= MAX_FRIENDLY && text.replace(FRIENDLY_WORDS, '') === '';

/** What politeness and hesitation put before the thing. */
const LEAD =
  /^(?:[\s，,。.、！!~～…]+|呃+|嗯+|啊|哦|噢|喂|哎|诶|唉|额|那个(?=[，,\s呃嗯]|N|U|M)|这个(?=[，,])|就是说?|那就|那|好的?(?=[，,])|你好|您好|领导好?(?=[，,])|不好意思|打扰(?:一?下)?了?|麻烦(?:您|你)?|劳驾|辛苦(?:您|你|一下)?|拜托(?:您|你)?|请(?:您|你)?|帮(?:我|忙|个忙|着|我们)?|给我|替我|能不能|能否|可不可以|可以(?=帮|把|给)|我想(?=问|查|看)|想(?=问|查|看)|另外|还有|再(?=把|帮|催|查|给)|然后|接着|顺便|同时|一下)+/u;
export const withoutLead = (text: string): string => text.replace(LEAD, '');
/** And behind it. */
const TAIL =
  /(?:[\s，,。.！!~～…]|谢谢(?:您|你|了|啦)?|谢了|多谢|麻烦了?|辛苦了?|拜托了?|啊|哈|呗|啦|喽|哦|噢|[\p{Emoji_Presentation}\u{fe0f}])+$/u;
export const withoutTail = (text: string): string => text.replace(TAIL, '');

/** 方便的话: polite, and no condition. */
const POLITE = /(?:方便|有空|有时间|可以|不麻烦|得空)的话|要是(?:方便|有空)|如果(?:方便|有空|可以)(?:的话)?/gu;
const CONDITION =
  /如果|要是|假如|假设|倘若|若是|万一|除非|(?:只要|等到?|待).{1,12}?(?:就|再|了再|后再|以后再|才)|的话(?!题)|(?:同意|批|定|看|商量|研究|答复)了?(?:以?后|之后)?再(?!次|催|三)/u;
export const isConditional = (text: string): boolean => CONDITION.test(text.replace(POLITE, ''));

const WITHDRAWN =
  /算了|作罢|再说(?:吧|$|[\s\p{P}])|以后再|回头再|本来(?:想|要|打算)|原来(?:想|打算)|先放|先等|先缓|缓一缓|考虑考虑|想一想|还没想好|要不要|该不该/u;
export const isWithdrawn = (text: string): boolean => WITHDRAWN.test(text);

/** What takes back the verb that stands behind it. */
const NEGATING =
  /(?:不要|不用|不必|不许|不能|不会|不想|不需要?|不该|不应|不给|不准|别|甭|勿|莫|暂不|先不|并不|绝不|没有|没能?|未|还没|尚未|无需|无须|不是|不)(?:[再去先给我们你您他把就急着要来让往人家都马上现在]|N_*|U_*){0,6}$/u;
export const isNegated = (before: string): boolean =>
  NEGATING.test(before.replace(/能不能|可不可以|要不要/gu, '').slice(-14));

const ASKING =
  /[?？]|[吗嘛么](?=$|[\s\p{P}])|呢(?=$|[\s\p{P}])|(?:没有|没|了没)(?=$|[\s\p{P}啊呀])|是不是|有没有|到没到|能不能|会不会|谁|什么|啥|哪|几(?:天|件|个|时|点|号|步)|多少|不是.{0,12}吧|怎么|怎样|咋|为何|如何|多久/u;
/** 能不能请农业办去看看: asked politely to do it. */
const REQUEST = /(?:能不能|能否|可不可以|可否|是否可以)(?=再?(?:请|让|帮|给|把|叫|麻烦|催|安排))/gu;
/** 接没接, 在不在. */
const EITHER = /(\p{Script=Han})[没不]\1|(?:过期|超期|到期|完事儿?|办完|弄完|有信儿?|有消息|动静)了?没/u;
export const isAsking = (text: string): boolean => {
  const said = text.replace(REQUEST, '');
  return ASKING.test(said) || EITHER.test(said);
};

/** 哦不, 说错了: what was said before it does not hold. */
const CORRECTING = /说错了|讲错了|打错了|写错了|哦不|啊不|不对[，,。…\s]|不是不是|错了错了|更正一下/u;
export const correctedAt = (text: string): number => {
  const found = CORRECTING.exec(text);
  return found === null ? 0 : found.index;
};

/** Said of something that is not to be done, by itself. */
export const isForbidding = (text: string): boolean =>
  /不用(?!谢)|不要(?!紧)|不必|先不|暂不|先别|别动|别(?!忘|人|的|处|家)|甭|不许/u.test(text);

/** Everything at once: 所有超期的都办结掉. */
export const isEverything = (text: string): boolean => /所有|全部|一律|统统|凡是|每一?件/u.test(text);
