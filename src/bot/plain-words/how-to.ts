/** 怎么登记, 延期要怎么写, 你能干什么: a question about us, and about no matter. */
import type { Catalogue } from '../dispatch.ts';

const HOW =
  /怎么|如何|咋|怎样|(?:要|需要|得)(?:哪些|什么|啥|带)|(?:哪些|什么|啥)(?:东西|材料|手续|格式|条件|要求)|格式|用法|步骤|教我|不会/u;
const ABOUT_US =
  /(?:你|这个?|机器人|助手)?(?:能|会|可以)(?:干|做|帮)(?:什么|啥|哪些|点什么|点啥|些什么)|(?:有|都有)(?:什么|哪些|啥)(?:功能|命令|用)|怎么用|使用说明|你是谁/u;
const MISTAKEN = /(?:交办?|登记|写|填|发|弄|办|派|转|点|搞|录)错|(?:反悔|撤回|撤销).{0,4}(?:怎么|咋|如何)/u;
const DELETING =
  /^(?:请|麻烦|帮我|把|给我)*.{0,12}(?:删掉|删除|删了|抹了|抹掉|清掉|销掉|去掉)|^删|当没(?:来过|有过|这回事|登记)/u;

export const isAboutDeleting = (text: string): boolean => DELETING.test(text);

/** The line of help that a question asks for. */
export function howTo(text: string, catalogue: Catalogue): string | undefined {
  if (ABOUT_US.test(text)) return '/帮助';
  if (!HOW.test(text)) return undefined;
  if (MISTAKEN.test(text)) return '/帮助 撤销';
  const named = catalogue.commands
    .flatMap(({ name, aliases = [] }) => [name, ...aliases].map((word) => ({ name, at: text.indexOf(word), word })))
    .filter(({ at, word }) => at >= 0 && [...word].length >= 2 && word !== '怎么用' && word !== '怎么告诉群众')
    .toSorted((a, b) => a.at - b.at || b.word.length - a.word.length);
  return named[0] === undefined ? undefined : `/帮助 ${named[0].name}`;
}
