import { expect, it } from 'vitest';
import type { ConfitureEvent } from '../../src/events/event.js';
import { type EventStore, noEvents } from '../../src/runner/event-store.js';
import { MigrationEvents } from '../../src/runner/migration-events.js';
import type { RunInfo } from '../../src/runner/run-info.js';

const info: RunInfo = {
  runId: 'run_1',
  environment: 'production',
  organizationId: 'org_1',
  correlationId: 'deploy-7',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  actor: { actor: 'mona', source: 'ci', commit: null, link: null },
};
const migration = { version: '001', name: '001_shop' };
const startedAt = new Date('2026-01-09T14:23:43.000Z');
const endedAt = new Date('2026-01-09T14:23:45.500Z');
const timing = { startedAt, endedAt, rowsAffected: 7 };

/** A store that keeps what it is handed, and the events of a run in one direction. */
function eventsOf(direction: 'up' | 'down', wants = true) {
  const handed: Record<'inserted' | 'committed' | 'stored', ConfitureEvent[]> = {
    inserted: [],
    committed: [],
    stored: [],
  };
  const store: EventStore = {
    ...noEvents,
    wants: () => wants,
    insertSql: (event) => `insert ${handed.inserted.push(event)}`,
    committed: async (event) => void handed.committed.push(event),
    store: async (event) => void handed.stored.push(event),
  };
  let count = 0;
  const newEventId = () => `evt_${++count}`;
  return {
    handed,
    events: new MigrationEvents(direction, info, { events: store, now: () => 0, newEventId }),
  };
}

it.each([
  ['up', 'migration.completed'],
  ['down', 'migration.rolled_back'],
] as const)('a migration that goes %s is stored with its transaction as %s', async (direction, type) => {
  const { events, handed } = eventsOf(direction);
  expect(events.insertSql(migration)).toEqual(['insert 1']);
  await events.committed(migration, timing);
  expect(handed.inserted[0]).toMatchObject({ type, data: { duration_seconds: null, rows_affected: null } });
  expect(handed.committed).toEqual([
    {
      id: 'evt_1',
      type,
      created_at: endedAt.toISOString(),
      environment: 'production',
      organization_id: 'org_1',
      correlation_id: 'deploy-7',
      data: {
        migration_id: 'mig_001',
        migration_name: '001_shop',
        migration_version: '001',
        run_id: 'run_1',
        database: info.database,
        started_at: startedAt.toISOString(),
        ended_at: endedAt.toISOString(),
        duration_seconds: 2.5,
        rows_affected: 7,
      },
    },
  ]);
});

it('a migration that is tried again is committed with the event of its last try, once', async () => {
  const { events, handed } = eventsOf('up');
  events.insertSql(migration);
  events.insertSql(migration);
  await events.committed(migration, timing);
  await events.committed(migration, timing);
  expect(handed.committed.map(({ id }) => id)).toEqual(['evt_2']);
});

it('a failure is stored by itself, with the direction', async () => {
  const { events, handed } = eventsOf('down');
  await events.failed(migration, timing, { type: 'Error', message: 'invented' });
  expect(handed.stored).toMatchObject([
    { type: 'migration.failed', data: { direction: 'down', error: { type: 'Error', message: 'invented' } } },
  ]);
});

it('nothing is made of what no hook subscribes to', async () => {
  const { events, handed } = eventsOf('up', false);
  expect(events.insertSql(migration)).toEqual([]);
  await events.committed(migration, timing);
  await events.failed(migration, timing, { type: 'Error', message: 'invented' });
  expect(handed).toEqual({ inserted: [], committed: [], stored: [] });
});
