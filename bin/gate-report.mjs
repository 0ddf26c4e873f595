// The end of `.ci/run`: what failed, where the time went, and `N passed, N failed[, N skipped]`.
import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
const SUITES = ['suite', 'far'];
const SLOWEST = 10;
const sum = { passed: 0, failed: 0, skipped: 0 };
/** @type {{ file: string, seconds: number }[]} */
const files = [];

const isBad = (step) => existsSync(join(folder, `${step}.bad`));

function tellFailures(step, suite) {
  const failed = suite.assertionResults.filter((test) => test.status === 'failed');
  if (suite.status === 'failed' && failed.length === 0) console.log(`${step}: ${suite.name}: ${suite.message}`);
  for (const test of failed) {
    console.log(`${step}: ${suite.name}: ${test.fullName}`);
    console.log(test.failureMessages.join('\n').split('\n').slice(0, 12).join('\n'));
  }
}

/** A step that ends badly without a failed test in its report (a crash, a lint error) counts as one failure. */
function count(step) {
  let report;
  try {
    report = JSON.parse(readFileSync(join(folder, `${step}.json`), 'utf8'));
  } catch {
    sum.failed += 1;
    return;
  }
  sum.passed += report.numPassedTests;
  sum.skipped += report.numPendingTests + report.numTodoTests;
  sum.failed += report.numFailedTests || (isBad(step) || !report.success ? 1 : 0);
  for (const suite of report.testResults) {
    tellFailures(step, suite);
    const zone = step === 'suite' ? '' : ` (${step})`;
    const file = `${relative(process.cwd(), suite.name)}${zone}`;
    files.push({ file, seconds: (suite.endTime - suite.startTime) / 1_000 });
  }
}

const line = (seconds, name) => `${seconds.toFixed(0).padStart(6)} s  ${name}`;

if (isBad('check')) sum.failed += 1;
for (const step of SUITES) count(step);
console.log('\nSteps; check runs beside the suite, and files two at a time:');
for (const step of readFileSync(join(folder, 'steps'), 'utf8').trim().split('\n')) {
  const [name, seconds] = step.split(' ');
  console.log(line(Number(seconds), name));
}
console.log(`The ${SLOWEST} slowest files, without their imports:`);
const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST);
for (const { file, seconds } of slowest) console.log(line(seconds, file));
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
