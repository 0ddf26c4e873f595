import { cliText } from '../copy/cli.ts';
import { gapText, lawFindingText, policyIssueText } from '../copy/policy.ts';
import { checkAgainstLaw } from '../domain/policy/law-check.ts';
import { loadPolicies, readPolicyTexts } from '../domain/policy/load.ts';
import { resolvePolicy } from '../domain/policy/resolve.ts';

const FOLDER = new URL('../../policies', import.meta.url).pathname;

/** Where a town's text collides with the law or leaves a number out. @returns 1 when a file cannot be used */
export async function policyCheck(say: (line: string) => void): Promise<number> {
  const { policies, issues } = loadPolicies(await readPolicyTexts(decodeURIComponent(FOLDER)));
  for (const issue of issues) say(policyIssueText(issue));
  for (const definition of policies.values()) {
    const policy = resolvePolicy(definition);
    say(cliText.policyHead(policy.title, policy.source));
    const findings = checkAgainstLaw(policy);
    for (const finding of findings) say(`  ${lawFindingText(finding)}`);
    for (const gap of policy.gaps) say(`  ${gapText(gap)}`);
    if (findings.length === 0 && policy.gaps.length === 0) say(`  ${cliText.policySound}`);
  }
  return issues.length > 0 ? 1 : 0;
}
