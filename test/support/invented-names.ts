import { type Random } from './random.ts';

/** Single and compound surnames, the common ones and the rare. */
const SURNAMES = `
王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁
魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 章 钱 汤 尹 黎
易 常 武 乔 贺 赖 龚 文 庞 樊 兰 殷 施 陶 洪 翟 安 颜 倪 严 牛 温 芦 季 俞 鲁 葛 伍 韦 申 尤 毕 聂 丛 焦 向 柳 邢 岳 齐 梅 莫 庄 辛 管 祝
左 涂 谷 祁 时 舒 耿 牟 卜 詹 关 苗 凌 费 纪 靳 盛 童 欧 甄 项 曲 成 游 阳 裴 席 卫 查 屈 鲍 覃 霍 翁 隋 甘 景 薄 单 包 司 柏 宁 柯 阮 桂
闵 解 强 柴 华 车 冉 房 边 辜 吉 饶 刁 瞿 戚 丘 古 米 池 滕 晋 苑 邬 臧 畅 宫 来 苟 全 褚 廉 简 娄 盖 符 奚 木 穆 党 燕 郎 邸 冀 谈 姬 屠
连 郜 晏 栾 郁 商 蒙 计 喻 窦 迟 宇 敖 糜 鄢 冷 卓 花 仇 艾 蓝 巩 井 练 仲 乐 虞 卞 封 竺 冼 官 衣 楚 佟 栗 匡 宗 巫 鞠 桑 荆 谌 银 扬 逄
仝 亓 郄 眭 逯 仉 訾 乜 笪 佘 芮 储 郗 宓 蔺 骆 缪 樊 庹 揭 占 闫 肖 付 邝 欧阳 上官 司马 诸葛 皇甫 尉迟 慕容 令狐 夏侯 公孙 司徒 长孙 轩辕 端木
东方 宇文 呼延 南宫 申屠 赫连 澹台 百里
`;

/** Characters that given names are drawn from, whoever bears them. */
const GIVEN = `
伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文晓春梅红雪浩宇俊海波林永福德轩涵梓子睿铭泽熙诗雨欣妍
嘉怡佳琪思远博然辰皓逸凡晨曦翔鹏飞龙虎彪豹昆仑峰岭岩岚岳山川江河湖洁莹琳瑶瑾瑜璐琦琴瑟珍珠珊瑚珂玲珑贵富荣昌盛兴
旺发财宝银钢铁柱栓根树森材栋梁柏松竹菊莲荷蓉蓓蕾薇芬芝茜萍莉苗青翠蓝紫丹彤白黑素婷婉婵娥妹姐姣娇妮娣嫣媛姗姝凤凰
鸾燕雁莺鹃鸿鹤云霄雷霆震电风雾露霜冰寒冬夏秋晴朗旭昊昱晖晔煜炜炎焱烨燃灿煌照耀亮光辉晶鑫淼垚犇骏骥驰骋骁武斌彬赟
允正直诚信义仁礼智孝悌忠良贤善康健宁安泰和顺吉祥瑞祺裕禄寿喜乐欢庆贺友朋爱民众卫东胜利保援朝跃革新生娃毛石火土金
木月星天乾坤元亨贞乙丁儿卓群帆航舟渡清澈润泓瀚渊源滨沛沐洲济深湘沅漪漫溪潇澜琛琨琰璇璟璞珺瑄昀昕晟暄晗芸芷若茵菡
萱葳蕊薰蕙馨香琬绮纹绫绣绢缨舒展达谦谨慎敬业
`;

/** What people write around a name, a frame each; `*` is the name. */
const FRAMES = `
* 请帮助* 关于*的事 救救* *低保停发 *家漏水 反映*占地 *房屋漏雨 村民*上访 业主*投诉 帮帮*吧 *要求补偿 *申请低保 给*办低保 *的宅基地 *与邻居纠纷
和*争地 为*讨薪 *工伤赔偿 *老人无人管 老人*赡养 *残疾证办理 *、李某争地 *一家五口困难 *一户危房 *拖欠工程款 *欠钱不还 *打人 被*打伤 *家门口路不平
*家路灯不亮 *屋后滑坡 *养猪臭气 *家养狗扰民 *承包地被占 *征地款未到 *上学问题 *的孩子入学 孤儿*救助 学生*转学 *户口迁移 *医药费报销 *反映停水 *来信
*来电咨询 转*信访件 *同志反映路灯 *经理欠薪 工头*欠薪 *砖厂污染 *家的树倒了 *等人集体上访 *等五户停水 *夫妻矛盾 *之妻低保 *父亲丧葬费 *母亲养老金
退伍军人* 教师*待遇 民办教师* *退休金 五保户* 困难户* 对*处理不服 不服*家建房 邻居*占道 *违建 *私搭乱建 *堵路 要*还钱 找* 谁管* *怎么办 *求助
急！*病重 *：停水 （*）停水 停水（*） 停水_* *_停水 “*”危房 三组*危房 五里墩村* 我叫* 我是* 本人*停水 *书记 找*主任 *老师体罚 *医生误诊 感谢*
表扬* 建议*任组长 *承包鱼塘 *山林纠纷 *坟地 代*反映 *电话打不通 *快递丢失 *摔伤
`;

const wordsOf = (list: string): string[] => list.split(/\s+/u).filter((word) => word !== '');
const surnames = wordsOf(SURNAMES);
const given = [...wordsOf(GIVEN).join('')];
const frames = wordsOf(FRAMES).map((frame) => frame.replaceAll('_', ' '));

export interface NamedTitle {
  readonly name: string;
  readonly title: string;
}

/** Titles that hold an invented name each: a surname, a given name of one or two characters, a frame. */
export function titlesWithNames(random: Random, count: number): NamedTitle[] {
  return Array.from({ length: count }, () => {
    const name = random.pick(surnames) + random.pick(given) + (random.chance(2 / 3) ? random.pick(given) : '');
    return { name, title: random.pick(frames).replace('*', name) };
  });
}
