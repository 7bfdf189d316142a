import { expect, it } from 'vitest';
import { chanceOf } from '../support/chance.js';
import { killBackfill } from '../support/killed-backfill.js';

it('a backfill that is killed changes each row once', async () => {
  const hit = await killBackfill({ rows: 20_000, batchRows: 200, kills: 5, chance: chanceOf(20_260_601) });
  expect(hit).toBeGreaterThan(3);
});
