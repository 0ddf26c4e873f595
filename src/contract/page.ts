/**
 * What the pages get from /api/ and what they send: plain data, words made ready by the server. This file imports nothing: it is
 * all that `web/` knows of `src/`, beside the sentences of src/copy/page.ts.
 */

export interface Me {
  readonly name: string;
  readonly unit: string;
  readonly roles: readonly string[];
  /** Signed in by a link, for this matter only. */
  readonly matter?: string;
  /** Seals in this reader's browser what could not be sent; another reader gets another. */
  readonly draftKey: string;
}

interface JsSignatureData {
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** What `ww.register` wants. */
export interface JsConfig {
  readonly corpId: string;
  readonly agentId: number;
  readonly config: JsSignatureData;
  readonly agentConfig: JsSignatureData;
}

export interface PageFact {
  readonly label: string;
  readonly value: string;
}

type PageColour = 'none' | 'yellow' | 'red' | 'green';

export interface PageClock {
  readonly id: string;
  readonly title: string;
  readonly colour: PageColour;
  /** The colour as a word: 【红】, or nothing. */
  readonly mark: string;
  readonly running: boolean;
  /** 3月17日(周二) */
  readonly due: string;
  /** 还有5天, or how it ended. */
  readonly left: string;
  readonly basis: string;
  /** How the day came about, a line each. */
  readonly why: readonly string[];
}

export interface PageEvent {
  readonly id: string;
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly said?: string;
}

export interface PageLetter {
  /** Its place, as `/查 12 文书:2` counts. */
  readonly place: number;
  readonly name: string;
  readonly number: string;
  readonly day: string;
  readonly withdrawn: boolean;
  /** It names the petitioner: who opens it is written down. */
  readonly names: boolean;
}

export interface PageField {
  readonly key: string;
  readonly as: 'line' | 'text' | 'choice' | 'day' | 'number';
  readonly options?: readonly string[];
  readonly optional: boolean;
  /** Asked only once another field says one of these. */
  readonly when?: { readonly key: string; readonly in: readonly string[] };
  /** What it begins with. */
  readonly value?: string;
  readonly unit?: string;
}

export interface PageAction {
  /** English name of the command, and which of its forms. */
  readonly verb: string;
  readonly form: number;
  readonly label: string;
  readonly about: string;
  readonly fields: readonly PageField[];
  /** Running limits that it would settle, by their names. */
  readonly settles: readonly string[];
  /** Why it is not taken now, in the command's own words. */
  readonly blocked?: string;
}

export interface MatterPage {
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly facts: readonly PageFact[];
  /** Of the petitioner, masked. */
  readonly identity: readonly PageFact[];
  readonly body: string;
  readonly demands: readonly { readonly label: string; readonly body: string }[];
  readonly clocks: readonly PageClock[];
  readonly timeline: readonly PageEvent[];
  readonly letters: readonly PageLetter[];
}

/** Asked for apart: the page is read while the commands are still being asked. */
export interface MatterActions {
  readonly actions: readonly PageAction[];
}

export interface ActRequest {
  /** Made by the page when the form is opened: the same id is done once. */
  readonly id: string;
  readonly verb: string;
  readonly form: number;
  readonly values: Readonly<Record<string, string>>;
}

export interface ActAnswer {
  readonly outcome: 'done' | 'refused' | 'repeated';
  /** What the bot says to it; markdown as in the chat. */
  readonly text: string;
}

/** A letter as WeCom's client fetches it by itself, which has no cookie: the address alone opens it, for a short while. */
export interface LetterAddress {
  readonly url: string;
  readonly name: string;
  readonly size: number;
}

export interface ApiError {
  readonly error: string;
  /** Where a reader signs in, when nobody is signed in and there is such a way. */
  readonly signIn?: string | null;
  /** It needs no hand there: the page goes by itself. */
  readonly signInNow?: boolean;
}

/** What the pages ask of the bot, always for one reader. undefined stands for 查无此号. */
export interface MatterPages {
  me(userid: string): Promise<Omit<Me, 'matter' | 'draftKey'> | undefined>;
  view(userid: string, number: string): Promise<MatterPage | undefined>;
  actions(userid: string, number: string): Promise<MatterActions | undefined>;
  act(userid: string, number: string, request: ActRequest): Promise<ActAnswer | 'bad-form' | undefined>;
  letter(
    userid: string,
    number: string,
    place: number,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string } | 'gone' | undefined>;
}
