import { describe, expect, it } from 'vitest';
import { type TimelineEvent, timelineOf } from '../../../../src/runner/lifecycle/run-log/timeline.js';

const event = (type: string, data: object = {}): TimelineEvent => ({
  type,
  createdAt: new Date('2026-01-09T14:00:00Z'),
  data: {
    migration_id: 'mig_1',
    migration_version: '1',
    migration_name: '1_a',
    migration_title: null,
    ...data,
  },
});

const begun = event('migration.started', { started_at: 't1', ended_at: null, duration_seconds: null });

describe('the timeline of a run', () => {
  it.each([
    ['running', 'running', []],
    ['paused', 'paused', ['migration.paused']],
    ['running', 'running', ['migration.paused', 'migration.resumed']],
    ['validating', 'running', ['validation.started']],
    ['completed', 'completed', ['validation.started', 'validation.completed', 'migration.completed']],
    ['failed', 'failed', ['migration.failed']],
    ['cancelled', 'cancelled', ['migration.cancelled']],
    ['rolled_back', 'completed', ['migration.rolled_back']],
    ['interrupted', 'abandoned', ['migration.paused']],
  ] as const)('has a migration %s where the run is %s, after %j', (state, run, types) => {
    expect(timelineOf([begun, ...types.map((type) => event(type))], run)).toMatchObject([
      { id: 'mig_1', state, startedAt: 't1' },
    ]);
  });

  it('tells of each phase once, in the order of the file, and why the migration failed', () => {
    const phase = (type: string, number: number, name: string, rows: number | null = null) =>
      event(`migration.phase.${type}`, { phase: name, phase_number: number, records_processed: rows });
    const error = { type: 'LockNotAvailable', message: 'a lock was not free' };
    const events = [
      begun,
      phase('started', 1, 'copy'),
      phase('completed', 1, 'copy', 7),
      phase('started', 2, 'check'),
      phase('failed', 2, 'check'),
      event('error.occurred', { error }),
      event('migration.failed', { error, ended_at: 't2', duration_seconds: 1.5 }),
      event('run.failed', { migration_id: undefined }),
    ];
    expect(timelineOf(events, 'failed')).toMatchObject([
      {
        state: 'failed',
        endedAt: 't2',
        durationSeconds: 1.5,
        error,
        phases: [
          { name: 'copy', state: 'completed', recordsProcessed: 7 },
          { name: 'check', state: 'failed', recordsProcessed: null },
        ],
      },
    ]);
  });

  it('has all that is planned from the start, in order, and names what has begun', () => {
    const start = event('run.started', { migration_id: undefined, versions: ['1', '2'] });
    expect(timelineOf([start], 'running')).toMatchObject([
      { id: 'mig_1', name: '1', state: 'pending', startedAt: null },
      { id: 'mig_2', name: '2', state: 'pending' },
    ]);
    expect(timelineOf([start, begun], 'abandoned')).toMatchObject([
      { id: 'mig_1', name: '1_a', state: 'interrupted' },
      { id: 'mig_2', state: 'pending' },
    ]);
  });
});
