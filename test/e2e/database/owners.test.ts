import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { createRole } from '../../support/role.js';

const LEDGER = `(id uuid primary key default gen_random_uuid(), pk_confiture bigint generated always as identity unique,
  slug text not null unique, version varchar(255) not null unique, name varchar(255) not null,
  applied_at timestamptz not null default now(), execution_time_ms integer, checksum varchar(64), applied_by text)`;

describe('a ledger that another role has made', () => {
  it.each([
    [['migrate', 'up']],
    [['migrate', 'status']],
    [['migrate', 'verify']],
    [['migrate', 'baseline', '--target', '001']],
  ])('is refused with the name of its owner by %j', async (args) => {
    const { project, env, stranger } = await withForeignLedger();

    const { exitCode, stderr } = await project.run(args, env);

    expect(exitCode).toBe(5);
    expect(stderr).toContain(`table public.tb_confiture belongs to ${stranger.name}`);
    expect(stderr).toContain('migration.trustedOwners');
  });

  it('is told by the doctor', async () => {
    const { project, env, stranger } = await withForeignLedger();

    const { exitCode, stdout } = await project.run(['doctor'], env);

    expect(exitCode).toBe(5);
    expect(stdout).toContain(`table public.tb_confiture belongs to ${stranger.name}`);
  });

  it.each([
    [
      'is named in the config',
      async ({ project, stranger }: Setting) => {
        await project.write(
          'confiture.config.json',
          JSON.stringify({ migration: { trustedOwners: [stranger.name] } }),
        );
      },
    ],
    [
      'has the migrating role as a member',
      async ({ database, stranger }: Setting) => {
        await database.query(`grant ${stranger.name} to current_user`);
      },
    ],
    [
      'is a superuser',
      async ({ database, stranger }: Setting) => {
        await database.query(`alter role ${stranger.name} superuser`);
      },
    ],
    [
      'owns the database',
      async ({ database, stranger }: Setting) => {
        await database.query(`alter database ${database.name} owner to ${stranger.name}`);
      },
    ],
  ])('is used where its owner %s', async (_case, trust) => {
    const setting = await withForeignLedger();
    await trust(setting);

    const { exitCode, stderr } = await setting.project.run(['migrate', 'up'], setting.env);

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    await setting.database.query(`alter database ${setting.database.name} owner to current_user`);
    await setting.database.query(`alter role ${setting.stranger.name} nosuperuser`);
  });
});

describe('a schema confiture that another role has made', () => {
  it.each([
    [['migrate', 'up']],
    [['webhooks', 'deliveries']],
    [['webhooks', 'deliver']],
    [['webhooks', 'prune']],
  ])('is refused with the name of its owner by %j', async (args) => {
    const { project, database, env } = await setUp();
    const stranger = await createRole(database);
    await database.query(`create schema confiture authorization ${stranger.name};
      create sequence public.reads; grant all on sequence public.reads to public;
      set role ${stranger.name};
      create view confiture.outbox_schema as select nextval('public.reads')::integer as step`);

    const { exitCode, stderr } = await project.run(args, {
      ...env,
      CONFITURE_WEBHOOK_URL: 'http://127.0.0.1:9/',
    });

    expect({ exitCode, stderr }).toMatchObject({ exitCode: 5 });
    expect(stderr).toContain(`schema confiture belongs to ${stranger.name}`);
    expect(await database.query('select is_called from public.reads')).toEqual([{ is_called: false }]);
  });
});

type Setting = Awaited<ReturnType<typeof withForeignLedger>>;

async function withForeignLedger() {
  const setting = await setUp();
  const { database } = setting;
  const stranger = await createRole(database);
  await database.query(`create table public.tb_confiture ${LEDGER};
    alter table public.tb_confiture owner to ${stranger.name}`);
  return { ...setting, stranger };
}

async function setUp() {
  const database = await createDatabase();
  const project = await createProject();
  await project.migration('001_first', 'create table first ()');
  return { project, database, env: { CONFITURE_DATABASE_URL: database.url } };
}
