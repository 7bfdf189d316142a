import { expect, it } from 'vitest';
import { warningText } from '../../../src/output/reporters/warning-text.js';
import type { RunWarning } from '../../../src/run-events.js';

const cases: [warning: RunWarning, text: string][] = [
  [{ kind: 'files-missing', names: ['001_a', '002_b'] }, 'applied, but the file is missing: 001_a, 002_b'],
  [{ kind: 'out-of-order', names: ['001_a'] }, 'out of order, older than what is applied: 001_a'],
  [
    { kind: 'file-empty', name: '001_a' },
    '001_a holds no statement: it counts as applied and changes nothing (`-- confiture: empty` in it says that this is meant)',
  ],
  [
    { kind: 'own-transaction', name: '001_a', command: 'COMMIT', line: 3 },
    '001_a runs outside of a transaction, statement by statement, because of COMMIT in line 3: after a failure what the file has committed stays',
  ],
  [
    { kind: 'undone-separately', file: 'db/001_a.down.sql' },
    'db/001_a.down.sql cannot share a transaction with others, so each migration is undone by itself: after a failure those before it stay undone',
  ],
  [
    { kind: 'finding', file: 'db/001_a.up.sql', line: 2, message: 'Odd.', hint: 'Mend it.' },
    'db/001_a.up.sql, line 2: Odd. Mend it.',
  ],
  [
    { kind: 'finding', file: 'db/001_a.up.sql', line: null, message: 'Odd.', hint: 'Mend it.' },
    'db/001_a.up.sql: Odd. Mend it.',
  ],
];

it.each(cases)('says in one sentence what a run warns of: $kind', (warning, text) => {
  expect(warningText(warning)).toBe(text);
});
