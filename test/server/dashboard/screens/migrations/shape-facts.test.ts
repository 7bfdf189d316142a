import { expect, it } from 'vitest';
import type { MigrationShape } from '../../../../../src/server/dashboard/api/generated.js';
import { shapeFacts } from '../../../../../src/server/dashboard/screens/migrations/shape-facts.js';

const SHAPE: MigrationShape = {
  file: 'db/migrations/001_first.up.sql',
  transactional: true,
  requires_approval: false,
  tier: 'additive',
  phases: null,
  statements: [],
  has_down: false,
  has_verify: false,
  has_invariant: false,
};

it('says how a file runs, what lies beside it, and no more where there is no more', () => {
  expect(shapeFacts(SHAPE)).toEqual({
    Risk: 'additive',
    Runs: 'in a transaction',
    Phases: null,
    Approval: null,
    Undo: 'there is no down file',
    Checks: null,
  });
});

it('names the phases with what each of them asks for, and the checks', () => {
  const phase = { line: 1, no_transaction: false, requires_approval: false, batch: false };
  expect(
    shapeFacts({
      ...SHAPE,
      transactional: false,
      tier: 'lock_risky',
      requires_approval: true,
      phases: [
        { ...phase, name: 'schema' },
        { ...phase, name: 'copy', batch: true },
        { ...phase, name: 'index', no_transaction: true, requires_approval: true },
      ],
      has_down: true,
      has_verify: true,
      has_invariant: true,
    }),
  ).toEqual({
    Risk: 'lock risky',
    Runs: null,
    Phases: 'schema, copy (in batches), index (outside of a transaction, needs an approval)',
    Approval: 'required by its file',
    Undo: 'by its down file',
    Checks: 'a query that verifies it, an invariant that must hold',
  });
});

it('says that a file without phases runs outside of a transaction', () => {
  expect(shapeFacts({ ...SHAPE, transactional: false }).Runs).toBe(
    'statement by statement, outside of a transaction',
  );
});
