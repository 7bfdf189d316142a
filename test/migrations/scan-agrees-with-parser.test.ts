import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { beforeAll, describe, expect, it } from 'vitest';
import { scan } from '../../src/migrations/parser/scan.js';
import { corpus } from './sql-corpus.js';

beforeAll(loadModule);

interface Bounds {
  readonly start: number;
  /** Undefined where no semicolon ends the statement. */
  readonly end: number | undefined;
}

/** Statements as PostgreSQL's parser sees them, in UTF-16 offsets; undefined where it refuses the text. */
function parserView(text: string): Bounds[] | undefined {
  if (text === '') return [];
  const bytes = Buffer.from(text);
  const offset = (byte: number) => bytes.toString('utf8', 0, byte).length;
  try {
    return (parseSync(text).stmts ?? []).map(({ stmt_location: from = 0, stmt_len: length = 0 }) => ({
      start: offset(from),
      end: length === 0 ? undefined : offset(from + length),
    }));
  } catch {
    return undefined;
  }
}

function scanView(text: string): Bounds[] {
  return scan(text).statements.map(({ start, end }) => ({
    start,
    end: text.charAt(end) === ';' ? end : undefined,
  }));
}

it.each(corpus)('finds the statements the parser finds in %s', (_what, sql) => {
  expect(parserView(sql)).toBeDefined();
  expect(scanView(sql)).toEqual(parserView(sql));
});

const gap = fc
  .array(fc.constantFrom(' ', '\n', '\r\n', '\t', '/* ; */', "/* /* ' */ $$ */", '-- ; \' $$ "\n', '--\r'), {
    minLength: 1,
  })
  .map((parts) => ` ${parts.join('')} `);

const expression = fc.constantFrom(
  "'a;b'",
  "'it''s;'",
  "E'\\';'",
  "e'\\\\'",
  "E'a'\n'\\';'",
  "U&'\\0061;'",
  'U&"a;"',
  '"a;""b"',
  '$$;$$',
  "$a$;$b$'$a$",
  '$é$;$$;$é$',
  '1e5',
  '0x1F',
  '$1',
  'a$b$',
  'case when true then 1 end',
  '(select 1)',
  "date'2026-01-01'",
  '-- ;\n 1',
  '4*/* ; */2',
  "'𝒳;'",
  'f(a := 1)',
  'x[1:2]',
);

const statement = fc.oneof(
  fc
    .tuple(gap, fc.array(expression, { minLength: 1, maxLength: 4 }))
    .map(([space, list]) => `select${space}${list.join(`,${space}`)}`),
  fc.tuple(gap, expression).map(([space, value]) => `insert${space}into t values (${value})`),
  fc
    .tuple(gap, fc.array(expression, { maxLength: 3 }))
    .map(
      ([space, list]) =>
        `create function f() returns int begin${space}atomic ${list.map((e) => `select ${e};`).join(space)} end`,
    ),
  fc
    .tuple(gap, expression)
    .map(([space, value]) => `create rule r as on insert to t do${space}(select ${value}; select 2)`),
  fc.constantFrom('', 'begin', 'commit', "copy t from 'x'", 'do $$ begin null; end $$', 'vacuum t'),
);

const script = fc
  .tuple(fc.array(fc.tuple(gap, statement), { maxLength: 6 }), gap, fc.boolean())
  .map(
    ([parts, space, closed]) =>
      parts.map((part) => part.join('')).join(`${space};`) + (closed ? `;${space}` : ''),
  );

describe('for any text the parser accepts', () => {
  it('the same statements are found with the same bounds', () => {
    let accepted = 0;
    fc.assert(
      fc.property(script, (text) => {
        const expected = parserView(text);
        if (expected === undefined) return;
        accepted++;
        expect(scanView(text)).toEqual(expected);
      }),
      { numRuns: 800 },
    );
    expect(accepted).toBeGreaterThan(400);
  });

  it('the same holds for a soup of awkward tokens', () => {
    const token = fc.constantFrom(
      ...[
        "'",
        '"',
        '$$',
        '$a$',
        ';',
        '--',
        '/*',
        '*/',
        '\n',
        ' ',
        'E',
        "E'",
        '\\',
        '(',
        ')',
        '1',
        'a',
        '$',
        'select 1',
        ',',
      ],
    );
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), (tokens) => {
        const text = `select ${tokens.join('')}`;
        const expected = parserView(text);
        if (expected !== undefined) expect(scanView(text)).toEqual(expected);
      }),
      { numRuns: 4000 },
    );
  });
});

it('gives ordered, disjoint statements with true lines for any text at all', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    fc.constantFrom(
      "'",
      '"',
      '$$',
      ';',
      '\n',
      '\r\n',
      '\\',
      '\\.\n',
      'copy t from stdin;\n',
      'create function f() begin atomic ',
      'end',
      '-- confiture: ',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
      const text = pieces.join('');
      let before = 0;
      for (const { start, end, line } of scan(text).statements) {
        expect(start).toBeGreaterThanOrEqual(before);
        expect(end).toBeGreaterThan(start);
        expect(line).toBe(text.slice(0, start).split('\n').length);
        before = end;
      }
      expect(before).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2000 },
  );
});
