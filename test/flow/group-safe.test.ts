import { describe, expect, flowTest } from '../support/town.ts';
import { dumpOf, foundIn } from '../support/dump.ts';

const DESK = '信访工作群';
const NAME = '虞小舟';
const OTHER = '欧阳望舒';
const PHONE = '138' + '0000' + '0000';
const IN_TEXT = '139' + '0000' + '0001';
const IN_GROUP = '137' + '0000' + '0002';
const ADDRESS = '云水巷七号';
/** No real one: its check digit is wrong. */
const IDENTITY = '320000' + '19000101' + '0000';
const GIVEN = [NAME, OTHER, PHONE, IN_TEXT, IN_GROUP, ADDRESS, IDENTITY];

describe('who petitions', () => {
  flowTest(
    'stands in no group, no log line and nowhere in the database, however the bot learned of it',
    async ({ start, sql }) => {
      const town = await start({ at: '2026-03-02T09:30' });
      // Typed in full in private, with the same again inside the text.
      await town.say(
        '赵某',
        `/登记 姓名:${NAME} 电话:${PHONE} 住址:${ADDRESS} 地点:${ADDRESS}门口 题目:水渠堵塞 类别:其他 诉求:给${NAME}答复;回电${IN_TEXT} 内容:${NAME}住${ADDRESS}，反映水渠堵塞，电话${IN_TEXT}，证件${IDENTITY}`,
      );
      // Typed in a group where it should not be, and completed by answers.
      await town.say('周某梅', `/登记 路面塌陷，回电${IN_GROUP}`, { chat: DESK });
      await town.say('周某梅', '路面塌陷');
      await town.say('周某梅', OTHER);
      await town.say('周某梅', IN_TEXT);
      await town.say('赵某', '/受理 1 受理 送达:2026-03-02 方式:当面');
      await town.say('赵某', `/交办 1 城建办 期限:5工作日 经办:王某强 要求:先联系${NAME}`);
      await town.say('王某强', '/签收 1');
      await town.say('王某强', `/联系 1 已与${NAME}通话，${PHONE}`, { chat: '城建办工作群' });
      await town.say('王某强', `/进展 1 到${ADDRESS}查看，${NAME}在场`);
      await town.say('王某强', `/答复 1 事实:${NAME}家门口水渠堵塞 依据:水法，${PHONE} 内容:已告知${NAME}`);
      await town.say('郑某', `/审核 1 不同意 意见:请写明${NAME}的诉求`);
      await town.say('王某强', `/答复 1 水渠已清，电话${IN_TEXT}`);
      await town.say('孙某', '/审核 1 同意');
      await town.at('2026-03-10T10:00');
      await town.say('赵某', `/查 1 明文 理由:回电${NAME}`);
      expect(town.messages('赵某').at(-1)?.text).toContain(`姓名：${NAME}`);
      await town.say('赵某', '/查 1', { chat: DESK });
      await town.say('赵某', `/搜 ${NAME}`);
      await town.say('赵某', `@信访助手 ${NAME}电话${PHONE}`, { chat: DESK });
      await town.say('赵某', `/补充 1 题目:${NAME}的水渠`);
      await town.say('赵某', `/送达 1 文书:处理意见书 日期:2026-03-10 方式:交${NAME}本人`);
      await town.say('赵某', `/办结 1 依据:书面答复 结果:${NAME}满意`);
      await town.say('赵某', `/回访 1 不满意 情况:${NAME}说还堵`);
      await town.say('赵某', `/重启 1 理由:${NAME}来电`);
      await town.say('赵某', '/撤销 1');

      const groups = [DESK, '城建办工作群', '五里墩村群', '镇领导督办群'].flatMap((chat) => town.messages(chat));
      expect(groups.length).toBeGreaterThan(8);
      expect(foundIn(groups.map((message) => JSON.stringify(message)).join('\n'), GIVEN)).toEqual([]);
      expect(foundIn(town.logs.join('\n'), GIVEN)).toEqual([]);
      const dump = await dumpOf(sql);
      expect(dump, 'the words of the matter itself stay searchable').toContain('水渠堵塞');
      expect(foundIn(dump, GIVEN)).toEqual([]);
      expect(town.logs.filter((line) => line.includes('"level":"error"'))).toEqual([]);
    },
  );

  flowTest(
    'is shown by its family name only, until somebody asks with a reason, which is written down',
    async ({ town, sql }) => {
      await town.say('赵某', `/登记 水渠堵塞 姓名:${NAME} 电话:${PHONE} 住址:${ADDRESS} 题目:水渠堵塞 类别:其他`);
      await town.say('赵某', '/查 1');
      const shown = town.expectMessage('赵某', /姓名：虞＊＊\n电话：138＊+00\n住址：云水巷＊＊/u).text;
      expect(foundIn(shown, GIVEN)).toEqual([]);
      await town.say('赵某', '/查 1 明文');
      town.expectMessage('赵某', /要写理由/u);
      await town.say('赵某', '回电核对');
      town.expectMessage('赵某', new RegExp(`姓名：${NAME}\n电话：${PHONE}`, 'u'));
      expect(await sql`select userid from reveal`).toEqual([{ userid: 'u-desk1' }]);
      await town.say('赵某', '/查 1 明文 理由:群里看', { chat: DESK });
      expect(foundIn(town.messages(DESK).at(-1)!.text, GIVEN)).toEqual([]);
    },
  );
});

describe('a title', () => {
  flowTest(
    'stands in groups only after the clerk gave or confirmed it; until then the category does',
    async ({ town }) => {
      await town.say('赵某', '/登记 村口路灯不亮 类别:城乡建设', { chat: DESK });
      town.expectMessage(DESK, /^FJ2026-0001｜城乡建设｜/u);
      await town.say('赵某', '1');
      await town.say('赵某', '/交办 1 城建办', { chat: DESK });
      town.expectMessage(DESK, /^FJ2026-0001｜村口路灯不亮｜城建办/u);
    },
  );

  flowTest('that names somebody is refused, and dropped when the name becomes known later', async ({ town }) => {
    await town.say('赵某', `/登记 水渠堵塞 姓名:${NAME} 题目:${NAME}的水渠`);
    town.expectMessage('赵某', /题目里有不宜进群的内容，没有采用/u);
    await town.say('赵某', '/登记 水渠堵塞 题目:望舒家水渠 类别:其他');
    await town.say('赵某', '/补充 2 姓名:望舒');
    await town.say('赵某', '/交办 2 城建办');
    town.expectMessage('城建办工作群', /^FJ2026-0002｜其他｜/u);
  });
});
