import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../../../src/migrations/files/checksum.js';
import { readMigration } from '../../../src/migrations/files/read-file.js';
import { failureOf } from '../failure-of.js';
import { fileWith, folderWith } from '../temp-folder.js';

describe('readMigration', () => {
  it('gives the text and the checksum of the bytes', () => {
    const content = "select 'é𝒳';\r\n";
    expect(readMigration(fileWith(content))).toEqual({
      text: content,
      checksum: checksumOf(Buffer.from(content)),
    });
  });

  it('drops a byte order mark from the text and keeps it in the checksum', () => {
    const content = '\ufeffselect 1;';
    expect(readMigration(fileWith(content))).toEqual({
      text: 'select 1;',
      checksum: checksumOf(Buffer.from(content)),
    });
  });

  it.each([
    [
      'Latin-1',
      Buffer.from("select 1;\nselect 'caf\u00e9';\n", 'latin1'),
      2,
      'not valid UTF-8 at line 2 (byte 21)',
    ],
    ['a NUL', Buffer.from('select 1;\n\nselect\u0000 2;'), 3, 'NUL byte at line 3'],
    ['UTF-16', Buffer.from('\ufeffselect 1;', 'utf16le'), 1, 'is UTF-16'],
  ])('refuses %s and says where', async (_what, content, line, message) => {
    const error = await failureOf(() => readMigration(fileWith(content)));
    expect(error).toMatchObject({
      code: 'FILES_UNREADABLE',
      message: expect.stringContaining(message),
      location: { file: 'm/001_a.up.sql', line },
    });
  });

  it('names the file and the reason where it is gone', async () => {
    const error = await failureOf(() =>
      readMigration({ path: join(folderWith(), 'x.up.sql'), displayPath: 'm/x.up.sql' }),
    );
    expect(error.code).toBe('FILES_UNREADABLE');
    expect(error.message).toMatch(/^m\/x\.up\.sql cannot be read: it is gone/);
  });

  it('follows no link, so that a file swapped for one is not read', async () => {
    const dir = folderWith({ 'secret.txt': 'not-a-real-secret' });
    symlinkSync(join(dir, 'secret.txt'), join(dir, 'x.up.sql'));
    const error = await failureOf(() =>
      readMigration({ path: join(dir, 'x.up.sql'), displayPath: 'x.up.sql' }),
    );
    expect(error.message).toContain('it is a link');
  });

  it.each([0, 1, 65_535, 65_536, 65_537, 200_000])('reads a file of %i bytes whole', (size) => {
    const content = 'é'.repeat(size / 2).padEnd(Math.ceil(size / 2), ';');
    const file = fileWith(content);
    const before = readMigration(file);
    readMigration(fileWith('select 1;'));
    expect(before).toEqual({ text: content, checksum: checksumOf(Buffer.from(content)) });
  });

  it.skipIf(process.platform === 'win32')('waits for no other end of a pipe', async () => {
    const path = join(folderWith(), 'x.up.sql');
    execFileSync('mkfifo', [path]);
    const error = await failureOf(() => readMigration({ path, displayPath: 'x.up.sql' }));
    expect(error.message).toContain('it is not a regular file');
  });

  it('refuses a small file above the size that is allowed', async () => {
    const error = await failureOf(() => readMigration({ ...fileWith('select 1;'), maxBytes: 8 }));
    expect(error.message).toContain('too large');
  });

  it('reads no device, which may have no end', async () => {
    const error = await failureOf(() => readMigration({ path: '/dev/zero', displayPath: 'x.up.sql' }));
    expect(error.message).toContain('it is not a regular file');
  });

  it('refuses a file above the size that is allowed, and says where to raise it', async () => {
    const file = fileWith('select 1;'.padEnd(2_000_001, ' '));
    expect(readMigration({ ...file, maxBytes: 2_000_001 }).text).toHaveLength(2_000_001);
    const error = await failureOf(() => readMigration({ ...file, maxBytes: 2_000_000 }));
    expect(error).toMatchObject({
      code: 'FILES_UNREADABLE',
      hint: expect.stringContaining('migration.maxFileMb'),
    });
    expect(error.message).toContain('too large');
  });

  it('names a folder as such', async () => {
    const error = await failureOf(() => readMigration({ path: folderWith(), displayPath: 'x.up.sql' }));
    expect(error.message).toContain('it is a folder');
  });
});
