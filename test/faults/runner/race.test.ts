import path from 'node:path';
import { expect, test } from 'vitest';
import { startCli } from '../../support/cli.js';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { copyEmbeddedDatabase } from '../../support/embedded/database.js';
import { createProject } from '../../support/project.js';

const RUNNERS = 20;
const ON_EMBEDDED = 6;
const TIMEOUT_MS = 100_000;
const MIGRATIONS = 12;

interface UpDocument {
  readonly success: boolean;
  readonly applied: readonly { version: string }[];
  readonly errors: readonly unknown[];
}

test('applies each migration once when 20 runs start together', { timeout: TIMEOUT_MS }, async () => {
  const database = await createDatabase();
  const results = await race(RUNNERS, ['--database-url', database.url]);

  expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(RUNNERS).fill(0));
  for (const { stderr, stdout } of results) expect(`${stdout}${stderr}`).not.toMatch(/error|fail|✗/i);
  expect(results.filter(({ stdout }) => stdout.includes('Applied 12 migrations'))).toHaveLength(1);
  await expectAppliedOnce(database);
});

test('gives one document each when 20 runs start together', { timeout: TIMEOUT_MS }, async () => {
  const database = await createDatabase();
  const results = await race(RUNNERS, ['--database-url', database.url, '--format', 'json']);

  const documents = results.map(({ stdout }) => JSON.parse(stdout) as UpDocument);
  expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(RUNNERS).fill(0));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  expect(documents.flatMap(({ applied }) => applied.map(({ version }) => version))).toHaveLength(MIGRATIONS);
  await expectAppliedOnce(database);
});

test('takes turns on one embedded directory', { timeout: TIMEOUT_MS }, async () => {
  const results = await race(
    ON_EMBEDDED,
    ['--lock-timeout', '90000', '--format', 'json'],
    copyEmbeddedDatabase,
  );

  const documents = results.map(({ stdout }) => JSON.parse(stdout) as UpDocument);
  expect(results.map(({ exitCode }) => exitCode)).toEqual(Array(ON_EMBEDDED).fill(0));
  expect(documents.flatMap(({ applied }) => applied)).toHaveLength(MIGRATIONS);
});

test('says that an embedded directory is in use where a run may not wait', {
  timeout: TIMEOUT_MS,
}, async () => {
  const results = await race(ON_EMBEDDED, ['--lock-timeout', '0'], copyEmbeddedDatabase);

  const inUse = results.filter(({ exitCode }) => exitCode === 6);
  expect(inUse.length).toBeGreaterThan(0);
  expect(results.filter(({ exitCode }) => exitCode === 0)).toHaveLength(ON_EMBEDDED - inUse.length);
  for (const { stderr } of inUse) expect(stderr).toMatch(/embedded database .* is in use by another process/);
});

async function race(
  runners: number,
  flags: readonly string[],
  prepare: (directory: string) => Promise<void> = async () => {},
) {
  const project = await createProject();
  await prepare(path.join(project.dir, '.confiture/database'));
  await project.migration(
    '01_visits',
    'create table visits (version integer); insert into visits values (1)',
  );
  for (let n = 2; n <= MIGRATIONS; n += 1) {
    const name = `${String(n).padStart(2, '0')}_visit`;
    await project.migration(name, `create table visit_${n} (id integer); insert into visits values (${n})`);
  }
  const start = () =>
    startCli(['migrate', 'up', ...flags], { cwd: project.dir, timeoutMs: TIMEOUT_MS - 5_000 });
  const runs = Array.from({ length: runners }, start);
  return Promise.all(runs.map(({ ended }) => ended));
}

async function expectAppliedOnce(database: TestDatabase): Promise<void> {
  const [row] = await database.query<{ visits: number[]; ledger: number; locks: number }>(`select
    (select array_agg(version order by version) from visits) as visits,
    (select count(*)::integer from tb_confiture) as ledger,
    (select count(*)::integer from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())) as locks`);
  expect(row).toEqual({
    visits: Array.from({ length: MIGRATIONS }, (_, index) => index + 1),
    ledger: MIGRATIONS,
    locks: 0,
  });
}
