import { expect, it } from 'vitest';
import type { StatementResult } from '../../../src/database/connection.js';
import { scan } from '../../../src/migrations/parser/scan.js';
import { recordsProcessed } from '../../../src/runner/emit/records-processed.js';

/** What the server answers to a text, by its command tags: `INSERT 3` for three rows. */
function processed(text: string, ...tags: readonly string[]): number | null {
  const statements: StatementResult[] = tags.map((tag) => {
    const [, command = '', count] = /^(.*?)(?: (\d+))?$/.exec(tag) ?? [];
    return { command, rowCount: count === undefined ? null : Number(count) };
  });
  return recordsProcessed([{ statements, transaction: 'open' }], scan(text));
}

it('sums the rows of statements that write', () => {
  const text =
    'insert into a values (1); update a set b = 1; delete from a; merge into a using b on true when matched then delete';
  expect(processed(text, 'INSERT 3', 'UPDATE 2', 'DELETE 1', 'MERGE 4')).toBe(10);
});

it.each([
  ['create table a as select 1', 5],
  ['create table a (b) as select 1', 5],
  ['select 1 into a', 5],
  ['select b /* c */ into temp a from d', 5],
  ['create materialized view a as select 1', null],
  ["select 'into'", null],
  ['select "into" from a -- into', null],
  ['select $x$ into $x$', null],
  ['select 1', null],
])('%s counts as %s', (text, count) => {
  expect(processed(text, 'SELECT 5')).toBe(count);
});

it.each([
  ['create table a ()', 'CREATE TABLE'],
  ['do $$ begin insert into a values (1); end $$', 'DO'],
])('is not known where only %s ran', (text, tag) => {
  expect(processed(text, tag)).toBeNull();
});

it('is none, and known, where a statement has met no row', () => {
  expect(processed('create table a (); delete from a', 'CREATE TABLE', 'DELETE 0')).toBe(0);
});
