import { describe, expect, it } from 'vitest';
import { scan } from '../../../src/migrations/parser/scan.js';
import { corpus } from '../sql-corpus.js';

const textsOf = (text: string) => scan(text).statements.map(({ start, end }) => text.slice(start, end));

describe('statements', () => {
  it.each(corpus)('counts them with %s', (_what, sql, statements) => {
    expect(scan(sql)).toMatchObject({ problems: [], unterminated: null });
    expect(scan(sql).statements).toHaveLength(statements);
  });

  it('begin with their first token and end before the semicolon', () => {
    expect(textsOf('-- a\nselect 1 /* b */ ;\n/* c */ select 2 -- d\n')).toEqual([
      'select 1 /* b */ ',
      'select 2',
    ]);
  });

  it.each(["select E'a' -- x\n '\\';'; select 2", "select E'a'\n -- y ' \n\n'\\';'; select 2"])(
    'are told apart where a comment stands inside a continued string: %j',
    (sql) => {
      expect(scan(sql).statements).toHaveLength(2);
    },
  );

  it('know their lines', () => {
    const { statements } = scan('-- a\r\nselect\r\n1;\r\n\r\n  select 2; select 3;');
    expect(statements.map(({ line }) => line)).toEqual([2, 5, 5]);
  });

  it.each([
    [
      '/* x */ create -- y\n unique index Concurrently "z" on t (a, b)',
      'CREATE UNIQUE INDEX CONCURRENTLY ON T',
    ],
    ['reindex (concurrently) table t', 'REINDEX CONCURRENTLY TABLE T'],
    ['insert into t values (1)', 'INSERT'],
    ['(select 1)', 'SELECT'],
    ['"vacuum"', ''],
    ["E'vacuum' b", 'B'],
    ['1e5', ''],
  ])('keep the first words of %j', (sql, words) => {
    expect(scan(sql).statements[0]?.words.join(' ')).toBe(words);
  });

  it.each([
    ['alter table a.b detach partition c.d concurrently', true],
    ['alter table "concurrently" detach partition c', false],
    ["comment on table t is 'concurrently'", false],
    ['create index concurrently_x on t (a)', false],
  ])('notice CONCURRENTLY in %j', (sql, concurrently) => {
    expect(scan(sql).statements[0]?.concurrently).toBe(concurrently);
  });
});

describe('unterminated marks', () => {
  it.each([
    ["select 1;\nselect 'abc; select 2;", 'quoted string', 2],
    ["select E'abc\\'; select 2;", 'quoted string', 1],
    ['\n\nselect "abc; select 2;', 'quoted name', 3],
    ['select 1;\ndo $x$ begin end $y$;', 'dollar-quoted string', 2],
    ['select 1;\n/* /* */ select 2;', 'comment', 2],
    ["select 'a", 'quoted string', 1],
  ])('of %j are told with the line where they open', (sql, what, line) => {
    expect(scan(sql).unterminated).toMatchObject({ what, line });
  });

  it('belong to the last statement, so that the server sees them', () => {
    expect(textsOf('select 1; /* select 2;')).toEqual(['select 1', '/* select 2;']);
  });
});

describe('COPY data', () => {
  const dataOf = (text: string) =>
    scan(text).statements.map(({ copyData }) => (copyData ? text.slice(copyData.start, copyData.end) : null));

  it.each([
    ['rows', "copy t (a) from stdin;\n1;\n'\n\\.\nselect 1;", ["1;\n'\n", null]],
    ['no row', 'copy t from stdin;\n\\.\nselect 1;', ['', null]],
    ['CRLF', 'copy t from stdin;\r\n1\r\n\\.\r\nselect 1;', ['1\r\n', null]],
    ['the end of the file behind its end mark', 'copy t from stdin;\n1\n\\.', ['1\n']],
    [
      'escapes that look like the end mark',
      'copy t from stdin;\n\\.x\n\\\\.\n \\.\n\\N\n\\.\n',
      ['\\.x\n\\\\.\n \\.\n\\N\n'],
    ],
    ['psql commands in it', 'copy t from stdin;\n\\restrict\n\\i x\n\\.\n', ['\\restrict\n\\i x\n']],
    ['options', "COPY t FROM STDIN WITH (FORMAT csv, DELIMITER ';') WHERE a > 1;\n1;2\n\\.\n", ['1;2\n']],
    ['a comment behind the statement', 'copy t from stdin; -- rows\n1\n\\.\n', ['1\n']],
    ['a statement over several lines', 'copy t\n from\n stdin\n;\n1\n\\.\n', ['1\n']],
    ['STDOUT, which the grammar takes too', 'copy t from stdout;\n1\n\\.\n', ['1\n']],
    ['two blocks', 'copy t from stdin;\n1\n\\.\ncopy u from stdin;\n2\n\\.\n', ['1\n', '2\n']],
    ['none where COPY writes', 'copy t to stdout;\nselect 1;', [null, null]],
    ['none where FROM STDIN is inside a query', 'copy (select 1 from stdin) to stdout;', [null]],
    ['none where the file is named stdin', "copy t from 'stdin';", [null]],
  ])('is found with %s', (_what, text, data) => {
    expect(scan(text).problems).toEqual([]);
    expect(dataOf(text)).toEqual(data);
  });

  it('keeps the lines right behind it', () => {
    expect(scan('copy t from stdin;\n1\n2\n\\.\nselect 1;').statements[1]?.line).toBe(5);
  });

  it.each([
    ['\ncopy t from stdin;\n1\n2\n', 2, 'no end'],
    ['copy t from stdin;\n1\n\\.x', 1, 'no end'],
    ['copy t from stdin', 1, 'no end'],
  ])('without an end in %j is a problem', (text, line, message) => {
    expect(scan(text).problems).toMatchObject([
      { code: 'FILES_SYNTAX', line, message: expect.stringContaining(message) },
    ]);
  });

  it('with SQL on the line of its COPY is a problem', () => {
    expect(scan('copy t from stdin; select 1;\n1\n\\.\n').problems).toMatchObject([
      { code: 'FILES_UNSUPPORTED', line: 1 },
    ]);
  });
});

