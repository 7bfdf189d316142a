/** Counts checks and prints each; `detail` is printed where one fails. */
export function createCounts() {
  const counts = {
    passed: 0,
    failed: 0,
    check(title, holds, detail = '') {
      if (holds) counts.passed += 1;
      else counts.failed += 1;
      console.log(`${holds ? 'ok  ' : 'FAIL'}  ${title}`);
      if (!holds) console.log(String(detail).trimEnd().replace(/^/gm, '      '));
      return holds;
    },
  };
  return counts;
}
