import { describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../support/database.js';
import { createProject } from '../../support/project.js';
import { bothDatabases, createMigratingProject } from '../both-databases.js';

const ACCOUNTS = `create table account (id integer primary key, owner text, balance numeric(10, 2));
insert into account values (1, 'Ada', 10), (2, '', 20), (3, null, 30);`;

const COUNTS = 'select count(*) from account;\n\nselect id, owner from account;';

describe.each(bothDatabases)('a migration with an invariant, on %s', (_name, env) => {
  it('is rolled back where a result differs, and applied where all are equal', async () => {
    const project = await createMigratingProject(await env(), {
      '001_account': ACCOUNTS,
      '002_change': "update account set owner = 'nobody' where id > 1;",
    });
    await project.write('db/migrations/002_change.invariant.sql', COUNTS);
    await project.write('db/migrations/002_change.verify.sql', 'select count(*) = 3 from account;');
    const failed = await project.up();
    expect(failed).toMatchObject({ exitCode: 1, document: { applied: [{ version: '001' }] } });
    expect(failed.document.error).toMatchObject({
      code: 'VALIDATION_FAILED',
      line: 3,
      message: expect.stringContaining(
        'query 2 (line 3) of 002_change.invariant.sql returned other rows than before: 2 rows differ (3 before, 3 after)',
      ),
      actionable: expect.stringContaining('Nothing of the migration was kept.'),
      details: {
        rolled_back: true,
        failures: [{ query: 2, reason: 'rows_differ', rows_before: 3, rows_after: 3, rows_different: 2 }],
      },
    });
    expect(JSON.stringify(failed)).not.toMatch(/nobody|Ada/);

    await project.write('db/migrations/002_change.up.sql', 'alter table account add note text;');
    const { exitCode, document } = await project.up();
    expect({ exitCode, applied: document.applied }).toMatchObject({
      exitCode: 0,
      applied: [{ version: '002' }],
    });
  });

  it('is not committed where a query takes too long, which is said', async () => {
    const project = await createMigratingProject(await env(), { '001_account': ACCOUNTS });
    await project.write('db/migrations/001_account.invariant.sql', 'select pg_sleep(600);');
    const { exitCode, document } = await project.up('--validation-timeout', '150');
    expect({ exitCode, error: document.error }).toMatchObject({
      exitCode: 1,
      error: {
        code: 'VALIDATION_FAILED',
        message: expect.stringContaining('could not be decided: it took longer than 150 ms'),
        actionable: expect.stringContaining('--validation-timeout'),
      },
    });
    const verify = 'select count(*) = 3 from account;';
    await project.write('db/migrations/001_account.invariant.sql', 'select 1;');
    await project.write('db/migrations/001_account.verify.sql', verify);
    expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '001' }] } });
  });
});

/** A project on a server whose table is there; the second migration has these files. */
async function projectWith(files: Readonly<Record<string, string>>, config?: object) {
  const database = await createDatabase();
  const project = await createProject(config && { config });
  await project.migration('001_account', ACCOUNTS);
  for (const [role, text] of Object.entries(files))
    await project.write(`db/migrations/002_change.${role}.sql`, text);
  const env = { CONFITURE_DATABASE_URL: database.url };
  const up = async (...args: string[]) => {
    const result = await project.run(['migrate', 'up', '--format', 'json', ...args], env);
    return { ...result, document: JSON.parse(result.stdout) };
  };
  return { ...project, database, env, up };
}

const ledgerOf = async (database: TestDatabase) =>
  (await database.query<{ version: string }>('select version from tb_confiture order by version')).map(
    ({ version }) => version,
  );

const CHANGES = { up: 'delete from account where id = 3;', invariant: COUNTS };

