import { expect, it } from 'vitest';
import { loadFile } from '../../../src/migrations/files/load.js';
import { failureOf } from '../failure-of.js';
import { fileWith } from '../temp-folder.js';

it('gives the checksum and the statements of a file', () => {
  const { checksum, scan } = loadFile(fileWith('\ufeffselect 1;\r\nselect 2;\r\n'));
  expect(checksum).toMatch(/^[0-9a-f]{64}$/);
  expect(scan.statements).toHaveLength(2);
});

it('refuses what must not be sent, with file and line', async () => {
  expect(await failureOf(() => loadFile(fileWith('select 1;\n\\i other.sql\n')))).toMatchObject({
    code: 'FILES_UNSUPPORTED',
    exitCode: 4,
    message: 'm/001_a.up.sql, line 2: The psql command \\i is not SQL.',
    location: { file: 'm/001_a.up.sql', line: 2 },
  });
});

it('leaves an unclosed quote to the server', () => {
  expect(loadFile(fileWith("select 'a")).scan.unterminated).toMatchObject({ line: 1 });
});
