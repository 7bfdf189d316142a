import { expect, it } from 'vitest';
import {
  nameWithoutVersion,
  nameWithVersion,
} from '../../../../../src/server/dashboard/screens/migrations/migration-name.js';
import { shownState } from '../../../../../src/server/dashboard/screens/migrations/migration-state.js';

it.each([
  [{ version: '003', name: '003_orders', title: null }, 'orders', '003_orders'],
  [
    { version: '003', name: '003_orders', title: 'Orders of shops' },
    'Orders of shops',
    '003 Orders of shops',
  ],
  [{ version: '003', name: 'of_another_tool', title: null }, 'of_another_tool', 'of_another_tool'],
])('says the version of a migration once, of %o', (migration, without, withVersion) => {
  expect([nameWithoutVersion(migration), nameWithVersion(migration)]).toEqual([without, withVersion]);
});

it('shows a migration as failed that the last run failed at, until a run is at it again', () => {
  const failure = { run_id: 'run_1', failed_at: '2026-01-01T00:00:00Z', error: null };
  expect([
    shownState({ state: 'pending', failure, run_id: null }),
    shownState({ state: 'pending', failure, run_id: 'run_2' }),
    shownState({ state: 'pending', failure: null, run_id: null }),
  ]).toEqual(['failed', 'pending', 'pending']);
});
