import { describe, expect, test } from 'vitest';
import { loadCommands } from '../../../src/app/load-folder.ts';
import { asksInPassing, readAccusation } from '../../../src/domain/accusation/text/reader.ts';
import { valuesOf } from '../../../src/bot/grammar.ts';
import { handsBeside } from '../../../training/accusations/hands.ts';
import { sampleOrg } from '../../support/start-town.ts';

/** Everybody of the org file, and the offices. */
const TOWN = { units: sampleOrg.units.map(({ name }) => name), people: sampleOrg.people.map(({ name }) => name) };
const isAsked = (text: string): boolean => ['accusation', 'doubtful'].includes(readAccusation(text, TOWN).verdict);
const of = (frames: readonly string[]): string[] =>
  TOWN.people.flatMap((name) => frames.map((frame) => frame.replaceAll('{}', name)));

/** Lives there, came, helped, is thanked, wants something like everybody: nothing is said against them. */
const NEUTRAL = `{}家门口的路烂了
{}家旁边的水渠堵了
我是{}，家里低保停了
谢谢{}帮我们修了路灯
{}帮我家修好了水管，非常感谢
我家住在{}家后面，下雨进水
{}家对面的垃圾没人清
{}来看过，路灯还没修好
住在{}隔壁，夜里噪声大
{}家的电线杆快倒了
感谢{}书记送来的米面
村口路灯不亮，{}知道
{}门前的井盖坏了
本人{}，申请宅基地
已向{}说过
是{}让我来的
找过{}，还没有回音
{}让我找信访办
我叫{}，反映砖厂冒黑烟
{}的母亲低保什么时候办
{}负责的路段坑多
{}家的老房子漏雨，想申请危房改造
请{}书记帮忙协调排水
{}说下个月修路
{}接待过我，让我等通知
{}镇长来看过水库
{}答应年底通自来水`.split('\n');

/** Outright, meek, bitter, in hints; nothing was learned from them. */
const ACCUSING = `群众说{}收了三千块好处费
{}收了施工队的钱
查清{}贪污修渠款
{}把我家的补偿款扣了一半，说是辛苦费
{}的小舅子包了修路的活，别人连消息都没听到
低保给了{}的亲戚，真困难的没评上
找{}盖个章要先买两条烟
{}酒后在村部打人，骂得很难听
{}把集体的鱼塘租给了自己的弟弟
听说{}拿了砖厂的好处，不然怎么一直不查
{}家盖了三层楼，钱哪来的大家心里有数
危房改造的指标{}给了自己家
{}不是个东西，什么都往自己家搬
我不想得罪人，但{}分救灾的米确实少给了我们几户
不好意思麻烦领导，就是想问问{}领走我们的粮补什么时候能还
{}签了我的名字把补贴领了，我根本不知道
{}说不请客就不批宅基地
不敢留名，{}这些年账从来不公开
{}让施工方给他家修了院墙
{}用公车接送孩子上学
{}选举的时候挨家送油送米
请纪委管管{}，伸手太长
{}半夜喊人堵我家门，逼我签字
路灯的钱到了{}手里就没影了
{}吃空饷，人早就在外面做生意
{}帮开发商说话，背后肯定有名堂
{}欺负我们外姓人，浇地从来排最后
{}克扣护林员工资，每人每月两百
老百姓的救济款，{}先给自己人分
{}跟包工头穿一条裤子，工程质量差得很`.split('\n');
/** What stands in the notes of an office's day, with a name in every other line. */
const NOTES = `已电话联系信访人，约好周三现场查看
{}已核实，补贴没发到位
{}半夜到现场抢修水管
村干部半夜转移群众
会计收了材料，下周入户
{}的弟弟已签协议，同意让路
已联系{}，补贴已到账
已派{}现场查看，待换灯
请{}三日内书面说明进展
由农业办牵头，{}配合
已与{}书记沟通，村里同意出工
{}组织村民清淤，渠道已通
请{}做好解释工作
信访人对{}的答复满意
信访人说{}没有上门
因{}生病住院，申请延期
逾期未办，请{}写出检查
{}已答应本周内修好
老板已退还押金三千元
{}垫付了医药费两千元
按{}要求，每周报一次
请查清工资拖欠原因，督促公司限期支付
与当事人有亲属关系`.split('\n');

