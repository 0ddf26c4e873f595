import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { digitsOf } from '../../core/personal-numbers.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { matterMarks, petitions, petitionTexts } from '../../db/schema.ts';
import type { DomainContext } from '../context.ts';
import { unitsOf } from '../org/service.ts';
import { type Petition, visibleTo } from './access.ts';
import { readIdentity } from './identity.ts';
import { lineOf } from './views.ts';

/**
 * Same matter again (条例 arts 19, 36), not: same person. Of each matter keyed hashes are kept of how to reach who raised it,
 * of the place, and of the words it is about. Words must agree, and with them place or contact: a contact alone
 * finds nothing. The hashes are read for one new matter at a time, and erased with the matter's key.
 */
export interface MarkSource {
  readonly phones: readonly string[];
  readonly place: string | undefined;
  readonly title: string | undefined;
  readonly body: string;
}

/** Candidates beside one mark; a village has more matters than anybody would look through. */
const NEAR = 100;
const WORDS_MAX = 16;
/** So many pairs of characters in common at least, and half of the shorter matter's. */
const WORDS_SHARED = 2;
const SHOWN = 2;

/** Words that any petition has. */
const COMMON =
  /反映|请求|要求|希望|问题|情况|解决|处理|信访人|群众|村民|居民|我们|我家|一直|长期|多次|至今|仍然|还是|没有|有关|关于|给予|尽快|有人/gu;
const NOT_HAN = /[^\p{Script=Han}]+/u;
const SENTENCE = /[。；;！!？?\n]/u;
const BODY_READ = 40;

