/**
 * The simulator checklist: section 10 of the protocol notes (wecom-protocol.md), line for line. A line is the title of the
 * tests that show it: search for it and you find them.
 */
export const CHECKLIST: Readonly<Record<string, readonly string[]>> = {
  'Crypto and callbacks': [
    'GET verification on saving config; fail on wrong plaintext, quotes, newline, > 1 s',
    'XML envelope with corpid receiveid for apps, JSON envelope with empty receiveid for bots; percent-encode `+ / =` in query values',
    "Verify the bot's encrypted passive reply: signature, seconds timestamp, same nonce (bot), decryptable, receiveid",
    '5 s deadline; up to 3 re-sends with the same msgid but fresh timestamp/nonce/ciphertext; empty 200 stops',
    'Fault switches: duplicate delivery, delayed, out-of-order, dropped callback, two different events in one second with equal FromUserName+CreateTime',
    'template_card_event (bot): exactly one delivery',
  ],
  'AI bot, both modes': [
    'Group messages only if the bot is mentioned; content keeps `@Name`; multi-word names, other mentions before it, zero-width characters',
    'chatid only for groups; case-sensitive ids; option "creator is not super admin" -> encrypted userids + openuserid_to_userid endpoint',
    'quote object without ids; media URL with 5-min expiry, encrypted bytes, Content-Disposition name; image/voice/file/video only in 1:1',
    'enter_chat once per user and day; feedback_event only if feedback.id was set',
    'Max 3 concurrent unanswered messages per user and bot',
    'Card validation as 5.4, duplicate task_id -> 42014; click produces event with selected_items; update replaces for userids or all; update with other task_id refused',
    'response_url: one use, 1 h, markdown/template_card only, 40008 otherwise',
    'Webhook mode: stream polling until finish or 6 min; only stream answers allowed on polls; msg_item only at finish, <= 10; content > 20480 bytes refused (code unconfirmed, use 40058)',
  ],
  'Long connection': [
    'First frame must be subscribe; wrong secret -> ack 853000, socket left open; other commands before subscribe -> 846609 (assumption)',
    'Acks without cmd, same req_id; error acks with hint-style errmsg',
    'Second subscribe: disconnected_event to the old one, close after a configurable delay (0..300 s), later pushes only to the newest',
    'Close connections without ping for N s (configurable; 60-90 s as default assumption)',
    'req_id registry: unknown -> 846605; event req_id on respond_msg -> 846605; welcome/update after 5 s -> 846604 (assumption; timeout effect documented, code not); message req_id after 24 h -> 846604 (assumption); stream expiry -> 846608; update after finish -> 846608',
    'send_msg: never-seen conversation -> 846607; bad id -> 93006; chat_type 0/1/2 resolution; 30/min and 1000/h per conversation over replies and pushes -> 846607 (45009 possible, unconfirmed)',
    'Upload: 30-min sessions, 512 KB, 100 chunks, 0-based index accepted, duplicate chunk ok, missing chunk 846616, bad id 846611, index 846612, size 846613, md5 mismatch (code unconfirmed), 30/min',
    'Late ack (> 5 s), lost ack after delivery, ack out of order across req_ids, reconnect in the middle of a stream',
    'What happens to user messages while no connection exists: undocumented; default drop, option to queue',
  ],
  REST: [
    'gettoken: same token within validity, 7200 s, forced early invalidation (42001 or 40014), wrong secret 40001, IP lockout, per-app tokens; token of app A with agentid of app B -> 301002',
    'message/send: partial invalid lists lower-cased and `|`-joined, 81013, 82001, duplicate check, text truncation at 2048 bytes, silent drop over 30/min per member, response_code for the right cards, 43012 without callback',
    'update_template_card: one use, 72 h, 60140; recall 24 h',
    'appchat: root-range check 48002, ownership 86008, limits, silent drops',
    'webhook/send: 20/min -> 45009, over-length -> 40058, image md5, 93000 for unknown key',
    'media: 3-day expiry, type/size checks, JSON error with 200 on get, Range',
    'oauth: code once, 5 min; agent visibility; non-member returns openid',
    'tickets: quota, signature check of register() pages',
    '60020 for a non-whitelisted IP; every error with HTTP 200',
  ],
};

/**
 * What the notes call unconfirmed, undocumented or an assumption is a switch of `sandbox/server/world/options.ts`: here the value that is
 * not the default, as a test sets it (by name where it tries several).
 */
export const SWITCHES: Readonly<Record<string, string>> = {
  beforeSubscribe: "beforeSubscribe: 'close'",
  heartbeatTimeoutMs: 'heartbeatTimeoutMs: 30',
  takeoverCloseDelayMs: 'takeoverCloseDelayMs: 60_000',
  staleCommands: "staleCommands: 'refuse'",
  streamIdleMs: 'streamIdleMs: 10 * MINUTE',
  streamMaxMs: 'streamMaxMs: 6 * MINUTE',
  refreshesCount: 'for (const refreshesCount of [false, true])',
  rateLimitCode: 'rateLimitCode: 45009',
  neverSpokenCode: "test.for([846607, 93006])('a conversation where nobody wrote: %i', async (neverSpokenCode)",
  pushRightMs: 'pushRightMs: 24 * HOUR',
  lateReplyCode: 'lateReplyCode: 846605',
  repeatedReplyCode: "test.for([846606, 846605])('a second update: %i', async (repeatedReplyCode)",
  overLengthCode: 'overLengthCode: 45002',
  md5Code: "test.for([301019, 40058])('a wrong md5 is refused, with %i', async (md5Code)",
  wrongTaskIdCode: "test.for([846625, 42014])('an update under another task_id: %i', async (wrongTaskIdCode)",
  streamWithCard: 'streamWithCard: false',
  streamImages: 'for (const streamImages of [false, true])',
  whenOffline: "whenOffline: 'queue'",
  cardQuote: "for (const cardQuote of ['text', 'empty'] as const)",
  mentionSeparator: "mentionSeparator: '\\u2005'",
  encryptUserids: 'for (const encryptUserids of [false, true])',
  aeskeyPadding: 'aeskeyPadding: false',
  responseUrlCode: 'test.for([60140, 40058])(',
  streamPollMs: 'streamPollMs: 2',
  resendOnStatus: 'async ([resendOnStatus, times])',
  deadTokenCode: 'for (const deadTokenCode of [42001, 40014])',
  wrongSecrets: 'for (const wrongSecrets of [3, 0])',
};
