import { expect, it } from 'vitest';
import { fanOutAll } from '../../../src/outbox/records/fan-out.js';
import { assignPositions } from '../../../src/outbox/stream/assign-positions.js';
import { readStream } from '../../../src/outbox/stream/read-stream.js';
import { keepAllEvents } from '../../../src/storage/event-stream.js';
import { ensureTables } from '../../../src/storage/schema.js';
import { openConnection, SCOPE } from '../../faults/outbox-bench.js';
import { onServer } from '../../support/database.js';
import { createMigratedProject } from '../migrated-project.js';

const OF_ONE_MIGRATION = [
  'run.started',
  'migration.started',
  'migration.phase.started',
  'migration.phase.completed',
  'migration.completed',
  'run.completed',
];

it('keeps all events of runs without endpoints where serve was started, in their order and with all facts', async () => {
  const project = await createMigratedProject();
  const connection = await openConnection(project.database.url);
  await ensureTables(connection);
  await keepAllEvents(connection, SCOPE);

  await project.ok('migrate', 'up', '--steps', '1');
  await project.ok('migrate', 'up', '--steps', '1', '--drain-timeout', '0');
  await fanOutAll(connection);
  await assignPositions(connection, SCOPE);
  const events = (await readStream(connection, SCOPE, 0, 100)).map(({ event }) => event);
  expect(events.map(({ type }) => type)).toEqual([...OF_ONE_MIGRATION, ...OF_ONE_MIGRATION]);
  const done = events.filter(({ type }) => type.endsWith('.completed'));
  expect(done).toHaveLength(6);
  for (const { data } of done) expect(data).toMatchObject({ duration_seconds: expect.any(Number) });

  await project.migration('003_third', 'select 1 / 0;');
  expect((await project.run(['migrate', 'up'])).exitCode).toBe(1);
  await fanOutAll(connection);
  await assignPositions(connection, SCOPE);
  const failed = (await readStream(connection, SCOPE, 12, 100)).map(({ event }) => event.type);
  expect(failed).toContain('migration.failed');
  expect(failed.at(-1)).toBe('run.failed');
});

it('makes no table but the ledger where serve was never started', async () => {
  const project = await createMigratedProject();
  await project.ok('migrate', 'up');
  const schemas = await onServer(project.database.url, (client) =>
    client.query("select 1 from pg_namespace where nspname = 'confiture'"),
  );
  expect(schemas.rowCount).toBe(0);
});
