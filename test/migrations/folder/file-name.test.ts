import { describe, expect, it } from 'vitest';
import { parseFileName, printableName } from '../../../src/migrations/folder/file-name.js';

describe('parseFileName', () => {
  it.each([
    ['005_add_payment_table.up.sql', 'up', '005', '005_add_payment_table'],
    ['005_add_payment_table.down.sql', 'down', '005', '005_add_payment_table'],
    ['20260101120000_x.verify.sql', 'verify', '20260101120000', '20260101120000_x'],
    ['1.2_x.invariant.sql', 'invariant', '1.2', '1.2_x'],
    ['7_größe_表.up.sql', 'up', '7', '7_größe_表'],
    ['7_a.up.sql.up.sql', 'up', '7', '7_a.up.sql'],
    ['7__.up.sql', 'up', '7', '7__'],
  ])('reads %s', (fileName, role, version, name) => {
    expect(parseFileName(fileName)).toEqual({ kind: 'migration', role, version, name });
  });

  it.each(['.005_x.up.sql', 'README.md', '005_x.up.sql~', '005_x.py', 'sql'])('ignores %s', (fileName) => {
    expect(parseFileName(fileName)).toEqual({ kind: 'ignored' });
  });

  it.each([
    ['seed.sql', 'seed.up.sql'],
    ['005_x.sql', '005_x.up.sql'],
    ['005_x.UP.SQL', '005_x.up.sql'],
    ['005_x.undo.sql', '005_x.up.sql'],
    ['005_x.upp.sql', '005_x.up.sql'],
    ['005_x.Down.sql', '005_x.down.sql'],
    ['005_x.verfy.sql', '005_x.verify.sql'],
    ['005_x.up.sql.txt', '005_x.up.sql'],
    ['005_x.up.sq', '005_x.up.sql'],
    ['005_x.up', '005_x.up.sql'],
    ['005_x.up.sql ', '005_x.up.sql'],
    ['005_x.psql', '005_x.up.sql'],
  ])('refuses %j and says what it may have been meant to be', (fileName, meant) => {
    expect(parseFileName(fileName)).toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining('does not end in .up.sql'),
      hint: `Rename it to ${meant}.`,
    });
  });

  it.each([
    ['005.up.sql', 'no "_"'],
    ['_x.up.sql', 'no version'],
    ['005_.up.sql', 'no description'],
    ['0 5_x.up.sql', 'white space'],
    ['005_a\nb.up.sql', 'control character'],
    ['005_a\u202egnp.up.sql', 'control character'],
    ['seed\u001b[2J.sql', 'control character'],
    ['005_\ufffd.up.sql', 'UTF-8'],
    [`005_${'x'.repeat(252)}.up.sql`, 'longer than 255'],
  ])('refuses %j', (fileName, reason) => {
    expect(parseFileName(fileName)).toMatchObject({
      kind: 'invalid',
      reason: expect.stringContaining(reason),
    });
  });
});

it('shows hidden characters of a name as escapes', () => {
  expect(printableName('a\u001b[2J\u202eb\u009bé')).toBe('a\\u001b[2J\\u202eb\\u009bé');
});
