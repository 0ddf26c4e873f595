import type { LetterKind } from '../contract/letter.ts';
import type { MatterPage, PageClock, PageFact } from '../contract/page.ts';
import { type LocalDay, localDayOf } from '../core/local-day.ts';
import { maskAddress, maskName, maskPhone } from '../core/privacy.ts';
import { detail as words } from '../copy/detail.ts';
import { LETTER_NAMES } from '../copy/letters.ts';
import {
  CHANNEL_WORDS,
  COLOUR_WORDS,
  EVENT_WORDS,
  provisionally,
  STATUS_WORDS,
  zhDay,
  zhLeft,
  zhMoment,
} from '../copy/terms.ts';
import { endedWords } from '../copy/why.ts';
import type { Clock } from '../domain/clock/run.ts';
import type { LetterRow } from '../domain/letter/store.ts';
import type { Identity } from '../domain/intake/register.ts';
import type { PetitionDetail } from '../domain/read/lists.ts';
import { clockColour } from './colour.ts';
import { byWhom, saidOf } from './event-line.ts';
import { categoryOf } from './group.ts';
import { teamLines, tierLines } from './team.ts';
import { type WhyParts, whyParts } from './why.ts';

export interface MatterPageParts extends WhyParts {
  readonly detail: PetitionDetail;
  readonly who: Identity;
  readonly letters: readonly LetterRow[];
  /** Letters that name the petitioner are told apart. */
  readonly names: (kind: LetterKind) => boolean;
  readonly related: readonly string[];
}

/** The page of a matter for whoever may know it: what `/查`, `/为什么` and `/查 … 文书` say in the chat, names masked as there. */
export function matterPage(parts: MatterPageParts): MatterPage {
  const { detail, who, letters, names, today, related } = parts;
  const { petition, timeline } = detail;
  return {
    number: petition.number,
    title: petition.title ?? categoryOf(petition),
    status: STATUS_WORDS[petition.status] ?? petition.status,
    facts: factsOf(detail, today, related),
    identity: identityOf(who),
    body: detail.body,
    demands: detail.demands.map((demand) => ({
      label: `${words.demand(demand.position)}${demand.answer === null ? words.unanswered : words.answered}`,
      body: demand.body,
    })),
    clocks: clocksOf(parts),
    timeline: timeline
      .map((event) => ({
        id: event.id,
        at: zhMoment(event.at, today),
        what: EVENT_WORDS[event.kind],
        by: byWhom(event),
        ...whatWasSaid(event),
      }))
      .toReversed(),
    letters: letters.map((row, i) => ({
      place: i + 1,
      name: LETTER_NAMES[row.kind as LetterKind],
      number: row.number,
      day: zhDay(localDayOf(row.madeAt), today),
      withdrawn: row.state === 'withdrawn',
      names: names(row.kind as LetterKind),
    })),
  };
}

function whatWasSaid(event: PetitionDetail['timeline'][number]): { said?: string } {
  const { changed, said } = saidOf(event);
  const parts = [...(changed === undefined ? [] : [changed]), ...(said === undefined ? [] : [said])];
  return parts.length === 0 ? {} : { said: parts.join('\n') };
}

function factsOf(detail: PetitionDetail, today: LocalDay, related: readonly string[]): PageFact[] {
  const { petition, unitName, handlerName, place } = detail;
  const channel = CHANNEL_WORDS[petition.channel as keyof typeof CHANNEL_WORDS] ?? petition.channel;
  const handler = handlerName === undefined ? '' : `（${handlerName}）`;
  return [
    {
      label: words.received,
      value: `${zhDay(petition.receivedOn, today)}，${channel}，${words.people(petition.headcount)}`,
    },
    ...(unitName === undefined ? [] : [{ label: words.unit, value: `${unitName}${handler}` }]),
    ...[...teamLines(detail.team), ...tierLines(detail.tiers), ...related].map(asFact),
    ...(petition.sourceNumber === null ? [] : [{ label: words.sourceNumber, value: petition.sourceNumber }]),
    { label: words.stateNumber, value: petition.stateNumber ?? words.stateNumberMissing },
    ...(place === undefined ? [] : [{ label: words.place, value: place }]),
  ];
}

/** `标题：内容` of the chat's lines, apart. */
function asFact(line: string): PageFact {
  const at = line.indexOf('：');
  return at < 1 ? { label: '', value: line } : { label: line.slice(0, at), value: line.slice(at + 1) };
}

const identityOf = (who: Identity): PageFact[] => [
  ...(who.name === undefined ? [] : [{ label: words.name, value: maskName(who.name) }]),
  ...(who.phone === undefined ? [] : [{ label: words.phone, value: maskPhone(who.phone) }]),
  ...(who.address === undefined ? [] : [{ label: words.address, value: maskAddress(who.address) }]),
];

/** Running ones first, the nearest day on top; what another replaced is left out. */
function clocksOf(parts: MatterPageParts): PageClock[] {
  const { detail, today } = parts;
  return detail.clocks
    .filter((clock) => clock.state !== 'superseded')
    .toSorted((a, b) => Number(b.state === 'running') - Number(a.state === 'running') || (a.dueOn < b.dueOn ? -1 : 1))
    .map((clock) => clockOf(clock, parts, today));
}

function clockOf(clock: Clock, parts: MatterPageParts, today: LocalDay): PageClock {
  const running = clock.state === 'running';
  const colour = running ? clockColour(clock, today) : 'none';
  return {
    id: clock.id,
    title: clock.title,
    colour,
    mark: COLOUR_WORDS[colour],
    running,
    due: zhDay(clock.dueOn, today),
    left: running
      ? `${zhLeft(clock.dueOn, today)}${provisionally(clock.provisional)}`
      : endedWords(clock.state, clock.endedOn),
    basis: clock.basis,
    why: whyParts(clock, parts),
  };
}
