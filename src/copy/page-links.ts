/** What the bot says of the pages in the chats. */
export const pageLinks = {
  personal: (url: string): string => `[网页看全、办理](${url})\n（10分钟内有效，只供您本人，用一次）`,
  /** Stands above the answer to what was done on the page, in the reader's own chat. */
  echo: (verb: string, number: string): string => `【网页】${verb} ${number}`,
  gone: '没有收到，请重新打开页面再办。',
  badForm: '页面上的这一项变了，请刷新后再办。',
  notNow: '请求不是从本页面发来的。',
  needSignIn: '请先登录。',
  onlyOne: '这次登录只能看一件事项。',
  badLink: '这个链接已用过或过了时间，请在私聊里重新发 /查。',
  notBuilt: '网页还没有生成：请用 npm start 启动，它会自动生成。',
  foreignUrl: '只能为本站的网页签名。',
  noApp: '没有设置自建应用，不能在企业微信里登录。',
  letterOver: '这个地址过了时间，请回到网页再打开一次。',
  letterGone: '这份文书已作废或不存在。',
  noTries: '太多次了，请稍等一分钟再试。',
} as const;

/** Stands above a form of the page instead of the command's summary. */
export const pageHints = {
  supplement: '要补哪项填哪项，空着的不变。',
  recuse: '您与这件事有关，交别人办。之后您看不到这件事，不能撤销。',
  recuseOther: '请与这件事有关的人回避。之后此人看不到这件事，不能撤销。',
} as const;
