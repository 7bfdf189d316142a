import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskServerMessage } from '../../src/redaction/server-message.js';

test.each([
  ['23505', 'duplicate key value violates unique constraint "users_email_key"'],
  ['23505', 'duplicate key value violates unique constraint "uk6dotkott2kjsp8vw4d0m25fb7"'],
  ['23502', 'null value in column "email" of relation "users" violates not-null constraint'],
  ['23503', 'insert or update on table "orders" violates foreign key constraint "orders_user_id_fkey"'],
  ['23514', 'new row for relation "users" violates check constraint "users_age_check"'],
  ['42P01', 'relation "shop.payments" does not exist'],
  ['42703', 'column "größe" of relation "users" does not exist'],
  ['42703', 'column u.emial does not exist'],
  ['42883', 'function now(integer) does not exist'],
  ['42804', 'column "n" is of type integer but expression is of type text'],
  ['42501', 'permission denied for table users'],
  ['42601', 'syntax error at or near ";"'],
  ['42601', 'syntax error at or near "SELCT"'],
  ['42601', 'syntax error at or near "TABLE"'],
  ['42601', 'syntax error at end of input'],
  ['22001', 'value too long for type character varying(3)'],
  ['22003', 'numeric field overflow'],
  ['22012', 'division by zero'],
  ['55P03', 'could not obtain lock on relation "users"'],
  ['57014', 'canceling statement due to statement timeout'],
  ['42P01', 'relation « users » n’existe pas'],
  ['42P01', 'Relation »users« existiert nicht'],
])('%s: leaves the names in: %s', (sqlstate, message) => {
  expect(maskServerMessage(message, sqlstate)).toBe(message);
});

test.each([
  [
    '53100',
    'could not extend file "base/16384/16400": No space left on device',
    'could not extend file "***": No space left on device',
  ],
  [
    '58030',
    'could not write to file "base/pgsql_tmp/1": I/O error',
    'could not write to file "***": I/O error',
  ],
  ['P0001', 'import of Alice: Permission denied', 'import of ***: Permission denied'],
  ['53100', 'import of a file: No space left for Alice', 'import of a file: *** space left for ***'],
])('%s: leaves the reason of the operating system in: %s', (sqlstate, message, masked) => {
  expect(maskServerMessage(message, sqlstate)).toBe(masked);
});

test.each([
  ['22P02', 'invalid input syntax for type integer: "x@y.z"', 'invalid input syntax for type integer: "***"'],
  ['22P02', 'invalid input syntax for type json: "{"a": "b"}"', 'invalid input syntax for type json: "***"'],
  ['22P02', 'invalid input value for enum mood: "sad"', 'invalid input value for enum mood: "***"'],
  ['22P02', 'malformed array literal: "{Alice"', 'malformed array literal: "***"'],
  ['22P02', 'Ungültige Eingabesyntax für Typ integer: »abc«', 'Ungültige *** für *** integer: »***«'],
  ['22P02', 'syntaxe en entrée invalide : « abc »', 'syntaxe en entrée invalide : «***»'],
  [
    '22003',
    'value "99999999999" is out of range for type integer',
    'value "***" is out of range for type integer',
  ],
  ['22008', 'date/time field value out of range: "1970-99-01"', 'date/time field value out of range: "***"'],
  [
    '22023',
    'invalid value for parameter "TimeZone": "Here"',
    'invalid value for parameter "TimeZone": "***"',
  ],
  [
    '22023',
    '-5 is outside the valid range for parameter "x" (0 .. 10)',
    '*** is outside the valid range for parameter "x" (0 .. 10)',
  ],
  [
    '22021',
    'invalid byte sequence for encoding "UTF8": 0xff 0xfe',
    'invalid byte sequence for encoding "UTF8": ***',
  ],
  ['23505', 'Key (email)=(a@b.c) already exists.', 'Key (email)=(***) already exists.'],
  [
    '23503',
    'Key (a, b)=(x), (y)) is not present in table "t".',
    'Key (a, b)=(***) is not present in table "t".',
  ],
  ['23514', 'Failing row contains (1, Alice, (x)).', 'Failing row contains (***).'],
  ['42703', 'column "Alice Smith" does not exist', 'column "***" does not exist'],
  ['42703', 'column "a@b.c" does not exist', 'column "***" does not exist'],
  ['42703', 'column "4111111111111111" does not exist', 'column "***" does not exist'],
  [
    '42601',
    `unterminated quoted string at or near "'hunter2; drop table "t""`,
    'unterminated quoted string at or near "***"',
  ],
  ['42601', 'syntax error at or near "hunter2"', 'syntax error at or near "***"'],
  ['42601', 'syntax error at or near "topsecret"', 'syntax error at or near "***"'],
  ['42601', 'syntax error at or near "$$x"', 'syntax error at or near "***"'],
  ['28P01', 'password authentication failed for user "bob"', 'password authentication failed for user "***"'],
  ['XX000', 'could not read "secret', 'could not read "***"'],
  ['08001', 'could not connect to postgres://u:p@h/d', 'could not connect to postgres://***@h/d'],
  ['42704', "role 'O'Brien' is unknown", "role '***' is unknown"],
])('%s: masks the values in: %s', (sqlstate, message, masked) => {
  expect(maskServerMessage(message, sqlstate)).toBe(masked);
});