/** Pairs of neighbouring characters of the title and the first sentence, common words and marks of what was lifted left out. */
export function wordPairs({ title, body }: Pick<MarkSource, 'title' | 'body'>): string[] {
  const first = [...(body.replace(/\[#\w+\]/gu, ' ').split(SENTENCE)[0] ?? '')].slice(0, BODY_READ).join('');
  const pairs = new Set<string>();
  for (const text of [title ?? '', first]) {
    for (const run of text.replace(COMMON, ' ').split(NOT_HAN)) {
      const characters = [...run];
      for (let i = 0; i + 1 < characters.length; i += 1) pairs.add(characters[i]! + characters[i + 1]!);
    }
  }
  return [...pairs].slice(0, WORDS_MAX);
}

/** A number as it is dialled here: without country code, blanks and hyphens. */
const plainPhone = (typed: string): string | undefined => {
  const digits = digitsOf(typed).replace(/^(?:0086|86|0)(?=1\d{10}$)/u, '');
  return digits.length >= 7 && digits.length <= 12 ? digits : undefined;
};

/** A place without blanks and signs; a village of the town counts however the spot in it is described. */
function placesOf(place: string | undefined, text: string, villages: readonly string[]): string[] {
  const plain = (place ?? '').replace(/[\p{P}\p{Z}\p{S}]/gu, '');
  return [...(plain.length >= 2 ? [plain] : []), ...villages.filter((name) => `${plain} ${text}`.includes(name))];
}

/** Writes the matter's marks anew, in the transaction of 登记 or 补充. */
export async function writeMarks(
  ctx: DomainContext,
  petition: Petition,
  source: MarkSource,
  isNew = false,
): Promise<void> {
  const villages = (await unitsOf(ctx.tx, petition.townId)).filter((unit) => unit.kind === 'village');
  const own = villages.find((unit) => unit.id === petition.areaUnit)?.name;
  const names = villages.map((unit) => unit.name);
  const values = {
    contact: source.phones.map(plainPhone).filter((phone) => phone !== undefined),
    place: [...placesOf(source.place, source.body, names), ...(own === undefined ? [] : [own])],
    words: wordPairs(source),
  };
  const rows = Object.entries(values).flatMap(([kind, list]) =>
    [...new Set(list)].map((value) => ({
      townId: petition.townId,
      petitionId: petition.id,
      kind,
      mark: ctx.vault.mark(value, `${petition.townId}:${kind}`),
    })),
  );
  if (!isNew) await ctx.tx.delete(matterMarks).where(eq(matterMarks.petitionId, petition.id));
  if (rows.length > 0) await ctx.tx.insert(matterMarks).values(rows);
}

/** After what a matter is found again by was added or put right. */
export async function markAnew(ctx: DomainContext, petition: Petition): Promise<void> {
  const who = await readIdentity(ctx, petition.id);
  const [text] = await ctx.tx.select().from(petitionTexts).where(eq(petitionTexts.petitionId, petition.id));
  await writeMarks(ctx, petition, {
    phones: [who.phone ?? '', ...(who.lifted?.split('\n') ?? [])],
    place: text?.place ?? undefined,
    title: petition.title ?? undefined,
    body: text?.body ?? '',
  });
}

/** What the candidate is by law: still handled (art. 19), finished, or decided for good by 复核 (art. 36). */
export type Standing = 'in-progress' | 'closed' | 'exhausted';

export interface Candidate {
  readonly petition: Petition;
  readonly standing: Standing;
  /** Last day of the clock that presses. */
  readonly due: LocalDay | undefined;
}

/** At most two earlier matters that may be the same as this one, as far as this reader may know of them. */
export async function sameMatter(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Candidate[]> {
  const rows = await ctx.tx.execute<{ petition_id: string }>(sql`
    with mine as (select kind, mark from matter_mark where petition_id = ${petition.id}),
    near as (
      select distinct hit.petition_id from mine, lateral (
        select m.petition_id from matter_mark m join ${petitions} on ${petitions.id} = m.petition_id
        where m.town_id = ${petition.townId} and m.mark = mine.mark and m.petition_id <> ${petition.id} and ${visibleTo(actor)}
        order by m.petition_id desc limit ${NEAR}
      ) hit where mine.kind in ('contact', 'place')
    ), scored as (
      select near.petition_id,
        (select count(*) from matter_mark m join mine on mine.kind = 'words' and mine.mark = m.mark
          where m.petition_id = near.petition_id and m.kind = 'words') as shared,
        (select count(*) from matter_mark m where m.petition_id = near.petition_id and m.kind = 'words') as theirs
      from near
    )
    select petition_id from scored
    where shared >= ${WORDS_SHARED}
      and 2 * shared >= least(theirs, (select count(*) from mine where kind = 'words'))
    order by shared desc, petition_id desc limit 10`);
  const found: Candidate[] = [];
  for (const { petition_id: id } of rows) {
    if (found.length === SHOWN) break;
    const candidate = await visibleRoot(ctx, actor, id);
    if (candidate === undefined || candidate.id === petition.id) continue;
    if (found.some((one) => one.petition.id === candidate.id)) continue;
    const { clock } = await lineOf(ctx, candidate);
    found.push({ petition: candidate, standing: await standingOf(ctx, candidate), due: clock?.dueOn });
  }
  return found;
}

/** The matter itself, or the one it was merged into; nothing taken back, sent back or not for this reader. */
async function visibleRoot(ctx: DomainContext, actor: Actor, id: string): Promise<Petition | undefined> {
  const [row] = await ctx.tx
    .select()
    .from(petitions)
    .where(and(visibleTo(actor), eq(petitions.id, id)));
  if (row === undefined || row.status === 'void' || row.status === 'sent-back') return undefined;
  return row.mergedInto === null ? row : visibleRoot(ctx, actor, row.mergedInto);
}

/** 复核 is the end: the same facts and reasons are not accepted again (条例 art. 36). */
export async function standingOf(ctx: DomainContext, petition: Petition): Promise<Standing> {
  const [row] = await ctx.tx.execute<{ done: boolean }>(sql`
    select exists (
      select 1 from event e where e.petition_id = ${petition.id} and e.kind = 're-examined' and e.data ->> 'level' = 'recheck'
        and not exists (select 1 from event u where u.petition_id = e.petition_id and u.undoes = e.id)
    ) as done`);
  if (row?.done === true) return 'exhausted';
  return petition.status === 'closed' ? 'closed' : 'in-progress';
}
