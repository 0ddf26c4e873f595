import type { LocalDay } from '../core/local-day.ts';
import { maskAddress, maskName, maskPhone } from '../core/privacy.ts';
import { shortened } from '../core/text.ts';
import { detail as words } from '../copy/detail.ts';
import { CHANNEL_WORDS, EVENT_WORDS, plain, STATUS_WORDS, zhDay, zhMoment } from '../copy/terms.ts';
import type { Identity } from '../domain/intake/register.ts';
import type { PetitionDetail } from '../domain/read/lists.ts';
import { dueLines } from './due.ts';
import { byWhom, saidOf } from './event-line.ts';
import { categoryOf } from './group.ts';
import { teamLines, tierLines } from './team.ts';

const BODY_SHOWN = 600;
const EVENTS_SHOWN = 8;
const NOTE_SHOWN = 60;

/** The private view of a matter: names masked unless the reveal was asked for and logged. */
export function detailText(
  { petition, body, place, demands, clocks, timeline, unitName, handlerName, team, tiers }: PetitionDetail,
  who: Identity & { readonly lifted?: string | undefined },
  options: {
    readonly today: LocalDay;
    readonly masked: boolean;
    readonly related?: readonly string[];
    readonly next?: readonly string[];
    readonly papers?: readonly string[];
  },
): string {
  const { today, masked } = options;
  const identity = [
    ...(who.name === undefined ? [] : [`${words.name}：${plain(masked ? maskName(who.name) : who.name)}`]),
    ...(who.phone === undefined ? [] : [`${words.phone}：${plain(masked ? maskPhone(who.phone) : who.phone)}`]),
    ...(who.address === undefined
      ? []
      : [`${words.address}：${plain(masked ? maskAddress(who.address) : who.address)}`]),
    ...(who.lifted === undefined || who.lifted === '' || masked
      ? []
      : [`${words.lifted}：${who.lifted.split('\n').join('、')}`]),
  ];
  const earlier = timeline.length - EVENTS_SHOWN;
  return [
    `**${petition.number}**｜${plain(petition.title ?? categoryOf(petition))}`,
    `${words.status}：${STATUS_WORDS[petition.status] ?? petition.status}`,
    `${words.received}：${zhDay(petition.receivedOn, today)}，${CHANNEL_WORDS[petition.channel as keyof typeof CHANNEL_WORDS] ?? petition.channel}，${words.people(petition.headcount)}`,
    ...(unitName === undefined
      ? []
      : [`${words.unit}：${unitName}${handlerName === undefined ? '' : `（${handlerName}）`}`]),
    ...teamLines(team),
    ...tierLines(tiers),
    ...dueLines(clocks, today),
    ...(options.next ?? []),
    ...(options.related ?? []),
    ...(petition.sourceNumber === null ? [] : [`${words.sourceNumber}：${plain(petition.sourceNumber)}`]),
    `${words.stateNumber}：${petition.stateNumber ?? words.stateNumberMissing}`,
    ...(place === undefined ? [] : [`${words.place}：${plain(place)}`]),
    ...identity,
    `${words.body}：${plain(shortened(body, BODY_SHOWN))}`,
    ...demands.map(
      (demand) =>
        `${words.demand(demand.position)}：${plain(demand.body)}${demand.answer === null ? words.unanswered : words.answered}`,
    ),
    words.timeline,
    ...(earlier > 0 ? [words.earlier(earlier)] : []),
    ...timeline.slice(-EVENTS_SHOWN).map((event) => eventLine(event, today)),
    ...(options.papers ?? []),
    ...(masked && identity.length > 0 ? [words.revealHint(petition.number)] : []),
  ].join('\n');
}

function eventLine(event: PetitionDetail['timeline'][number], today: LocalDay): string {
  const { changed, said } = saidOf(event);
  const typed = said
    ?.split('\n')
    .filter((part) => part !== '')
    .join('，');
  const parts = [
    ...(changed === undefined ? [] : [changed]),
    ...(typed === undefined ? [] : [plain(shortened(typed, NOTE_SHOWN))]),
  ];
  const more = parts.length === 0 ? '' : `：${parts.join('；')}`;
  return `${zhMoment(event.at, today)} ${EVENT_WORDS[event.kind]} ${byWhom(event)}${more}`;
}
