import { describe, expect, it } from 'vitest';
import { classify } from '../../../src/migrations/analysis/classify.js';
import { scan } from '../../../src/migrations/parser/scan.js';

const classifyText = (text: string) => classify(scan(text));

describe('what cannot run in a transaction', () => {
  it.each([
    ['create index concurrently on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['create unique index concurrently if not exists i on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['/* x */ Create /* ; */ Index -- y\n Concurrently i on t (a)', 'CREATE INDEX CONCURRENTLY'],
    ['drop index concurrently if exists a', 'DROP INDEX CONCURRENTLY'],
    ['reindex table concurrently t', 'REINDEX CONCURRENTLY'],
    ['reindex (verbose, concurrently) index i', 'REINDEX CONCURRENTLY'],
    ['reindex (concurrently on) index i', 'REINDEX CONCURRENTLY'],
    ['reindex schema s', 'REINDEX SCHEMA'],
    ['reindex (verbose) database', 'REINDEX DATABASE'],
    ['reindex system d', 'REINDEX SYSTEM'],
    ['vacuum', 'VACUUM'],
    ['vacuum (full, analyze) t', 'VACUUM'],
    ["alter system set work_mem = '1MB'", 'ALTER SYSTEM'],
    ['alter system reset all', 'ALTER SYSTEM'],
    ['create database d', 'CREATE DATABASE'],
    ['drop database if exists d with (force)', 'DROP DATABASE'],
    ['alter database d set tablespace s', 'ALTER DATABASE SET TABLESPACE'],
    ["create tablespace s location '/s'", 'CREATE TABLESPACE'],
    ['drop tablespace s', 'DROP TABLESPACE'],
    ['cluster', 'CLUSTER'],
    ['cluster (verbose)', 'CLUSTER'],
    ["create subscription s connection 'c' publication p", 'CREATE SUBSCRIPTION'],
    ["create subscription s connection 'c' publication p with (enabled = false)", 'CREATE SUBSCRIPTION'],
    ['alter subscription s refresh publication', 'ALTER SUBSCRIPTION'],
    ['alter subscription s set publication p', 'ALTER SUBSCRIPTION'],
    ['alter subscription s add publication p with (refresh = true)', 'ALTER SUBSCRIPTION'],
    ['alter subscription s set (failover = true)', 'ALTER SUBSCRIPTION'],
    ['drop subscription s', 'DROP SUBSCRIPTION'],
    ['alter table only a.t detach partition a.p concurrently', 'DETACH PARTITION CONCURRENTLY'],
    ['discard all', 'DISCARD ALL'],
    ["commit prepared 'x'", 'COMMIT PREPARED'],
    ["rollback prepared 'x'", 'ROLLBACK PREPARED'],
  ])('%s', async (sql, command) => {
    expect(await classifyText(`select 1;\n${sql};`)).toMatchObject({
      mode: 'statements',
      reason: { kind: 'command', command, line: 2 },
    });
  });

  it('is told by its first statement', async () => {
    expect((await classifyText('select 1;\nvacuum a;\nvacuum b;')).reason).toMatchObject({ line: 2 });
  });
});

describe('what can run in a transaction', () => {
  it.each([
    'create index i on t (a)',
    'create index "concurrently" on t (a)',
    'select vacuum_x()',
    'select 1 as concurrently',
    'create table vacuum ("concurrently" int)',
    'create table "create index concurrently" (a int)',
    "comment on table t is 'create index concurrently'",
    'do $$ begin /* create index concurrently i on t (a); */ end $$',
    '-- vacuum;\nselect 1',
    "select 'vacuum;'",
    'alter table t add column concurrently_at int',
    'alter table t detach partition concurrently_p',
    'alter table t detach partition p finalize',
    'refresh materialized view concurrently v',
    "alter type e add value 'x'",
    'analyze t',
    'reindex table t',
    'reindex (concurrently false) table t',
    'reindex (concurrently 0) table t',
    'cluster t using i',
    'alter database d set work_mem = 1',
    'alter database d connection limit 3',
    'alter subscription s enable',
    'alter subscription s set (slot_name = none)',
    'alter subscription s set publication p with (refresh = false)',
    "create subscription s connection 'c' publication p with (connect = false)",
    "create subscription s connection 'c' publication p with (create_slot = off)",
    'discard temp',
    'create role database',
    'drop table tablespace',
    'create function vacuum() returns int begin atomic select 1; end',
    '',
  ])('%s', async (sql) => {
    expect(await classifyText(sql)).toMatchObject({ mode: 'transaction', reason: null });
  });
});

describe('syntax the parser does not know is judged by its words', () => {
  it.each([
    ['create index concurrently i on t (a) with newer_clause', 'CREATE INDEX CONCURRENTLY'],
    ['create unique index concurrently newer clause', 'CREATE INDEX CONCURRENTLY'],
    ['alter table t newer concurrently', 'ALTER TABLE CONCURRENTLY'],
    ['vacuum newer clause here', 'VACUUM'],
    ['repack', 'REPACK'],
    ['repack (concurrently) t', 'REPACK CONCURRENTLY'],
    ['reindex database newer clause here', 'REINDEX DATABASE'],
    ['create database d newer', 'CREATE DATABASE'],
    ['alter database d newer tablespace s', 'ALTER DATABASE SET TABLESPACE'],
    ['alter subscription s refresh sequences newer', 'ALTER SUBSCRIPTION'],
    ['cluster verbose newer clause', 'CLUSTER'],
  ])('%s', async (sql, command) => {
    expect((await classifyText(sql)).reason).toMatchObject({ command });
  });

  it.each([
    'repack t',
    'cluster t newer clause',
    'refresh materialized view concurrently v newer',
    'alter database d newer',
  ])('and stays in a transaction: %s', async (sql) => {
    expect((await classifyText(sql)).mode).toBe('transaction');
  });
});

it('follows the no-transaction directive and says so', async () => {
  expect(await classifyText('-- confiture: no-transaction\nselect 1; vacuum;')).toMatchObject({
    mode: 'statements',
    reason: { kind: 'directive', command: 'no-transaction', line: 1 },
  });
});

it('lists the transaction commands of a file with their lines', async () => {
  const text = 'begin;\nsavepoint a;\nrollback to a;\nrelease a;\ncommit;\n';
  expect((await classifyText(text)).ownsTransaction).toEqual([
    { command: 'BEGIN', line: 1 },
    { command: 'COMMIT', line: 5 },
  ]);
});

it('sees no transaction command in a body', async () => {
  const text = 'create function f() returns int begin atomic select 1; end; do $$ begin commit; end $$;';
  expect((await classifyText(text)).ownsTransaction).toEqual([]);
});

it.each([
  ['set transaction isolation level serializable; select 1', true],
  ['select 1', false],
])('says of %j whether it sets its transaction', async (text, expected) => {
  expect((await classifyText(text)).setsTransaction).toBe(expected);
});

it.each([
  ['copy t from stdin;\n1\n\\.\n', true],
  ["copy t from 'x'; copy t to stdout", false],
])('says of %j whether it holds COPY data', async (text, expected) => {
  expect((await classifyText(text)).hasCopy).toBe(expected);
});
