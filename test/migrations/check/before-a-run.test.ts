import { expect, it } from 'vitest';
import { checkSql } from '../../../src/migrations/analysis/check-sql.js';
import { holdsStatement } from '../../../src/migrations/check/holds-statement.js';
import { rollbackOfAll } from '../../../src/migrations/check/rolled-back.js';
import { checkForServer } from '../../../src/migrations/check/syntax-check.js';
import { scan } from '../../../src/migrations/parser/scan.js';

it.each([
  [180_000, 'selec 1', 'error'],
  [190_000, 'selec 1', 'warning'],
  [150_000, 'selec 1', 'error'],
  [150_000, 'create function json_value(text) returns text', 'warning'],
])('takes a syntax error for server %i in %j for: %s', async (version, sql, severity) => {
  const syntax = await checkForServer(version, { everything: false });
  expect(syntax.severityOf(sql)).toBe(severity);
});

it('reads statements up to a size, and a sum of them, unless it is to read everything', async () => {
  const long = `selec ${'1,'.repeat(130_000)}1`;
  const some = `select ${'1,'.repeat(100_000)}1`;
  const bounded = await checkForServer(180_000, { everything: false });
  expect(bounded.errorIn(long)).toBeNull();
  for (let n = 0; n < 20; n++) expect(bounded.errorIn(some)).toBeNull();
  expect(bounded.errorIn(some.replace('select', 'selec'))).toBeNull();
  expect((await checkForServer(180_000, { everything: true })).errorIn(long)).toBe(0);
});

it.each([
  ['-- a\n/* b /* c */ */ ;\n', false],
  ['\\restrict x\n-- a\n', false],
  ['', false],
  ['/* a */ select 1', true],
])('says of %j whether it holds a statement: %s', (text, expected) => {
  expect(holdsStatement(text)).toBe(expected);
});

it.each([
  ['begin; create table t (a int); rollback;', 1],
  ['set search_path to a;\nbegin; drop table t; abort;', 2],
  ['begin; drop table a; rollback; drop table b;', undefined],
  ['begin; savepoint a; drop table b; rollback to a; commit;', undefined],
  ['begin; commit;', undefined],
])('finds in %j the line of the rollback that undoes all: %s', (text, line) => {
  expect(rollbackOfAll(scan(text))?.line).toBe(line);
});

it.each([
  ["set standard_conforming_strings = off;\nselect 'it\\'s; old';\n", []],
  ["selec 1;\nset standard_conforming_strings = off;\nselect 'it\\'s; old';\n", [1]],
])('leaves %j to the server where strings are read in another way', async (sql, lines) => {
  const check = await checkForServer(180_000, { everything: true });
  expect(checkSql(scan(sql), '001_a.up.sql', check).map(({ line }) => line)).toEqual(lines);
});
