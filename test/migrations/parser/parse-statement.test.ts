import { describe, expect, it } from 'vitest';
import { loadParser, loadSyntax } from '../../../src/migrations/parser/parse-statement.js';

const SOUND = [
  'select 1',
  "insert into item (name) values ('a $1 b'), (E'\\x')",
  'select $2 from item where id = 7',
  '(select 1)',
  'create extension hstore with schema public',
  'CREATE EXTENSION hstore WITH SCHEMA public',
  'create function f() returns integer begin atomic select 1; end',
  "do $body$ begin perform 'x'; end $body$",
  "copy item from stdin with (format csv, delimiter ';')",
  `select ${'1 + '.repeat(900)}1`,
];

const BROKEN = [
  ['selec 1', 0],
  ['select 1 from', 13],
  ["insert into item values (1, 'a'", 31],
  ['create table item (id integer', 29],
  ['select 1a', 7],
  ["select U&'\\zzzz'", 10],
  ['select $99999999999', 7],
  // The message of this one begins as the statement does.
  ['CREATE EXTENSION hstore FROM unpackaged', 24],
  [`select ${'1 + '.repeat(900)}`, 3_607],
] as const;

it('finds the place of the first syntax error, and none in what is sound', async () => {
  const errorIn = await loadSyntax();
  expect(SOUND.map((statement) => [statement, errorIn(statement)])).toEqual(
    SOUND.map((statement) => [statement, null]),
  );
  expect(BROKEN.map(([statement]) => [statement, errorIn(statement)])).toEqual(BROKEN);
});

describe('a statement nested deeper than the stack of the parser', () => {
  it('is left to the server, and so is all that follows it', async () => {
    const parse = await loadParser();
    const errorIn = await loadSyntax();
    const deep = `select 1${' + 1'.repeat(60_000)}`;
    expect(parse(deep)).toEqual({ kind: 'unknown' });
    expect(parse('select 1')).toEqual({ kind: 'unknown' });
    expect(errorIn('selec 1')).toBeNull();
  });
});
