import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { grantWords as say } from '../src/copy/grants.ts';
import { decideGrant, grantsSeen, openGrants, type RoleGrant, WATCHED_ROLES } from '../src/domain/org/grants.ts';

export default defineCommand({
  name: '授权',
  english: 'grant',
  summary: '确认谁当主要领导、纪检、管理员',
  allow: [...WATCHED_ROLES],
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
    const grant = chosen(open, which);
    const [seen] = await grantsSeen(ctx, call.by.townId, [grant]);
    const agreed = say.agree.test(word);
    await decideGrant(ctx, call.by, grant, agreed);
    return { text: say.done(seen!.name, grant.role, agreed), group, detail: true, spent: say.spent(agreed) };
  },
});

const PLACE = /^\d{1,3}$/u;

/** By its place in the list, by the id that a card's button sends, or the only one. */
function chosen(open: readonly RoleGrant[], which: string | undefined): RoleGrant {
  const isPlace = which === undefined || PLACE.test(which);
  const found = isPlace ? open[which === undefined ? 0 : Number(which) - 1] : open.find(({ id }) => id === which);
  const isClear = which !== undefined || open.length === 1;
  if (found !== undefined && isClear) return found;
  throw isPlace && open.length > 0 ? new UserError('grant.which', { n: open.length }) : new UserError('grant.gone', {});
}
