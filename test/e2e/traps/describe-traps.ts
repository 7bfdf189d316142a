import { describe, expect, it } from 'vitest';
import { checkSql, createMigratingProject, type NamedDatabase } from '../both-databases.js';

const BOM = '\ufeff';

/** What has tripped migration tools up, tried on one of the databases. */
export function describeTraps([name, database]: NamedDatabase): void {
  describe(`on ${name}`, () => {
    it('runs CONCURRENTLY among other statements of a file (trap 3)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_mixed': `create table t (a integer); insert into t values (1), (2);
          create index concurrently t_a on t (a); insert into t values (3);`,
        '002_check': checkSql(
          `(select count(*) from t) = 3 and (select indisvalid from pg_index where indexrelid = 't_a'::regclass)`,
        ),
      });
      const { exitCode, stderr } = await project.up();
      expect(exitCode, stderr).toBe(0);
      expect(stderr).not.toContain('one by one');
    });

    it('builds an index anew that a failure left invalid (trap 4)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_table': 'create table t (a integer); insert into t values (1), (1);',
        '002_index': 'create unique index concurrently if not exists t_a on t (a);',
      });
      const failed = await project.up();
      expect(failed).toMatchObject({ exitCode: 1, document: { errors: [{ sqlstate: '23505' }] } });
      await project.migration(
        '0015_mend',
        `${checkSql(`not (select indisvalid from pg_index where indexrelid = 't_a'::regclass)`)} delete from t;`,
      );
      await project.remove('db/migrations/002_index.up.sql');
      expect((await project.up()).exitCode).toBe(0);
      await project.migration('1002_index', 'create unique index concurrently if not exists t_a on t (a);');
      await project.migration(
        '1003_check',
        checkSql(`(select indisvalid from pg_index where indexrelid = 't_a'::regclass)`),
      );
      expect(await project.up()).toMatchObject({ exitCode: 0 });
    });

    it('leaves a COMMIT in a file to it, and repeats nothing after a failure (trap 5)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_parts': `create table first (a integer);
          commit;
          begin;
          create table second (a integer);
          insert into second values (1);
          commit;
          begin;
          create table third (a integer);
          insert into missing values (1);
          commit;`,
      });
      const failed = await project.up();
      expect(failed).toMatchObject({
        exitCode: 1,
        document: { applied: [], errors: [{ sqlstate: '42P01', line: 9 }] },
      });
      await project.migration(
        '001_parts',
        `create table first (a integer);
          commit;
          begin;
          create table second (a integer);
          insert into second values (1);
          commit;
          begin;
          create table third (a integer);
          commit;`,
      );
      await project.migration(
        '002_check',
        checkSql(`(select count(*) from second) = 1 and to_regclass('third') is not null`),
      );
      const mended = await project.up();
      expect(mended).toMatchObject({
        exitCode: 0,
        document: { applied: [{ version: '001' }, { version: '002' }] },
      });
    });

    it('keeps nothing of a file that fails, and has it not in the ledger (trap 5)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_fails': 'begin; create table t (a integer); select 1 / 0; commit;',
      });
      expect(await project.up()).toMatchObject({ exitCode: 1, document: { applied: [] } });
      await project.migration('001_fails', checkSql(`to_regclass('t') is null`));
      expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '001' }] } });
    });

    it('lets an enum value be used in the next file, and in the same one outside of a transaction (trap 6)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_enum': `create type mood as enum ('sad'); create table felt (m mood);`,
        '002_value': `alter type mood add value 'ok';`,
        '003_use': `insert into felt values ('ok');`,
        '004_both': `-- confiture: no-transaction
          insert into felt values ('sad'); alter type mood add value 'glad'; insert into felt values ('glad');`,
        '005_check': checkSql('(select count(*) from felt) = 3'),
      });
      const { exitCode, stderr } = await project.up();
      expect(exitCode, stderr).toBe(0);
    });

    it.each([
      ['active_sql_transaction', '25001'],
      ['invalid_transaction_termination', '2D000'],
      ['object_in_use', '55006'],
      ['unsafe_new_enum_value_usage', '55P04'],
    ])('keeps nothing of a file whose guard raises %s between two changes', async (condition, sqlstate) => {
      const project = await createMigratingProject(await database(), {
        '001_table': 'create table t (a integer); insert into t values (1);',
        '002_guarded': `update t set a = a + 1;
          do $$ begin raise exception 'not yet' using errcode = '${condition}'; end $$;
          update t set a = a + 1;`,
      });
      const { exitCode, document } = await project.up();
      expect({ exitCode, document }).toMatchObject({
        exitCode: 1,
        document: { applied: [{ version: '001' }], errors: [{ sqlstate, line: 2 }] },
      });
      await project.migration('002_guarded', checkSql('(select a from t) = 1'));
      expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '002' }] } });
    });

    it('tells of the directive where a file cannot run in a transaction, and follows it', async () => {
      const body = `create table t (a integer); create procedure p() language plpgsql as
        $$ begin insert into t values (1); commit; insert into t values (2); end $$;\ncall p();`;
      const project = await createMigratingProject(await database(), { '001_commits': body });
      const { exitCode, document } = await project.up();
      expect(exitCode).toBe(1);
      expect(JSON.stringify(document.errors)).toContain(
        '`-- confiture: no-transaction` into the head comment',
      );
      await project.migration(
        '001_commits',
        `-- confiture: no-transaction\n${checkSql("to_regclass('t') is null")}${body}`,
      );
      expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '001' }] } });
    });

    it('takes files with a byte order mark and CRLF, and knows them again without (trap 8)', async () => {
      const sql = "create table t (a text);\r\ninsert into t values ('x');\r\n";
      const project = await createMigratingProject(await database(), { '001_windows': BOM + sql });
      expect((await project.up()).exitCode).toBe(0);
      await project.migration('001_windows', sql.replaceAll('\r', ''));
      await project.migration('002_check', checkSql('(select count(*) from t) = 1'));
      expect(await project.up()).toMatchObject({ exitCode: 0, document: { applied: [{ version: '002' }] } });
    });

    it('feeds COPY its data and leaves out what only psql understands (trap 9)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_dump':
          '\\restrict abc\ncreate table t (a integer, b text);\ncopy t from stdin;\n1\tx;\n2\t\\N\n\\.\n\\unrestrict abc\n',
        '002_check': checkSql("(select count(*) from t) = 2 and (select b from t where a = 1) = 'x;'"),
      });
      expect(await project.up()).toMatchObject({ exitCode: 0 });
    });

    it('starts each file with the role, the search_path and the settings of the first (trap 10)', async () => {
      const role = `trap_role_${process.pid}`;
      const project = await createMigratingProject(await database(), {
        '001_role': `create role ${role}; grant usage, create on schema public to ${role};`,
        '002_leaves': `create temp table scratch (a integer); set role ${role}; set statement_timeout = '1min';
          select pg_catalog.set_config('search_path', '', false);`,
        '003_check': `create temp table scratch (a integer);
          ${checkSql(`current_user = session_user and current_setting('statement_timeout') = '0' and current_setting('search_path') <> ''`)}`,
        '004_leaves': `set session authorization ${role};`,
        '005_check': checkSql(`current_user <> '${role}' and session_user <> '${role}'`),
        '006_gone': `revoke all on schema public from ${role}; drop role ${role};`,
      });
      const { exitCode, stderr } = await project.up();
      expect(exitCode, stderr).toBe(0);
    });

    it('shows what the server has to say (trap 12)', async () => {
      const project = await createMigratingProject(await database(), {
        '001_warns': `do $$ begin raise warning 'mind the gap'; end $$;`,
      });
      expect((await project.up()).stderr).toContain('mind the gap');
    });

    it('notes its progress whatever role the file has taken', async () => {
      const role = `trap_noter_${process.pid}`;
      const project = await createMigratingProject(await database(), {
        '001_role': `create role ${role}; grant usage, create on schema public to ${role};`,
        '002_steps': `-- confiture: no-transaction
          set role ${role};
          create table t (a integer);
          begin; insert into t values (1); commit;
          create index concurrently t_a on t (a);
          begin read only; select 1; commit;`,
        '003_check': checkSql(
          `(select relowner::regrole::text from pg_class where relname = 't') = '${role}'`,
        ),
        '004_gone': `drop table t; revoke all on schema public from ${role}; drop role ${role};`,
      });
      const { exitCode, stderr } = await project.up();
      expect(exitCode, stderr).toBe(0);
    });
  });
}
