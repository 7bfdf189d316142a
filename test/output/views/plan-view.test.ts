import { describe, expect, it } from 'vitest';
import { planView } from '../../../src/output/views/plan-view.js';
import { plainTheme } from '../captured-output.js';

const steps = [
  { name: '001_a', transactional: true },
  { name: '002_index', transactional: false },
];

describe('planView', () => {
  it('lists what would be done, in order', () => {
    const view = planView({ direction: 'up', steps, singleTransaction: false }, plainTheme());
    expect(`\n${view}`).toMatchInlineSnapshot(`
      "
      Dry run: would apply 2 migrations, in this order:
      1.   001_a
      2.   002_index   outside of a transaction
      Nothing was changed."
    `);
  });

  it('says that all would share one transaction', () => {
    const plan = { direction: 'down', steps: steps.slice(0, 1), singleTransaction: true } as const;
    expect(planView(plan, plainTheme())).toContain('would roll back 1 migration, in one transaction');
  });

  it('says so where there is nothing', () => {
    const plan = { direction: 'up', steps: [], singleTransaction: false } as const;
    expect(planView(plan, plainTheme())).toBe('Dry run: there is nothing to apply.');
  });
});
