import { expect, it } from 'vitest';
import type { Approval, Migration, Run, Webhook } from '../../../../../src/server/dashboard/api/generated.js';
import { overviewSentence } from '../../../../../src/server/dashboard/screens/overview/overview-sentence.js';

const NOTHING = { environment: 'production', runs: [], migrations: [], approvals: [], suffering: [] };
const APPLIED = '2026-02-02T12:00:00.000Z';

const migration = (version: string, state: string) =>
  ({ version, state, applied_at: state === 'pending' ? null : APPLIED }) as Migration;
const run = (state: string, ended: string | null) =>
  ({
    state,
    ended_at: ended,
    migrations_done: 1,
    migrations_total: 2,
    current_migration: '043_backfill',
    phase: 'backfill',
  }) as Run;

it('says where an empty database stands', () => {
  expect(overviewSentence(NOTHING)).toBe('production has no migration yet. Nothing is pending.');
});

it('names the newest applied migration and counts the pending ones', () => {
  const migrations = [migration('044', 'pending'), migration('043', 'pending'), migration('042', 'applied')];
  expect([
    overviewSentence({ ...NOTHING, migrations }),
    overviewSentence({ ...NOTHING, migrations: migrations.slice(1) }),
  ]).toEqual([
    'production is at 042. 2 migrations are pending.',
    'production is at 042. 1 migration is pending.',
  ]);
});

it('says what runs, what waits for a person, what has drifted and what suffers', () => {
  const facts = {
    ...NOTHING,
    migrations: [migration('042', 'changed')],
    runs: [run('paused', null), run('completed', APPLIED), run('abandoned', null)],
    approvals: [{}] as Approval[],
    suffering: [{}, {}] as Webhook[],
  };
  expect(overviewSentence(facts)).toBe(
    'production is at 042. Nothing is pending. 1 migration differs from the files. ' +
      'A run is paused at 043_backfill, phase backfill, with 1 of 2 done. ' +
      'An approval waits for a decision. 2 endpoints need a look.',
  );
});

it.each([
  ['failed', APPLIED, 'The last run failed at 043_backfill, phase backfill, with 1 of 2 done.'],
  ['abandoned', null, 'The last run was abandoned at 043_backfill, phase backfill, with 1 of 2 done.'],
])('says first that the last run is %s', (state, ended, sentence) => {
  const facts = { ...NOTHING, runs: [run(state, ended), run('completed', APPLIED)] };
  expect(overviewSentence(facts)).toBe(`production has no migration yet. ${sentence} Nothing is pending.`);
});
