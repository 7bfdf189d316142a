import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readHead } from '../../../src/migrations/check/file-head.js';
import { folderWith } from '../temp-folder.js';

function headOf(text: string | Uint8Array) {
  const dir = folderWith({ 'x.up.sql': text });
  return readHead({ path: join(dir, 'x.up.sql'), displayPath: 'x.up.sql' });
}

describe('readHead', () => {
  it.each([
    ['a title', '-- confiture: title Q1 carts\nselect 1;', { title: 'Q1 carts', isEmptyUnsaid: false }],
    ['none', 'select 1;', { title: null, isEmptyUnsaid: false }],
    ['a title in a string', "select '\n-- confiture: title no\n';", { title: null, isEmptyUnsaid: false }],
    [
      'a title behind a statement',
      'select 1;\n-- confiture: title late\n',
      { title: null, isEmptyUnsaid: false },
    ],
    ['a title and no statement', '-- confiture: title Q1\n', { title: 'Q1', isEmptyUnsaid: true }],
    ['what says that it is empty', '-- confiture: empty\n', { title: null, isEmptyUnsaid: false }],
    ['what is no text', Uint8Array.of(0xff, 0xfe, 0), { title: null, isEmptyUnsaid: false }],
  ])('tells %s', (_, text, head) => {
    expect(headOf(text)).toEqual(head);
  });

  it('masks what the project masks, too', () => {
    const dir = folderWith({ 'x.up.sql': '-- confiture: title Q1 for CUST-4711\nselect 1;' });
    const redaction = { patterns: [/CUST-[0-9]+/] };
    const file = { path: join(dir, 'x.up.sql'), displayPath: 'x.up.sql', redaction };
    expect(readHead(file).title).toBe('Q1 for ***');
  });

  it('masks a secret in a title', () => {
    const { title } = headOf("-- confiture: title Q1 password 'invented-secret-h1'\nselect 1;");
    expect(title).toContain('Q1 password');
    expect(title).not.toContain('invented-secret');
  });
});
