import { expect, test } from 'vitest';
import { maskText } from '../../src/redaction/redaction.js';

test.each([
  ['create role app login password hunter2;', 'create role app login password ***;'],
  ['ALTER USER app WITH PASSWORD hunter2', 'ALTER USER app WITH PASSWORD ***'],
  ["declare password text := 'hunter2'; begin", "declare password text := '***'; begin"],
  ["db_password varchar(40) default 'hun''ter2',", "db_password varchar(40) default '***',"],
  ["api_token constant text = E'hunter2'", "api_token constant text = E'***'"],
])('masks the password in %j', (text, masked) => {
  expect(maskText(text)).toBe(masked);
});

test.each([
  'alter role app password null',
  'create table account (password text not null, role text default 1)',
  'password authentication failed for user app',
  'the token of create role statements',
])('leaves %j as it is', (text) => {
  expect(maskText(text)).toBe(text);
});

test.each(['create role ', 'create role a password ', 'password text ', 'secret', "token a = '"])(
  'reads a megabyte of %j',
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    expect(maskText(text).length).toBeLessThanOrEqual(text.length + 3);
  },
  30_000,
);
