import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { connect } from '../../src/database/connect.js';
import type { Connection } from '../../src/database/connection.js';
import { loadParser } from '../../src/migrations/parser/parse-statement.js';
import { scan } from '../../src/migrations/parser/scan.js';
import { invariantQueries } from '../../src/migrations/queries/read-queries.js';
import {
  askAfter,
  askBefore,
  type InvariantFile,
} from '../../src/runner/lifecycle/validation/queries/ask-invariant.js';
import { askVerify } from '../../src/runner/lifecycle/validation/queries/ask-verify.js';

const home = await mkdtemp(path.join(os.tmpdir(), 'confiture-queries-'));
afterAll(() => rm(home, { recursive: true, force: true }));

const databases: readonly [string, () => Promise<Connection>][] = [
  [
    'a server',
    () =>
      connect(
        { kind: 'postgres', url: `${inject('postgresUrl')}/postgres`, source: 'test' },
        { embeddedWaitMs: 0 },
      ),
  ],
  [
    'the embedded database',
    () =>
      connect(
        { kind: 'embedded', directory: path.join(home, 'database'), source: 'test' },
        { embeddedWaitMs: 20_000 },
      ),
  ],
];

describe.each(databases)('a query around a change, on %s', (_name, open) => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await open();
  });
  afterAll(() => connection.close());
  beforeEach(async () => {
    if (connection.lost) connection = await open();
    await connection.run('rollback');
    await connection.run(`begin; create schema suite; set local search_path = suite;
      create table item (id integer primary key, name text, price float8);
      insert into item values (1, 'a', 0.1), (2, '', 0.2), (3, null, '-0')`);
  });

  const context = (limits = {}) => ({
    connection,
    place: 'inside' as const,
    timeoutMs: 20_000,
    rowLimit: 1_000,
    signal: new AbortController().signal,
    redaction: {},
    now: Date.now,
    ...limits,
  });

  /** The fault found in the query when `change` runs between the two times it is asked. */
  async function around(query: string, change: string, limits = {}) {
    const file = await invariant(query);
    const before = await askBefore(file, context(limits));
    if (before.failures.length > 0) return before.failures;
    await connection.run(change);
    return (await askAfter(file, before.asked, context(limits))).failures;
  }

  const SWAP =
    'create table copy as table item; truncate item; insert into item select * from copy order by id desc';
  const SWAP_IDS =
    'update item set id = 11 where id = 1; update item set id = 1 where id = 3; update item set id = 3 where id = 11';
  const FILL = 'insert into item (id) select generate_series(10, 2000)';

  it.each([
    ['rows in another order', 'select id, name from item', SWAP],
    ['an order that the query has', 'select id, name from item order by id', SWAP],
    ['an order inside of the query only', 'select id from (select * from item order by id) as sorted', SWAP],
    ['a column that it does not name', 'select id from item', 'update item set price = 7'],
    ['no rows at all', 'select id from item where id > 3', "update item set name = 'x'"],
    ['a comment at its end', 'select id from item -- all of them', 'select 1'],
    ['two columns of one name', 'select id as a, name as a from item', 'select 1'],
    ['a column named like the result', 'select id as "confiture result" from item', 'select 1'],
    ['more rows than the limit', 'select g from generate_series(1, 5000) as g', 'select 1'],
    ['the values of VALUES', 'values (1, 2), (3, 4)', 'select 1'],
    ['no column', 'select from item', 'select 1'],
    ['the sum of floats', 'select sum(price) from item where id < 3', 'select 1'],
    [
      'settings of the change that write values otherwise',
      "select now()::timestamptz, '1 day'::interval, 1.1::float4",
      "set local datestyle = 'German'; set local intervalstyle = 'iso_8601'; set local extra_float_digits = -3; set local timezone = 'Asia/Tokyo'",
    ],
  ])('is content with %s', async (_what, query, change) => {
    expect(await around(query, change)).toEqual([]);
  });

  it.each([
    ['a value', 'select id, name from item', "update item set name = 'b' where id = 1", 1, 3, 3],
    [
      'null instead of an empty text',
      'select name from item',
      'update item set name = null where id = 2',
      1,
      3,
      3,
    ],
    ['a row more', 'select id from item', 'insert into item (id) values (4)', 1, 3, 4],
    ['a row less', 'select id from item', 'delete from item where id = 2', 1, 3, 2],
    ['one of equal rows', 'select name is null from item', 'delete from item where id = 1', 1, 3, 2],
    [
      'the last digit of a float',
      'select price from item',
      'update item set price = 0.1::float8 + 0.2::float8 - 0.2::float8 where id = 1',
      1,
      3,
      3,
    ],
    ['the sign of zero', 'select price from item', 'update item set price = 0 where id = 3', 1, 3, 3],
    ['the order that the query has', 'select name from item order by id', SWAP_IDS, 2, 3, 3],
    ['rows above the limit', 'select id from item', FILL, null, 3, 1994],
  ])('finds %s', async (_what, query, change, rowsDifferent, rowsBefore, rowsAfter) => {
    expect(await around(query, change)).toEqual([
      expect.objectContaining({
        reason: 'rows_differ',
        query: 1,
        line: 1,
        rowsBefore,
        rowsAfter,
        rowsDifferent,
      }),
    ]);
  });

  it('finds that one row of many differs above the limit', async () => {
    const query = 'select g, (select name from item where id = g) from generate_series(1, 3000) as g';
    const [failure] = await around(query, "update item set name = 'b' where id = 1");
    expect(failure).toMatchObject({
      reason: 'rows_differ',
      rowsBefore: 3000,
      rowsAfter: 3000,
      rowsDifferent: null,
    });
  });

  it.each([
    ['the name of a column', 'select * from item', 'alter table item rename name to label'],
    ['the type of a column', 'select id from item', 'alter table item alter id type bigint'],
    ['the length of a type', 'select name from item', 'alter table item alter name type varchar(20)'],
    ['a further column', 'select * from item', 'alter table item add note text'],
  ])('takes %s for a part of the result', async (_what, query, change) => {
    expect(await around(query, change)).toMatchObject([{ reason: 'columns_differ', rowsDifferent: null }]);
  });

  it('is content with a type that was made again under the same name', async () => {
    await connection.run("create type mood as enum ('ok'); alter table item add mood mood default 'ok'");
    const change = `alter table item alter mood drop default, alter mood type text; drop type mood;
      create type mood as enum ('ok', 'sad'); alter table item alter mood type mood using mood::mood`;
    expect(await around('select id, mood from item', change)).toEqual([]);
  });

  it.each(['select random()', 'select clock_timestamp()', 'select gen_random_uuid() from item'])(
    'does not decide the volatile query %s',
    async (query) => {
      expect(await around(query, 'select 1')).toMatchObject([{ reason: 'volatile' }]);
    },
  );

  it('does not decide what takes longer than its time-out, and leaves the session as it was', async () => {
    const slow = 'select count(*) from generate_series(1, 100000000) as a, generate_series(1, 1000) as b';
    const found = await around(slow, 'select 1', { timeoutMs: 200 });
    expect(found).toMatchObject([{ reason: 'timeout', words: expect.stringContaining('200 ms') }]);
    if (connection.kind === 'embedded') expect(connection.lost).toBe(true);
    else expect(await connection.run('')).toMatchObject({ transaction: 'open' });
  });

  it('masks what the server says of a query that it refuses', async () => {
    const [failure] = await around("select 'secret-value'::integer from item", 'select 1');
    expect(failure).toMatchObject({ reason: 'query_failed', sqlstate: '22P02' });
    expect(failure?.words).not.toContain('secret-value');
  });

  it('names each query that does not hold', async () => {
    const queries = 'select count(*) from item;\nselect 1;\nselect max(id)\nfrom item;';
    expect(await around(queries, 'delete from item where id = 3')).toMatchObject([
      { query: 1, line: 1 },
      { query: 3, line: 3 },
    ]);
  });

  it('keeps the rows that differ for a person', async () => {
    const [failure] = await around('select id, name from item', "update item set name = 'b' where id = 1");
    expect(failure?.shown).toEqual({ before: ['(1,a)'], after: ['(1,b)'] });
  });

  it('writes nothing, and undoes what is set', async () => {
    const writes = await around(
      'with gone as (delete from item returning id) select * from gone',
      'select 1',
    );
    expect(writes).toMatchObject([{ reason: 'query_failed' }]);
    await around("select set_config('search_path', 'pg_catalog', true)", 'select 1');
    expect(
      await connection.queryUnbound('show search_path; select count(*)::integer as n from item'),
    ).toEqual([[{ search_path: 'suite' }], [{ n: 3 }]]);
  });

  it('asks a .verify.sql inside of the transaction, and undoes what it does', async () => {
    const verify = (text: string) =>
      askVerify(
        { path: { path: '', displayPath: '1.verify.sql' }, scan: scan(text), checksum: '' },
        'inside',
        context(),
      );
    expect(await verify('select count(*) = 3 from item')).toBeNull();
    expect(await verify('set search_path = pg_catalog; select true')).toBeNull();
    expect(await verify('select 1')).toMatchObject({ reason: 'not_true', query: null });
    expect(await verify('select true from item')).toBeNull();
    for (const text of ['select id = 1 from item order by id', 'select false; select true']) {
      expect(await verify(text), text).toMatchObject({ reason: 'not_true' });
    }
    expect(await verify('delete from item returning true')).toMatchObject({
      reason: 'query_failed',
      sqlstate: '25006',
    });
    expect(await verify('select count(*) = 3 from item')).toBeNull();
  });
});

async function invariant(text: string): Promise<InvariantFile> {
  const scanned = scan(text);
  const queries = invariantQueries(scanned, await loadParser());
  return { path: { path: '', displayPath: '1.invariant.sql' }, scan: scanned, checksum: '', queries };
}
