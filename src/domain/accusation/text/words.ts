/**
 * Words by what they stand for in an accusation: who does what, with what, to whose good. They are kinds of words, each from
 * everyday talk; src/domain/accusation/text/reader.ts says which of them must meet, and score.ts reads those that name people and
 * things as signs. None is an accusation by standing alone.
 */

/** Posts of township, village and the offices that people deal with. */
export const POSTS =
  /书记|支书|村长|镇长|乡长|县长|区长|局长|所长|科长|站长|院长|校长|园长|队长|组长|部长|股长|处长|厅长|秘书长|理事长|(?<!班)主任|会计|出纳|文书|委员(?!会)|干部|专干|网格员|民警|警察|城管|当官的|当官|小官|贪官|官员|工作人员|办事员|办事的|经办|执法队|驻村|武装部|村委|居委|村两委|支委|村部|党支部|(?:村里?|镇里?|乡里?|局里?|所里?|站里?|单位|有的|有些|个别|某个|某些|某|分管|主管|包村的?|包片的?)领导|管事的|(?:那个|那位|那)管[\u4e00-\u9fff]{1,4}的|[\u4e00-\u9fff]{1,3}(?:所|站|科|局|办|中心|窗口)(?:的)?(?:那个|那位|那两个|老[\u4e00-\u9fff]|小[\u4e00-\u9fff]|人|男的|女的|工作人员)|窗口的?(?:那个|那位|女的|男的|人)|乡里来人|镇里来人|村里来人|殡改|拆迁办|计生办|助理|主席|副职|工作队/u;

/** What belongs to all, or is given by the state to those who need it. */
export const PUBLIC =
  /低保|五保|贫困户|补贴|补助|直补|补偿|征地款|扶贫|危房|危改|救济|救灾|抗旱|慰问|公益林|公益岗|公益性岗位|退耕|集体|村里的?(?:地|钱|账|山|塘|房|公车)|公家|公车|公款|国家(?:的)?(?:钱|项目|补|款)|集资|助学金|助学|伙食费|防疫|物资|名额|指标|编制|事业编|宅基地|安置房|公租房|项目|专项|拨给|拨的|上头拨|下拨|发下来|承包权|水库|鱼塘|山林|林场|茶山|河滩|荒山|机动地|超生款|社会抚养费|招待费|医保|养老金|抚恤|优待|工程款|资金|中标|招标|投标|招聘|选票|选举|换届|当兵|入伍|准生证|批文|公示|账|(?:上头|上面|国家)(?:给)?的钱|一事一议|拆迁|奖励|合作医疗|罚款|值班费|[高老]龄津贴|占地费|流转费|粮补|清运费|拨(?:的)?钱|公家的/u;

/** Those to whom somebody in office is near. */
export const KIN =
  /亲戚|亲属|亲人|亲家|的关系(?!到|着|[很好])|大哥|二哥|老弟|兄弟|哥哥|弟弟|姐姐|妹妹|弟媳|嫂子|老婆|老公|媳妇|爱人|妻子|丈夫|儿子|女儿|女婿|侄子|侄女|侄儿|外甥|孙子|舅子|小舅|小姨|姨子|表弟|表哥|表妹|表姐|堂弟|堂哥|连襟|丈人|岳父|岳母|老丈|娘家|婆家|本家|家族|自家|自己家|自个|自己人|他家|她家|他们家|家里人|老乡|战友|同学|朋友|拜把子|关系户|熟人|情妇|相好|叔伯|叔叔|伯伯|大伯|舅舅|姑父|姨夫|家属/u;

/** What passes from hand to hand. */
export const GAIN =
  /好处费?|红包|回扣|礼金|送礼(?!品)|烟酒|两?条(?:好)?烟|购物卡|消费卡|土特产|土鸡|吃请|茶水费|跑腿费|辛苦费|感谢费|打点(?!滴)|意思意思|表示一下|表示表示|不表示|收钱|塞钱|送钱|发钱|交钱的|交了钱|送东西|(?:收|要|拿|索|扣|吞|贪|吃|交|塞|送|给|弄|非要|押)(?:了|过|走|我|他|她|我们|先|个|上)*[^，。、]{0,4}[一二两三四五六七八九十百千万几\d]+(?:多|来)?(?:块|元|万|千|百)|还?要请客|收[了过]?[^，。]{1,4}的钱|先[^，。]{0,8}[一二两三四五六七八九十百千万几\d]+(?:块|元|万|千|百)[^，。]{0,3}交|送[米油钱烟酒羊鸡鱼肉]|转[^，。]{0,3}[一二两三四五六七八九十百千万几\d]+(?:块|元|万|千|百)|(?:送|塞|拎|提)(?:了|过|去|上)?[^，。]{0,2}[一二两三四五六几\d]+[只条瓶桶箱袋斤头包盒]|过节[^，。]{0,4}送|送卡|有没有表示|来点实际|(?:要|得)分一?成/u;

