import { describe, expect, it } from 'vitest';
import { assess } from './assess.js';

/** By statement: the comment that silences its first finding, as `directive:line`, or null. */
function silencing(sql: string): (string | null)[] {
  return assess(sql).map(({ findings: [found] }) => {
    const by = found?.silencedBy ?? null;
    return by && `${by.directive}:${by.line}`;
  });
}

describe('squawk-ignore', () => {
  it('silences a rule in the statement below it, and in no other', () => {
    expect(silencing('-- squawk-ignore ban-drop-table\ndrop table a;\ndrop table b;')).toEqual([
      'squawk-ignore:1',
      null,
    ]);
  });

  it('leaves the tier of the statement as it is', () => {
    const [risk] = assess('-- squawk-ignore ban-drop-table\ndrop table a;');
    expect(risk?.tier).toBe('destructive');
  });

  it.each([
    [
      'in the statement',
      'alter table a\n  -- squawk-ignore ban-drop-column\n  drop column b',
      'squawk-ignore:2',
    ],
    ['behind it', 'drop table a; -- squawk-ignore ban-drop-table', 'squawk-ignore:1'],
    ['in a block comment', '/* squawk-ignore ban-drop-table */ drop table a', 'squawk-ignore:1'],
    ['without a name, for all rules', '-- squawk-ignore\ndrop table a', 'squawk-ignore:1'],
    [
      'among several names',
      '-- squawk-ignore prefer-text-field, ban-drop-table\ndrop table a',
      'squawk-ignore:1',
    ],
    ['behind CRLF', '-- x\r\n-- squawk-ignore ban-drop-table\r\ndrop table a', 'squawk-ignore:2'],
    ['for a file', 'drop table a;\n-- squawk-ignore-file ban-drop-table', 'squawk-ignore-file:2'],
  ])('is read %s', (_where, sql, expected) => {
    expect(silencing(sql)).toEqual([expected]);
  });

  it.each([
    ['another rule', '-- squawk-ignore ban-drop-column\ndrop table a'],
    ['a string', "alter table a drop column b, alter c set default '\n-- squawk-ignore\n'"],
    ['a dollar-quoted string', 'alter table a drop column b, alter c set default $$\n-- squawk-ignore\n$$'],
    ['an escape string', "alter table a drop column b, alter c set default E'\\'\n-- squawk-ignore\n'"],
    ['a quoted name', 'alter table a drop column "\n-- squawk-ignore\n"'],
    ['data of COPY', 'drop table a; copy b from stdin;\n-- squawk-ignore-file\n\\.\n'],
    ['a longer word', '-- squawk-ignored ban-drop-table\ndrop table a'],
    ['the line behind the statement', 'drop table a;\n-- squawk-ignore ban-drop-table\n'],
  ])('is not found in %s', (_where, sql) => {
    expect(silencing(sql)[0]).toBeNull();
  });
});

it('belongs to the statement on whose last line it stands', () => {
  expect(silencing('drop table a; -- squawk-ignore\ndrop table b;')).toEqual(['squawk-ignore:1', null]);
});

describe('atlas:nolint', () => {
  it.each([
    ['an analyzer', '-- atlas:nolint destructive\ndrop table a;\ndrop table b'],
    ['a check', '-- atlas:nolint DS102\ndrop table a;\ndrop table b'],
    ['all', '-- atlas:nolint\ndrop table a;\ndrop table b'],
  ])('silences %s in the statement below it', (_what, sql) => {
    expect(silencing(sql)).toEqual(['atlas:nolint:1', null]);
  });

  it('holds for the file in a head that ends with an empty line', () => {
    expect(silencing('-- atlas:nolint destructive\n\ndrop table a;\ndrop table b')).toEqual([
      'atlas:nolint:1',
      'atlas:nolint:1',
    ]);
  });

  it('names checks of Atlas for the rules it has too', () => {
    const sql = '-- atlas:nolint PG101 MF101\ncreate unique index i on a (b)';
    expect(silencing(sql)).toEqual(['atlas:nolint:1']);
  });
});
