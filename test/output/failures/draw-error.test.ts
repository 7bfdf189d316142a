import { describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import { type DrawErrorOptions, drawError } from '../../../src/output/failures/draw-error.js';
import { plainTheme } from '../captured-output.js';

const FILE = 'db/migrations/005_add_payment_table.up.sql';
const options: DrawErrorOptions = { theme: plainTheme(), verbose: false };

const failed = new ConfitureError('MIGRATION_FAILED', 'type "txt" does not exist', {
  migration: '005_add_payment_table',
  location: { file: FILE, line: 2, column: 9 },
  sqlstate: '42704',
  hint: 'Mend the file, then run `confiture migrate up` again.',
  cause: new Error('the cause holds rows'),
});

describe('drawError', () => {
  it('draws message, place, excerpt, SQLSTATE and what to do', () => {
    const source = 'create table payment (\n  email txt\n);';
    expect(
      `\n${drawError(failed, { ...options, source, server: { message: 'x', hint: 'Try text.' } })}`,
    ).toMatchInlineSnapshot(`
      "
      Error: type "txt" does not exist
        at db/migrations/005_add_payment_table.up.sql:2:9

        1 │ create table payment (
      > 2 │   email txt
          │         ^
        3 │ );

      SQLSTATE: 42704
      Server hint: Try text.
      Next: Mend the file, then run \`confiture migrate up\` again."
    `);
  });

  it('names the place where the file is not at hand', () => {
    expect(drawError(failed, options)).toContain(`  at ${FILE}:2:9\nSQLSTATE: 42704`);
  });

  it('names the file alone where there is no line', () => {
    const error = new ConfitureError('FILES_UNREADABLE', 'Cannot read it.', { location: { file: FILE } });
    expect(drawError(error, { ...options, source: 'select 1' })).toBe(`Error: Cannot read it.\n  at ${FILE}`);
  });

  it('never draws the cause', () => {
    expect(drawError(failed, { ...options, verbose: true })).not.toContain('the cause holds rows');
  });

  describe('with what the server said', () => {
    const raised = new ConfitureError('MIGRATION_FAILED', '005_a failed: expected *** rows, got ***', {
      migration: '005_a',
      sqlstate: 'P0001',
    });
    const server = {
      message: 'expected 3 rows, got 5',
      detail: 'Key (id)=(7) exists.',
      hint: 'Look at "ann@example.com".',
      context: 'PL/pgSQL function check_rows() line 3 at RAISE',
      query: {
        text: "select *\n  from nowhere where password = 'invented-password'",
        line: 2,
        column: 8,
      },
    };
    const draw = (isPersonal: boolean, verbose: boolean) =>
      drawError(raised, { ...options, server, isPersonal, verbose });

    it('shows all of it to a person who asked for it, secrets of the query masked', () => {
      expect(`\n${draw(true, true)}`).toMatchInlineSnapshot(`
        "
        Error: 005_a failed: expected 3 rows, got 5
        SQLSTATE: P0001
        Detail: Key (id)=(7) exists.
        Server hint: Look at "ann@example.com".
        Context: PL/pgSQL function check_rows() line 3 at RAISE
        Query:

          1 │ select *
        > 2 │   from nowhere where password = '***'
            │        ^
        "
      `);
    });

    it('shows a person its message as it is, and says how to see the rest', () => {
      expect(`\n${draw(true, false)}`).toMatchInlineSnapshot(`
        "
        Error: 005_a failed: expected 3 rows, got 5
        SQLSTATE: P0001
        Server hint: Look at "ann@example.com".
        More: --verbose shows the server's detail, context, inner query."
      `);
    });

    it.each([true, false])('shows nobody else more than its hint, masked (verbose: %s)', (verbose) => {
      expect(`\n${draw(false, verbose)}`).toBe(
        '\nError: 005_a failed: expected *** rows, got ***\nSQLSTATE: P0001\nServer hint: Look at "***".',
      );
    });
  });

  it.each([
    ['message', new ConfitureError('INTERNAL', 'postgresql://app:invented-pw@db/x')],
    ['hint', new ConfitureError('INTERNAL', 'x', { hint: 'see postgresql://app:invented-pw@db/x' })],
    ['unknown error', new Error('postgresql://app:invented-pw@db/x')],
  ])('masks a secret in the %s', (_title, error) => {
    expect(drawError(error, { ...options, verbose: true })).not.toContain('invented-pw');
  });

  it('makes control characters visible and indents further lines', () => {
    const error = new ConfitureError('MIGRATION_FAILED', 'a\u001b[2J\nError: b');
    expect(drawError(error, options)).toBe('Error: a\\x1b[2J\n  Error: b');
  });

  it('asks to report an error it does not know', () => {
    const drawn = drawError(new TypeError('x is not a function'), options);
    expect(`\n${drawn}`).toMatchInlineSnapshot(`
      "
      Error: x is not a function
      This is a fault in Confiture (INTERNAL), not in your project.
      Next: Please report it, with what --verbose prints."
    `);
  });

  it('shows the stack of an unknown error with --verbose only', () => {
    const error = new TypeError('x');
    expect(drawError(error, options)).not.toContain('draw-error.test');
    expect(drawError(error, { ...options, verbose: true })).toContain('draw-error.test');
  });

  it.each([
    ['undefined', undefined, 'Error: Something threw undefined.'],
    ['a string', 'oh', 'Error: Something threw oh.'],
    [
      'an object that cannot be shown',
      Object.create(null),
      'Error: Something threw a value that cannot be shown.',
    ],
    ['an error without a message', new RangeError(), 'Error: RangeError'],
  ])('survives a throw of %s', (_title, thrown, expected) => {
    expect(drawError(thrown, options).split('\n')[0]).toBe(expected);
  });
});
