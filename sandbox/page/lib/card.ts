/** A template card as WeCom's documents name its parts; `sandbox/server/wire/card.ts` refuses those that are none. */

interface CardAction {
  readonly text: string;
  readonly key: string;
}

export interface CardButton extends CardAction {
  readonly style?: number;
  readonly replace_text?: string;
  readonly disable?: boolean;
}

interface CardOption {
  readonly id: string;
  readonly text: string;
  readonly is_checked?: boolean;
}

export interface CardCheck {
  readonly question_key: string;
  /** 1: several may be chosen. */
  readonly mode?: number;
  readonly disable?: boolean;
  readonly option_list: readonly CardOption[];
}

export interface CardDropDown {
  readonly question_key: string;
  readonly title?: string;
  readonly disable?: boolean;
  readonly selected_id?: string;
  readonly option_list: readonly CardOption[];
}

/** `type` 1 opens an address, 3 names a member. */
export interface CardLine {
  readonly keyname: string;
  readonly value?: string;
  readonly type?: number;
  readonly url?: string;
  readonly userid?: string;
}

/** `type` 1 opens an address, 2 a mini program, 3 asks the bot. */
export interface CardJump {
  readonly title: string;
  readonly type?: number;
  readonly url?: string;
  readonly question?: string;
}

interface Titled {
  readonly title?: string;
  readonly desc?: string;
}

export interface CardOrigin {
  readonly desc?: string;
  readonly desc_color?: number;
  readonly icon_url?: string;
}

export interface CardQuoted {
  readonly type?: number;
  readonly url?: string;
  readonly title?: string;
  readonly quote_text?: string;
}

export interface Card {
  readonly card_type: string;
  readonly source?: CardOrigin;
  readonly action_menu?: { readonly desc?: string; readonly action_list: readonly CardAction[] };
  readonly main_title?: Titled;
  readonly emphasis_content?: Titled;
  readonly quote_area?: CardQuoted;
  readonly sub_title_text?: string;
  readonly horizontal_content_list?: readonly CardLine[];
  readonly vertical_content_list?: readonly Titled[];
  readonly card_image?: { readonly url?: string; readonly aspect_ratio?: number };
  readonly image_text_area?: Titled & { readonly image_url?: string };
  readonly jump_list?: readonly CardJump[];
  readonly card_action?: { readonly type?: number; readonly url?: string };
  readonly checkbox?: CardCheck;
  readonly select_list?: readonly CardDropDown[];
  readonly button_selection?: CardDropDown;
  readonly button_list?: readonly CardButton[];
  readonly submit_button?: CardAction & { readonly replace_text?: string };
  readonly replace_text?: string;
}

/** question_key → ids of options. */
export type Choices = Readonly<Record<string, readonly string[]>>;

export const cardTitle = (card: Card | undefined): string =>
  card?.main_title?.title || card?.sub_title_text || card?.source?.desc || '';

/** Buttons and the entries of the menu. */
export const actionsOf = (card: Card): CardButton[] => [
  ...(card.button_list ?? []),
  ...(card.action_menu?.action_list ?? []),
];

/** What a card has chosen before anybody touched it. */
export function firstChoices({ checkbox, select_list = [], button_selection }: Card): Choices {
  const chosen: Record<string, readonly string[]> = {};
  if (checkbox !== undefined) {
    const ticked = checkbox.option_list.filter((option) => option.is_checked).map((option) => option.id);
    chosen[checkbox.question_key] = checkbox.mode === 1 ? ticked : ticked.slice(0, 1);
  }
  for (const select of [...select_list, ...(button_selection === undefined ? [] : [button_selection])]) {
    const first = select.selected_id ?? select.option_list[0]?.id;
    chosen[select.question_key] = first === undefined ? [] : [first];
  }
  return chosen;
}