test.each([
  ['customer "Alice" has 3 unpaid orders', 'customer "***" has *** unpaid orders'],
  ['customer Alice Smith has no invoice', 'customer *** *** has no invoice'],
  ['Cannot drop table orders: it is not empty', 'Cannot drop table orders: it is not empty'],
  ['column orders.customer_id must not be NULL', 'column orders.customer_id must not be NULL'],
  ['bad row (1,"Alice",a@b.c)', 'bad row (***)'],
  ['unexpected email a@b.c, id=42', 'unexpected email ***, ***'],
  ['customer: alice', 'customer: ***'],
  ["user 'O'Brien' is unknown", "user '***' is unknown"],
  ['call +49 170 1234567 now', 'call *** *** *** now'],
  ['card 4111-1111-1111-1111', 'card ***'],
  ['migration 005_add_payment_table failed', 'migration 005_add_payment_table failed'],
  ['code hunter2', 'code ***'],
  ['客户王五不存在', '***'],
])('P0001: keeps only plain words and names of: %s', (message, masked) => {
  expect(maskServerMessage(message, 'P0001')).toBe(masked);
});

test.each(['P0001', 'P0004', 'ZZ001', '38000', 'MY123'])('reads %s as written by a person', (sqlstate) => {
  expect(maskServerMessage('order 17 of Alice', sqlstate)).toBe('order *** of ***');
});

test('masks values where the server sent no SQLSTATE', () => {
  expect(maskServerMessage('cannot parse "Alice" of table "users"', undefined)).toBe(
    'cannot parse "***" of table "users"',
  );
});

test('masks what the user asks for', () => {
  const masked = maskServerMessage('relation "tenant_acme" does not exist', '42P01', {
    patterns: [/tenant_\w+/],
  });
  expect(masked).toBe('relation "***" does not exist');
});

const value = fc.string({ unit: 'binary', minLength: 4 }).map((text) => `secret${text}secret`);

test.each([
  ['22P02', (text: string) => `invalid input syntax for type integer: "${text}"`],
  ['22003', (text: string) => `value "${text}" is out of range for type integer`],
  ['23505', (text: string) => `Key (a)=(${text}) already exists.`],
  ['23502', (text: string) => `Failing row contains (1, ${text}).`],
  ['42601', (text: string) => `unterminated quoted string at or near "'${text}"`],
])('%s: no value gets through, whatever quotes and brackets it holds', (sqlstate, write) => {
  fc.assert(
    fc.property(value, (text) => {
      expect(maskServerMessage(write(text), sqlstate)).not.toContain('secret');
    }),
  );
});

test.each(['"', "'", '(', ')=(', 'a@', ': "', '«', 'a ', '0', ' ', '1.', '.', 'A', '{', 'near "'])(
  'reads a megabyte of %j in every way',
  (unit) => {
    const text = unit.repeat(1_000_000 / unit.length);
    for (const sqlstate of ['22P02', '42P01', '42601', 'P0001']) {
      expect(maskServerMessage(text, sqlstate)).toBeTypeOf('string');
    }
  },
  30_000,
);

test.each([
  ['23505', 'customer Quokka 40718263 is there already', 'customer *** *** is there already'],
  ['42P01', 'no ledger of Meier here', 'no ledger of *** here'],
  ['22023', 'card A7731 refused', 'card *** refused'],
  ['P0002', 'nothing for Meier', 'nothing for ***'],
])('%s: takes %j for words of a person who borrowed the code', (sqlstate, message, masked) => {
  expect(maskServerMessage(message, sqlstate)).toBe(masked);
});

test.each([
  ['42P01', 'relation "Payment Ledger" does not exist'],
  ['42883', 'function crypt_missing(unknown, character varying) does not exist'],
  ['0A000', 'CREATE INDEX CONCURRENTLY cannot be used within a pipeline'],
  ['42P10', 'for SELECT DISTINCT, ORDER BY expressions must appear in select list'],
  ['23502', 'null value in column "email" of relation "payment" violates not-null constraint'],
])("%s: keeps the server's own words in %j", (sqlstate, message) => {
  expect(maskServerMessage(message, sqlstate).replaceAll('"***"', '"Payment Ledger"')).toBe(message);
});
