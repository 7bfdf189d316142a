import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { connect } from '../../../src/database/connect.js';
import { type LoadedMigration, loadUp } from '../../../src/migrations/files/load-migration.js';
import { sendPipelined } from '../../../src/runner/execute/transaction.js';
import { ensureLedger, insertRowSql, readLedger } from '../../../src/runner/ledger/ledger.js';
import { LEDGER_CHANGES } from '../../../src/runner/ledger/ledger-change.js';
import { readSession } from '../../../src/runner/session/session.js';
import { startSession } from '../../../src/runner/session/session-state.js';
import { createDatabase } from '../../support/database.js';

/** A session with an empty ledger, as a run has it before its first migration. */
async function openSession() {
  const database = await createDatabase();
  const connection = await connect(
    { kind: 'postgres', url: database.url, source: 'test' },
    { embeddedWaitMs: 0 },
  );
  onTestFinished(() => connection.close());
  const facts = await readSession(connection, { schema: null, table: 'tb_confiture' }, { lock: 'none' });
  const ledger = await ensureLedger(connection, facts.ledger);
  const settings = await startSession(connection, 0, 'always');
  return {
    database,
    work: {
      connection,
      ledger,
      settings,
      askAgain: async () => null,
      info: { environment: 'local' },
      direction: 'up' as const,
      change: LEDGER_CHANGES.up,
    },
  };
}

/** A file that the runner has been told to send in one transaction, whatever stands in it. */
async function loadAsOne(sql: string): Promise<LoadedMigration> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'confiture-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, '002_it.up.sql');
  await writeFile(file, sql);
  const up = { path: file, displayPath: '002_it.up.sql' };
  const loaded = await loadUp({
    version: '002',
    name: '002_it',
    up,
    down: null,
    verify: null,
    invariant: null,
  });
  return { ...loaded, plan: { mode: 'pipelined', body: loaded.scan } };
}

it.each([
  ['ends', 'create table kept (id int); commit;'],
  ['ends and begins anew', 'create table kept (id int); commit; begin;'],
])('a file that %s the transaction behind the back of the runner is not recorded', async (_what, sql) => {
  const { work } = await openSession();
  const loaded = await loadAsOne(sql);
  const record = [insertRowSql(work.ledger, { ...loaded.file, checksum: loaded.checksum })];
  const end = await sendPipelined(work, loaded, { predecessor: null, record });
  expect(end).toMatchObject({ ok: false, error: { code: expect.stringMatching(/^(3B001|25P01)$/) } });
  await work.connection.run('rollback');
  expect(await readLedger(work.connection, work.ledger)).toEqual([]);
});

it('a migration whose predecessor is not in the ledger has no effect', async () => {
  const { database, work } = await openSession();
  const loaded = await loadAsOne('create table never (id int);');
  const end = await sendPipelined(work, loaded, { predecessor: '001', record: [] });
  expect(end.ok).toBe(false);
  await work.connection.run('rollback');
  expect(await database.query("select to_regclass('never') as found")).toEqual([{ found: null }]);
});

it('a rollback whose predecessor is still in the ledger has no effect', async () => {
  const { database, work } = await openSession();
  await work.connection.run(insertRowSql(work.ledger, { version: '003', name: '003_later', checksum: '' }));
  const down = { ...work, direction: 'down' as const, change: LEDGER_CHANGES.down };
  const loaded = await loadAsOne('create table never (id int);');
  const end = await sendPipelined(down, loaded, { predecessor: '003', record: [] });
  expect(end.ok).toBe(false);
  await work.connection.run('rollback');
  expect(await database.query("select to_regclass('never') as found")).toEqual([{ found: null }]);
});
