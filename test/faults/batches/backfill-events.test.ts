import { expect, it } from 'vitest';
import { playBackfill } from '../../e2e/catalogue/phase-cases.js';

it('a backfill of a million rows tells of its phases with their rows, and is paused within a batch', {
  timeout: 600_000,
}, async () => {
  const events = await playBackfill(1_000_000);
  expect(events.filter(({ type }) => type === 'migration.completed')).toMatchObject([
    { data: { rows_affected: 1_000_000 } },
  ]);
});
