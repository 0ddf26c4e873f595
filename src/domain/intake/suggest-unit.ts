import type { DomainContext } from '../context.ts';
import { rowsOf, TEXTS } from '../matter/file.ts';
import { barredBy, barsOfMatter, loadOrg } from '../org/receivers.ts';
import type { Unit } from '../org/service.ts';
import type { Route } from '../policy/file/schema-practice.ts';
import type { ROUTE_PARTS, ROUTE_SUBJECTS } from '../policy/vocabulary.ts';
import type { Petition } from '../matter/access.ts';
import { isUnnamed } from '../accusation/unnamed.ts';

type About = (typeof ROUTE_SUBJECTS)[number];
type Part = (typeof ROUTE_PARTS)[number];

/** A unit, or a person by office (分管领导、片长). */
interface Party {
  readonly name: string;
  readonly unit: Unit | undefined;
}

/** Who might lead, handle and help. The clerk decides. */
export interface Suggestion {
  /** Undefined: the town has no routing table, and only the words of a unit speak. */
  readonly route: Route | undefined;
  readonly lead: readonly Party[];
  readonly handler: readonly Party[];
  readonly helpers: readonly Party[];
  /** Units that a tap may assign to, the handler first. */
  readonly units: readonly Unit[];
  /** Why: the village, and the words of the office. */
  readonly area: string | undefined;
  readonly words: readonly string[];
}

const MAX_UNITS = 3;
const BODY_READ = 200;
const LINES = new Set(['office', 'station']);

/**
 * The routing table (S1 一（一）): from what a matter is about, its subject and area, to lead, handler and helpers. Whoever is
 * shut out of the matter takes no part (条例 arts 28, 30). Undefined where nothing speaks for anybody.
 */
export async function suggestRoute(ctx: DomainContext, petition: Petition): Promise<Suggestion | undefined> {
  const org = await loadOrg(ctx, petition.townId);
  const { practice } = await ctx.policy(petition.townId);
  const routes = practice.routes ?? [];
  if (routes.length === 0 && ![...org.units.values()].some((unit) => unit.handles.length > 0)) return undefined;
  const bars = await barsOfMatter(ctx, petition);
  const [text] = await rowsOf(ctx, TEXTS, petition.id);
  const unnamed = await isUnnamed(ctx, petition);
  const units = [...org.units.values()]
    .filter((unit) => !bars.some((bar) => bar.unitId === unit.id) && (!unnamed || unit.kind === 'discipline'))
    .toSorted((a, b) => a.position - b.position);
  const body = [...(text?.body ?? '')].slice(0, BODY_READ).join('');
  const told = [petition.subject ?? '', petition.title ?? '', text?.place ?? '', body].join('\n');
  const line = bestOffice(units, told);
  const area =
    units.find((unit) => unit.id === petition.areaUnit) ??
    units.find((unit) => unit.kind === 'village' && told.includes(unit.name));
  if (routes.length === 0) {
    if (line === undefined) return undefined;
    const party = { name: line.unit.name, unit: line.unit };
    return {
      route: undefined,
      lead: [],
      handler: [party],
      helpers: [],
      units: [line.unit],
      area: undefined,
      words: line.words,
    };
  }
  const about = (petition.about as About | null) ?? guessed(petition, line?.unit, area);
  const route = routes.find((one) => one.about === about);
  if (route === undefined) return undefined;
  const person = (userid: string | null | undefined): Party[] =>
    typeof userid !== 'string' || barredBy(org, bars, userid) || !org.people.has(userid)
      ? []
      : [{ name: org.people.get(userid)!.name, unit: undefined }];
  const unitParty = (unit: Unit | undefined): Party[] => (unit === undefined ? [] : [{ name: unit.name, unit }]);
  const parties: Record<Part, () => Party[]> = {
    'line-leader': () => person(line?.unit.leader),
    'line-office': () => unitParty(line?.unit),
    'area-leader': () => person(area?.areaLeader),
    'area-team': () => unitParty(area),
    discipline: () => unitParty(units.find((unit) => unit.kind === 'discipline')),
  };
  const taken = new Set<string>();
  const resolve = (parts: readonly Part[]): Party[] =>
    parts.flatMap((part) => parties[part]()).filter(({ name }) => !taken.has(name) && taken.add(name).size > 0);
  // Who handles is named first; somebody named there is not repeated as a helper.
  const handler = resolve(route.handler);
  const lead = [...new Map(route.lead.flatMap((part) => parties[part]()).map((one) => [one.name, one])).values()];
  for (const { name } of lead) taken.add(name);
  const helpers = resolve(route.helpers);
  // Only discipline is offered for conduct: everybody else helps when discipline asks.
  const offered = (about === 'conduct' ? handler : [...handler, ...lead, ...helpers]).flatMap(({ unit }) =>
    unit === undefined ? [] : [unit],
  );
  if (!handler.some(({ unit }) => unit !== undefined)) return undefined;
  return {
    route,
    lead,
    handler,
    helpers,
    units: offered.slice(0, MAX_UNITS),
    area: area?.name,
    words: line?.words ?? [],
  };
}

/** The office whose own words occur most; the first of the list where two have as many. */
function bestOffice(units: readonly Unit[], told: string): { unit: Unit; words: string[] } | undefined {
  const scored = units
    .filter((unit) => LINES.has(unit.kind))
    .map((unit) => ({ unit, words: unit.handles.filter((word) => told.includes(word)) }))
    .filter(({ words }) => words.length > 0);
  return scored.toSorted((a, b) => b.words.length - a.words.length)[0];
}

/** What nobody has said yet: a line has words of its own, an area is what is left; an accusation is about conduct. */
const guessed = (petition: Petition, line: Unit | undefined, area: Unit | undefined): About | undefined =>
  petition.kind === 'accusation' ? 'conduct' : line !== undefined ? 'line' : area !== undefined ? 'area' : undefined;
