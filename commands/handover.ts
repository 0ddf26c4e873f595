import { groupPlain } from '../src/cards/group.ts';
import { argsAs } from '../src/contract/args.ts';
import { type Actor, defineCommand } from '../src/contract/command.ts';
import { UserError } from '../src/core/errors.ts';
import { readNumbers } from '../src/core/matter-number.ts';
import { handoverWords as say } from '../src/copy/handover.ts';
import type { DomainContext } from '../src/domain/context.ts';
import { acceptHandover, askHandover, refuseHandover, withdrawHandover } from '../src/domain/handover/service.ts';
import { handledBy, personEver } from '../src/domain/handover/store.ts';
import { type Person, personByName } from '../src/domain/org/service.ts';
import type { Petition } from '../src/domain/matter/access.ts';
import { findPetition, visibleAmong } from '../src/domain/matter/find.ts';

interface Wish {
  readonly from: Pick<Person, 'userid' | 'name'>;
  readonly matters: readonly Petition[];
}

/** `12` is one matter with whoever handles it; a name is everything in that person's hands that the asker may know of. */
async function wishOf(ctx: DomainContext, actor: Actor, what: { number?: string; word: string }): Promise<Wish> {
  const { townId } = actor;
  if (what.number !== undefined) {
    const petition = await findPetition(ctx, actor, what.number, { verb: '交接', lock: true });
    const from = petition.handler === null ? undefined : await personEver(ctx, townId, petition.handler);
    if (from === undefined) throw new UserError('not-assigned', { number: petition.number });
    return { from, matters: [petition] };
  }
  const from = await personEver(ctx, townId, what.word);
  if (from === undefined) throw new UserError('person.unknown', {});
  return { from, matters: await visibleAmong(ctx, actor, await handledBy(ctx, townId, from.userid)) };
}

export default defineCommand({
  name: '交接',
  english: 'handover',
  aliases: ['移交'],
  summary: '把手上的事项交给另一人，对方接收才生效',
  number: 'none',
  keys: [],
  args: argsAs(({ text }) => {
    const read = readNumbers(text);
    const behind = read.kind === 'said' ? read.rest : text;
    return {
      number: read.kind === 'said' ? read.number : undefined,
      isUnclear: read.kind === 'several' || (read.kind === 'doubtful' && /\d/u.test(text)),
      words: behind.split(/\s+/u).filter((word) => word !== ''),
    };
  }),
  says: [
    {
      like: /(?:交|转|移|给|由|让|换)[给到成由]{0,2}P|P_*(?:来)?(?:把|接|替|接手).{0,4}P?/u,
      rank: 9,
      alone: true,
      when: ({ people, said }) =>
        people.length === 2 &&
        /调走|调离|调动|离职|辞职|退休|请假|休假|借调|产假|手[上里头]|接手|移交|交接/u.test(said),
      // 秦某川把己办事员手上的接过去: who takes them is named first.
      line: ({ people, said }) =>
        (/把.{2,12}接|接(?:过|手|替)/u.test(said) && !/[交转移]给/u.test(said) ? people.toReversed() : people).join(
          ' ',
        ),
      examples: [['王某强调走了，他手上的都交给郑某', '/交接 王某强 郑某']],
    },
  ],
  examples: ['/交接 王某强 郑某', '/交接 12 郑某'],
  async run({ number, isUnclear, words }, call, ctx) {
    if (isUnclear) throw new UserError('number.doubtful', { recent: [] });
    const [first = '', second] = number === undefined ? words : [number, ...words];
    const group = groupPlain(say.group);
    if (say.accept.test(first)) {
      const { taken } = await acceptHandover(ctx, call.by, second);
      return { text: say.took(taken), group, detail: true, spent: say.spentTaken };
    }
    if (say.refuse.test(first)) {
      await refuseHandover(ctx, call.by, second);
      return { text: say.refused, group, detail: true, spent: say.spentRefused };
    }
    if (say.withdraw.test(first)) {
      await withdrawHandover(ctx, call.by);
      return { text: say.withdrawn, group, detail: true };
    }
    if (second === undefined) throw new UserError('handover.how', {});
    const to = await personByName(ctx.tx, call.by.townId, second);
    if (to === undefined) throw new UserError('person.unknown', {});
    const { from, matters } = await wishOf(ctx, call.by, { ...(number === undefined ? {} : { number }), word: first });
    const done = await askHandover(ctx, call.by, from, to, matters);
    const text = done.ordered ? say.ordered(to.name, done.asked, done.kept) : say.asked(to.name, done.asked, done.kept);
    const [about] = number === undefined ? [] : matters;
    return { text, group, detail: true, ...(about === undefined ? {} : { about: about.id }) };
  },
});
