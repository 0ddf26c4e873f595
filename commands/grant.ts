import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { grantWords as say } from '../src/copy/grants.ts';
import { decideGrant, type GrantSeen, grantsSeen, openGrants } from '../src/domain/org/grants.ts';

export default defineCommand({
  name: '授权',
  english: 'grant',
  summary: '确认谁当主要领导、纪检、管理员',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => {
    const words = text.split(/\s+/u).filter((word) => word !== '');
    const isWord = (word: string): boolean => say.agree.test(word) || say.refuse.test(word);
    return { which: words.find((word) => !isWord(word)), word: words.find(isWord) };
  }),
  examples: ['/授权', '/授权 1 同意', '/授权 1 不同意'],
  async run({ which, word }, call, ctx) {
    const open = await openGrants(ctx, call.by);
    const group = groupPlain(say.group);
    if (open.length === 0 && which === undefined) throw new UserError('grant.nothing', {});
    if (word === undefined) {
      return { text: say.list(await grantsSeen(ctx, call.by.townId, open), ctx.today), group, detail: true };
    }
    const seen = chosen(await grantsSeen(ctx, call.by.townId, open), which);
    const agreed = say.agree.test(word);
    await decideGrant(
      ctx,
      call.by,
      open.find(({ id }) => id === seen.id)!,
      agreed,
    );
    return { text: say.done(seen.name, seen.role, agreed), group, detail: true, spent: say.spent(agreed) };
  },
});

const NUMBER = /^\d{1,5}$/u;
const ID = /^[0-9a-f-]{36}$/u;

/** By its number, the id that a card's button sends, the person's name, or the only one. */
function chosen(open: readonly GrantSeen[], which: string | undefined): GrantSeen {
  const fitting =
    which === undefined
      ? open
      : NUMBER.test(which)
        ? open.filter(({ no }) => no === Number(which))
        : open.filter(({ id, name }) => id === which || name === which);
  const [found, ...others] = fitting;
  if (found !== undefined && others.length === 0) return found;
  throw open.length === 0 || ID.test(which ?? '')
    ? new UserError('grant.gone', {})
    : new UserError('grant.which', { numbers: open.map(({ no }) => String(no)) });
}
