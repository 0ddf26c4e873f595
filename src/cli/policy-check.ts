import { cliText } from '../copy/cli.ts';
import { FINDING_PARTS, lawFindingText, policyIssueText } from '../copy/policy.ts';
import { checkAgainstLaw } from '../domain/policy/file/law-check.ts';
import { loadPolicies, readPolicyTexts } from '../domain/policy/file/load.ts';
import { resolvePolicy } from '../domain/policy/resolve.ts';

const FOLDER = new URL('../../policies', import.meta.url).pathname;

/** Where a town's text collides with the law or leaves a number out. @returns 1 when a file cannot be used */
export async function policyCheck(say: (line: string) => void): Promise<number> {
  const { policies, issues } = loadPolicies(await readPolicyTexts(decodeURIComponent(FOLDER)));
  for (const issue of issues) say(policyIssueText(issue));
  // The law first, then the towns.
  const definitions = [...policies.values()];
  for (const definition of definitions.toSorted(
    (a, b) => Number(a.base !== undefined) - Number(b.base !== undefined),
  )) {
    const policy = resolvePolicy(definition);
    say(cliText.policyHead(policy.title, policy.source));
    const findings = checkAgainstLaw(policy);
    for (const { head, codes } of FINDING_PARTS) {
      const part = findings.filter(({ code }) => codes.includes(code));
      if (part.length === 0) continue;
      say(`  ${cliText.policyPart(head, part.length)}`);
      for (const finding of part) say(`    ${lawFindingText(finding)}`);
    }
    if (findings.length === 0) say(`  ${cliText.policySound}`);
  }
  return issues.length > 0 ? 1 : 0;
}
