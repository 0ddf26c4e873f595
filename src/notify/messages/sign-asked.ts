import { signCard } from '../../cards/notices.ts';
import { changeWords, correctedNote, correctionWords, voidWords } from '../../copy/correction.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { noticeWords } from '../../copy/notices.ts';
import { pressureWords } from '../../copy/escalation.ts';
import { zhDay, zhMoment } from '../../copy/terms.ts';
import { namesOf, unitsOf } from '../../domain/org/service.ts';
import { approvalById, signsFor } from '../../domain/approval/ask.ts';
import { changesIn, readCorrection } from '../../domain/matter/changes.ts';
import { proposedVoid } from '../../domain/handling/voiding.ts';
import { defineMessage, type ToldOfMatter } from '../message.ts';

const approvalOf = ({ ctx, row }: ToldOfMatter) => approvalById(ctx, String(row.refs['approvalId']));

/** A signature is asked: a card with 同意 and 不同意. */
export default defineMessage({
  kind: 'sign-asked',
  asks: true,
  name: noticeWords.called.signature,
  holds: async (told) => (await approvalOf(told))?.state === 'open' || 'signed or withdrawn since',
  async personal(told) {
    const { ctx, row } = told;
    const approval = await approvalOf(told);
    if (approval === undefined) return { superseded: 'signed or withdrawn since' };
    const body = (await signedText(told, approval)) ?? told.body;
    const takes = signsFor(approval, row.toId);
    const names = await namesOf(ctx.tx, [approval.askedBy, takes, approval.decidedBy]);
    const what = await whatIsSigned(told, approval);
    const reason = await reasonOf(told, approval);
    // Drawn once more, it says whether it was signed or is not asked any more.
    const isOff = told.spent !== undefined && approval.state === 'withdrawn';
    const spent = isOff ? noticeWords.notAsked : told.spent;
    const clock = approval.kind === 'extend' ? await told.clock(approval.held['clockId']) : undefined;
    const more = { takes: names.get(takes ?? ''), clock, reason, decided: decidedBy(told, approval, names) };
    return { card: signCard({ ...told, body, spent }, approval, names.get(approval.askedBy) ?? '', what, more) };
  },
});

/** Of a card that is drawn once more: who answered the question, how and when. */
function decidedBy(
  { spent, today }: ToldOfMatter,
  asked: Asked,
  names: ReadonlyMap<string, string>,
): string | undefined {
  const { state, decidedAt } = asked;
  const name = names.get(asked.decidedBy ?? '');
  if (spent === undefined || decidedAt === null || name === undefined) return undefined;
  if (state !== 'approved' && state !== 'refused') return undefined;
  return noticeWords.decided(name, state === 'approved', zhMoment(decidedAt, today));
}

type Asked = NonNullable<Awaited<ReturnType<typeof approvalById>>>;

/** Text typed with an act that waits for a signature. */
const noteOf = async ({ said }: ToldOfMatter, eventId: unknown): Promise<string | undefined> =>
  eventId === undefined ? undefined : said(eventId);

/** Why it is asked. */
async function reasonOf(told: ToldOfMatter, asked: Asked): Promise<string | undefined> {
  if (asked.kind === 'extend') return noteOf(told, asked.askedByEvent);
  return asked.kind === 'void' ? noteOf(told, asked.held['voiding']) : undefined;
}

/** What stands on the card instead of the matter's own text: the answer to a warning; what a correction would change, and why. */
async function signedText(told: ToldOfMatter, { kind, held }: Asked): Promise<string | undefined> {
  if (kind === 'warning') return noteOf(told, held['answer']);
  if (kind !== 'correct') return undefined;
  const event = await told.event(held['correction'] ?? '');
  if (event === undefined) return undefined;
  const note = readCorrection(event, (await noteOf(told, held['correction'])) ?? '');
  return [changeWords(changesIn(event)), correctedNote(note)].join('；');
}

async function whatIsSigned(told: ToldOfMatter, { kind, held }: Asked): Promise<string> {
  const { ctx, row, petition } = told;
  if (kind === 'review') return noticeWords.review;
  if (kind === 'return') return noticeWords.returning(await noteOf(told, held['reason']));
  if (kind === 'warning') return pressureWords.signTitle;
  if (kind === 'correct') return correctionWords.signTitle;
  if (kind === 'void') return voidWords.signTitle(await proposedVoid(ctx, petition, { held }, row.toId));
  if (kind === 'close') return noticeWords.closing((await noteOf(told, held['closing']))?.split('\n')[0]);
  if (kind === 'extend') {
    const title = (await told.clock(held['clockId']))?.title ?? '';
    const to = typeof held['to'] === 'string' ? zhDay(held['to'] as LocalDay, told.today) : undefined;
    return noticeWords.extend(Number(held['days']), title, to);
  }
  const unit = (await unitsOf(ctx.tx, petition.townId)).find((u) => u.id === held['unit']);
  return unit === undefined ? noticeWords.instruct : noticeWords.heldAssign(unit.name);
}
