import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { validateMigrations } from '../../../src/migrations/analysis/validate.js';
import { folderWith } from '../temp-folder.js';

const check = (files: Record<string, string | Uint8Array>) =>
  validateMigrations(folderWith(files), { displayDir: 'm' });

const down = 'drop table t;';

describe('validateMigrations', () => {
  it('finds nothing in sound files', async () => {
    expect(
      await check({
        '1_a.up.sql': '\ufeffcreate table t (a int);\r\n',
        '1_a.down.sql': down,
        '1_a.verify.sql': 'select true;',
        '2_b.up.sql': 'copy t from stdin;\n1;\n\\.\n',
        '2_b.down.sql': 'delete from t;',
      }),
    ).toEqual([]);
  });

  it('tells all faults of all files at once, in order', async () => {
    const findings = await check({
      '005.up.sql': '',
      '1_a.up.sql': 'select 1;\nselec 2;\n\\i x\n',
      '1_a.down.sql': down,
      '1_b.up.sql': "select 'a",
      '1_b.down.sql': Buffer.from([0xff, 0x20, 0x20]),
      'seed.sql': '',
    });
    expect(findings.map(({ file, line, code }) => [file, line, code])).toEqual([
      [join('m', '005.up.sql'), undefined, 'FILES_NAME_INVALID'],
      [join('m', '1_a.up.sql'), 2, 'FILES_SYNTAX'],
      [join('m', '1_a.up.sql'), 3, 'FILES_UNSUPPORTED'],
      [join('m', '1_b.down.sql'), 1, 'FILES_UNREADABLE'],
      [join('m', '1_b.up.sql'), undefined, 'FILES_DUPLICATE_VERSION'],
      [join('m', '1_b.up.sql'), 1, 'FILES_SYNTAX'],
      [join('m', 'seed.sql'), undefined, 'FILES_NAME_INVALID'],
    ]);
  });

  it('places a syntax error by characters, whatever stands before it', async () => {
    const [finding] = await check({
      '1_a.up.sql': "-- 𝒳\r\nselect 1;\r\n\r\nselect '𝒳é', 𝒳 frm t;\r\n".replace('frm t', 'from from'),
      '1_a.down.sql': down,
    });
    expect(finding).toMatchObject({ code: 'FILES_SYNTAX', line: 4, column: 21 });
  });

  it('repeats no SQL', async () => {
    const findings = await check({
      '1_a.up.sql': "create role r password 'not-a-real-secret' 'x';",
      '1_a.down.sql': down,
    });
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain('secret');
  });

  it('tells every broken statement of a file, up to a bound', async () => {
    const findings = await check({ '1_a.up.sql': 'selec 1;\n'.repeat(50), '1_a.down.sql': down });
    expect(findings.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('names an unclosed mark once, where it opens', async () => {
    const findings = await check({ '1_a.up.sql': 'select 1;\nselect 2, $$ x;\n', '1_a.down.sql': down });
    expect(findings).toMatchObject([{ code: 'FILES_SYNTAX', line: 2, column: 11 }]);
  });

  it.each([
    ['an up file alone', { '1_a.up.sql': 'select 1;' }, 'DOWN_MISSING', undefined],
    ['a file without statements', { '1_a.up.sql': '-- x', '1_a.down.sql': down }, 'FILE_EMPTY', undefined],
    [
      'an empty verification',
      { '1_a.up.sql': 'select 1;', '1_a.down.sql': down, '1_a.verify.sql': '' },
      'FILE_EMPTY',
      undefined,
    ],
    [
      'a transaction in a file',
      { '1_a.up.sql': 'select 1;\ncommit;', '1_a.down.sql': down },
      'TRANSACTION_IN_FILE',
      2,
    ],
    [
      'a non-transactional statement among others',
      { '1_a.up.sql': 'select 1;\nvacuum t;', '1_a.down.sql': down },
      'STATEMENTS_NOT_ATOMIC',
      2,
    ],
  ])('warns of %s', async (_what, files, code, line) => {
    const findings = await check(files as Record<string, string>);
    expect(findings.map((finding) => [finding.severity, finding.code, finding.line])).toEqual([
      ['warning', code, line],
    ]);
  });

  it.each([
    ['a non-transactional statement alone', 'vacuum t;'],
    ['statements made non-transactional on request', '-- confiture: no-transaction\nbegin; commit;'],
    ['savepoints', 'savepoint a; release a;'],
  ])('does not warn of %s', async (_what, sql) => {
    expect(await check({ '1_a.up.sql': sql, '1_a.down.sql': down })).toEqual([]);
  });

  it('takes a file of no migration for an error', async () => {
    expect(await check({ '1_a.down.sql': down })).toMatchObject([
      { severity: 'error', code: 'FILES_ORPHANED', file: join('m', '1_a.down.sql') },
    ]);
  });

  it('gives a missing folder as a finding', async () => {
    expect(await validateMigrations(join(folderWith(), 'none'), { displayDir: 'none' })).toMatchObject([
      { severity: 'error', code: 'FILES_FOLDER_MISSING', file: 'none' },
    ]);
  });
});
