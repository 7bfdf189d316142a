import { describe, expect, it } from 'vitest';
import { scan } from '../../../src/migrations/parser/scan.js';
import { batchesOf, statementsOf } from '../../../src/migrations/parser/statements.js';

const dump = `-- dump
\\restrict aB1

set search_path = '';
create table t (a int);
copy t (a) from stdin;
1
2
\\.
-- more
select 1;
\\unrestrict aB1
\\restrict c
select 2; select 3;
`;

describe('statementsOf', () => {
  it('gives each statement with its place, without the comments around it', () => {
    expect(statementsOf(scan('-- a\nselect 1; /* b */\nselect 2;\n-- c'))).toEqual([
      { text: 'select 1', start: 5, line: 2, first: 0, copyData: null },
      { text: 'select 2', start: 23, line: 3, first: 1, copyData: null },
    ]);
  });

  it('gives COPY its data', () => {
    expect(statementsOf(scan(dump)).map(({ copyData }) => copyData)).toEqual([
      null,
      null,
      '1\n2\n',
      null,
      null,
      null,
    ]);
  });
});

describe('batchesOf', () => {
  it('keeps a plain file in one piece', () => {
    const text = '-- a\nselect 1;\n-- b\nselect 2;\n-- c\n';
    expect(batchesOf(scan(text))).toEqual([
      { text: 'select 1;\n-- b\nselect 2', start: 5, line: 2, first: 0, copyData: null },
    ]);
  });

  it('sends nothing where there is no statement', () => {
    expect(batchesOf(scan('-- nothing;\n'))).toEqual([]);
  });

  it('cuts around COPY and at lines for psql', () => {
    expect(batchesOf(scan(dump)).map(({ text, line, copyData }) => [text, line, copyData])).toEqual([
      ["set search_path = '';\ncreate table t (a int)", 4, null],
      ['copy t (a) from stdin', 6, '1\n2\n'],
      ['select 1', 11, null],
      ['select 2; select 3', 14, null],
    ]);
  });

  it('cuts behind what changes how the server reads the rest', () => {
    const text =
      "select 1; set standard_conforming_strings = off; select 'it\\'s;'; set names 'UTF8'; select 2";
    expect(batchesOf(scan(text)).map((piece) => [piece.text, piece.first])).toEqual([
      ['select 1; set standard_conforming_strings = off', 0],
      ["select 'it\\'s;'; set names 'UTF8'", 2],
      ['select 2', 4],
    ]);
  });

  it('cuts a long text between its statements', () => {
    const statement = `insert into t values ('${'x'.repeat(1_000)}');\n`;
    const pieces = batchesOf(scan(statement.repeat(1_200)));
    expect(pieces.length).toBeGreaterThan(2);
    for (const { text } of pieces) expect(text.length).toBeLessThanOrEqual(500_000);
    expect(pieces.map(({ text }) => `${text};\n`).join('')).toBe(statement.repeat(1_200));
  });

  it('keeps the place of each piece in the file', () => {
    for (const { text, start } of batchesOf(scan(dump)))
      expect(dump.slice(start, start + text.length)).toBe(text);
  });
});
