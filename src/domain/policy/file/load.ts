/**
 * Reads `policies/*.yaml`. Everything wrong with a file comes back as an issue with file, line, field and reason; nothing is
 * guessed. A policy that cannot be read is not in the result.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Document, LineCounter, parseDocument } from 'yaml';
import { decodeText } from '../../../core/decode-text.ts';
import { yamlData } from '../../../core/yaml-data.ts';
import { isLeftBeside } from '../../../core/source-names.ts';
import { referenceIssues } from './cross-check.ts';
import { fieldOf, lineOf, type PolicyIssue, type PolicyReason, reasonsOf } from './issues.ts';
import { type PolicyFile, policyFileSchema } from './schema.ts';

export interface PolicyText {
  /** As shown in messages: `policies/fenjie.yaml`. */
  readonly file: string;
  /** Undefined for bytes that are no text in any encoding that we read. */
  readonly text: string | undefined;
}

/** A town's file together with the law it builds on. */
export interface PolicyDefinition {
  readonly file: string;
  readonly policy: PolicyFile;
  /** What it extends; undefined for the law itself. */
  readonly base: PolicyFile | undefined;
}

export interface LoadedPolicies {
  readonly policies: ReadonlyMap<string, PolicyDefinition>;
  readonly issues: readonly PolicyIssue[];
}

/** All `.yaml` files of a folder, in order of name. `shownAs` stands before the file name in messages. */
export async function readPolicyTexts(folder: string, shownAs = 'policies'): Promise<PolicyText[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml') && !isLeftBeside(name)).toSorted();
  return Promise.all(
    names.map(async (name) => ({
      file: `${shownAs}/${name}`,
      text: decodeText(await readFile(path.join(folder, name))),
    })),
  );
}

/** Files as they were before rules were stored with their clocks (src/domain/clock/carry.ts). */
export const formerPolicies = async (folder: string): Promise<LoadedPolicies['policies']> =>
  loadPolicies(await readPolicyTexts(folder, folder)).policies;

export function loadPolicies(texts: readonly PolicyText[]): LoadedPolicies {
  const parsed = texts.map(parsePolicy);
  const readable = parsed.filter((one) => one.policy !== undefined);
  const issues = parsed.flatMap((one) => one.issues);
  const policies = new Map<string, PolicyDefinition>();
  for (const { policy, at, file } of readable) {
    if (policy === undefined) continue;
    const base = readable.find((one) => one.policy?.id === policy.extends && policy.extends !== undefined)?.policy;
    const found = referenceIssues(policy, base, fileStem(file)).map(({ path: where, reason }) => at(where, reason));
    issues.push(...found);
    if (found.length === 0) policies.set(policy.id, { file, policy, base });
  }
  return { policies, issues };
}

interface Parsed {
  readonly file: string;
  readonly policy: PolicyFile | undefined;
  readonly issues: readonly PolicyIssue[];
  readonly at: (path: readonly PropertyKey[], reason: PolicyReason) => PolicyIssue;
}

function parsePolicy({ file, text }: PolicyText): Parsed {
  if (text === undefined) {
    const issue: PolicyIssue = { file, line: undefined, field: '', reason: { code: 'encoding' } };
    return { file, policy: undefined, issues: [issue], at: () => issue };
  }
  const lines = new LineCounter();
  const document: Document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (where: readonly PropertyKey[], reason: PolicyReason): PolicyIssue => ({
    file,
    line: lineOf(document, lines, where),
    field: fieldOf(where),
    reason,
  });
  const broken = document.errors.map((error) => ({
    file,
    line: lines.linePos(error.pos[0]).line,
    field: '',
    reason:
      error.code === 'DUPLICATE_KEY'
        ? { code: 'duplicate-key' as const }
        : { code: 'yaml-syntax' as const, detail: error.code },
  }));
  if (broken.length > 0) return { file, policy: undefined, issues: broken, at };
  const read = yamlData(document);
  if (read === undefined) {
    const issue: PolicyIssue = { file, line: undefined, field: '', reason: { code: 'aliases' } };
    return { file, policy: undefined, issues: [issue], at };
  }
  const result = policyFileSchema.safeParse(read.data, { reportInput: true });
  if (result.success) return { file, policy: result.data, issues: [], at };
  const issues = result.error.issues.flatMap((issue) =>
    reasonsOf(issue).map(({ path: where, reason }) => at(where, reason)),
  );
  return { file, policy: undefined, issues, at };
}

const fileStem = (file: string): string => path.posix.basename(file, '.yaml');