/** Taking, keeping, moving aside. */
export const TAKING =
  /[吃拿卡]要|收(?:了|过|取|受|下|我|人|钱|红包|好处)|要(?:红包|钱|好处)|拿(?:了|走|钱|好处|回扣)|索要|索取|勒索|占(?:为|了|用|去)|独吞|吞了|吞掉|私吞|侵吞|侵占|私分|分了|对半分|平分|瓜分|截留|截下|扣(?:了|下|着|押|我)|克扣|挪(?:用|走|到)|套(?:出来|取|走)|骗取|冒领|代领|领走|领了|月月领|揣|装进|进了|腰包|口袋|中饱|打到他|打到自|往回搬|搬回|拉到|运到|拉走|吃掉|被谁吃|谁吃了|变成了|抢走|拉光|拿着?我们?的|卖掉|卖了|霸占|强占|少了/u;

/** Papers and figures that are not what they should be. */
export const FALSE =
  /虚报|谎报|瞒报|虚开|套医保|假(?:的|账|名|章|材料|发票|签名|冒)|造假|作假|弄虚|伪造|冒(?:用|充|名|领)|空头|空挂|不是本人|不是我签|不是我写|按手印|摁手印|白条|白纸|没有?发票|没有?收据|做账|账目(?:不清|混乱|不公开|有问题)|(?:账|帐)(?:上|目|本)?(?:从来|一直)?(?:不|没有?)(?:贴|公开|公布|清|明|对)|对不上|账上只|报了[\s\S]{0,10}(?:实际|只)|写成|没这笔|查不到|差价|吃空饷|空饷/u;

/** Behind the backs of those concerned. */
export const SECRET =
  /私下|私自(?:卖|租|把|将|签|处理)|偷偷|暗地|暗箱|暗中|背地里|背着(?:我|大家|村民|群众)|瞒着|没(?:有)?开(?:过)?[\u4e00-\u9fff]{0,4}会|没(?:有)?公示|不公示|从不公开|内定|走后门|开后门|猫腻|黑幕|内幕|内鬼|就他一家|谁定的|谁批的|谁同意的|怎么(?:批|进|中|当上|选上|评上)/u;

/** Power turned against people. */
export const ABUSE =
  /打人|打了我|动手|殴打|打伤|打断|骂(?:我|人|他|老|群众)|辱骂|威胁|恐吓|吓唬|报复|断我[\u4e00-\u9fff]{0,3}[水电路]|掀(?:了)?(?:摊|桌)|刁难|故意卡|欺压|欺负|横行|霸道|仗着|一手遮天|押在|扣押|强(?:行|迫|拆)(?:关押|拉|拖|带走|拆)|逼我|逼着我|通风报信|先晓得|先知道|包庇|袒护|偏袒|徇私|循私|不要声张|态度(?:极其|非常|十分|很|太)?(?:恶劣|差|蛮横|粗暴|傲慢)|摔我|吼我|推搡/u;

/** How somebody in office lives. */
export const LIVING =
  /麻将|牌桌|打牌|赌(?:博|场|钱)|喝酒误|酒后|醉酒|大吃大喝|大鱼大肉|吃喝|公车|公家车|接送(?!达)|豪车|小汽车|小轿车|轿车|新车|[一二两三四五六几\d]栋(?:小)?(?:楼|洋房|别墅)|别墅|存折|从来没?(?:上过|来上)(?:一天)?班|不上班|没上过(?:一天)?班|挂名|吃空饷|包养|情人|嫖|生活作风|作风(?:不正|败坏|有问题)|违法超生|违反计划生育|嘴上一套|背后一套|官架子|白吃白[住拿喝]|签单|酒驾|不给钱/u;

