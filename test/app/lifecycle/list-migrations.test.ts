import { expect, it } from 'vitest';
import { readMigrations } from '../../../src/app/lifecycle/list-migrations.js';
import type { Project } from '../../../src/app/project.js';
import type { Connection } from '../../../src/database/connection.js';

const SCOPE = { project: 'public.tb_confiture', environment: 'local' };
const connection = { query: async () => [] } as unknown as Connection;

it.each([
  [0, []],
  [2, ['plan']],
])('makes a plan only where something is pending, with %i pending', async (pending, planned) => {
  const asked: string[] = [];
  const project = {
    status: async () => ({ entries: [], pending, interrupted: [] }),
    plan: async () => {
      asked.push('plan');
      return { plan: { migrations: [] } };
    },
  } as unknown as Project;
  await readMigrations(project, connection, SCOPE);
  expect(asked).toEqual(planned);
});

const ENTRIES = [
  { version: '001', name: '001_first', file: null, row: { appliedAt: new Date(0) }, state: 'missing' },
  { version: '002', name: '002_second', file: null, row: null, state: 'pending' },
];

it.each([
  ['failed at it', '002_second', true, ['002']],
  ['has passed it, or undone it', '002_second', false, []],
  ['failed at one that is applied by now', '001_first', true, []],
])('tells that a migration failed where the last run %s', async (_, at, is_failure, failed) => {
  const row = { id: 'run_1', current_migration: at, ended_at: new Date(0), error_code: 'X', is_failure };
  const connection = {
    query: async (text: string) => (text.includes('is_failure') ? [row] : []),
  } as unknown as Connection;
  const project = {
    status: async () => ({ entries: ENTRIES, pending: 1, interrupted: [] }),
    plan: async () => ({ plan: { migrations: [] } }),
  } as unknown as Project;
  const migrations = await readMigrations(project, connection, SCOPE);
  const page = migrations.page({ after: null, order: 'desc', limit: 9 }, { states: ['failed'] });
  expect(page.map(({ version }) => version)).toEqual(failed);
  expect(migrations.find('002')?.failure?.runId ?? null).toBe(failed.length === 0 ? null : 'run_1');
});