describe('psql commands', () => {
  it('of pg_dump are skipped', () => {
    const text = '-- dump\n\n\\restrict aB1\n\nselect 1;\r\n\\unrestrict aB1\r\n';
    const { skipped, problems, statements } = scan(text);
    expect(problems).toEqual([]);
    expect(statements).toHaveLength(1);
    expect(skipped.map(({ start, end }) => text.slice(start, end).trim())).toEqual([
      '\\restrict aB1',
      '\\unrestrict aB1',
    ]);
  });

  it.each([
    ['\\i other.sql', '\\i', 'Put the SQL'],
    ['  \\connect db', '\\connect', 'Remove the line'],
    ['\\set a 1', '\\set', 'Write the values'],
    ["\\copy t from 'x'", '\\copy', 'FROM stdin'],
    ['\\if true', '\\if', 'DO block'],
    ['select 1 \\gexec', '\\gexec', 'semicolon'],
    ['select 1 \\restrict x', '\\restrict', 'Remove'],
    ['\\! ls', '\\!', 'hook'],
    ['\\echo hello', '\\echo', 'only psql'],
    ['\\', '\\', 'only psql'],
    ['\\.', '"\\."', 'Remove the line'],
  ])('such as %j are refused with advice', (line, name, advice) => {
    expect(scan(`select 1;\n${line}\nselect 2;`).problems).toMatchObject([
      {
        code: 'FILES_UNSUPPORTED',
        line: 2,
        message: expect.stringContaining(name),
        hint: expect.stringContaining(advice),
      },
    ]);
  });

  it('are all told at once', () => {
    expect(scan('\\i a\nselect 1;\n\\i b\n').problems.map(({ line }) => line)).toEqual([1, 3]);
  });

  it.each(["select '\n\\i x\n'", '/*\n\\i x\n*/', 'do $$\n\\i x\n$$', '-- \\i x'])(
    'are left alone in %j',
    (text) => {
      expect(scan(text).problems).toEqual([]);
    },
  );
});

describe('directives', () => {
  it.each([
    ['-- confiture: no-transaction\nvacuum;', ['no-transaction', 1]],
    ['--confiture:requires-approval\r\nselect 1;', ['requires-approval', 1]],
    ['/* a */\n\n--\tConfiture:  no-transaction  \nvacuum;', ['no-transaction', 3]],
    [';\n-- confiture: no-transaction', ['no-transaction', 2]],
    ['\\restrict x\n-- confiture: no-transaction', ['no-transaction', 2]],
  ])('are read from the head comment %j', (text, directive) => {
    expect(scan(text).problems).toEqual([]);
    expect([...scan(text).directives]).toEqual([directive]);
  });

  it('may share a comment', () => {
    expect([...scan('-- confiture: no-transaction, requires-approval').directives.keys()]).toEqual([
      'no-transaction',
      'requires-approval',
    ]);
  });

  it.each([
    'select 1; -- about confiture: no-transaction',
    '-- see confiture: no-transaction',
    '-- the confiture tool\nselect 1;',
    '/* confiture: no-transaction */ select 1;',
    'select 1; -- confiture: is what we use',
    "select '\n-- confiture: no-transaction\n'",
  ])('are not seen in %j', (text) => {
    expect(scan(text)).toMatchObject({ problems: [], directives: new Map() });
  });

  it.each([
    ['-- confiture: no-transactoin', '"no-transactoin"', 'Did you mean "-- confiture: no-transaction"?'],
    ['-- confiture: qqqqqqqqqqqqqqqqq', '"qqqqqqqqqqqqqqqqq"', 'requires-approval'],
    ['-- confiture:', 'empty', 'requires-approval'],
  ])('that do not exist are a problem: %j', (text, message, hint) => {
    expect(scan(`\n${text}`).problems).toMatchObject([
      {
        code: 'FILES_UNSUPPORTED',
        line: 2,
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      },
    ]);
  });

  it('below the first statement are a problem, since they would have no effect', () => {
    expect(scan('select 1;\n-- confiture: requires-approval').problems).toMatchObject([
      { code: 'FILES_UNSUPPORTED', line: 2, message: expect.stringContaining('below the first statement') },
    ]);
  });
});
