import { expect, it } from 'vitest';
import { checkFailure } from '../../../../src/runner/lifecycle/validation/queries/check-failure.js';
import { validationFailed } from '../../../../src/runner/lifecycle/validation/validation-error.js';

it.each<[what: string, query: number | null, advice: RegExp]>([
  ['an invariant', 1, /has to work before and after the migration\.$/],
  ['a .verify.sql, which is asked after it alone', null, /has to work after the migration\.$/],
])('says when a query has to work that the server refused: %s', (_what, query, advice) => {
  const failure = checkFailure({ file: 'x.sql', source: '', query, line: null }, 'query_failed', 'failed');
  expect(validationFailed({ name: '001_first', down: null }, [failure], 'rolled_back').hint).toMatch(advice);
});
