import { expect, it } from 'vitest';
import { chanceOf } from '../support/chance.js';
import { killBackfill } from '../support/killed-backfill.js';

it('a backfill of a million rows that is killed fifty times changes each row once', {
  timeout: 1_800_000,
}, async () => {
  const hit = await killBackfill({
    rows: 1_000_000,
    batchRows: 5_000,
    kills: 50,
    chance: chanceOf(20_260_602),
  });
  expect(hit).toBeGreaterThan(40);
});
