import { createHash } from 'node:crypto';

import type { Incoming, IncomingWhat } from '../../contract/channel.ts';
import { type Dropped, nameOf } from '../incoming.ts';
import { SPENT_KEY } from '../render-card.ts';
import { elementsOf, readXml, textOf, textsOf, type Xml } from './xml.ts';

/**
 * A message or event of the self-built app in our words (docs 90239, 90240), or undefined for what is of no use: other
 * events, messages without a sender. An app hears one person at a time and never a group.
 */
export function readAppMessage(plain: string, dropped: Dropped = () => {}): Incoming | undefined {
  const xml = readXml(plain);
  const userid = textOf(xml, 'FromUserName');
  const type = textOf(xml, 'MsgType');
  if (userid === '' || type === '') {
    dropped(userid === '' ? 'no sender' : 'no type');
    return undefined;
  }
  const what = type === 'event' ? readEvent(xml) : readMessage(xml, type);
  if (what === undefined) {
    dropped(`event of no use: ${nameOf(textOf(xml, 'Event'))}`);
    return undefined;
  }
  const responseCode = textOf(xml, 'ResponseCode');
  return {
    msgid: identityOf(xml, type, userid),
    reqId: '',
    via: 'app',
    chat: { kind: 'person', id: userid },
    userid,
    what,
    ...(responseCode !== '' && { responseCode }),
  };
}

/**
 * WeCom numbers messages but not events. Sender and second alone would take two clicks within one second for copies, so
 * everything that tells events apart is part of the identity.
 */
function identityOf(xml: Xml, type: string, userid: string): string {
  const msgId = textOf(xml, 'MsgId');
  if (type !== 'event' && msgId !== '') return `app:${msgId}`;
  const names = ['CreateTime', 'MsgType', 'Event', 'EventKey', 'TaskId', 'ResponseCode', 'ChangeType', 'Content'];
  const parts = [userid, ...names.map((name) => textOf(xml, name))];
  return `app-event:${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}`;
}

function readEvent(xml: Xml): IncomingWhat | undefined {
  const key = textOf(xml, 'EventKey');
  switch (textOf(xml, 'Event')) {
    case 'enter_agent':
      return { kind: 'enter' };
    case 'subscribe':
    case 'unsubscribe':
      return { kind: 'range', isInside: textOf(xml, 'Event') === 'subscribe' };
    // A menu of the app: its key is the command line.
    case 'click':
      return key === '' ? undefined : { kind: 'click', taskId: '', key, selected: {} };
    case 'template_card_event':
    case 'template_card_menu_event':
      if (key === '' || key === SPENT_KEY) return undefined;
      return { kind: 'click', taskId: textOf(xml, 'TaskId'), key, selected: selectedOf(xml) };
    default:
      return undefined;
  }
}

const selectedOf = (xml: Xml): Record<string, readonly string[]> =>
  Object.fromEntries(
    elementsOf(xml, 'SelectedItems')
      .flatMap((items) => elementsOf(items, 'SelectedItem'))
      .map((item) => [
        textOf(item, 'QuestionKey'),
        elementsOf(item, 'OptionIds').flatMap((options) => textsOf(options, 'OptionId')),
      ]),
  );

function readMessage(xml: Xml, type: string): IncomingWhat {
  switch (type) {
    case 'text':
      return { kind: 'text', text: textOf(xml, 'Content') };
    case 'image':
    case 'voice':
    case 'video': {
      const mediaId = textOf(xml, 'MediaId');
      return { kind: 'file', mediaKind: type, ...(mediaId !== '' && { mediaId }) };
    }
    default:
      return { kind: 'other', type };
  }
}
