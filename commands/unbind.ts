import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { groupWords } from '../src/copy/group.ts';
import { unbindGroup } from '../src/domain/org/groups.ts';

export default defineCommand({
  name: '解绑',
  english: 'unbind',
  summary: '本群不再接收提醒',
  number: 'none',
  words: /^$/u,
  keys: [],
  args: argsAs(() => ({})),
  examples: ['/解绑'],
  async run(_args, call, ctx) {
    if (call.chatid === undefined) throw new UserError('group.only', { verb: '解绑' });
    await unbindGroup(ctx, call.by, call.chatid);
    return { text: groupWords.unbound, group: groupPlain(groupWords.unbound) };
  },
});
