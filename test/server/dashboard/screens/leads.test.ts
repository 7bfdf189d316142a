import { expect, it } from 'vitest';
import type { Migration, Run } from '../../../../src/server/dashboard/api/generated.js';
import {
  approvalsLead,
  endpointsLead,
  migrationsLead,
  runsLead,
} from '../../../../src/server/dashboard/screens/leads.js';

const run = (state: Run['state'], ended: string | null = null) => ({
  state,
  ended_at: ended,
  migrations_done: 12,
  migrations_total: 30,
});
const ENDED = '2026-01-01T00:00:00Z';

it.each([
  ['', undefined],
  ['Each migrate up and down, with how far it came.', []],
  ['A run is paused, with 12 of 30 done.', [run('paused'), run('completed', ENDED)]],
  ['2 runs are under way.', [run('running'), run('waiting')]],
  ['No run is under way. The last one failed.', [run('failed', ENDED)]],
  ['No run is under way. The last one was completed.', [run('completed', ENDED), run('failed', ENDED)]],
  ['No run is under way. The last one was abandoned.', [run('abandoned')]],
] as const)('runs begin with how they stand: %s', (sentence, runs) => {
  expect(runsLead(runs)).toBe(sentence);
});

const migration = (version: string, state: Migration['state'], applied: string | null) =>
  ({ version, state, applied_at: applied, failure: null }) as Migration;

it('migrations begin with where the database is, what is pending and what differs', () => {
  const lead = (rows: Migration[], hasMore = false) => migrationsLead({ rows, hasMore });
  const [third, second] = [migration('003', 'pending', null), migration('002', 'changed', ENDED)];
  expect(lead([])).toBe('What the files hold and what the database has of it.');
  expect(lead([third])).toBe('Nothing is applied yet. 1 migration is pending.');
  expect(lead([third, second])).toBe(
    'The database is at 002. 1 migration is pending. 1 migration differs from the files.',
  );
  const failure = { run_id: 'run_1', failed_at: ENDED, error: 'MIGRATION_FAILED' };
  expect(lead([{ ...third, failure }, second])).toBe(
    'The database is at 002. 1 migration is pending. The last run failed at 003. 1 migration differs from the files.',
  );
  expect(migrationsLead(undefined), 'what is not known yet').toBe('');
  expect(lead([third, second], true), 'older ones may be pending, too').toBe('The database is at 002.');
  expect(lead([third], true)).toBe('What the files hold and what the database has of it.');
});

it('approvals and endpoints begin with how they stand', () => {
  expect([[], [{ id: 'a' }], [{ id: 'a' }, { id: 'b' }]].map(approvalsLead)).toEqual([
    'No approval waits for a decision.',
    'An approval waits for a decision.',
    '2 approvals wait for a decision.',
  ]);
  expect(approvalsLead(undefined)).toBe('');
  const well = { state: 'enabled', failing_since: null, locked: null } as const;
  const failing = { ...well, failing_since: ENDED };
  const off = { ...failing, state: 'disabled' } as const;
  const locked = { ...well, locked: 'its key is not here' };
  expect(
    [[well], [well, failing], [failing, failing, off], [well, off], [off, off, locked]].map(endpointsLead),
  ).toEqual([
    'None is failing or switched off.',
    '1 of 2 is failing.',
    '2 of 3 are failing, 1 is switched off.',
    '1 of 2 is switched off.',
    '1 of 3 is locked, 2 are switched off.',
  ]);
});
