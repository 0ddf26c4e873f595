/** What the question of a decision is answered with; 退回 is a command's name as well. */
export const DECISION_WORDS = ['同意', '不同意', '退回'] as const;

/** Every word that is read as a decision. */
export const DECIDING = '不同意|不批|驳回|退回|否|同意|批准|可以|通过|是';
/** A decision by itself, or with what is said beside it: nothing else begins so. */
export const SAID_ALONE = /^(?:不同意|同意)(?=$|[\s\p{P}\d])/u;

/** 同意 / 不同意 at the beginning of a line, however it is put; the rest is the opinion. */
export function readDecision(text: string): { readonly agreed: boolean; readonly rest: string } | undefined {
  const found = new RegExp(`^(${DECIDING}|1|2)[，,。.\\s]*`, 'u').exec(text.trim());
  if (found === null) return undefined;
  const agreed = ['同意', '批准', '可以', '通过', '是', '1'].includes(found[1]!);
  return { agreed, rest: text.trim().slice(found[0].length).trim() };
}

/** The decision in a line and what is said with it. Answered to its question it stands by itself, and the text is all opinion. */
export function decisionOf(
  text: string,
  answered: string | undefined,
): { readonly read: ReturnType<typeof readDecision>; readonly note: string | undefined } {
  const read = readDecision(answered ?? text);
  const note = [answered === undefined ? '' : text, read?.rest ?? ''].filter((part) => part !== '').join('\n');
  return { read, note: note === '' ? undefined : note };
}
