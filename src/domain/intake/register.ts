import type { Actor } from '../../contract/command.ts';
import { UserError } from '../../core/errors.ts';
import { type LocalDay, localDayOf } from '../../core/local-day.ts';
import { holdsAny, liftPersonal } from '../../core/privacy.ts';
import { demands, petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { FIRST_HASH } from '../matter/chain.ts';
import { addRows, changeRow, DEMANDS, rowsOf, TEXTS } from '../matter/file.ts';
import { addMatter } from '../matter/row.ts';
import { computeDue } from '../deadline/due.ts';
import { findTown } from '../org/service.ts';
import { askInstruction } from '../approval/instruction.ts';
import type { Petition } from '../matter/access.ts';
import { accusedIn, accusedNamed, accusedNear } from '../accusation/accused-named.ts';
import { letIn, type ShutOut, shutOut, type Written } from '../handling/bars.ts';
import type { Called, Reading } from '../accusation/text/reader.ts';
import { namedByPost, recordGuarded, refuseOpening, shutOutByWords } from '../accusation/accused.ts';
import { changesOf, refuseEasier } from '../handling/correction.ts';
import { markAnew, writeMarks } from './similar.ts';
import { type Identity, knownOf, liftFromDemands, readIdentity, writeIdentity } from '../matter/identity.ts';
import { admittedOn, createPetitionVault, petitionVault, record } from '../matter/record.ts';
import { takeNumber } from '../matter/serial.ts';
import { calledIn, hear, isSealing, readWords } from '../accusation/reading.ts';
import { MARKS } from '../../core/text-marks.ts';
import { proposeTitle, type TitleFault, titleFault } from '../title/title.ts';
import type { Channel, MatterKind } from '../matter/codes.ts';

export { type Identity, readIdentity } from '../matter/identity.ts';

export interface Registration extends Identity {
  readonly text: string;
  readonly place?: string | undefined;
  readonly channel: Channel;
  readonly headcount: number;
  readonly receivedOn: LocalDay;
  readonly title?: string | undefined;
  readonly kind?: MatterKind | undefined;
  readonly subject?: string | undefined;
  /** Unit or person complained of, as typed. */
  readonly accused?: string | undefined;
  readonly demands: readonly string[];
  readonly important: boolean;
  readonly sensitive: boolean;
  readonly identityKnown: boolean;
  /** 来文号, and the day by which the sender wants an answer (条例 art. 22). */
  readonly sourceNumber?: string | undefined;
  readonly feedbackOn?: LocalDay | undefined;
  /** 属地: a village or grid. */
  readonly areaUnit?: string | undefined;
  /** 电话先报: told by phone, to be completed in writing. */
  readonly toldFirst?: boolean | undefined;
}

export interface Registered {
  readonly petition: Petition;
  /** A 题目 that the clerk may confirm with 1. */
  readonly proposal: string | undefined;
  /** The 题目 given was not taken, and why. */
  readonly titleRefused: boolean;
  /** Only because it reads as a name: it is the proposal, and the clerk is asked. */
  readonly titleDoubted: boolean;
  /** 涉及 named nobody we know; the text is kept with the matter and the matter is sealed. */
  readonly accusedUnknown: boolean;
  /** Whom it may mean. */
  readonly near: readonly string[];
  /** What the words say of those in office, where nobody had said it. */
  readonly words: Reading;
  /** Numbers lifted out of the text. */
  readonly lifted: number;
}

/** Registers a matter. Never refused for a missing field (条例 art. 44): there is text, so there is a matter. */
export async function register(ctx: DomainContext, actor: Actor, input: Registration): Promise<Registered> {
  const town = await findTown(ctx.tx, actor.townId);
  const accused = input.accused === undefined ? undefined : await accusedIn(ctx, actor.townId, input.accused);
  // An accusation is known to few, whoever it turns out to be about (条例 arts 30, 46).
  const isSaid = input.accused !== undefined || input.kind === 'accusation';
  const words = isSaid ? NO_WORDS : await readWords(ctx, town.id, [input.title, input.text, ...input.demands]);
  const sealedMatter = isSaid || isSealing(words);
  const numbered = await takeNumber(ctx, town, sealedMatter);
  const known = knownOf(input);
  const body = liftPersonal(input.text, MARKS, known);
  const place = input.place === undefined ? undefined : liftPersonal(input.place, MARKS, known);
  const notShown = await notShownIn(ctx, town.id, known);
  const fault = input.title === undefined ? undefined : titleFault(input.title, notShown);
  const id = ctx.ids.uuid(ctx.at);
  const row = {
    id,
    townId: town.id,
    ...numbered,
    channel: input.channel,
    receivedOn: input.receivedOn,
    registeredAt: ctx.at,
    registrar: actor.userid,
    kind: input.kind ?? null,
    branch: null,
    // Groups see the category: what would betray somebody is not taken for one.
    subject: input.subject !== undefined && titleFault(input.subject, notShown) === undefined ? input.subject : null,
    areaUnit: input.areaUnit ?? null,
    headcount: input.headcount,
    identityKnown: input.identityKnown,
    reopenedOn: null,
    linkedTo: null,
    important: input.important,
    sensitive: input.sensitive,
    sealed: sealedMatter,
    title: input.title !== undefined && fault === undefined ? input.title : null,
    stateNumber: null,
    sourceNumber: input.sourceNumber ?? null,
    feedbackOn: input.feedbackOn ?? null,
    writtenBy: input.toldFirst === true ? await writtenBy(ctx, town.id, input.receivedOn) : null,
    status: 'registered',
    ownerUnit: null,
    handler: null,
    assignedOn: null,
    closedOn: null,
    followedUpOn: null,
    lastSeq: 0,
    lastHash: FIRST_HASH,
  };
  const inserted = await addMatter(ctx, row);
  const vault = await createPetitionVault(ctx, id);
  await addRows(ctx, petitionTexts, [{ petitionId: id, body: body.text, place: place?.text ?? null }]);
  const lifted = [...body.found, ...(place?.found ?? [])];
  await writeIdentity(ctx, id, input, lifted);
  if (input.demands.length > 0) await addDemands(ctx, id, input.demands, known);
  await writeMarks(
    ctx,
    inserted,
    {
      phones: [input.phone ?? '', ...lifted],
      place: place?.text,
      title: row.title ?? undefined,
      body: body.text,
    },
    true,
  );
  const write = () =>
    record(
      ctx,
      inserted,
      {
        kind: 'received',
        by: actor.userid,
        onDay: input.receivedOn,
        data: {
          channel: input.channel,
          headcount: input.headcount,
          ...(input.feedbackOn === undefined ? {} : { dueOn: input.feedbackOn }),
        },
        ...(input.accused !== undefined && accused === undefined ? { note: input.accused } : {}),
      },
      vault,
    );
  const told = [input.title, input.text, input.accused, ...input.demands];
  const { petition } = await (sealedMatter ? registerSealed(ctx, actor, { id, told, accused }, write) : write());
  await askInstruction(ctx, petition, actor);
  return {
    petition,
    proposal:
      petition.title !== null
        ? undefined
        : fault === 'person'
          ? input.title
          : proposeTitle(body.text, notShown, row.subject ?? undefined),
    titleRefused: fault !== undefined,
    titleDoubted: fault === 'person',
    accusedUnknown: input.accused !== undefined && accused === undefined,
    near: input.accused === undefined || accused !== undefined ? [] : await accusedNear(ctx, town.id, input.accused),
    words,
    lifted: lifted.length,
  };
}

/** Whom it is about, and whoever else its words name: nobody has said of them that they have nothing to do with it. */
async function registerSealed(
  ctx: DomainContext,
  actor: Actor,
  what: { readonly id: string; readonly told: readonly (string | undefined)[]; readonly accused: ShutOut | undefined },
  write: () => Promise<Written>,
): Promise<Written> {
  const { id, told, accused } = what;
  const named = await shutOutByWords(ctx, actor, told, { isAbout: accused !== undefined });
  if (accused === undefined) return shutOut(ctx, id, named, write);
  return shutOut(ctx, id, named, () => shutOut(ctx, id, accused, write));
}

const NO_WORDS: Reading = { verdict: 'none', why: [] };

/** Why a text may not stand as the title of this matter: names of its petitioner and of the org file are none. */
export async function titleFaultOf(
  ctx: DomainContext,
  actor: Actor,
  petitionId: string,
  title: string,
): Promise<TitleFault | undefined> {
  const known = knownOf(await readIdentity(ctx, petitionId));
  return titleFault(title, await notShownIn(ctx, actor.townId, known));
}

/** Nobody of the org file is named in a group as part of a matter, and none of its units as the one complained of. */
async function notShownIn(ctx: DomainContext, townId: string, known: readonly string[]): Promise<Called> {
  const { people, units } = await calledIn(ctx, townId);
  return { people: [...known, ...people], units };
}

/** By when what was told by phone is to be completed; null where the town's rules do not know it. */
async function writtenBy(ctx: DomainContext, townId: string, from: LocalDay): Promise<LocalDay | null> {
  const rule = (await ctx.policy(townId)).clocks.find((one) => one.appliesWhen.toldFirst === true);
  return rule?.period === undefined ? null : computeDue(from, rule.period, ctx.calendar).dueOn;
}

async function addDemands(
  ctx: DomainContext,
  petitionId: string,
  list: readonly string[],
  known: readonly string[],
): Promise<void> {
  const last = (await rowsOf(ctx, DEMANDS, petitionId)).at(-1)?.position ?? 0;
  const rows = list.map((body, i) => ({
    petitionId,
    position: last + i + 1,
    body: liftPersonal(body, MARKS, known).text,
  }));
  await addRows(ctx, demands, rows);
}

export interface Supplement extends Identity {
  readonly text?: string | undefined;
  readonly place?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly headcount?: number | undefined;
  readonly title?: string | undefined;
  /** Whoever wrote the title says that no name stands in it. */
  readonly titleSure?: boolean | undefined;
  readonly kind?: MatterKind | undefined;
  readonly subject?: string | undefined;
  readonly accused?: string | undefined;
  /** Somebody whom its words name and who has nothing to do with it. */
  readonly unrelated?: string | undefined;
  readonly stateNumber?: string | undefined;
  readonly receivedOn?: LocalDay | undefined;
  readonly demands?: readonly string[] | undefined;
  readonly identityKnown?: boolean | undefined;
  readonly sourceNumber?: string | undefined;
  readonly feedbackOn?: LocalDay | undefined;
  /** The text completes what was told by phone. */
  readonly written?: boolean | undefined;
  /** 属地: a village. */
  readonly areaUnit?: string | undefined;
}

/** What was registered had come; what was told by phone first may come in writing later. */
export const latestReceipt = ({ registeredAt, writtenBy: awaited }: Petition, today: LocalDay): LocalDay =>
  awaited === null ? localDayOf(registeredAt) : today;

/** Adds what was missing. A 题目 that would betray somebody is refused; everything else is kept. */
export async function supplement(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  input: Supplement,
): Promise<Petition> {
  refuseEasier(actor, petition, input);
  const vault = (await petitionVault(ctx, petition.id)) ?? (await createPetitionVault(ctx, petition.id));
  const stored = await readIdentity(ctx, petition.id);
  const known = knownOf({
    name: input.name ?? stored.name,
    phone: input.phone ?? stored.phone,
    address: input.address ?? stored.address,
    lifted: stored.lifted,
  });
  const notShown = await notShownIn(ctx, petition.townId, known);
  if (input.title !== undefined) {
    const fault = titleFault(input.title, notShown);
    const isConfirmed = fault === 'person' && input.titleSure === true;
    if (fault !== undefined && !isConfirmed) throw new UserError('title.unfit', { fault, number: petition.number });
  }
  const lifted: string[] = [];
  if (
    input.text !== undefined ||
    input.place !== undefined ||
    input.name !== undefined ||
    input.address !== undefined
  ) {
    const [old] = await rowsOf(ctx, TEXTS, petition.id);
    const body = liftPersonal(
      [old?.body ?? '', input.text ?? ''].filter((part) => part !== '').join('\n'),
      MARKS,
      known,
    );
    const place = input.place === undefined ? undefined : liftPersonal(input.place, MARKS, known);
    lifted.push(...body.found, ...(place?.found ?? []));
    const said = { body: body.text, place: place?.text ?? old?.place ?? null };
    if (old === undefined) await addRows(ctx, petitionTexts, [{ petitionId: petition.id, ...said }]);
    else await changeRow(ctx, petitionTexts, old, said);
  }
  await writeIdentity(ctx, petition.id, input, lifted);
  if (known.length > 0) await liftFromDemands(ctx, petition.id, known);
  if (input.demands !== undefined && input.demands.length > 0) await addDemands(ctx, petition.id, input.demands, known);
  const accused = input.accused === undefined ? undefined : await accusedIn(ctx, petition.townId, input.accused);
  if (input.accused !== undefined && accused === undefined) {
    const near = await accusedNear(ctx, petition.townId, input.accused);
    throw new UserError('accused.unknown', { number: petition.number, as: 'accused', near });
  }
  // What is added may turn it into an accusation; what may be one is asked about at registration only.
  const isSaid = input.accused !== undefined || input.kind === 'accusation';
  const added = [input.text, input.place, input.sourceNumber, ...(input.demands ?? [])];
  const heard = isSaid ? { sealed: true as const } : await hear(ctx, petition, added);
  // A 题目 confirmed before the name was known may hold it; then groups see the category until there is another.
  const betrayed = petition.title !== null && holdsAny(petition.title, known) ? { title: null } : {};
  const patch = {
    ...(input.channel === undefined ? {} : { channel: input.channel }),
    ...(input.headcount === undefined ? {} : { headcount: input.headcount }),
    ...(input.title === undefined ? betrayed : { title: input.title }),
    ...(input.kind === undefined ? {} : { kind: input.kind }),
    ...(input.subject === undefined || titleFault(input.subject, notShown) !== undefined
      ? {}
      : { subject: input.subject }),
    ...(input.receivedOn === undefined ? {} : { receivedOn: input.receivedOn }),
    ...(input.stateNumber === undefined ? {} : { stateNumber: input.stateNumber }),
    ...(input.sourceNumber === undefined ? {} : { sourceNumber: input.sourceNumber }),
    ...(input.feedbackOn === undefined ? {} : { feedbackOn: input.feedbackOn }),
    ...(input.areaUnit === undefined ? {} : { areaUnit: input.areaUnit }),
    ...(input.written === true ? { writtenBy: null } : {}),
    ...(input.identityKnown === undefined ? {} : { identityKnown: input.identityKnown }),
    ...heard,
  };
  const fields = Object.entries(input).flatMap(([key, value]) =>
    value === undefined || key === 'titleSure' ? [] : [key],
  );
  const admitted = input.kind === undefined ? undefined : await admittedOn(ctx, petition.id);
  const letInNow = await letInBy(ctx, actor, petition, input);
  const data = {
    fields,
    changes: changesOf(petition, {
      receivedOn: input.receivedOn,
      channel: input.channel,
      headcount: input.headcount,
      kind: input.kind,
    }),
    ...(input.identityKnown === undefined ? {} : { identityKnown: input.identityKnown }),
    ...(admitted === undefined ? {} : { admittedOn: admitted }),
    ...(input.receivedOn === undefined ? {} : { receivedOn: input.receivedOn }),
    ...(input.feedbackOn === undefined ? {} : { dueOn: input.feedbackOn }),
    ...(input.written === true ? { written: true } : {}),
    ...(letInNow.length === 0 ? {} : { letIn: letInNow }),
  };
  const write = () =>
    recordGuarded(ctx, petition, { kind: 'supplemented', by: actor.userid, data, patch, said: added }, vault);
  const { petition: changed } = await (accused === undefined ? write() : shutOut(ctx, petition.id, accused, write));
  if (fields.some((field) => MARKED.has(field))) await markAnew(ctx, changed);
  // Now that it is known who must not be asked.
  if (accused !== undefined) await askInstruction(ctx, changed, actor);
  return changed;
}

/** 无关: they are named in the words and have nothing to do with it. 涉及: a bare post in the words says nothing more. */
async function letInBy(
  ctx: DomainContext,
  actor: Actor,
  petition: Petition,
  { accused, unrelated }: Supplement,
): Promise<readonly string[]> {
  if (unrelated !== undefined) refuseOpening(actor, petition);
  const free = unrelated === undefined ? [] : await accusedNamed(ctx, petition.townId, unrelated);
  if (unrelated !== undefined && free.length !== 1) {
    const near = await accusedNear(ctx, petition.townId, unrelated);
    throw new UserError('accused.unknown', { number: petition.number, as: 'unrelated', near });
  }
  const posts = accused === undefined ? [] : await namedByPost(ctx, petition);
  const userids = [...free.flatMap((one) => one.userids), ...posts];
  return userids.length === 0 ? [] : letIn(ctx, petition.id, userids);
}

/** What the same matter is found again by. */
const MARKED = new Set(['text', 'name', 'phone', 'place', 'title', 'areaUnit']);
