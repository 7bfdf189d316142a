import { expect, it } from 'vitest';
import { LEDGER_CHANGES } from '../../../src/runner/ledger/ledger-change.js';

const ledger = {
  schema: 'public',
  table: 'tb_confiture',
  exists: true,
  hasAppliedBy: true,
  lockKey: 1,
};

it.each(['up', 'down'] as const)(
  "gives the guard of a migration %s a reason for the server's log",
  (direction) => {
    const guard = LEDGER_CHANGES[direction].assertSql(ledger, '001');
    expect(guard).toMatch(
      /^select \/\* holds back what was sent behind a migration that failed or was slow \*\//,
    );
  },
);
