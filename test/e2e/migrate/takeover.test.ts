import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject, type TestProject } from '../../support/project.js';
import { tablesOf } from '../tables.js';

const FILES = {
  '001_create_users': 'create table users (id integer);\n',
  '002_add_email': 'alter table users add column email text;\r\n',
  '20260101120000_more': 'create table more (id integer);\n',
};

/** The ledger as the Python tool makes it; before its version 0.17 without the last column. */
async function makePythonLedger(
  database: TestDatabase,
  { appliedBy }: { appliedBy: boolean },
): Promise<void> {
  await database.query(`
    CREATE TABLE tb_confiture (
      id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
      pk_confiture BIGINT GENERATED ALWAYS AS IDENTITY UNIQUE,
      slug TEXT NOT NULL UNIQUE,
      version VARCHAR(255) NOT NULL UNIQUE,
      name VARCHAR(255) NOT NULL,
      applied_at TIMESTAMPTZ NOT NULL DEFAULT NOW(),
      execution_time_ms INTEGER,
      checksum VARCHAR(64)${appliedBy ? ', applied_by TEXT' : ''}
    );
    CREATE INDEX idx_tb_confiture_pk_confiture ON tb_confiture(pk_confiture);
    CREATE INDEX idx_tb_confiture_slug ON tb_confiture(slug);
    CREATE INDEX idx_tb_confiture_version ON tb_confiture(version);
    CREATE INDEX idx_tb_confiture_applied_at ON tb_confiture(applied_at DESC);`);
}

/** A row as it writes one: the name without the version, the SHA-256 of the file's bytes. */
async function recordAsPython(database: TestDatabase, file: keyof typeof FILES): Promise<void> {
  const [version = '', ...rest] = file.split('_');
  const name = rest.join('_');
  await database.query(
    `INSERT INTO tb_confiture (id, slug, version, name, execution_time_ms, checksum)
    VALUES (gen_random_uuid(), $1, $2, $3, 12, $4)`,
    [`${name}_20260101_120000`, version, name, createHash('sha256').update(FILES[file]).digest('hex')],
  );
}

async function createTakenOver(options: { appliedBy: boolean }) {
  const database = await createDatabase();
  const project = await createProject();
  for (const [name, up] of Object.entries(FILES)) {
    const table = name.endsWith('more') ? 'drop table more;' : 'drop table users;';
    await project.migration(name, up, {
      down: name.endsWith('email') ? 'alter table users drop column email;' : table,
    });
  }
  await makePythonLedger(database, options);
  await database.query(`${FILES['001_create_users']}${FILES['002_add_email']}`);
  await recordAsPython(database, '001_create_users');
  await recordAsPython(database, '002_add_email');
  return { database, project, env: { CONFITURE_DATABASE_URL: database.url } };
}

async function jsonOf(project: TestProject, env: Record<string, string>, ...args: string[]) {
  const { exitCode, stdout, stderr } = await project.run([...args, '--format', 'json'], env);
  return { exitCode, stderr, document: JSON.parse(stdout) };
}

it.each([true, false])('takes over a ledger of the Python tool (applied_by: %s)', async (appliedBy) => {
  const { database, project, env } = await createTakenOver({ appliedBy });

  const status = await jsonOf(project, env, 'migrate', 'status');
  expect(status).toMatchObject({
    exitCode: 1,
    document: {
      applied: [{ version: '001' }, { version: '002' }],
      pending: [{ version: '20260101120000', name: '20260101120000_more' }],
      current: '002',
      summary: { applied: 2, pending: 1, total: 3 },
    },
  });
  const verified = await jsonOf(project, env, 'migrate', 'verify');
  expect(verified).toMatchObject({ exitCode: 0, document: { skipped_count: 2, failed_count: 0 } });

  const up = await jsonOf(project, env, 'migrate', 'up');
  expect(up).toMatchObject({ exitCode: 0, document: { applied: [{ version: '20260101120000' }] } });
  expect(await tablesOf(database)).toEqual(['more', 'users']);

  const down = await jsonOf(project, env, 'migrate', 'down', '--steps', '3');
  expect(down.document.rolled_back.map(({ name }: { name: string }) => name)).toEqual([
    '20260101120000_more',
    '002_add_email',
    '001_create_users',
  ]);
  expect(await tablesOf(database)).toEqual([]);
});

it('names what the Python tool applied in full where its file is gone', async () => {
  const { project, env } = await createTakenOver({ appliedBy: true });
  for (const role of ['up', 'down']) await project.remove(`db/migrations/002_add_email.${role}.sql`);
  const { stderr } = await jsonOf(project, env, 'migrate', 'up');
  expect(stderr).toContain('applied, but the file is missing: 002_add_email');
});

it('writes rows the Python tool reads as its own', async () => {
  const database = await createDatabase();
  const project = await createProject();
  for (const [name, up] of Object.entries(FILES)) await project.migration(name, up);
  const env = { CONFITURE_DATABASE_URL: database.url };
  expect((await project.run(['migrate', 'up', '--single-transaction'], env)).exitCode).toBe(0);

  const applied = await database.query<{ version: string; name: string; checksum: string }>(
    'SELECT version, name, checksum FROM tb_confiture ORDER BY applied_at ASC',
  );
  expect(applied).toEqual(
    Object.entries(FILES).map(([file, text]) => {
      const [version = '', ...rest] = file.split('_');
      return { version, name: rest.join('_'), checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
  const [current] = await database.query('SELECT version FROM tb_confiture ORDER BY applied_at DESC LIMIT 1');
  expect(current).toEqual({ version: '20260101120000' });
  await recordAsPythonAgain(database);
});

/** Its own insert still works beside ours: no column without a default, no slug that clashes. */
async function recordAsPythonAgain(database: TestDatabase): Promise<void> {
  const rows = await database.query(
    `INSERT INTO tb_confiture (id, slug, version, name, execution_time_ms, checksum, applied_by)
    VALUES (gen_random_uuid(), 'create_users_20260101_120000', '003', 'create_users', 5, null, 'someone') RETURNING version`,
  );
  expect(rows).toEqual([{ version: '003' }]);
}

it('makes the same table the Python tool makes', async () => {
  const [theirs, ours] = [await createDatabase(), await createDatabase()];
  await makePythonLedger(theirs, { appliedBy: true });
  const project = await createProject();
  await project.migration('001_nothing', 'select 1;');
  await project.run(['migrate', 'up'], { CONFITURE_DATABASE_URL: ours.url });
  const shape = (database: TestDatabase) =>
    database.query(
      `select column_name, data_type, character_maximum_length, is_nullable, column_default, is_identity, identity_generation
      from information_schema.columns where table_name = 'tb_confiture' order by ordinal_position`,
    );
  const indexes = (database: TestDatabase) =>
    database.query(`select indexdef from pg_indexes where tablename = 'tb_confiture' order by 1`);
  expect(await shape(ours)).toEqual(await shape(theirs));
  expect(await indexes(ours)).toEqual(await indexes(theirs));
});
