import { describe, expect, test } from 'vitest';
import { loadCommands } from '../../../src/app/load-folder.ts';
import { accusesInPassing, readAccusation, scoresAsAccusation } from '../../../src/domain/petition/accusation.ts';
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
    expect(of(NOTES).filter((text) => accusesInPassing(text, TOWN) || scoresAsAccusation(text, TOWN))).toEqual([]);
  });
});

test('a list that is asked for accuses nobody', () => {
  for (const text of ['低保名单什么时候公布', '低保名单什么时候公布\n低保名单', '我是五里墩的李小红，家里低保停了']) {
    expect([text, isAsked(text)]).toEqual([text, false]);
  }
});

test('no command as it is shown is an accusation in a group', async () => {
  const commands = await loadCommands(new URL('../../../commands/', import.meta.url));
  expect(commands.flatMap(({ examples }) => examples).filter((line) => accusesInPassing(line, TOWN))).toEqual([]);
});
