import { expect, test } from 'vitest';
import { type ProgressRow, progressOf, progressSql } from '../../../src/runner/monitor/watch-progress.js';
import { createDatabase } from '../../support/database.js';
import { openSession, until } from '../sessions.js';

test('reads from the server how far a command is, and nothing when it is done', async () => {
  const database = await createDatabase();
  await database.query('create table parts (id integer)');
  const [worker, writer] = [await openSession(database), await openSession(database)];
  const { rows } = await worker.query<{ pid: number; version: number }>(
    "select pg_backend_pid() as pid, current_setting('server_version_num')::integer as version",
  );
  const sql = progressSql(rows[0]?.pid ?? 0, rows[0]?.version ?? 0);
  const ask = async () => progressOf(await database.query<ProgressRow & Record<string, unknown>>(sql));
  await writer.query('begin; insert into parts values (1)');
  const built = worker.query('create index concurrently parts_id on parts (id)');

  const progress = await until('a wait of the build', async () => {
    const seen = await ask();
    return seen?.phase.startsWith('waiting') ? seen : undefined;
  });
  await writer.query('commit');
  await built;

  expect(progress).toEqual({
    command: 'CREATE INDEX CONCURRENTLY',
    phase: 'waiting for writers before build',
    fraction: 0,
  });
  expect(await ask()).toBeNull();
});
