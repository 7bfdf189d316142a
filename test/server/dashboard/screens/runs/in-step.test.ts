import { expect, it } from 'vitest';
import type { Migration, Run, RunDetail } from '../../../../../src/server/dashboard/api/generated.js';
import { inStep, withoutOldPlace } from '../../../../../src/server/dashboard/screens/runs/in-step.js';

const running = {
  ended_at: null,
  direction: 'up',
  migrations_done: 3,
  current_migration: '016_create_carriers',
  phase: 'copy',
  batch: { phase: 'copy', rows: 5, rows_expected: 9 },
  records_processed: 5,
  server_progress: null,
} as RunDetail;

const withStates = (...states: string[]) =>
  ({
    ...running,
    migrations: states.map((state, index) => ({ name: `0${13 + index}_a`, state })),
  }) as RunDetail;

it('says of a run what its events tell, where they are ahead of its row', () => {
  const ahead = inStep(withStates('completed', 'completed', 'completed', 'completed', 'running', 'pending'));
  expect(ahead).toMatchObject({ migrations_done: 4, current_migration: '017_a', phase: null, batch: null });
  const between = inStep(withStates('completed', 'completed', 'completed', 'completed', 'pending'));
  expect(between).toMatchObject({ migrations_done: 4, current_migration: null });
});

it('leaves a run alone whose row tells as much, and one that has ended', () => {
  const level = withStates('completed', 'completed', 'completed', 'running');
  const ended = { ...withStates('completed', 'completed', 'completed', 'completed'), ended_at: 'then' };
  expect([inStep(level), inStep(ended)]).toEqual([level, ended]);
});

it('leaves the place of a run out that its migration has been applied at', () => {
  const applied = [{ name: '016_create_carriers', applied_at: 'then' }] as Migration[];
  const pending = [{ name: '016_create_carriers', applied_at: null }] as Migration[];
  const run = running as Run;
  expect(withoutOldPlace(run, applied)).toEqual({ ...run, current_migration: null, phase: null });
  expect(withoutOldPlace(run, pending)).toEqual(run);
  expect(withoutOldPlace({ ...run, ended_at: 'then' }, applied).current_migration).toBe(
    '016_create_carriers',
  );
});
