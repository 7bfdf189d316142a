import { expect, it } from 'vitest';
import { refusedTransaction } from '../../src/runner/refused-transaction.js';
import { loadedOf } from './loaded.js';

const serverError = (code: string) => Object.assign(new Error('refused'), { code, severity: 'ERROR' });

it.each([
  ['select 1; call p();', '25001', 0, '25001'],
  ['select 1; call p();', '55P04', 10, '55P04'],
  ['select 1; alter table t add a int', '55006', 10, '55006'],
  ['select 1; call p();', '2D000', 10, '2D000'],
  ['do $$ begin call p(); end $$', '2D000', 0, '2D000'],
  ['select f();', '2D000', 0, null],
  ['select 1;', '42P01', 0, null],
  ['select 1;', '25001', null, null],
  ['-- confiture: no-transaction\nvacuum t;', '25001', 29, null],
] as const)('judges %j, refused with %s at %s', async (text, code, statement, expected) => {
  const end = { ok: false as const, error: serverError(code), offset: 0, statement };
  expect(refusedTransaction(await loadedOf(text), end)).toBe(expected);
});

it('proves nothing by a broken link', async () => {
  const end = { ok: false as const, error: new Error('read ECONNRESET'), offset: 0, statement: 0 };
  expect(refusedTransaction(await loadedOf('call p()'), end)).toBe(null);
});
