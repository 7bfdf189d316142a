import type { MigrationContext, RunContext } from '../../src/hooks/define/hook.js';

/** Facts of an invented run. */
export const runContext: RunContext = {
  phase: 'pre_run',
  runId: 'run_sample',
  environment: 'test',
  database: { host: 'db.example.com:5432', name: 'shop', schema: 'public' },
  schemaName: 'public',
  correlationId: 'run_sample',
  startTime: new Date('2030-01-02T03:04:05.000Z'),
  endTime: null,
  durationSeconds: null,
};

/** Facts of an invented migration of that run. */
export const migrationContext: MigrationContext = {
  ...runContext,
  phase: 'pre_execute',
  migrationId: 'mig_005',
  migrationName: '005_add_payment_table',
  direction: 'up',
  migrationVersion: '005',
  rowsAffected: null,
  error: null,
};