const WITHOUT_MENDING = /[^，,。；;处查调制核化反劝退还]{0,5}?/u.source;
const SELLS = /私分|倒卖|偷卖|盗卖|私卖|侵占/u.source;
const SEIZES = /霸占|强占|强收|占(?:了|着)?(?:[我他她](?:们|家)?|别人家|群众|村民|老百姓|集体|公家)/u.source;
const STRIKES =
  /(?:扇|踹|踢|砸|掐|揪|抽)(?:了|过|倒|断|坏|烂|着)?(?:[我他她]|人(?!工)|老[人头太婆]|群众|村民|耳光|巴掌|[一两几][脚下个记])/u
    .source;
/** Directly behind who is spoken of: they seize, sell what is not theirs, or strike. Of who mends it, it is said otherwise (已处理霸占通道的事). */
export const SEIZES_OR_STRIKES = new RegExp(`^${WITHOUT_MENDING}(?:${SELLS}|${SEIZES}|${STRIKES})`, 'u');
/** The same directly behind an office: that a village built on somebody's land is what petitions are about. */
export const SELLS_OFF = new RegExp(`^${WITHOUT_MENDING}(?:${SELLS})`, 'u');

/** What the law itself calls a breach of office; said of somebody in office or of what is public there is no doubt. */
export const BREACH =
  /贪污|贪腐|贪官|贪钱|腐败|受贿|行贿|索贿|贿赂|贿选|拉票|买票|以权谋私|谋取私利|滥用职权|滥用权力|优亲厚友|任人唯亲|吃拿卡要|中饱私囊|官商勾结|保护伞|违纪|违法乱纪|权钱交易|利益输送|假公济私|监守自盗|雁过拔毛|公报私仇|挪用公款|职务侵占|村霸/u;

/** The act of accusing. */
export const ACCUSING =
  /(?:^|[，。：:；]|我们?|本人|实名|现|特|要|来|想|敢)[^，。]{0,6}(?:举报|检举|控告|揭发|告发|状告)(?!人|电话|热线|信?箱|方式|平台|中心)|(?:要|去|来|想|再|敢|里)告(?:他|她|官|村|镇|你们)/u;

const SPEAKER = /(?:我们?|俺们?|咱们?|本人|来[访信电]人)?/u.source;
const NOW = /(?:就|是|也|都|今天|今日|现在|这次|特地|专门|特)*/u.source;
const WILL = /(?:要|来|想|要来|想来|前来|要求|准备|决定)(?:你们这[里儿])?/u.source;
const SIGNED_OR_NOT = /(?:实名|匿名|联名|署名)/u.source;
const TO_ACCUSE = /(?:举报|检举|控告|告发|揭发)的?/u.source;
const NO_MORE = /(?=$|[，,。！？!?；;、\s]|一个人|一位|某)/u.source;
/** Somebody comes to accuse, and the clause does not say of what: 我要实名举报; 我是来举报的. Of a shop's fumes it goes on (我要举报楼下油烟). */
export const ANNOUNCED = new RegExp(
  `(?:^|[，,。！？!?；;：:\\s])${SPEAKER}${NOW}(?:${WILL}${SIGNED_OR_NOT}?|${SIGNED_OR_NOT})${TO_ACCUSE}${NO_MORE}`,
  'u',
);

/** Not one word beside it. */
export const BARELY = /^\s*(?:我?要)?(?:举报|检举|控告|揭发|告状)[\s。.！!]*$/u;

/** The act of accusing, before whoever is accused, and what behind their name makes a place of it. */
export const AGAINST = /(?:举报|检举|控告|告发|揭发|状告)(?:一下|你们|我们|镇[里上]的?|关于)?/gu;
export const AT = /^(?:门口|门前|对面|旁边|隔壁|附近|后面|楼[上下])/u;

const TREAT = /请[^，。]{0,3}[吃喝桌客]|摆[^，。]{0,4}[酒席]|送礼|塞钱|红包|打点/u.source;
const ACT = /盖章|盖个?章|签字|签名|批(?![评发])|办证|办(?:事|手续|理)|验收|发证|放行|立案|受理/u.source;
const OR_ELSE = /(?:才|就不|不然不|否则不)/u.source;
/** An act of office for a treat: 非得请客才给盖章. */
export const BOUGHT = new RegExp(`(?:${TREAT})[^，。]{0,4}[，,]?[^，。]{0,3}${OR_ELSE}[^，。]{0,3}(?:${ACT})`, 'u');

