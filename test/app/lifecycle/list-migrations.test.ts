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
