import type { Incoming } from '../contract/channel.ts';

/** Something done on a page, as it is kept beside what was said. */
export interface OnPage extends Omit<Incoming, 'via'> {
  readonly via: 'page';
  /** Stands above the answer in the reader's own chat; without it the answer stays on the page. */
  readonly echo?: string;
}

/** A message as the channel hands it over, or something done on a page. */
export type Heard = Incoming | OnPage;

/** Something done on a page. */
export interface PageAct {
  readonly msgid: string;
  readonly userid: string;
  /** The command line that the filled-in form stands for. */
  readonly text: string;
  readonly echo?: string;
}

/** The group's id, or undefined in private. */
export const chatOf = (heard: Heard): string | undefined => (heard.chat.kind === 'group' ? heard.chat.id : undefined);

/** What makes a copy a copy: message id, sender and chat. One id may come from two chats, and WeCom redelivers. */
export const identityOf = (heard: Heard): string => JSON.stringify([heard.msgid, heard.userid, chatOf(heard) ?? '']);

/** The answer's address without what was typed: raw text is dropped once handled. */
export const withoutText = (heard: Heard): Heard => ({
  ...heard,
  what:
    heard.what.kind === 'text'
      ? { kind: 'text', text: '' }
      : heard.what.kind === 'file'
        ? { kind: 'file', mediaKind: heard.what.mediaKind }
        : heard.what,
});

/** `{choice}` and `{question key}` in a prepared command line stand for what was selected; nothing selected is nothing said. */
export const filled = (line: string, selected: Readonly<Record<string, readonly string[]>>): string =>
  line.replace(/\{([\w-]+)\}/gu, (_, key: string) =>
    (selected[key] ?? (key === 'choice' ? Object.values(selected)[0] : undefined) ?? []).join(','),
  );