/** Said of those in office among colleagues, as somebody passes it on. */
const PASSED_ON = `群众反映你们村的头头把材料费揣自己腰包了，请说明
信访人说钱到村里就没影了，请书面说明
你们村会计多收了水费装自己口袋
信访人称书记儿子承包了工程
信访人说是会计自己开的条子
要求核实村干部是否优亲厚友
五里墩村把补贴截了
钱让村里贪了
材料费被村里头头装进自己兜了
请说明补贴款为什么没到户，群众说被村里扣了
信访人称主任给自己家亲戚评低保
核实一下支书占用集体地盖房一事
来访人说你们领导收了礼才办事
村里的账从来没公开过，请五里墩村说明
群众怀疑村委会把修渠款挪作他用
群众说路灯钱让村里吃了
信访人反映组长把田租给自家人
信访人怀疑有人从中拿了好处，请自查
群众说修路的钱变成了支书家的楼
请核查低保名单里是否有干部亲属
信访人说干部吃了他家的饭才盖章
信访人说去办事没给烟就不给盖章
请说明工程为何给了主任的小舅子
反映五里墩村虚报人数套取补助
反映村里多报面积领钱
群众议论村干部把救灾物资自己分了
信访人说村里头头一手遮天不让人说话
请城建办说明为什么收了钱没有票
书记家门口的路灯先修，别人家的不修，请说明
材料款和发票对不上，请会计说明`.split('\n');
/** A day's work that tells of those in office, of money and of what is still to be done, and accuses nobody. */
const WORK = `请五里墩村三日内书面说明办理情况
请村干部上门做好解释工作
请城建办核实路灯损坏数量，本周内修复
村委会已安排人员清理水沟
已与村支书沟通，村里同意出工
会计已核对台账，补贴已到账
请会计提供近三年水费收支明细
村主任陪同现场查看，群众表示满意
请村里公示低保名单
村干部已入户核实，家庭收入超标，不符合低保条件
民政办工作人员已电话告知政策
派出所已出警调解，双方和解
组长带队清淤，渠道已通
请书记协调施工队进场
领导批示：请城建办牵头办理
请主任阅后转农业办
已向信访人出示补偿款发放清单
补偿款已于昨日发放到户，群众已签字
土地所已现场丈量，四至清楚
信访人要求村里尽快发放补贴，已解释资金未到位
请包村干部每周走访一次
村里反映资金不足，建议列入明年计划
工程款正在审计，预计月底拨付
镇长接访，当场答复
请五里墩村提供会议记录和公示照片
老人的养老金因系统升级迟发，已补发
信访人不在家，村干部留言
施工单位已支付拖欠工资
请司法所参与调解
信访人对村里分配方案不理解，已当面解释
村会计陪同信访人到银行查询，补贴已入账
经查，信访人户口不在本村，不享受分红
村支书已与双方家属谈话
请农业办核对粮补面积
危改指标已用完，明年优先安排
干部入户三次，均未见到信访人
已按领导要求增派人手
请村里把修渠材料费报镇财政所审核
会计说票据已交财政所，等待报销
村民代表会议已通过调整方案并公示七天
逾期三天，请说明原因
两次催办没有回音，请分管领导督促
请村委会答复为什么路灯还没有修好
低保按程序评议，名单已张榜公布
信访人希望镇里出面协调
网格员每天巡查，未发现倾倒垃圾
书记主持召开协调会，商定月底完工
卫生院已派医生上门
水费按表收取，收据已给信访人
请水利站说明停水原因
村里已向施工队垫付三千元
信访人与村主任是邻居，因排水发生口角
信访人称工作人员态度不好，已道歉
请民政办核实其子女收入
已联系信用社，补贴卡可以重办
五里墩村已签收，会计负责联系
五里墩村补贴发放表已核对
占地补偿标准按省里文件执行
请驻村工作队协助
因村支书换届，申请延期五天`.split('\n');
const isAskedInPassing = (text: string): boolean => asksInPassing(text, TOWN);

describe('a name of the org file', () => {
  test('is a mention where nothing is said against them', () => {
    expect(of(NEUTRAL).filter(isAsked)).toEqual([]);
  });

  test.each(TOWN.people)('is accused in whatever tone it is said: of thirty at most two are missed (%s)', (name) => {
    expect(ACCUSING).toHaveLength(30);
    const missed = ACCUSING.filter((frame) => !isAsked(frame.replaceAll('{}', name)));
    expect(missed.length).toBeLessThanOrEqual(2);
  });

  test('stands in the notes of a day, which are not asked about', () => {
    expect(of(NOTES).filter(isAskedInPassing)).toEqual([]);
  });
});

describe('what is written among colleagues', () => {
  test('is asked about where it accuses: of thirty at most two are missed', () => {
    expect(PASSED_ON).toHaveLength(30);
    expect(PASSED_ON.filter((text) => !isAskedInPassing(text)).length).toBeLessThanOrEqual(2);
  });

  test('is what would be asked about at registration, where it tells of somebody in office', () => {
    const asked = PASSED_ON.filter((text) => /[村书会支主领干]/u.test(text) && isAsked(text));
    expect(asked.filter((text) => !isAskedInPassing(text))).toEqual([]);
  });

  test('is hardly asked about where it is the day’s work: of sixty at most six', () => {
    expect(WORK).toHaveLength(60);
    expect(WORK.filter(isAskedInPassing).length).toBeLessThanOrEqual(6);
    const ordinary = handsBeside().flatMap((hand) => hand.ordinary);
    expect(ordinary.filter(isAskedInPassing).length / ordinary.length).toBeLessThanOrEqual(0.05);
  });
});

test('a list that is asked for accuses nobody', () => {
  for (const text of ['低保名单什么时候公布', '低保名单什么时候公布\n低保名单', '我是五里墩的李小红，家里低保停了']) {
    expect([text, isAsked(text)]).toEqual([text, false]);
  }
});

test('no command as it is shown is an accusation in a group', async () => {
  const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
  expect(
    commands
      .flatMap(({ examples }) => examples)
      .map(valuesOf)
      .filter(isAskedInPassing),
  ).toEqual([]);
});
