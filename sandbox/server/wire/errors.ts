/** A refusal on the WeCom wire: errcode plus a short English errmsg. */
export class WecomError extends Error {
  readonly code: number;
  constructor(code: number, text: string) {
    super(text);
    this.code = code;
  }
}

/** A refusal of the control API: HTTP status plus a Chinese sentence. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

let hints = 0;

/** The errmsg WeCom sends: text, hint for its support, caller's address, link. Branch on the code, never on this. */
export function errmsg(code: number, text: string, at: number): string {
  hints += 1;
  const hint = `${at}${String(hints).padStart(11, '0')}`;
  return `${text}, hint: [${hint}], from ip: 127.0.0.1, more info at https://open.work.weixin.qq.com/devtool/query?e=${code}`;
}

export type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const byteLength = (text: string): number => Buffer.byteLength(text, 'utf8');
