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
  readonly choice?: {
    readonly key: string;
    readonly title: string;
    readonly options: ReadonlyArray<{ readonly id: string; readonly text: string }>;
  };
  /** Set when the card is spent: shown on the greyed button. */
  readonly spent?: string;
}
