import type { Message, Messages } from './message.ts';

/** All messages, as delivery and whoever tells of them ask for what a kind is. */
export function messagesOf(all: readonly Message[]): Messages {
  const byKind = new Map<string, Message>(all.map((message) => [message.kind, message]));
  const kindsThat = (is: (message: Message) => boolean): string[] => all.filter(is).map(({ kind }) => kind);
  return {
    all,
    of: (kind) => byKind.get(kind),
    worded(row) {
      const message = byKind.get(row.kind);
      return message?.standsFor === undefined ? message : byKind.get(message.standsFor(row));
    },
    own: kindsThat(({ own }) => own === true),
    untold: kindsThat(({ tellsOfLoss }) => tellsOfLoss === true),
    files: kindsThat(({ file }) => file !== undefined),
  };
}
