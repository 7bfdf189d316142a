import fc from 'fast-check';
import { expect, it } from 'vitest';
import { slugOf } from '../../../src/migrations/files/slug.js';
import { parseFileName } from '../../../src/migrations/folder/file-name.js';

it.each([
  ['add payment table', 'add_payment_table'],
  ['Add  Payment-Table!', 'add_payment_table'],
  ['addPaymentTable', 'add_payment_table'],
  ['../../etc/x', 'etc_x'],
  ['Größe der Tür', 'größe_der_tür'],
  ['テーブル 追加', 'テーブル_追加'],
  ['__a__', 'a'],
  ['v2', 'v2'],
  ['--- !', ''],
])('turns %j into %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

it('makes a usable file name of any text that leaves something', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (name) => {
      const slug = slugOf(name);
      if (slug !== '') expect(parseFileName(`001_${slug}.up.sql`).kind).toBe('migration');
    }),
  );
});
