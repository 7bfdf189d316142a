import { describe, expect, it } from 'vitest';
import { scan } from '../../../../src/migrations/parser/scan.js';

const head = '-- confiture: title Q1 Database Modernization\n-- Fills the totals of old payments.\n';

/** Line and message of each fault, with a hint that is never missing. */
function faultsOf(text: string): string[] {
  return scan(text).problems.map(({ code, line, message, hint }) => {
    expect(code).toBe('FILES_UNSUPPORTED');
    expect(hint).toMatch(/\S/);
    return `${line}: ${message}`;
  });
}

describe('phase lines', () => {
  it('begin a phase each, with its name, its options and its first statement', () => {
    const text = `${head}-- confiture: phase add_column
alter table payments add column total numeric;
create index on payments (id);

-- confiture: phase data_transfer requires-approval batch sleep=100ms max=1000000
update payments set total = 0 where id in (select id from payments where total is null limit 5000);
-- confiture: phase index no-transaction
create index concurrently on payments (total);
`;
    expect(scan(text)).toMatchObject({
      title: 'Q1 Database Modernization',
      problems: [],
      phases: [
        {
          name: 'add_column',
          line: 3,
          first: 0,
          options: { noTransaction: false, requiresApproval: false, batch: null },
        },
        {
          name: 'data_transfer',
          line: 7,
          first: 2,
          options: {
            noTransaction: false,
            requiresApproval: true,
            batch: { sleepMs: 100, maxRows: 1_000_000 },
          },
        },
        { name: 'index', line: 9, first: 3, options: { noTransaction: true, batch: null } },
      ],
    });
  });

  it('are not looked for in strings, block comments and bodies', () => {
    const line = '\n-- confiture: phase inner\n';
    const text = `select '${line}'; /*${line}*/ do $$${line}begin end$$; select "${line}"`;
    expect(scan(text)).toMatchObject({ phases: null, problems: [] });
  });

  it.each([
    ['100ms', 100],
    ['2s', 2_000],
    ['1m', 60_000],
  ])('take a sleep of %s', (written, sleepMs) => {
    const { phases } = scan(`-- confiture: phase fill batch sleep=${written}\nupdate t set a = 1;`);
    expect(phases?.[0]?.options.batch).toEqual({ sleepMs, maxRows: null });
  });

  it.each([
    [
      'inside a statement',
      'select 1\n-- confiture: phase a\n+ 1;',
      '2: The phase line stands inside a statement.',
    ],
    ['behind a statement', 'select 1; -- confiture: phase a', '1: The phase line stands behind a statement.'],
    ['without a name', '-- confiture: phase\nselect 1;', '1: The phase has no name.'],
    ['with a name of signs', '-- confiture: phase 1st!\nselect 1;', '1: "1st!" is no name for a phase.'],
    [
      'with a name that is taken',
      '-- confiture: phase validate\nselect 1;',
      '1: The name "validate" belongs to a phase that Confiture itself runs.',
    ],
    [
      'with the name of another phase',
      '-- confiture: phase a\nselect 1;\n-- confiture: phase A\nselect 2;',
      '3: The name "A" belongs to the phase at line 1 already.',
    ],
    [
      'without a statement below it',
      '-- confiture: phase a\n-- confiture: phase b\nselect 1;',
      '1: The phase "a" holds no statement.',
    ],
    [
      'without a statement at the end',
      '-- confiture: phase a\nselect 1;\n-- confiture: phase b\n',
      '3: The phase "b" holds no statement.',
    ],
    [
      'below a statement of no phase',
      'select 1;\n-- confiture: phase a\nselect 2;',
      '1: This statement stands before the first phase, which begins at line 2.',
    ],
    [
      'with an unknown option',
      '-- confiture: phase a no-transction\nselect 1;',
      '1: A phase has no option "no-transction".',
    ],
    [
      'with an option twice',
      '-- confiture: phase a batch batch\nupdate t set a = 1;',
      '1: The option "batch" stands twice.',
    ],
    [
      'with sleep alone',
      '-- confiture: phase a sleep=1s\nselect 1;',
      '1: The option "sleep" stands without "batch".',
    ],
    [
      'with a sleep that is too long',
      '-- confiture: phase a batch sleep=2000m\nupdate t set a = 1;',
      '1: The option "sleep" needs a time of at most an hour.',
    ],
    [
      'with a max of nothing',
      '-- confiture: phase a batch max=0\nupdate t set a = 1;',
      '1: The option "max" needs a number of rows.',
    ],
    [
      'with batch and no-transaction',
      '-- confiture: phase a batch no-transaction\nupdate t set a = 1;',
      '1: A phase cannot be both "batch" and "no-transaction".',
    ],
    [
      'above a COMMIT',
      '-- confiture: phase a\nselect 1;\ncommit;\nselect 2;',
      '3: COMMIT stands in a phase.',
    ],
    [
      'below no-transaction for the whole file',
      '-- confiture: no-transaction\n-- confiture: phase a\nselect 1;',
      '1: The directive "no-transaction" stands at the head of a file with phases.',
    ],
  ])('are refused %s', (_what, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });

  it('name the nearest option, and are themselves named where the word is mistyped', () => {
    const hintOf = (text: string) => scan(text).problems[0]?.hint;
    expect(hintOf('-- confiture: phase a requires-aproval\nselect 1;')).toContain('"requires-approval"');
    expect(hintOf('select 1;\n-- confiture: phse a\nselect 2;')).toContain('"-- confiture: phase"');
    expect(hintOf('-- confiture: tittle Sums\nselect 1;')).toContain('"-- confiture: title"');
  });
});

describe('titles', () => {
  it('keep their commas, and are null where there is none', () => {
    expect(scan('-- confiture: title Sums, and more\nselect 1;').title).toBe('Sums, and more');
    expect(scan('select 1;')).toMatchObject({ title: null, phases: null });
  });

  it.each([
    [
      'below the first statement',
      'select 1;\n-- confiture: title a',
      '2: The directive "title" stands below the first statement.',
    ],
    ['twice', '-- confiture: title a\n-- confiture: title b', '2: The file has a title already.'],
    ['without text', '-- confiture: title', '1: The title is empty.'],
    [
      'of too many characters',
      `-- confiture: title ${'a'.repeat(201)}`,
      '1: The title is longer than 200 characters.',
    ],
  ])('are refused %s', (_what, text, fault) => {
    expect(faultsOf(text)).toEqual([fault]);
  });
});
