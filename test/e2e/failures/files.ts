import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import { tablesOf } from '../tables.js';
import { type FailureCase, state } from './failure-case.js';

const UP = ['migrate', 'up'];
const CREATE = 'create table first (id integer);';

/** Broken migration files and folders. */
export const fileFailures: readonly FailureCase[] = [
  {
    title: 'a file that was changed after it was applied',
    args: UP,
    arrange: state(async ({ project, prepare }) => {
      await project.migration('001_first', CREATE);
      await prepare(...UP);
      await project.migration('001_first', 'create table first (id bigint);');
      await project.migration('002_second', 'create table second ();');
    }),
    exitCode: 4,
    code: 'FILES_CHANGED',
    says: [/changed after it was applied: db\/migrations\/001_first\.up\.sql/, /verify --fix/],
    document: 'error',
  },
  {
    title: 'an applied file that is missing, with --strict',
    args: [...UP, '--strict'],
    arrange: state(async ({ project, prepare }) => {
      await project.migration('001_first', CREATE);
      await prepare(...UP);
      await project.remove('db/migrations/001_first.up.sql');
    }),
    exitCode: 4,
    code: 'FILES_DRIFT',
    says: [/file is missing: 001_first/, /without --strict/],
    document: 'error',
  },
  {
    title: 'a file that is out of order, with --strict',
    args: [...UP, '--strict'],
    arrange: state(async ({ project, prepare }) => {
      await project.migration('002_second', CREATE);
      await prepare(...UP);
      await project.migration('001_late', 'create table late ();');
    }),
    exitCode: 4,
    code: 'FILES_DRIFT',
    says: [/out of order.*001_late/, /without --strict/],
    document: 'error',
  },
  {
    title: 'two files of one version',
    args: UP,
    arrange: state(async ({ project }) => {
      await project.migration('001_first', CREATE);
      await project.migration('001_other', 'create table other ();');
    }),
    exitCode: 4,
    code: 'FILES_DUPLICATE_VERSION',
    says: [/001_first\.up\.sql and .*001_other\.up\.sql both have version 001/, /next free version/],
    document: 'error',
  },
  {
    title: 'a folder that is missing',
    args: UP,
    arrange: state(({ project }) => project.remove('db/migrations')),
    exitCode: 4,
    code: 'FILES_FOLDER_MISSING',
    says: [/no migrations folder db\/migrations/, /confiture init/, /--migrations-dir/],
    document: 'error',
  },
  {
    title: 'a folder that is a file',
    args: UP,
    arrange: state(async ({ project }) => {
      await project.remove('db/migrations');
      await project.write('db/migrations', '');
    }),
    exitCode: 4,
    code: 'FILES_UNREADABLE',
    says: [/db\/migrations is not a folder/, /--migrations-dir/],
    document: 'error',
  },
  {
    title: 'a file that is a link to nothing',
    args: UP,
    arrange: state(({ project }) =>
      symlink('nowhere.sql', path.join(project.dir, 'db/migrations/001_first.up.sql')),
    ),
    exitCode: 4,
    code: 'FILES_UNREADABLE',
    says: [/001_first\.up\.sql cannot be read: .*link that leads nowhere/, /Next: /],
    document: 'error',
  },
  {
    title: 'a folder with the name of a migration file',
    args: UP,
    arrange: state(({ project }) => mkdir(path.join(project.dir, 'db/migrations/001_first.up.sql'))),
    exitCode: 4,
    code: 'FILES_UNREADABLE',
    says: [/001_first\.up\.sql is not a regular file/, /Replace it/],
    document: 'error',
  },
  {
    title: 'a file that is not UTF-8',
    args: UP,
    arrange: state(({ project }) =>
      project.write('db/migrations/001_first.up.sql', Buffer.from("select 'caf\xe9';", 'latin1')),
    ),
    exitCode: 4,
    code: 'FILES_UNREADABLE',
    says: [/001_first\.up\.sql/, /UTF-8/, /Next: /],
    document: 'error',
  },
  {
    title: 'a file without a version in its name',
    args: UP,
    arrange: state(({ project }) => project.write('db/migrations/_first.up.sql', CREATE)),
    exitCode: 4,
    code: 'FILES_NAME_INVALID',
    says: [/_first\.up\.sql/, /Next: /],
    document: 'error',
  },
  {
    title: 'a psql command that cannot be run',
    args: UP,
    arrange: state(({ project }) => project.migration('001_first', `${CREATE}\n\\i other.sql\n`)),
    exitCode: 4,
    code: 'FILES_UNSUPPORTED',
    says: [/001_first\.up\.sql:2/, /Next: /],
    document: 'error',
  },
  {
    title: 'a second file that is broken before the first has run',
    args: UP,
    arrange: async ({ project, database }) => {
      await project.migration('001_first', CREATE);
      await project.migration('002_second', '\\i other.sql');
      return { after: async () => expect(await tablesOf(database)).toEqual([]) };
    },
    exitCode: 4,
    code: 'FILES_UNSUPPORTED',
    says: [/002_second\.up\.sql:1/],
    document: 'error',
  },
];