describe('a migration that is not valid', () => {
  it('is not begun where a query fails before it, and tells all that do not hold', async () => {
    const { up, database } = await projectWith({
      up: "create table made (id integer); delete from account where owner = '';",
      invariant: 'select random();\nselect * from nowhere;\nselect 1;',
    });
    const { exitCode, document } = await up();
    expect(exitCode).toBe(1);
    expect(document.error.message).toMatch(
      /query 1 \(line 1\) of 002_change\.invariant\.sql could not be decided: it is volatile.* \(and 1 more\)/,
    );
    expect(document.error.details.failures).toMatchObject([
      { query: 1, reason: 'volatile' },
      { query: 2, reason: 'query_failed' },
    ]);
    expect(await database.query("select to_regclass('made')::text as made")).toEqual([{ made: null }]);
  });

  it('is rolled back where its .verify.sql is not true, with what is deferred to the commit taken into account', async () => {
    const { up, database } = await projectWith({
      up: `create function doubled() returns trigger language plpgsql as $$ begin
          update account set balance = balance * 2 where id = new.id; return null; end $$;
        create constraint trigger twice after insert on account deferrable initially deferred
          for each row execute function doubled();
        insert into account values (4, 'Bob', 5);`,
      verify: 'select balance = 5 from account where id = 4;',
    });
    const { exitCode, document } = await up();
    expect({ exitCode, ledger: await ledgerOf(database) }).toEqual({ exitCode: 1, ledger: ['001'] });
    expect(document.error.message).toContain('002_change.verify.sql did not return true');
  });

  it('is kept where that is asked for, and still ends the run with exit 1', async () => {
    const { up, write, database } = await projectWith(CHANGES, {
      migration: { onValidationFailure: 'keep' },
    });
    await write('db/migrations/003_later.up.sql', 'select 1;');
    const { exitCode, document } = await up();
    expect(exitCode).toBe(1);
    expect(await ledgerOf(database)).toEqual(['001', '002']);
    expect(document).toMatchObject({
      success: false,
      applied: [{ version: '001' }, { version: '002' }],
      pending: [{ version: '003' }],
      error: { code: 'VALIDATION_FAILED', details: { rolled_back: false } },
    });
    expect(document.error.actionable).toContain('The migration is committed all the same');
    expect(await up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '003' }] } });
  });

  it('takes all of a single transaction with it', async () => {
    const { up, database } = await projectWith(CHANGES);
    const { exitCode, document } = await up('--single-transaction');
    expect(exitCode).toBe(1);
    expect(document.error.code).toBe('VALIDATION_FAILED');
    expect(await database.query("select to_regclass('account')::text as account")).toEqual([
      { account: null },
    ]);
  });

  it('may set properties of its transaction, whose queries are then asked ahead of it', async () => {
    const { up, database } = await projectWith({
      ...CHANGES,
      up: 'set transaction isolation level serializable; delete from account where id = 3;',
    });
    expect(await up()).toMatchObject({ exitCode: 1, document: { error: { code: 'VALIDATION_FAILED' } } });
    expect(await database.query('select count(*)::integer as n from account')).toEqual([{ n: 3 }]);
  });
});

describe('a migration outside of a transaction that is not valid', () => {
  const OUTSIDE = {
    up: '-- confiture: no-transaction\nupdate account set balance = 0;\ncreate index concurrently on account (owner);',
    down: 'select 1;',
    invariant: 'select sum(balance) from account;',
  };

  it('stays as it is, is not recorded, and is asked again by the next run', async () => {
    const { up, database } = await projectWith(OUTSIDE);
    const first = await up();
    expect(first).toMatchObject({ exitCode: 1, document: { error: { details: { rolled_back: false } } } });
    expect(first.document.error.actionable).toMatch(
      /outside of a transaction.*002_change\.down\.sql would undo it; nothing runs that by itself/,
    );
    expect(await ledgerOf(database)).toEqual(['001']);
    // Asked again, it is compared with what was there before the migration, not before this run.
    expect((await up()).document.error.message).toContain('1 row differs (1 before, 1 after)');
    await database.query('update account set balance = 20');
    expect(await up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '002' }] } });
    expect(await database.query('select count(*)::integer as n from confiture.invariant_results')).toEqual([
      { n: 0 },
    ]);
  });

  it('goes on with its last phase, and compares with what was there before the first', async () => {
    const { up, write, database } = await projectWith({
      up: `-- confiture: phase prepare
alter table account add note text;
update account set balance = balance + 1;
-- confiture: phase finish
update account set note = 'done';`,
      invariant: 'select sum(balance) from account;',
    });
    const { document } = await up();
    expect(document.error).toMatchObject({ code: 'VALIDATION_FAILED', details: { rolled_back: false } });
    // Only the last phase was rolled back.
    expect(
      await database.query('select sum(balance)::integer as sum, count(note)::integer as notes from account'),
    ).toEqual([{ sum: 63, notes: 0 }]);
    await write(
      'db/migrations/002_change.up.sql',
      `-- confiture: phase prepare
alter table account add note text;
update account set balance = balance + 1;
-- confiture: phase finish
update account set note = 'done', balance = balance - 1;`,
    );
    expect(await up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '002' }] } });
    expect(await database.query('select count(*)::integer as n from confiture.certificates')).toEqual([
      { n: 1 },
    ]);
  });

  it('cannot be decided where its queries were changed since it began, and is settled by resolve', async () => {
    const { up, write, run, env, database } = await projectWith(OUTSIDE);
    await up();
    await write('db/migrations/002_change.invariant.sql', 'select 1;');
    const { document } = await up();
    expect(document.error).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining('it is not the file that was asked before the migration began'),
      details: { failures: [{ reason: 'before_unknown' }] },
    });
    expect(await run(['migrate', 'resolve', '002', '--applied'], env)).toMatchObject({ exitCode: 0 });
    expect(await ledgerOf(database)).toEqual(['001', '002']);
    expect(await database.query('select from confiture.invariant_results')).toEqual([]);
  });
});

