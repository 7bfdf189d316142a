// `node scripts/vitest-counts.mjs FILE`: the closing line of a report that vitest's JSON reporter wrote.
import { appendFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * How many tests passed and failed. A test file that did not load, and a report that is not there, count as failed.
 * The failed ones are added by name to the file CONFITURE_FAILED_TESTS, where there is one: output of half an hour is
 * long, and often cut.
 */
export function countsOf(file) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    noteFailures(failuresOf(report));
    const { numPassedTests, numFailedTests, success } = report;
    if (!success && numFailedTests === 0)
      noteFailures(['an error outside of the tests: see "Unhandled Errors" above']);
    return { passed: numPassedTests, failed: success ? 0 : Math.max(numFailedTests, 1) };
  } catch (error) {
    noteFailures([`${path.basename(file)}: ${error.message}`]);
    return { passed: 0, failed: 1 };
  }
}

/** A line for each failed test, and for each file that did not load. */
function failuresOf({ testResults }) {
  return testResults.flatMap(({ name, message, assertionResults }) => {
    const file = path.relative(process.cwd(), name);
    const failed = assertionResults.filter(({ status }) => status === 'failed');
    if (failed.length === 0) return message ? [`${file}: ${message.split('\n')[0]}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) => `${file}: ${fullName}: ${failureMessages[0]?.split('\n')[0]}`,
    );
  });
}

function noteFailures(lines) {
  const file = process.env.CONFITURE_FAILED_TESTS;
  if (file && lines.length > 0) appendFileSync(file, `${lines.join('\n')}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = countsOf(process.argv[2]);
  console.log(`${passed} passed, ${failed} failed`);
}
