import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../src/migrations/files/checksum.js';
import { isUnchanged } from '../../../src/migrations/files/load-migration.js';
import { fileWith } from '../temp-folder.js';

function isUnchangedWith(content: string | Buffer, checksum: string | null): boolean {
  const up = fileWith(content);
  const none = { down: null, verify: null, invariant: null };
  return isUnchanged({ version: '001', name: '001_a', up, ...none }, { checksum });
}

describe('isUnchanged', () => {
  it.each([
    ['text', "select 'é𝒳';\n"],
    ['text with a byte order mark', '\ufeffselect 1;'],
    ['bytes that are no UTF-8', Buffer.from([0x73, 0xff, 0x0a])],
    ['a replacement character', 'select \ufffd;'],
    ['nothing', ''],
  ])('holds for a file of %s that was recorded as it is', (_, content) => {
    expect(isUnchangedWith(content, checksumOf(Buffer.from(content as string)))).toBe(true);
  });

  it('holds for a row without a checksum, and for a digest in upper case', () => {
    expect(isUnchangedWith('select 1;', null)).toBe(true);
    expect(isUnchangedWith('select 1;', checksumOf(Buffer.from('select 1;')).toUpperCase())).toBe(true);
  });

  it('does not hold where a byte that is no UTF-8 took the place of the character that stands for such bytes', () => {
    expect(isUnchangedWith(Buffer.from([0x73, 0xff]), checksumOf(Buffer.from('s\ufffd')))).toBe(false);
  });

  it('does not hold for an edited file', () => {
    expect(isUnchangedWith('select 2;', checksumOf(Buffer.from('select 1;')))).toBe(false);
  });
});
