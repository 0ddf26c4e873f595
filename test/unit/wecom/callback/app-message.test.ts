import { describe, expect, it } from 'vitest';

import { readAppMessage } from '../../../../src/wecom/callback/app-message.ts';
import { CallbackRefused } from '../../../../src/wecom/callback/crypto.ts';
import { encryptedOf } from '../../../../src/wecom/callback/xml.ts';

const xml = (inner: string): string =>
  `<xml><ToUserName><![CDATA[wwCORP]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName>` +
  `<CreateTime>1700000000</CreateTime>${inner}<AgentID>1000002</AgentID></xml>`;
const event = (name: string, more = ''): string =>
  xml(`<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${more}`);
const key = (value: string): string => `<EventKey><![CDATA[${value}]]></EventKey>`;

describe('a message of the app', () => {
  it('is a private text with the number WeCom gave it', () => {
    const text =
      '<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[/查 12 a&amp;b <i>]]></Content><MsgId>9007199254740993</MsgId>';
    expect(readAppMessage(xml(text))).toEqual({
      msgid: 'app:9007199254740993',
      reqId: '',
      via: 'app',
      chat: { kind: 'person', id: 'ZhangSan' },
      userid: 'ZhangSan',
      what: { kind: 'text', text: '/查 12 a&amp;b <i>' },
    });
  });

  it('with a picture carries its media id', () => {
    const image = '<MsgType><![CDATA[image]]></MsgType><MediaId><![CDATA[m1]]></MediaId><MsgId>1</MsgId>';
    expect(readAppMessage(xml(image))?.what).toEqual({ kind: 'file', mediaKind: 'image', mediaId: 'm1' });
  });

  it('of a kind nobody reads is named', () => {
    expect(readAppMessage(xml('<MsgType>location</MsgType><MsgId>1</MsgId>'))?.what).toEqual({
      kind: 'other',
      type: 'location',
    });
  });
});

describe('an event of the app', () => {
  it('of a card is a click with what was chosen, and the code that changes the card', () => {
    const read = readAppMessage(
      event(
        'template_card_event',
        `${key('/同意 12 {q1}')}<TaskId><![CDATA[m-1]]></TaskId><ResponseCode><![CDATA[RC2]]></ResponseCode>` +
          '<SelectedItems><SelectedItem><QuestionKey>q1</QuestionKey><OptionIds><OptionId>a</OptionId><OptionId>b</OptionId></OptionIds></SelectedItem>' +
          '<SelectedItem><QuestionKey>q2</QuestionKey><OptionIds><OptionId>c</OptionId></OptionIds></SelectedItem></SelectedItems>',
      ),
    );
    expect(read).toMatchObject({
      responseCode: 'RC2',
      what: { kind: 'click', taskId: 'm-1', key: '/同意 12 {q1}', selected: { q1: ['a', 'b'], q2: ['c'] } },
    });
  });

  it('of a menu is its command line', () => {
    expect(readAppMessage(event('click', key('/今天')))?.what).toEqual({
      kind: 'click',
      taskId: '',
      key: '/今天',
      selected: {},
    });
  });

  it('of the first opening is an entry', () => {
    expect(readAppMessage(event('enter_agent', key('')))?.what).toEqual({ kind: 'enter' });
  });

  it('of the range says who came and who left', () => {
    expect(readAppMessage(event('subscribe', key('')))?.what).toEqual({ kind: 'range', isInside: true });
    expect(readAppMessage(event('unsubscribe', key('')))?.what).toEqual({ kind: 'range', isInside: false });
  });

  it.each([
    ['LOCATION', ''],
    ['view', key('https://example.org')],
    ['click', key('')],
    ['template_card_event', key('spent')],
    ['change_contact', '<ChangeType>delete_user</ChangeType>'],
  ])('%s %s is of no use', (name, more) => expect(readAppMessage(event(name, more))).toBeUndefined());

  it('is told from another one of the same second, and known again', () => {
    const click = (name: string, code: string): string | undefined =>
      readAppMessage(event('template_card_event', `${key(name)}<TaskId>t</TaskId><ResponseCode>${code}</ResponseCode>`))
        ?.msgid;
    expect(click('/签收 1', 'a')).toBe(click('/签收 1', 'a'));
    expect(new Set([click('/签收 1', 'a'), click('/签收 1', 'b'), click('/退回 1', 'a')]).size).toBe(3);
  });
});

describe('XML', () => {
  const isRefused = (text: string): boolean => {
    try {
      readAppMessage(text);
      return false;
    } catch (error) {
      if (error instanceof CallbackRefused) return true;
      throw error;
    }
  };

  it('declares no document type and no entity', () => {
    expect(
      isRefused(
        `<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]>${xml('<MsgType>text</MsgType><Content>&a;</Content>')}`,
      ),
    ).toBe(true);
    expect(isRefused(xml('<!ENTITY a "b"><MsgType>text</MsgType>'))).toBe(true);
    const typed = '<MsgType>text</MsgType><Content><![CDATA[<!DOCTYPE html> &lt; ]]></Content><MsgId>1</MsgId>';
    expect(readAppMessage(xml(typed))?.what).toMatchObject({ text: '<!DOCTYPE html> &lt; ' });
  });

  it('is as deep as WeCom makes it, no deeper', () => expect(isRefused('<xml>'.repeat(5_000))).toBe(true));

  it('names nothing that an object has by itself', () => {
    for (const name of ['__proto__', 'constructor', 'hasOwnProperty']) {
      const made = xml(`<MsgType>text</MsgType><${name}>x</${name}><MsgId>1</MsgId>`);
      expect(isRefused(made) || readAppMessage(made)?.userid === 'ZhangSan').toBe(true);
    }
  });

  it('of an envelope gives its ciphertext, with and without CDATA', () => {
    expect(encryptedOf('<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[ab+/=]]></Encrypt></xml>')).toBe('ab+/=');
    expect(encryptedOf('<xml>\n<Encrypt> ab== </Encrypt></xml>')).toBe('ab==');
    const nothing = ['', '<xml/>', '<Encrypt><b>x</b></Encrypt>', `<Encrypt>${'<Encrypt>'.repeat(20_000)}`];
    for (const text of nothing) expect(encryptedOf(text)).toBe('');
    // Whatever else stands there is judged by its signature.
    expect(encryptedOf('<Encrypt>中</Encrypt>')).toBe('中');
  });
});
