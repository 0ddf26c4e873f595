import { buttonsOf } from '../support/chat.ts';
import { describe, expect, flowTest } from '../support/town.ts';

const CALLED = ['钱某', '孙某', '李某平'];

describe('到场, answered by those who are called', () => {
  flowTest('who called reads who comes, and nobody else does', async ({ town }) => {
    await town.say('赵某', '/到场 6人');
    for (const leader of CALLED) {
      const card = town.expectMessage(leader, /请马上到接待大厅/u);
      expect(buttonsOf(card).map(({ text }) => text)).toEqual(['我到', '派人', '不在']);
    }
    town.expectMessage('赵某', /已请3位负责人马上到场/u);
    town.expectNothingElse();
    await town.click('孙某', '请马上到接待大厅', '我到');
    town.expectMessage('孙某', /^已告诉赵某：您马上到。$/u);
    town.expectMessage('赵某', /^孙某：马上到接待大厅。$/u);
    await town.click('李某平', '请马上到接待大厅', '派人');
    town.expectMessage('李某平', /已告诉赵某：您派人到场/u);
    town.expectMessage('赵某', /^李某平：派人到接待大厅。$/u);
    await town.say('钱某', '/到场 不在');
    town.expectMessage('钱某', /已告诉赵某：您不在/u);
    town.expectMessage('赵某', /^钱某：不在，来不了。/u);
    town.expectNothingElse();
  });

  flowTest(
    'an answer belongs to the call whose card was pressed, and to the newest when it is typed',
    async ({ town }) => {
      await town.say('赵某', '/到场 6人');
      const first = town.expectMessage('孙某', /来访6人/u);
      await town.say('周某梅', '/到场 8人');
      town.forget();
      await town.say('孙某', '/到场 我到');
      town.expectMessage('周某梅', /^孙某：马上到/u);
      town.forget();
      town.press('孙某', first, '不在');
      await town.settle();
      town.expectMessage('赵某', /^孙某：不在/u);
      town.expectMessage('孙某', /已告诉赵某：您不在/u);
      town.expectNothingElse();
      // The same again tells nobody anything new.
      await town.say('孙某', '/到场 我到');
      town.expectMessage('孙某', /已告诉周某梅/u);
      town.expectNothingElse();
    },
  );

  flowTest('who was not called, or was long ago, is told so and nobody hears of it', async ({ town }) => {
    await town.say('赵某', '/到场 6人');
    town.forget();
    await town.say('郑某', '/到场 我到');
    town.expectMessage('郑某', /没有等您回话的到场通知/u);
    town.expectNothingElse();
    await town.advance({ hours: 13 });
    town.forget();
    await town.say('孙某', '/到场 我到');
    town.expectMessage('孙某', /没有等您回话的到场通知/u);
    town.expectNothingElse();
  });
});
