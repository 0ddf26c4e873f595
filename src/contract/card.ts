/** One thing a card asks; what was chosen stands for `{key}` in the command. */
export interface Question {
  readonly key: string;
  /** ≤ 13 characters are shown, and none where it is the card's only question: the card's title asks then. */
  readonly title: string;
  /** ≤ 20 where it is the only question, else ≤ 10; text ≤ 10 characters is shown, id ≤ 128 bytes. */
  readonly options: ReadonlyArray<{ readonly id: string; readonly text: string }>;
  /** Several may be chosen, of the only question: they stand in the command with commas between. */
  readonly several?: true;
}

/** Questions that are answered together and sent by one button. */
export interface CardForm {
  /** One to three. */
  readonly questions: readonly Question[];
  readonly submit: { readonly label: string; readonly command: string };
  /** Of a spent card: what was answered, option ids by question. */
  readonly chosen?: Readonly<Record<string, readonly string[]>>;
}

/** What to show, not how WeCom spells it. A button or choice is a prepared command line. */
export interface Card {
  readonly kind: 'card';
  /** Which live card this is: the same key in the same chat is the same card. */
  readonly key: string;
  /** Number of the matter it is about: its page opens from the card. */
  readonly matter?: string;
  readonly tone: 'info' | 'warn' | 'danger' | 'done';
  /** ≤ 26 characters are shown. */
  readonly title: string;
  /** ≤ 30 characters are shown. */
  readonly note?: string;
  readonly body?: string;
  /** ≤ 6; label ≤ 5 and value ≤ 26 characters are shown. */
  readonly fields: ReadonlyArray<{ readonly label: string; readonly value: string }>;
  /** ≤ 6, better ≤ 3. */
  readonly actions: ReadonlyArray<{ readonly label: string; readonly command: string; readonly primary?: boolean }>;
  /** A choice to be made before a button is pressed; `{choice}` in a command stands for the option's value. */
  readonly choice?: Omit<Question, 'several'>;
  /** In place of actions and choice. WeCom shows title and note of such a card and no more; the text form says all. */
  readonly form?: CardForm;
  /** Above the text of a card without buttons that leads somewhere; WeCom's clients fetch it themselves, without signing in. */
  readonly picture?: {
    readonly url: string;
    /** Width over height, 1.3 to 2.25. */
    readonly ratio: number;
  };
  /** Set when the card is spent: shown on the greyed button. */
  readonly spent?: string;
}
