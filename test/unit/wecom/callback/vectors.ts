/** Published samples of WeCom's callback encryption, and two composed for what those do not cover. */
import { Secret } from '../../../../src/core/secret.ts';

const keys = (token: string, aesKey: string, receiveId: string) => ({
  token: new Secret(token),
  aesKey: new Secret(aesKey),
  receiveId,
});

const official = keys('QDG6eK', 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 'wx5823bf96d3bd56c7');
const wechatpy = keys('123456', 'kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR', 'wx49f0ab532d5d035a');
const workwx = keys(
  'kjr2TKI8umCBfVF3wAHk8JiPwma5VBme',
  '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws',
  'ww6a112864f8022910',
);
export const bot = keys('simtoken', '4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws', '');
export { official };

export const V1 = {
  keys: official,
  envelope: {
    signature: '477715d11cdb4164915debcba66cb864d751f3e6',
    timestamp: '1409659813',
    nonce: '1372623149',
    encrypted:
      'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==',
  },
};

interface Vector {
  readonly name: string;
  readonly keys: typeof bot;
  readonly envelope: { signature: string; timestamp: string; nonce: string; encrypted: string };
  readonly plain: string;
}

export const VERIFICATIONS: readonly Vector[] = [
  {
    name: 'V2 official sample',
    keys: official,
    envelope: {
      signature: '5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3',
      timestamp: '1409659589',
      nonce: '263014780',
      encrypted: 'P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==',
    },
    plain: '1616140317555161061',
  },
  {
    name: 'V3a wechatpy',
    keys: wechatpy,
    envelope: {
      signature: 'dd6b9c95b495b3f7e2901bfbc76c664930ffdb96',
      timestamp: '1411443780',
      nonce: '437374425',
      encrypted: '4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q==',
    },
    plain: '5927782489442352469',
  },
  {
    name: 'V4 go-workwx',
    keys: workwx,
    envelope: {
      signature: '1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011',
      timestamp: '1583940690',
      nonce: 'VHh7ymSeb0jc4lSb',
      encrypted: '6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==',
    },
    plain: '94966531020182955848408',
  },
  {
    name: 'V5 the bot',
    keys: bot,
    envelope: {
      signature: 'a29fe3b4f3124d8ec7a3d9e2ceb422e20f9c4c9e',
      timestamp: '1700000000',
      nonce: 'nonce1',
      encrypted: 'QYovItdLNAte9nO2s5VTtN8ONPYg9yruD0Rec72o4yoALvFJS54CQw75FJ6PFnSgMqWed5A6x8MPES2jW4ZWGw==',
    },
    plain: '1616140317555161061',
  },
  {
    name: 'V5 a plaintext that fills its blocks',
    keys: bot,
    envelope: {
      signature: '7484811eb82fe604a58de96fe222c24da9206850',
      timestamp: '1700000000',
      nonce: 'nonce1',
      encrypted: 'QYovItdLNAte9nO2s5VTtPwYQQAsK8V+1wUu+ln5Wq99Lo038l3AUvbmFAtCC2am4EVM9icwWRprb2aG0v4dMg==',
    },
    plain: 'xxxxxxxxxxxx',
  },
];

/** V3b: encrypting with these 16 random bytes gives exactly this. */
export const V3B = {
  keys: wechatpy,
  random: '1234567890123456',
  timestamp: '1411525903',
  nonce: '461056294',
  message: [
    '<xml>',
    '<MsgType><![CDATA[text]]></MsgType>',
    '<Content><![CDATA[test]]></Content>',
    '<FromUserName><![CDATA[wx49f0ab532d5d035a]]></FromUserName>',
    '<ToUserName><![CDATA[messense]]></ToUserName>',
    '<AgentID>1</AgentID>',
    '<CreateTime>1411525903</CreateTime>',
    '</xml>',
  ].join('\n'),
  signature: '407518b7649e86ef23978113f92d27afa9296533',
  encrypted:
    '9s4gMv99m88kKTh/H8IdkOiMg6bisoy3ypwy9H4hvSPe9nsGaqyw5hhSjdYbcrKk+j3nba4HMOTzHrluLBYqxgNcBqGsL8GqxlhZgURnAtObvesEl5nZ+uBE8bviY0LWke8Zy9V/QYKxNV2FqllNXcfmstttyIkMKCCmVbCFM2JTF5wY0nFhHZSjPUL2Q1qvSUCUld+/WIXrx0oyKQmpB6o8NRrrNrsDf03oxI1p9FxUgMnwKKZeOA/uu+2IEvEBtb7muXsVbwbgX05UPPJvFurDXafG0RQyPR+mf1nDnAtQmmNOuiR5MIkdQ39xn1vWwi1O5oazPoQJz0nTYjxxEE8kv3kFxtAGVRe3ypD3WeK2XeFYFMNMpatF9XiKzHo3',
};

export const V5_MESSAGE = {
  plain:
    '{"msgid":"m1","aibotid":"AIBOT1","chatid":"wrCHAT1","chattype":"group","from":{"userid":"zhangsan"},"msgtype":"text","text":{"content":"@Bot /help"}}',
  query: { signature: '84da49818b7d4222661df8ddaa33b540b413cd10', timestamp: '1700000000', nonce: 'nonce1' },
  encrypted:
    'QYovItdLNAte9nO2s5VTtCfkgXMj6L69AsAj1KhuwTRvzUg4PzbQk9IZzNkJ7IazvwXNF1FYGNI3QacHvAIGUrFIohN59AFvLktEkX2E5eAOkv2A07J2nmxLkKusOu09uwNwNCMt9Hql37kuyr80XOr41Tcgtn5o2ZwfHp5lBUvsH217CccduG8cNSChWzv2Rm4vCKPBwzME6KeP60ZWj2mKoLV3MX0by+6Ms6isb6itII5c5VFgbVRrcQ06wa3p',
};

export const V6 = {
  aesKey: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  plain: 'hello wecom',
  encrypted: 'bBjveTnmyQthEFA0vklx4LyTRWWSSl7VYu612ox3GgM=',
};
