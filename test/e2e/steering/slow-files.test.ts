import { expect, it } from 'vitest';
import { backendRunning, openSession, until } from '../sessions.js';
import { ledgerOf } from '../tables.js';
import { startIn, steeredProject } from './steered-project.js';

const GATE = 471_100;
const SLOW = ['002_second', '003_third', ...[4, 5, 6, 7, 8, 9].map((n) => `00${n}_slow`)];

it('pauses soon among slow files, though quick ones would all be on their way at once', async () => {
  const project = await steeredProject();
  await project.migration('001_first', `select pg_advisory_xact_lock(${GATE});`);
  for (const name of SLOW) await project.migration(name, 'select pg_sleep(1);');
  const gate = await openSession(project.database);
  await gate.query(`select pg_advisory_lock(${GATE})`);
  const up = startIn(project, ['migrate', 'up', '--lock-timeout', '120000']);
  await backendRunning(project.database, `pg_advisory_xact_lock(${GATE})`);
  const asked = project.json('migrate', 'pause', '--reason', 'peak hours');
  await until('the request', async () => {
    const rows = await project.database.query(
      "select from confiture.steering where verb = 'pause' and outcome is null",
    );
    return rows.length > 0 ? true : undefined;
  });
  await gate.query(`select pg_advisory_unlock(${GATE})`);
  expect(await asked).toMatchObject({ exitCode: 0, document: { run: { state: 'paused' } } });
  expect((await ledgerOf(project.database)).length).toBeLessThanOrEqual(4);
  await project.ok('migrate', 'cancel', '--reason', 'seen enough');
  expect((await up.ended).exitCode).toBe(11);
});
