import { expect } from 'vitest';
import { ledgerOf, tablesOf } from '../tables.js';
import { type FailureCase, keepsFirstOnly, state } from './failure-case.js';

const UP = ['migrate', 'up'];
const CREATE = 'create table first (id integer primary key);';

/** Migrations that fail, or cannot be undone. */
export const migrationFailures: readonly FailureCase[] = [
  {
    title: 'a migration that fails',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_first', CREATE);
      await project.migration('002_bad', 'create table gone ();\n\ninsert into first (nme) values (1);\n');
      await project.migration('003_never', 'create table never ();');
      return {
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 1,
    code: 'MIGRATION_FAILED',
    says: [
      /002_bad failed: column "nme" of relation "first" does not exist/,
      /at db\/migrations\/002_bad\.up\.sql:3:20/,
      /> 3 . insert into first \(nme\) values \(1\);\n\s+. {20}\^/,
      /SQLSTATE: 42703/,
      /Nothing of 002_bad took effect\. Mend its file, then run `confiture migrate up` again/,
    ],
    document: 'run',
  },
  {
    title: 'a migration that fails at its commit',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_first', CREATE);
      await project.migration(
        '002_deferred',
        `create table child (id integer references first deferrable initially deferred);
        insert into child values (7);`,
      );
      await project.migration('003_never', 'create table never ();');
      return {
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 1,
    code: 'MIGRATION_FAILED',
    says: [/002_deferred failed: .*violates foreign key constraint/, /SQLSTATE: 23503/, /committed/],
    document: 'run',
  },
  {
    title: 'a migration whose invariant differs',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_first', `${CREATE} insert into first values (1);`);
      await project.migration('002_bad', 'create table gone ();\ndelete from first;');
      await project.write('db/migrations/002_bad.invariant.sql', '\nselect id from first;\n');
      await project.migration('003_never', 'create table never ();');
      return {
        after: () => keepsFirstOnly(database),
      };
    },
    exitCode: 1,
    code: 'VALIDATION_FAILED',
    says: [
      /002_bad is not valid: query 1 \(line 2\) of 002_bad\.invariant\.sql returned other rows than before: 1 row differs/,
      /at db\/migrations\/002_bad\.invariant\.sql:2/,
      /> 2 . select id from first;/,
      /Nothing of the migration was kept\. Correct the migration, or the query where the change is meant/,
    ],
    document: 'run',
  },
  {
    title: 'a quote that is never closed',
    args: UP,
    arrange: state(({ project }) => project.migration('001_first', `${CREATE}\nselect 'open;\n`)),
    exitCode: 4,
    code: 'FILES_SYNTAX',
    says: [/001_first\.up\.sql:2:8/],
    document: 'error',
  },
  {
    title: 'a file that fails after its own COMMIT',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_commits', `${CREATE}\ncommit;\nselect 1 / 0;`);
      await project.migration('002_never', 'create table never ();');
      return {
        after: async () => {
          expect(await ledgerOf(database)).toEqual([]);
          expect(await tablesOf(database)).toEqual(['first']);
        },
      };
    },
    exitCode: 1,
    code: 'MIGRATION_FAILED',
    says: [
      /001_commits failed: division by zero/,
      /at db\/migrations\/001_commits\.up\.sql/,
      /Statements of 001_commits before the one that failed took effect/,
      /goes on at that statement/,
    ],
    document: 'run',
  },
  {
    title: 'a missing .down.sql',
    args: ['migrate', 'down', '--steps', '2'],
    arrange: async ({ project, database, prepare }) => {
      await project.migration('001_first', CREATE);
      await project.migration('002_second', 'create table second ();', { down: 'drop table second;' });
      await prepare(...UP);
      return {
        after: async () => {
          expect(await tablesOf(database)).toEqual(['first', 'second']);
          expect(await ledgerOf(database)).toEqual(['001', '002']);
        },
      };
    },
    exitCode: 8,
    code: 'ROLLBACK_IMPOSSIBLE',
    says: [/missing: 001_first\.down\.sql/, /Nothing was changed/, /Write the missing \.down\.sql/],
    document: 'error',
  },
  {
    title: 'a .down.sql that fails after another one',
    args: ['migrate', 'down', '--steps', '2'],
    arrange: async ({ project, database, prepare }) => {
      await project.migration('001_first', CREATE, { down: 'drop table frist;' });
      await project.migration('002_second', 'create table second ();', { down: 'drop table second;' });
      await prepare(...UP);
      return {
        after: async () => {
          expect(await tablesOf(database)).toEqual(['first', 'second']);
          expect(await ledgerOf(database)).toEqual(['001', '002']);
        },
      };
    },
    exitCode: 1,
    code: 'MIGRATION_FAILED',
    says: [/001_first failed: table "frist" does not exist/, /001_first\.down\.sql/, /Nothing of 001_first/],
    document: 'run',
  },
  {
    title: 'a down-to of what is not applied',
    args: ['migrate', 'down-to', '002'],
    arrange: state(async ({ project, prepare }) => {
      await project.migration('001_first', CREATE, { down: 'drop table first;' });
      await prepare(...UP);
      await project.migration('002_second', 'create table second ();');
    }),
    exitCode: 5,
    code: 'TARGET_UNKNOWN',
    says: [/002_second is not applied/, /migrate status/],
    document: 'error',
  },
  {
    title: 'a status before the first run',
    args: ['migrate', 'status'],
    arrange: state(({ project }) => project.migration('001_first', CREATE)),
    exitCode: 2,
    code: 'LEDGER_MISSING',
    says: [/no migration was ever applied here/, /confiture migrate up/, /confiture migrate baseline/],
    document: 'error',
  },
  {
    title: 'a verify before the first run',
    args: ['migrate', 'verify'],
    arrange: state(({ project }) => project.migration('001_first', CREATE)),
    exitCode: 2,
    code: 'LEDGER_MISSING',
    says: [/no migration was ever applied here/, /confiture migrate up/],
    document: 'error',
  },
];
