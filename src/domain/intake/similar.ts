import { eq, sql } from 'drizzle-orm';
import type { Actor } from '../../contract/command.ts';
import { digitsOf } from '../../core/personal-numbers.ts';
import type { LocalDay } from '../../core/local-day.ts';
import { askPast } from '../../db/client.ts';
import { clocks, matterMarks, petitions } from '../../db/schema.ts';
import { readRows } from '../../db/work.ts';
import type { DomainContext } from '../context.ts';
import { addRows, MARKS, rowsOf, TEXTS } from '../matter/file.ts';
import { unitsOf } from '../org/service.ts';
import { type Petition, visibleTo } from '../matter/access.ts';
import { readIdentity } from '../matter/identity.ts';
import { pressing } from '../read/lists.ts';

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
  await addRows(ctx, matterMarks, rows);
}

/** After what a matter is found again by was added or put right. */
export async function markAnew(ctx: DomainContext, petition: Petition): Promise<void> {
  const who = await readIdentity(ctx, petition.id);
  const [text] = await rowsOf(ctx, TEXTS, petition.id);
  await writeMarks(ctx, petition, {
    phones: [who.phone ?? '', ...(who.lifted?.split('\n') ?? [])],
    place: text?.place ?? undefined,
    title: petition.title ?? undefined,
    body: text?.body ?? '',
  });
}

/** What the candidate is by law: still handled (art. 19), finished, or decided for good by 复核 (art. 36). */
type Standing = 'in-progress' | 'closed' | 'exhausted';

export interface Candidate {
  readonly petition: Petition;
  readonly standing: Standing;
  /** Last day of the clock that presses. */
  readonly due: LocalDay | undefined;
}

/** At most two earlier matters that may be the same as this one, as far as this reader may know of them. */
export async function sameMatter(ctx: DomainContext, actor: Actor, petition: Petition): Promise<Candidate[]> {
  const marks = await rowsOf(ctx, MARKS, petition.id);
  const beside = marks.filter(({ kind }) => kind !== 'words').map(({ mark }) => mark);
  const words = marks.filter(({ kind }) => kind === 'words').map(({ mark }) => mark);
  const rows = await askPast<{ petition_id: string }>(
    ctx.tx,
    sql`
    with near as (
      select distinct hit.petition_id from unnest(${sql.param(beside)}::text[]) as mine(mark), lateral (
        select m.petition_id from matter_mark m join ${petitions} on ${petitions.id} = m.petition_id
        where m.town_id = ${petition.townId} and m.mark = mine.mark and m.petition_id <> ${petition.id} and ${visibleTo(actor)}
        order by m.petition_id desc limit ${NEAR}
      ) hit
    ), scored as (
      select m.petition_id, count(*) filter (where m.mark = any(${sql.param(words)}::text[])) as shared, count(*) as theirs
      from near join matter_mark m on m.petition_id = near.petition_id and m.kind = 'words' group by m.petition_id
    )
    select petition_id from scored
    where shared >= ${WORDS_SHARED} and 2 * shared >= least(theirs, ${words.length}::int)
    order by shared desc, petition_id desc limit 10`,
  );
  const ids = rows.map((row) => row.petition_id);
  const read = await readCandidates(ctx, actor, ids);
  const found = new Map<string, Candidate>();
  for (const id of ids) {
    const root = rootOf(read, id);
    if (root !== undefined && root.petition.id !== petition.id) found.set(root.petition.id, root);
  }
  return [...found.values()].slice(0, SHOWN);
}

/** The matter itself, or the one it was merged into; nothing taken back, sent back or not for this reader. */
function rootOf(read: ReadonlyMap<string, Candidate>, id: string): Candidate | undefined {
  const candidate = read.get(id);
  if (candidate === undefined) return undefined;
  const { status, mergedInto } = candidate.petition;
  if (status === 'void' || status === 'sent-back') return undefined;
  return mergedInto === null ? candidate : rootOf(read, mergedInto);
}

/** These matters as far as this reader may see them, and those they were merged into: one statement, and one more for each time they were. */
async function readCandidates(
  ctx: DomainContext,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, Candidate>> {
  const read = new Map<string, Candidate>();
  const asked = new Set<string>();
  for (let wanted = ids; wanted.length > 0;) {
    for (const id of wanted) asked.add(id);
    const level = await readLevel(ctx, actor, wanted);
    for (const candidate of level) read.set(candidate.petition.id, candidate);
    wanted = level.flatMap(({ petition }) => petition.mergedInto ?? []).filter((id) => !asked.has(id));
  }
  return read;
}

type Json = Record<string, unknown>;

async function readLevel(ctx: DomainContext, actor: Actor, ids: readonly string[]): Promise<Candidate[]> {
  const rows = await askPast<{ petition: Json; clocks: Json[] | null; done: boolean }>(
    ctx.tx,
    sql`select to_jsonb(petition) as petition, ${isExhausted} as done,
        (select json_agg(c order by c.due_on, c.id) from clock c where c.petition_id = ${petitions.id} and c.state = 'running') as clocks
      from petition where ${petitions.id} = any(${sql.param([...ids])}::uuid[]) and ${visibleTo(actor)}`,
  );
  return rows.map(({ petition: json, clocks: running, done }) => {
    const [petition] = readRows(petitions, [json]) as [Petition];
    const clock = pressing(petition, readRows(clocks, running ?? []));
    return { petition, standing: standingWith(petition, done), due: clock?.dueOn };
  });
}

/** 复核 is the end: the same facts and reasons are not accepted again (条例 art. 36). Of the matter that a query is about. */
const isExhausted = sql<boolean>`exists (
  select 1 from event e where e.petition_id = ${petitions.id} and e.kind = 're-examined' and e.data ->> 'level' = 'recheck'
    and not exists (select 1 from event u where u.petition_id = e.petition_id and u.undoes = e.id))`;

const standingWith = ({ status }: Petition, done: boolean): Standing =>
  done ? 'exhausted' : status === 'closed' ? 'closed' : 'in-progress';
