/** What the question of a decision is answered with; 退回 is a command's name as well. */
export const DECISION_WORDS = ['同意', '不同意', '退回'] as const;

/** 同意 / 不同意 at the beginning of a line, however it is put; the rest is the opinion. */
export function readDecision(text: string): { readonly agreed: boolean; readonly rest: string } | undefined {
  const found = /^(不同意|不批|驳回|退回|否|同意|批准|可以|通过|是|1|2)[，,。.\s]*/u.exec(text.trim());
  if (found === null) return undefined;
  const agreed = ['同意', '批准', '可以', '通过', '是', '1'].includes(found[1]!);
  return { agreed, rest: text.trim().slice(found[0].length).trim() };
}
