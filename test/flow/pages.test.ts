import { randomUUID } from 'node:crypto';
import { browserOf } from '../support/browser-of.ts';
import { act, action, MATTER as ONE, pageOf, signedIn, verbs } from '../support/matter-page.ts';
import { describe, expect, flowTest, sampleOrg, type Town } from '../support/town.ts';

const PAGES = { pages: true, wecom: { app: true }, at: '2026-03-02T09:30' } as const;
const NONE = { error: '查无此号，或不由您办理。' };

async function assigned(town: Town): Promise<void> {
  await town.say('赵某', `/登记 路灯不亮 姓名:何某某 电话:${PHONE} 题目:路灯不亮 类别:其他`);
  await town.say('赵某', '/交办 1 城建办 期限:5工作日 经办:王某强');
  town.forget();
}
const PHONE = `139${'0000'}${'1234'}`;

/** The newest link that the bot gave this person. */
const linkOf = (town: Town, person: string): string =>
  /\((http\S+#k=\S+)\)/u.exec(town.messages(person).findLast((message) => message.text.includes('#k='))!.text)![1]!;
const keyOf = (link: string): string => new URL(link).hash.slice('#k='.length);

describe('sign-in', () => {
  flowTest('recognises a member by WeCom, leads back to where they wanted to go, and out again', async ({ start }) => {
    const town = await start(PAGES);
    const browser = browserOf(town);
    const nobody = await browser.get('/api/me');
    expect([nobody.status, nobody.body['signIn']]).toEqual([401, '/h5/sign-in']);
    expect(await browser.signIn('郑某', '/h5/matters/FJ2026-0001')).toBe('/h5/matters/FJ2026-0001');
    const me = await browser.get('/api/me');
    const { draftKey, ...known } = me.body;
    expect(known).toEqual({ name: '郑某', unit: '城建办', roles: ['单位负责人'] });
    expect(draftKey).toMatch(/^[\w+/=-]{20,}$/u);
    const others = await (await signedIn(town, '王某强')).get('/api/me');
    expect([typeof others.body['draftKey'], others.body['draftKey'] === draftKey]).toEqual(['string', false]);
    expect(me.headers.get('cache-control')).toBe('no-store');
    const copied = browser.cookies.get('xinfang')!;
    await browser.post('/api/leave', {});
    expect((await browser.get('/api/me')).status).toBe(401);
    // A copy of the cookie is worth nothing either: the session ended on the server.
    browser.cookies.set('xinfang', copied);
    expect((await browser.get('/api/me')).status).toBe(401);
    expect((await (await signedIn(town, '郑某')).get('/api/me')).status).toBe(200);
  });

  flowTest(
    'takes a code once, only with the state of this browser, and only back to our own pages',
    async ({ start }) => {
      const town = await start(PAGES);
      const browser = browserOf(town);
      const begin = async (to: string): Promise<URL> => {
        const sent = await browser.visit(`/h5/sign-in?to=${encodeURIComponent(to)}`);
        const authorize = new URL(sent.location!);
        authorize.searchParams.set('as', 'u-cj1');
        return new URL((await browser.visit(authorize.href)).location!);
      };
      for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example', '/api/me', '/h5/../../x']) {
        const back = await begin(to);
        expect((await browser.visit(back.href)).location).toBe('/h5/');
      }
      const back = await begin('/h5/matters/FJ2026-0001');
      const other = browserOf(town);
      expect((await other.visit(back.href)).location).toBe('/h5/#refused=expired');
      expect(other.cookies.has('xinfang')).toBe(false);
      back.searchParams.set('state', 'other');
      expect((await browser.visit(back.href)).location).toBe('/h5/#refused=expired');
      const again = await begin('/h5/matters/FJ2026-0001');
      const state = browser.cookies.get('xinfang-state')!;
      expect((await browser.visit(again.href)).location).toBe('/h5/matters/FJ2026-0001');
      browser.cookies.set('xinfang-state', state);
      expect((await browser.visit(again.href)).location).toBe('/h5/matters/FJ2026-0001#refused=expired');
      // With a code that WeCom has not seen either: a state is good for one coming back.
      const once = await begin('/h5/matters/FJ2026-0001');
      const kept = browser.cookies.get('xinfang-state')!;
      expect((await browser.visit(once.href)).location).toBe('/h5/matters/FJ2026-0001');
      const fresh = await begin('/h5/matters/FJ2026-0001');
      browser.cookies.set('xinfang-state', kept);
      fresh.searchParams.set('state', once.searchParams.get('state')!);
      expect((await browser.visit(fresh.href)).location).toBe('/h5/matters/FJ2026-0001#refused=expired');
    },
  );

  flowTest('nobody from outside, nobody the town does not know, nobody who left', async ({ start }) => {
    const town = await start(PAGES);
    town.addStranger('路人', 'u-passer');
    expect(await browserOf(town).signIn('outsider')).toBe('/h5/#refused=outsider');
    expect(await browserOf(town).signIn('路人')).toBe('/h5/#refused=stranger');
    const leaver = await signedIn(town, '卫某');
    await town.importOrg({ ...sampleOrg, people: sampleOrg.people.filter((person) => person.name !== '卫某') });
    expect((await leaver.get('/api/me')).status).toBe(401);
    expect(leaver.cookies.has('xinfang')).toBe(false);
  });

  flowTest('a cookie that was changed, is over, or is of another kind signs nobody in', async ({ start }) => {
    const town = await start(PAGES);
    const browser = await signedIn(town, '郑某');
    const good = browser.cookies.get('xinfang')!;
    const [payload = '', mark = ''] = good.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
    const asDesk = Buffer.from(JSON.stringify({ ...claims, u: 'u-desk1' })).toString('base64url');
    await town.say('赵某', '/登记 路灯不亮 姓名:匿名 题目:路灯不亮 类别:其他');
    await town.say('赵某', '/查 1');
    for (const forged of [`${asDesk}.${mark}`, payload, keyOf(linkOf(town, '赵某')), '']) {
      browser.cookies.set('xinfang', forged);
      expect((await browser.get('/api/me')).status).toBe(401);
    }
    browser.cookies.set('xinfang', good);
    expect((await browser.get('/api/me')).status).toBe(200);
    await town.passMachineTime(12 * 3_600_000 + 1);
    expect((await browser.get('/api/me')).status).toBe(401);
  });

  flowTest('signatures for ww.register are what WeCom’s client accepts, for our own pages only', async ({ start }) => {
    const town = await start(PAGES);
    const browser = await signedIn(town, '郑某');
    const url = `${town.url}/h5/matters/FJ2026-0001`;
    const { body } = await browser.get(`/api/jssdk?url=${encodeURIComponent(`${url}#k=x`)}`);
    const { corpId, agentId, config, agentConfig } = body;
    const wecom = new URL((await browser.visit('/h5/sign-in')).location!).origin;
    const verdict = await fetch(`${wecom}/sandbox/api/register`, {
      method: 'POST',
      body: JSON.stringify({ corpId, agentId, url, config, agentConfig }),
    });
    expect(await verdict.json()).toMatchObject({ config: { errcode: 0 }, agentConfig: { errcode: 0 } });
    expect((await browser.get('/api/jssdk?url=https%3A%2F%2Fevil.example%2Fh5%2F')).status).toBe(400);
    expect((await browserOf(town).get(`/api/jssdk?url=${encodeURIComponent(url)}`)).status).toBe(401);
  });
});

describe('the page of a matter', () => {
  flowTest(
    'shows limits with reasons, course, papers and what this reader may do; names are masked',
    async ({ start }) => {
      const town = await start(PAGES);
      await assigned(town);
      const page = await pageOf(await signedIn(town, '王某强'));
      expect(page).toMatchObject({
        number: 'FJ2026-0001',
        title: '路灯不亮',
        status: '已交办，待签收',
        body: '路灯不亮',
      });
      const closing = page.clocks.find((clock) => clock.due === '3月9日(周一)');
      expect(closing).toMatchObject({ running: true, left: '还有7天' });
      expect(closing!.why.join('\n')).toMatch(/工作日/u);
      expect(page.timeline.map((event) => event.what)).toEqual(['交办', '登记']);
      expect(page.letters.map((letter) => letter.name)).toEqual(['交办函']);
      expect(page.identity).toEqual([
        { label: '姓名', value: '何＊＊' },
        { label: '电话', value: expect.stringMatching(/^139＊+34$/u) },
      ]);
      expect(JSON.stringify(page)).not.toContain(PHONE);
      expect(verbs(page)).toEqual(expect.arrayContaining(['签收', '进展', '联系', '看姓名电话']));
      expect(action(page, '办结').blocked).toMatch(/^FJ2026-0001/u);
      expect(page.actions.map((one) => one.label)).not.toContain('交办');
    },
  );

  flowTest('a day that may still move is marked where it is read first, as in the chat', async ({ start }) => {
    const town = await start({ ...PAGES, at: '2026-11-23T09:30' });
    await town.say('赵某', '/登记 路灯不亮 姓名:何某某 题目:路灯不亮 类别:申诉求决');
    await town.say('赵某', '/受理 1 受理');
    await town.say('赵某', '/查 1');
    town.expectMessage('赵某', /办结时限：2027年1月22日\(周五\)前，还有60天（暂算）/u);
    const { clocks } = await pageOf(await signedIn(town, '赵某'));
    expect(clocks.map(({ due, left }) => [due, left])).toEqual(
      expect.arrayContaining([
        ['2027年1月22日(周五)', '还有60天（暂算）'],
        ['12月8日(周二)', '还有15天'],
      ]),
    );
  });

  flowTest('looking changes nothing, whatever was tried for it', async ({ start }) => {
    const town = await start(PAGES);
    await assigned(town);
    const browser = await signedIn(town, '赵某');
    const state = async (): Promise<unknown> => {
      const rows = await town.app.database.sql`
        select (select count(*) from event) events, (select count(*) from outbox) outbox, (select count(*) from reveal) reveals,
          (select count(*) from letter) letters, (select count(*) from approval) approvals, (select count(*) from refusal) refusals,
          (select last_hash from petition) hash`;
      return rows[0];
    };
    const before = await state();
    await pageOf(browser);
    await pageOf(browser);
    expect(await state()).toEqual(before);
    await town.settle();
    town.expectNothingElse();
  });

  flowTest(
    'what is done on it is a command: told to others as ever, answered in the chat too, done once',
    async ({ start }) => {
      const town = await start(PAGES);
      await assigned(town);
      const browser = await signedIn(town, '王某强');
      const id = randomUUID();
      const [first, second] = await Promise.all([
        browser.post(`${ONE}/act`, act('sign', {}, id)),
        browser.post(`${ONE}/act`, act('sign', {}, id)),
      ]);
      const outcomes = [first, second].map(({ body }) => String(body['outcome']));
      expect(outcomes.toSorted()).toEqual(['done', 'repeated']);
      await town.settle();
      town.expectMessage('王某强', /^【网页】签收 FJ2026-0001\nFJ2026-0001 已签收/u);
      expect((await pageOf(browser)).status).toBe('办理中');
      const said = '已派人查看\n待换灯';
      await browser.post(`${ONE}/act`, act('progress', { 内容: said }));
      await town.settle();
      town.expectMessage('王某强', /^【网页】进展 FJ2026-0001/u);
      expect((await pageOf(browser)).timeline[0]).toMatchObject({ what: '进展', by: '王某强', said });
      expect((await browser.post(`${ONE}/act`, act('sign', {}, id))).body['outcome']).toBe('repeated');
      await town.settle();
      town.expectNothingElse();
      expect(town.logs.join('\n')).not.toContain('待换灯');
    },
  );

  flowTest('what the command refuses is refused here, in its words, and the chat hears nothing', async ({ start }) => {
    const town = await start(PAGES);
    await assigned(town);
    const browser = await signedIn(town, '王某强');
    const refused = await browser.post(`${ONE}/act`, act('close', { 依据: '书面答复' }));
    expect(refused.body['outcome']).toBe('refused');
    const denied = await browser.post(`${ONE}/act`, act('assign', { 单位: '农业办' }));
    expect([denied.body['outcome'], denied.body['text']]).toEqual(['refused', expect.stringContaining('查无此号')]);
    expect((await browser.post(`${ONE}/act`, act('register', {}))).status).toBe(409);
    expect((await browser.post(`${ONE}/act`, act('sign', {}, 'short'))).status).toBe(400);
    // No question was opened in the chat that these first words could answer.
    await town.say('王某强', '好的');
    town.expectMessage('王某强', /^好，现在能给您发消息了/u);
    await town.say('王某强', '好的');
    town.expectMessage('王某强', /^收到。有事直接说/u);
    town.expectNothingElse();
  });

  flowTest('another site can neither act nor read', async ({ start }) => {
    const town = await start(PAGES);
    await assigned(town);
    const browser = await signedIn(town, '王某强');
    const post = (headers: Record<string, string>) => browser.post(`${ONE}/act`, act('sign'), headers);
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ 'x-xinfang-page': '' })).status).toBe(403);
    expect((await post({ origin: town.url })).status).toBe(200);
    expect(
      (await browser.get(ONE, { origin: 'https://evil.example' })).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  flowTest('the accused, strangers to the matter and barred people find nothing, sealed or not', async ({ start }) => {
    const town = await start(PAGES);
    await town.say('赵某', '/登记 村账目不清 涉及:五里墩村 姓名:匿名 类别:检举控告');
    await town.say('赵某', `/交办 ${town.sealed()} 镇纪委 期限:5工作日`);
    await town.say('赵某', '/登记 路灯不亮 涉及:城建办 姓名:匿名 题目:路灯不亮 类别:其他');
    const sealed = `/api/matters/${town.sealed()}`;
    const ordinary = (
      await town.app.database.sql<{ number: string }[]>`select number from petition order by number`
    ).map((row) => `/api/matters/${row.number}`);
    for (const [person, paths] of [
      ['韩某山', [sealed]],
      ['杨某', [sealed]],
      ['冯某', ordinary],
      ['郑某', ordinary.filter((path) => path !== sealed)],
    ] as const) {
      const browser = await signedIn(town, person);
      for (const path of [...paths, '/api/matters/FJ2026-0999', '/api/matters/x']) {
        expect(await browser.get(path)).toMatchObject({ status: 404, body: NONE });
        expect(await browser.get(`${path}/actions`)).toMatchObject({ status: 404, body: NONE });
        expect(await browser.get(`${path}/letters/1`)).toMatchObject({ status: 404, body: NONE });
        expect(await browser.post(`${path}/act`, act('progress', { 内容: 'x' }))).toMatchObject({
          status: 404,
          body: NONE,
        });
      }
    }
    expect((await pageOf(await signedIn(town, '秦某'), sealed)).number).toBe(town.sealed());
    const tried = await town.app.database.sql`select distinct userid from refusal order by userid`;
    expect(tried.map((row) => String(row['userid']))).toEqual(expect.arrayContaining(['u-wld1', 'u-wld2']));
  });

  flowTest('the whole name is shown for a reason that is written down, on the page alone', async ({ start }) => {
    const town = await start(PAGES);
    await assigned(town);
    const browser = await signedIn(town, '王某强');
    const shown = await browser.post(`${ONE}/act`, act('show', { 理由: '电话回访' }));
    expect(shown.body['text']).toContain(PHONE);
    await town.settle();
    town.expectNothingElse();
    const looks = await town.app.database.sql`select userid from reveal`;
    expect(looks.map((row) => String(row['userid']))).toEqual(['u-cj2']);
    expect((await pageOf(browser)).timeline[0]).toMatchObject({ what: '查看身份信息', by: '王某强' });
  });

  flowTest(
    'papers come as files by the same right; one that names the petitioner is a look written down',
    async ({ start }) => {
      const town = await start(PAGES);
      await assigned(town);
      await town.say('赵某', '/分类 1 申诉求决');
      await town.say('赵某', '/受理 1 受理 送达:2026-03-02 方式:直接送达');
      const browser = await signedIn(town, '赵某');
      const { letters } = await pageOf(browser);
      expect(letters.map(({ name, names }) => [name, names])).toEqual([
        ['交办函', false],
        ['受理告知书', true],
      ]);
      const reveals = async (): Promise<number> => (await town.app.database.sql`select 1 from reveal`).length;
      const first = await browser.get(`${ONE}/letters/1`);
      expect(first.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''FJ2026-0001/u);
      expect(await reveals()).toBe(0);
      expect((await browser.get(`${ONE}/letters/2`)).status).toBe(200);
      expect(await reveals()).toBe(1);
      for (const place of ['3', '0', '-1', '1.5', '..%2f..%2fx']) {
        expect((await browser.get(`${ONE}/letters/${place}`)).status).toBe(404);
      }
    },
  );
});

describe('a letter that WeCom’s client fetches by itself', () => {
  flowTest(
    'has an address that needs no cookie: for two minutes, one letter, and no longer than its reader’s right',
    async ({ start }) => {
      const town = await start(PAGES);
      await assigned(town);
      const browser = await signedIn(town, '王某强');
      const nobody = browserOf(town);
      expect((await nobody.post(`${ONE}/letters/1/address`, {})).status).toBe(401);
      expect((await browser.post(`${ONE}/letters/9/address`, {})).status).toBe(404);
      const { status, body } = await browser.post(`${ONE}/letters/1/address`, {});
      expect([status, body['name']]).toEqual([200, expect.stringMatching(/^FJ2026-0001 交办函 .*\.docx$/u)]);
      const url = String(body['url']);
      const file = await nobody.visit(url);
      expect(file.status).toBe(200);
      const bytes = await (await fetch(`${town.url}${url}`)).arrayBuffer();
      expect(bytes.byteLength).toBe(body['size']);
      expect(nobody.cookies.size).toBe(0);
      for (const bad of [url.replace('letters/1', 'letters/2'), url.replace(/k=./u, 'k=A'), url.replace(/\?.*/u, '')]) {
        expect((await nobody.visit(bad)).status).toBe(403);
      }
      await town.say('王某强', '/回避 1 理由:当事人是我亲属');
      expect((await nobody.visit(url)).status).toBe(404);
      const desk = await (await signedIn(town, '赵某')).post(`${ONE}/letters/1/address`, {});
      await town.passMachineTime(120_001);
      expect((await nobody.visit(String(desk.body['url']))).status).toBe(403);
    },
  );
});

describe('without a self-built app', () => {
  flowTest('the bot gives a link in private: one reader, one matter, once, ten minutes', async ({ start }) => {
    const town = await start({ pages: true, at: '2026-03-02T09:30' });
    await assigned(town);
    await town.say('赵某', '/登记 井盖松动 姓名:匿名 题目:井盖松动 类别:其他');
    await town.say('王某强', '/查 1');
    const link = linkOf(town, '王某强');
    expect(link.startsWith(`${town.url}/h5/matters/FJ2026-0001#k=`)).toBe(true);
    const browser = browserOf(town);
    const nobody = await browser.get(ONE);
    expect([nobody.status, nobody.body['signIn']]).toEqual([401, null]);
    expect((await browser.post('/api/enter', { key: keyOf(link) })).body).toEqual({ matter: 'FJ2026-0001' });
    expect((await browser.get('/api/me')).body).toMatchObject({ name: '王某强', matter: 'FJ2026-0001' });
    expect(verbs(await pageOf(browser))).toContain('签收');
    expect((await browser.get('/api/matters/FJ2026-0002')).status).toBe(403);
    expect((await browserOf(town).post('/api/enter', { key: keyOf(link) })).status).toBe(403);
    expect((await browserOf(town).post('/api/enter', { key: `${keyOf(link)}x` })).status).toBe(403);
    expect((await browserOf(town).post('/api/enter', { key: browser.cookies.get('xinfang')! })).status).toBe(403);
    await town.say('王某强', '/查 1');
    const late = linkOf(town, '王某强');
    await town.passMachineTime(600_001);
    expect((await browserOf(town).post('/api/enter', { key: keyOf(late) })).status).toBe(403);
    await town.passMachineTime(2 * 3_600_000);
    expect((await browser.get(ONE)).status).toBe(401);
  });

  flowTest('no link of anybody ever stands in a group; asked there, it comes in private', async ({ start }) => {
    const town = await start({ pages: true, at: '2026-03-02T09:30' });
    await assigned(town);
    await town.say('郑某', '/查 1', { chat: '城建办工作群' });
    town.expectMessage('郑某', /#k=/u);
    for (const chat of ['信访工作群', '城建办工作群']) {
      expect(town.messages(chat).filter(({ text, card }) => /#k=/u.test(`${text}${JSON.stringify(card)}`))).toEqual([]);
    }
  });
});

describe('cards', () => {
  flowTest('each card of a matter opens its page; the address is the same for everybody', async ({ start }) => {
    const town = await start({ pages: true, at: '2026-03-02T09:30' });
    await assigned(town);
    await town.at('2026-03-09T10:00');
    const cards = town.messages().filter((message) => message.kind === 'card');
    expect(cards.length).toBeGreaterThan(2);
    const url = `${town.url}/h5/matters/FJ2026-0001`;
    for (const card of cards) expect(card.card).toMatchObject({ card_action: { type: 1, url } });
    await town.click('王某强', '交办函', '签收');
    const spent = town.messages('王某强').find((message) => message.card?.['replace_text'] !== undefined);
    expect(spent?.card).toMatchObject({ card_action: { type: 1, url } });
  });

  flowTest('without an address nothing of this is there', async ({ town }) => {
    await assigned(town);
    await town.say('王某强', '/查 1');
    expect(town.messages().filter(({ text, card }) => /\/h5\//u.test(`${text}${JSON.stringify(card)}`))).toEqual([]);
  });
});
