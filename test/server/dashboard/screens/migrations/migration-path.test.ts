import { expect, it } from 'vitest';
import { migrationPath } from '../../../../../src/server/dashboard/screens/migrations/migration-path.js';

it.each([
  ['003_orders', '/migrations/mig_003'],
  ['20260101120000_a_b', '/migrations/mig_20260101120000'],
  ['1/2_x', '/migrations/mig_1%2F2'],
])('leads from %s to %s', (name, path) => {
  expect(migrationPath(name)).toBe(path);
});
