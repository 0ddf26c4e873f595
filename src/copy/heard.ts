/** What is said about messages that could not be heard, read or handled. */
export const hearingWords = {
  missed: '没收到，请再发。\n系统刚才出了点问题，您这条没有办。\n过一两分钟再发一次就行。',
  unreadable: '这种消息我看不了，请发文字。\n例如：/登记 村口路灯不亮\n办理进展：/进展 编号 内容\n看怎么用：/帮助',
  setAside: (at: string): string =>
    `您${at}发的这条消息处理不了，没有办。\n请换个写法再发：写短一些，或分几条发。\n还不行请告诉管理员。`,
  /** It was done, and only its answer cannot be made. */
  answerLost: (at: string): string => `您${at}发的这条已经收到并处理，\n但回复没能发出来。\n看结果请发：/查 编号`,
  /** To the admins: no word of the message. */
  setAsideAdmin: (name: string, at: string, id: string): string =>
    `${name}${at}发来的一条消息处理不了，\n试了几次都不成，已放到一边，不再处理。\n本人已收到通知，请对方换个写法再发。\n请转告县里技术人员，记录号：\n${id}`,
} as const;
