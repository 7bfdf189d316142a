import { expect, it } from 'vitest';
import { progressText } from '../../../../../src/server/dashboard/screens/runs/progress-text.js';

const RUN = { migrations_done: 12, migrations_total: 30, current_migration: null, phase: null };

it('tells how far a run has come, at which migration and in which phase', () => {
  expect(progressText({ ...RUN, current_migration: '013_backfill', phase: 'data_transfer' })).toBe(
    '12 of 30, at 013_backfill, phase data_transfer',
  );
});

it('leaves out what is not known', () => {
  expect([progressText(RUN), progressText({ ...RUN, migrations_total: null })]).toEqual([
    '12 of 30',
    '12 done',
  ]);
});
