/** What must hold after any number of kills, read from the database and from what stands in the chats. */
import postgres, { type Sql } from 'postgres';

import type { ChatMessage } from '../../sandbox/server.ts';
import { createVault, type Vault } from '../../src/core/vault.ts';
import { openDatabase } from '../../src/db/client.ts';
import { brokenLink } from '../../src/domain/matter/chain.ts';
import { PROCESS_BOT } from '../support/wecom-process.ts';
import type { Campaign } from './campaign.ts';
import { ANSWERS, type Command, GROUP_LINE, KINDS } from './traffic.ts';

export interface Verdict {
  readonly figures: Readonly<Record<string, number | string>>;
  /** Empty when every promise was kept; else one line for each breach. */
  readonly broken: readonly string[];
}

/** What was on its way at a kill is not older than this. */
const IN_FLIGHT_MS = 3_000;
const STALLED_MS = 10_000;

export async function judge(campaign: Campaign, databaseUrl: string): Promise<Verdict> {
  const sql = postgres(databaseUrl, { max: 2, onnotice: () => {} });
  try {
    const broken: string[] = [];
    const numbers = await gaplessNumbers(sql, broken);
    const chains = await soundChains(databaseUrl, campaign.dataKey, broken);
    const handled = await commandsOnce(sql, campaign, broken);
    const reminders = await remindersTold(sql, campaign, broken);
    const messages = await messagesOnce(sql, campaign, handled.numbers, broken);
    if (messages.duplicates > campaign.kills.length) {
      broken.push(`${messages.duplicates} messages stand twice after ${campaign.kills.length} kills`);
    }
    return {
      figures: {
        kills: campaign.kills.length,
        'days played': campaign.days,
        'restart, median ms': Math.round(median(campaign.restartMs)),
        'commands written': campaign.commands.length,
        'not delivered (no connection)': campaign.commands.filter((c) => !c.delivered).length,
        'on their way at a kill, never stored': handled.unstored,
        'handled exactly once': handled.once,
        'answers seen by their author': campaign.commands.filter((c) => c.acknowledged !== undefined).length,
        ...numbers,
        'events in sound chains': chains,
        ...reminders,
        'messages of the bot': messages.total,
        duplicates: messages.duplicates,
      },
      broken,
    };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

async function gaplessNumbers(sql: Sql, broken: string[]): Promise<Record<string, number>> {
  const rows = await sql<{ town_id: string; year: number; n: number; top: number; distinct: number; last: number }[]>`
    select p.town_id, p.year, count(*)::int as n, max(p.serial) as top, count(distinct p.serial)::int as distinct, s.last
    from petition p join serial s on s.town_id = p.town_id and s.year = p.year and p.number like (
      select prefix from town where id = p.town_id) || p.year || '-%'
    where s.series = (select prefix from town where id = p.town_id) group by p.town_id, p.year, s.last`;
  let matters = 0;
  for (const row of rows) {
    matters += row.n;
    if (row.n !== row.top || row.n !== row.distinct || row.n !== row.last) {
      broken.push(`numbers of ${row.year}: ${row.n} matters, highest ${row.top}, counter ${row.last}`);
    }
  }
  return { 'matters, numbered without a gap': matters };
}

async function soundChains(databaseUrl: string, dataKey: Buffer, broken: string[]): Promise<number> {
  const database = openDatabase(databaseUrl, { max: 2 });
  try {
    const matters = await database.sql<{ id: string; number: string; last_seq: number; events: number }[]>`
      select p.id, p.number, p.last_seq, (select count(*)::int from event e where e.petition_id = p.id) as events from petition p`;
    let events = 0;
    const ctx = { tx: database.db, vault: createVault(dataKey) };
    for (const matter of matters) {
      events += matter.events;
      if (matter.events !== matter.last_seq) {
        broken.push(`${matter.number}: ${matter.events} events, ${matter.last_seq} counted`);
      }
      const link = await brokenLink(ctx, matter.id);
      if (link !== undefined) broken.push(`${matter.number}: the chain breaks at event ${link}`);
    }
    return events;
  } finally {
    await database.close();
  }
}

/** How often each token stands in a matter's text or in a note. */
async function effects(
  sql: Sql,
  master: Vault,
): Promise<{ counts: Map<string, number>; numbers: Map<string, string> }> {
  const counts = new Map<string, number>();
  const numbers = new Map<string, string>();
  const tokens = (text: string): string[] => text.match(/件[0-9a-z]+甲/gu) ?? [];
  const count = (token: string): void => void counts.set(token, (counts.get(token) ?? 0) + 1);
  for (const row of await sql<{ body: string; number: string }[]>`
    select t.body, p.number from petition_text t join petition p on p.id = t.petition_id`) {
    for (const token of tokens(row.body)) {
      count(token);
      numbers.set(token, row.number);
    }
  }
  for (const row of await sql<{ id: string; petition_id: string; note: Buffer; wrapped: Buffer }[]>`
    select e.id, e.petition_id, e.note, k.wrapped from event e join petition_key k on k.petition_id = e.petition_id
    where e.note is not null`) {
    const vault = createVault(master.open(row.wrapped, `key:${row.petition_id}`));
    for (const token of tokens(vault.openText(row.note, `note:${row.id}`))) count(token);
  }
  return { counts, numbers };
}

/**
 * On a machine without breath a process stands still for seconds before it is killed: it stored this command no more than any
 * other that came after it.
 */
function isStalled(campaign: Campaign, states: ReadonlyMap<string, string>, command: Command): boolean {
  const kill = campaign.kills.find((at) => at >= command.at);
  if (kill === undefined || kill - command.at > STALLED_MS || command.acknowledged !== undefined) return false;
  const later = campaign.commands.filter((one) => one.delivered && one.at > command.at && one.at < kill);
  return later.length > 0 && later.every((one) => !states.has(one.msgid));
}

interface Handled {
  readonly once: number;
  readonly unstored: number;
  /** The number behind each token of a registration. */
  readonly numbers: ReadonlyMap<string, string>;
}

async function commandsOnce(sql: Sql, campaign: Campaign, broken: string[]): Promise<Handled> {
  const { counts, numbers } = await effects(sql, createVault(campaign.dataKey));
  const states = new Map(
    (await sql<{ msgid: string; state: string }[]>`select msgid, state from inbound`).map((row) => [
      row.msgid,
      row.state,
    ]),
  );
  const signed = new Set(
    (
      await sql<{ number: string }[]>`select distinct p.number from event e join petition p on p.id = e.petition_id
        where e.kind = 'signed'`
    ).map((row) => row.number),
  );
  let once = 0;
  let unstored = 0;
  for (const command of campaign.commands) {
    const what = `${command.kind} ${command.token} (${command.msgid})`;
    // 签收 carries no text and is harmless twice: the event counts.
    const done = command.kind === 'sign' ? Number(signed.has(command.number ?? '')) : (counts.get(command.token) ?? 0);
    const state = states.get(command.msgid);
    if (done > 1) broken.push(`${what} took effect ${done} times`);
    if (command.acknowledged !== undefined && done !== 1) {
      broken.push(`${what} was answered and took effect ${done} times`);
    }
    if (!command.delivered) {
      if (state !== undefined || (done !== 0 && command.kind !== 'sign')) {
        broken.push(`${what} was announced as undelivered and is ${state}`);
      }
    } else if (state === undefined) {
      unstored += 1;
      const isInFlight = campaign.kills.some((at) => at >= command.at - 200 && at - command.at < IN_FLIGHT_MS);
      if (!isInFlight && isStalled(campaign, states, command)) continue;
      if (!isInFlight || command.acknowledged !== undefined) broken.push(`${what} was delivered and never stored`);
    } else if (state !== 'answered') broken.push(`${what} is still ${state}`);
    else if (done === 1) once += 1;
    else broken.push(`${what} was handled without effect`);
  }
  return { once, unstored, numbers };
}

/** Every claimed stage has its messages, each left, and each stands in the chat of its receiver. */
async function remindersTold(sql: Sql, campaign: Campaign, broken: string[]): Promise<Record<string, number>> {
  const silent = await sql<{ number: string; kind: string; stage: string }[]>`
    select p.number, c.kind, r.stage from reminder_claim r join clock c on c.id = r.clock_id
    join petition p on p.id = c.petition_id
    where r.outcome = 'told' and r.stage <> 'assign' and p.status not in ('closed', 'void', 'merged', 'sent-back')
      and not exists (select 1 from outbox o where o.once like 'stage:' || r.clock_id || ':' || r.stage || ':%')`;
  for (const row of silent) broken.push(`${row.number}: stage ${row.stage} of ${row.kind} was claimed and told nobody`);
  const overdue = await sql<{ n: number }[]>`
    select count(*)::int as n from clock where state = 'running'
      and next_stage_at <= (select max(created_at) from outbox)`;
  if (overdue[0]!.n > 0) broken.push(`${overdue[0]!.n} stages fell due and were not claimed`);
  const left = await sql<{ kind: string; state: string; n: number }[]>`
    select kind, state, count(*)::int as n from outbox
    where state in ('failed', 'parked') or (state = 'pending' and hold_until <= (select max(settled_at) from outbox))
    group by kind, state`;
  for (const row of left) broken.push(`outbox: ${row.n} messages of kind ${row.kind} are ${row.state}`);
  const rows = await sql<{ id: string; to_id: string; kind: string; via: string; plain: boolean; number: string }[]>`
    select o.id, o.to_id, o.kind, o.via, o.unmade >= 3 as plain, p.number from outbox o join petition p on p.id = o.petition_id
    where o.state = 'sent' and o.once like 'stage:%'`;
  const chats = byChat(campaign.wecom.messages);
  let seen = 0;
  for (const row of rows) {
    const isThere = (chats.get(row.to_id) ?? []).some(
      (m) =>
        m.card?.['task_id'] === `m-${row.id}` ||
        (row.via === 'digest' || row.kind === 'group-line' || row.plain ? m.text.includes(row.number) : false),
    );
    if (isThere) seen += 1;
    else broken.push(`${row.number}: ${row.kind} counts as sent and stands in no chat of ${row.to_id}`);
  }
  const [told] = await sql<{ n: number }[]>`select count(*)::int as n from reminder_claim where outcome = 'told'`;
  return { 'stages claimed to be told': told!.n, 'their messages, each seen in its chat': seen };
}

function byChat(messages: readonly ChatMessage[]): Map<string, ChatMessage[]> {
  const chats = new Map<string, ChatMessage[]>();
  for (const message of messages) {
    if (message.sender !== PROCESS_BOT.id) continue;
    const chat = chats.get(message.chat) ?? [];
    if (chat.length === 0) chats.set(message.chat, chat);
    chat.push(message);
  }
  return chats;
}

/** Answers against commands, and everything else against the outbox: what is more is a duplicate, what is less is lost. */
async function messagesOnce(
  sql: Sql,
  campaign: Campaign,
  numbers: ReadonlyMap<string, string>,
  broken: string[],
): Promise<{ total: number; duplicates: number }> {
  const spoken = campaign.wecom.messages
    .slice(campaign.before)
    .filter((m) => m.sender === PROCESS_BOT.id && m.kind !== 'image');
  const answered = new Set(
    (await sql<{ msgid: string }[]>`select msgid from inbound where state = 'answered'`).map((row) => row.msgid),
  );
  const balance = new Map<string, number>();
  const add = (key: string, by: number): void => void balance.set(key, (balance.get(key) ?? 0) + by);
  for (const command of campaign.commands) {
    const number = command.number ?? numbers.get(command.token);
    if (!answered.has(command.msgid) || number === undefined) continue;
    const isGroupRegistration = command.kind === 'register-group';
    add(`${command.kind} ${isGroupRegistration ? command.from : command.chat} ${number}`, -1);
    if (isGroupRegistration) add(`group-line ${command.chat} ${number}`, -1);
  }
  for (const message of spoken) {
    const kind = message.kind === 'card' ? undefined : KINDS.find((one) => ANSWERS[one].test(message.text));
    const inGroup = message.kind === 'card' ? undefined : GROUP_LINE.exec(message.text)?.[1];
    if (kind !== undefined) add(`${kind} ${message.chat} ${ANSWERS[kind].exec(message.text)![1]!}`, 1);
    else if (inGroup !== undefined) add(`group-line ${message.chat} ${inGroup}`, 1);
    else add(`told ${message.chat}`, 1);
  }
  const told = await sql<{ to_id: string; n: number }[]>`
    select to_id, (count(*) filter (where via = 'bot') + count(distinct settled_at) filter (where via = 'digest'))::int as n
    from outbox where state = 'sent' group by to_id`;
  for (const row of told) add(`told ${row.to_id}`, -row.n);
  let duplicates = 0;
  for (const [key, surplus] of balance) {
    if (surplus > 0) duplicates += surplus;
    if (surplus < 0) broken.push(`${-surplus} messages are missing: ${key}`);
  }
  return { total: spoken.length, duplicates };
}
