import { expect, it } from 'vitest';
import type { RunDetail } from '../../../../../src/server/dashboard/api/generated.js';
import { runMarkdown } from '../../../../../src/server/dashboard/screens/runs/run-markdown.js';

const RUN = {
  run_id: 'run_1',
  state: 'failed',
  actor: 'deploy',
  duration_ms: 1_400,
  migrations_done: 1,
  migrations_total: 2,
  current_migration: '002_b',
  phase: 'apply',
  migrations: [],
} as unknown as RunDetail;

const withMigrations = (...migrations: object[]): RunDetail => ({
  ...RUN,
  migrations: migrations as RunDetail['migrations'],
});

it('tells a run in one line, and its migrations in a table', () => {
  const text = runMarkdown(
    withMigrations(
      { name: '001_a', state: 'completed', duration_seconds: 0.038, error: null },
      {
        name: '002_b',
        state: 'failed',
        duration_seconds: null,
        error: { type: 'deadlock', message: 'deadlock detected' },
      },
    ),
  );
  expect(text.split('\n')).toEqual([
    '**Run `run_1`**: failed, 1 of 2, by `deploy`, 1.4 s',
    '',
    '| Migration | State | Took | Error |',
    '| --- | --- | --- | --- |',
    '| `001_a` | completed | 38 ms |  |',
    '| `002_b` | failed |  | `deadlock: deadlock detected` |',
    '',
  ]);
});

it('has no table without migrations', () => {
  expect(runMarkdown(RUN)).not.toContain('|');
});

it('keeps a text from outside inside of its code span and of its cell', () => {
  const text = runMarkdown(
    withMigrations({
      name: '`**bold**` | <img src=x>\n| next',
      state: 'completed',
      duration_seconds: 1,
      error: null,
    }),
  );
  expect(text.split('\n').at(-2)).toBe(
    '| `` `**bold**` \\| <img src=x> \\| next `` | completed | 1.0 s |  |',
  );
});
