import { expect, it } from 'vitest';
import { ensureTables, readStorageStep } from '../../../src/storage/schema.js';
import { storageSteps } from '../../../src/storage/steps.js';
import { createDatabase } from '../../support/database.js';
import { openConnection } from '../outbox-bench.js';

it('makes its tables beside a process that has just made schema confiture, although it had looked before', async () => {
  const { url, query } = await createDatabase();
  const [first, second] = [await openConnection(url), await openConnection(url)];
  // As in a run, what the server looks up for any schema is in the session's memory by then.
  await second.run('begin; create schema other; rollback');
  expect(await readStorageStep(second)).toBe(0);
  await first.run('begin; select pg_advisory_xact_lock(1751936053)');
  const made = ensureTables(second, 0);
  made.catch(() => {});
  await expect
    .poll(
      () =>
        query(
          `select from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
        ),
      { timeout: 20_000 },
    )
    .toHaveLength(1);
  await first.run('create schema confiture; commit');
  expect(await made).toBe(storageSteps.length);
});