describe('a file of queries', () => {
  it.each([
    ['that changes the database', 'delete from account;', 'FILES_UNSUPPORTED', /line 1: This is no query/],
    ['that makes a table', 'select 1 into made;', 'FILES_UNSUPPORTED', /line 1: This is no query/],
    ['without a query', '-- nothing', 'FILES_UNSUPPORTED', /holds no query/],
    ['with a syntax error', 'select 1;\nselect from from;', 'FILES_SYNTAX', /line 2/],
  ])('%s ends with exit 4 before anything runs', async (_what, invariant, code, words) => {
    const { up, run, database } = await projectWith({ up: 'select 1;', invariant });
    const { exitCode, document } = await up();
    expect({ exitCode, error: document.error }).toMatchObject({ exitCode: 4, error: { code } });
    expect(document.error.message).toMatch(words);
    expect(await database.query("select to_regclass('account')::text as account")).toEqual([
      { account: null },
    ]);
    expect(await run(['migrate', 'validate'])).toMatchObject({ exitCode: 4 });
  });

  it.each(['verify', 'invariant'])(
    'that is edited after the check (%s) stops the run before its migration',
    async (role) => {
      const files = { up: 'create table made ();', verify: 'select true;', invariant: 'select 1;' };
      const { up, write, database } = await projectWith(files, { hooks: ['./editor.cjs'] });
      await write(
        'editor.cjs',
        `module.exports = { name: 'editor', on: ['pre_execute'], run({ migrationVersion }) {
        if (migrationVersion === '002')
          require('node:fs').appendFileSync('db/migrations/002_change.${role}.sql', '-- edited');
      } };`,
      );
      const { exitCode, document } = await up();
      expect({ exitCode, document }).toMatchObject({
        exitCode: 4,
        document: {
          error: {
            code: 'FILES_CHANGED',
            migration: '002_change',
            message: `db/migrations/002_change.${role}.sql was changed after this run had checked it`,
          },
          applied: [{ version: '001' }],
        },
      });
      expect(await ledgerOf(database)).toEqual(['001']);
    },
  );
});

describe('on a terminal', () => {
  it('shows the rows that differ to a person who asks for it, and to nobody else', async () => {
    const project = await projectWith({ ...CHANGES, up: "update account set owner = 'Eve' where id = 1;" });
    await project.write(
      'tty.cjs',
      "for (const stream of [process.stdout, process.stderr]) Object.defineProperty(stream, 'isTTY', { value: true });",
    );
    const tty = { ...project.env, NODE_OPTIONS: `--require=${project.dir}/tty.cjs`, NO_COLOR: '1' };
    const shown = await project.run(['migrate', 'up', '--verbose'], tty);
    expect(shown.stderr).toContain('Only before:\n  (1,Ada)\nOnly after:\n  (1,Eve)');
    const held = await project.run(['migrate', 'up'], tty);
    expect(held.stderr).toContain('--verbose shows the rows that differ.');
    const piped = await project.run(['migrate', 'up', '--verbose'], project.env);
    for (const { stdout, stderr } of [held, piped]) expect(stdout + stderr).not.toMatch(/Ada|Eve/);
  });
});