/** Words put into somebody's mouth about how a matter went: 让我说已办, 叫我们填满意. */
export const DICTATED =
  /(?:让|叫|要|逼|教)(?:我们?|俺们?|大家|群众|村民)[^，。]{0,2}[说写填讲报回](?:是|成|个)?["“”「]?(?:(?:已|都|全)(?:经)?(?:办|解决|完成|修好|落实)|办结|满意(?!度)|没事|同意|无异议|不知道)/u;

/** What is said by those who do not dare to say it. */
export const HINTS =
  /有人(?:拿|收|得|从中)|不(?:敢|好|便)(?:说|留名|讲)|没人敢|心里(?:都)?(?:有数|清楚|明白)|不简单|水(?:很|太)?深|(?:花|去|用|弄)(?:到)?(?:了)?哪(?:里|儿)?(?:去)?(?:了)?|去了哪|哪来的|说不清|走得(?:太|很)近|上面有人|后台|背景硬|关系硬|有录音|可以作证|能作证|(?:别|不要|莫)让[\s\S]{0,6}(?:知道|晓得)|保密|凭什么|(?:为(?:什么|啥|何)|凭啥|咋)[^。]{0,16}(?:不但|没拆|就能|能|可以|就)|是不是就|批得下来|不该说|不晓得(?:有)?|不知道(?:有)?这|问(?:了|他|她|起|急|到)?[，,]?(?:没人|就(?:发火|骂|说|瞪))|一个人(?:手里|说了)|说了算|一言堂|捏着|不敢讲|听说|钱呢|谁都不敢|你们懂|手里都?不空|谁不知道|谁敢|自己清楚|取了多少[^，。]{0,4}不知道|永远是那几个|只认人/u;

/** What is asked of those above, where it is about somebody in office. */
export const ASKING = /查查|查一查|彻查|严惩|惩治|绳之以法|撤(?:他的)?职|免职|问责|组织上|纪委|纪检|监委|巡察/u;

/** A firm, a shop, a neighbour: complained of by words of accusation, that is a matter for the office in charge. */
export const PRIVATE =
  /公司|工厂|[\u4e00-\u9fff]厂|[\u4e00-\u9fff]店|企业|商家|商场|超市|老板|开发商|物业|业主|培训|机构|广告|网吧|诊所|医师|中介|电信|快递|工地|施工|砖厂|车辆|货车|邻居|楼上|小区/u;

/** Bodies that have public money or power in their hands, and those who act for them. */
export const BODY =
  /(?:环保|安监|工商|税务|土管|卫生|食药|市场监管|规划|房管|林业|交通|教育|公安)(?:所|局|站|分局|办)(?=每|来|的人|收|把|不|有|跟|和|就|都|为)|村里|村上|村组|组里|队里|镇里|镇上|乡里|乡上|局里|所里|(?<!车)站里|社区的?人|村委会?|居委会|街道的?人|[\u4e00-\u9fff]{1,3}(?:派出所|国土所|财政所|民政所|林业站|水利站|农技站|电管站|信用社|合作社)|派出所|国土所|财政所|民政所|司法所|(?<!人)民政(?!府)|经手人|内部人|包村|包片|大厅的?人|村医|里面的人|有人|某些人|他们(?:几个|内部)|街道(?=只|不|没|把)|[水林农电]\S?[利业技管]站|(?:验收|检查|工作|调查|评估|征收|量房子?|丈量)(?:组|队)?的(?:人|那)|畜牧站|食品站|卫生室|乡医院|镇医院|镇干部|(?:镇里|村里|乡里|单位|政府)的车|评残的/u;

/** Money that is not where it belongs. */
export const AMISS =
  /(?:钱|款|费|账|金|补贴|补助|补偿|工资|收入|赔偿)[\s\S]{0,12}(?:不见|没(?:有)?入账|没(?:有)?上交|不上交|没给|不给我|没到|没发|不发|少[报发给算了]|被[\s\S]{0,6}(?:吃|扣|领|分|拿|占)|自己花|花光|领走|扣下|扣了|分掉|装|公布|公开)|被[\s\S]{0,8}(?:吃了|领走|扣下|扣了|分了|分掉|冒领|顶替|拿走)|公开[^，。]{0,10}账|少报|少发|少给|搞鬼|穿一条裤子|不见了|(?:只|才)(?:给|发|到|领)了?[^，。]{0,4}[一二两三四五六七八九十百千万几\d]|一伙|勾着|勾结|串通/u;

/** No favour without one in return. */
export const TERMS =
  /(?:没有?|不|没)[^，。]{0,8}[，,]?(?:别想|就不|就得|休想|免谈|办不|不给|不批|不办|不盖)|[^，。]{2,12}才(?:肯|给办|行|放|批|盖|办)|(?:要给|得给|要请|让我请|叫我请|请他|请她|给他|给她)[\s\S]{0,8}(?:送|吃|喝|饭|烟|酒|羊|鸡)|要烟|要酒|不(?:给|交|送|签|选)[^，。]{0,4}[，,]?[^，。]{0,3}就|谁不[^，。]{1,4}[，,][^，。]{0,6}(?:别来|别找|走着瞧)|才(?:签字|肯签)/u;

/** Some who are in office, without a post. */
const SOMEBODY = /领导|头头|负责人|当家的|[你他咱我]们?(?:这|那)?(?:村|镇|乡|组|社区|单位|部门)|本村/u;
const ANYBODY = /有人|某些人/u;
const EACH_OFFICIAL = [POSTS, BODY, SOMEBODY].map(({ source }) => source).join('|');
/** Those in office, as colleagues are told of them: whoever it is, and wherever they sit, but for 有人, who may be anybody. */
export const OFFICIALS = new RegExp(`(?!${ANYBODY.source})(?:${EACH_OFFICIAL})`, 'u');

const FIND_OUT = /查|核|问|了解|说明|说清|讲清|解释|落实|报告|看|弄清|搞清|摸|访|想知道|打听/u.source;
const WHETHER = /有没有|是不是|是否|有无|到底|究竟|为何|为什么|为啥|怎么|谁|哪/u.source;
const REST = /[^。！？!?；;，,\n]*/u.source;
const NOT_FAR = /[^。！？!?；;\n]{0,24}?/u.source;
const THEN = /[，,][^，,]{0,3}?/u.source;
/** An order or a wish to find out whether something is so, or who did it, and as one of its two groups what: 核实他们有没有虚报; 有没有虚报，请核实. */
export const INQUIRY = new RegExp(
  `(?:${FIND_OUT})(${NOT_FAR}(?:${WHETHER})${REST})|((?:${WHETHER})${NOT_FAR})${THEN}(?:${FIND_OUT})`,
  'u',
);

/** Who says it, at the head of a sentence that passes it on, and who is asked to do something about it. */
export const REPORTED =
  /^(?:(?:群众|村民|(?:信访|来访|来信|来电|上访|举报|当事|反映)人|他们?|她|其|有人)?(?:又|还|也|多次|一直|都)?(?:反映|说是|说|称|怀疑|议论|讲|认为|提出)|要求|请|据)/u;

/** Whom one writes to; a secretary or director of a village is as often told of. */
const ADDRESSED =
  /(?:(?<!支|村)书记|镇长|乡长|区长|县长|市长|局长|(?<!村)主任|领导|政府|委员会|信访办|信访局|同志)(?:们|同志)*?/u
    .source;
const HONOURED = /(?:(?:尊敬|敬爱|亲爱)的|致|各位|诸位)[^，,。：:；;！!\n]{0,16}?/u.source;
const AND_OTHERS = /、[^，,。：:；;！!\n]{0,10}?/u.source;
/** Without a word of honour it is one by what follows: a colon, a greeting, or a comma where the post stands alone. */
const BY_NAME = /[^村，,。：:；;！!\s]{0,8}?/u.source;
const GREETING = /(?=[：:]|[，,]?\s?(?:您|你)们?好|好[，,。！!：:]|同志们?[，,])/u.source;
const ALONE = /(?:书记|镇长|乡长|县长|市长|领导)[，,]/u.source;
const ITS_END = /[：:，,！!]?\s?(?:(?:您|你)们?好|好)?[：:，,。！!]?\s*/u.source;
/** The head of a text that says to whom it is written. */
export const SALUTATION = new RegExp(
  `^\\s*(?:${HONOURED}${ADDRESSED}(?:${AND_OTHERS}${ADDRESSED})*|${BY_NAME}${ADDRESSED}${GREETING}|${ALONE})${ITS_END}`,
  'u',
);
