import { policyIssueText } from '../../../src/copy/policy.ts';
import { loadPolicies, readPolicyTexts, type PolicyDefinition } from '../../../src/domain/policy/file/load.ts';

const folder = new URL('../../../policies', import.meta.url).pathname;
export const texts = await readPolicyTexts(folder);
export const loaded = loadPolicies(texts);

export function definition(id: string): PolicyDefinition {
  const found = loaded.policies.get(id);
  if (found === undefined) throw new Error(`policy ${id} did not load`);
  return found;
}

/** The sentences a person sees for one file given as text, next to the law. */
export function problems(text: string, name = 'probe'): string[] {
  const law = texts.filter(({ file }) => file.endsWith('/national.yaml'));
  return loadPolicies([...law, { file: `policies/${name}.yaml`, text }]).issues.map(policyIssueText);
}
