// `node scripts/vitest-tally.mjs FILE`: the closing line of a report that vitest's JSON reporter wrote.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** How many tests passed and failed. A test file that did not load, and a report that is not there, count as failed. */
export function tallyOf(file) {
  try {
    const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(file, 'utf8'));
    return { passed: numPassedTests, failed: success ? 0 : Math.max(numFailedTests, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = tallyOf(process.argv[2]);
  console.log(`${passed} passed, ${failed} failed`);
}
