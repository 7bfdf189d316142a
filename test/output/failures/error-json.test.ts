import { describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import { errorObject } from '../../../src/output/failures/error-json.js';

describe('errorObject', () => {
  it('carries every fact of a known error', () => {
    const error = new ConfitureError('MIGRATION_FAILED', 'It failed.', {
      hint: 'Mend it.',
      location: { file: 'a.up.sql', line: 3, column: 7 },
      migration: '005_a',
      sqlstate: '42601',
      details: { retries: 2 },
    });
    expect(errorObject(error)).toEqual({
      severity: 'error',
      code: 'MIGRATION_FAILED',
      message: 'It failed.',
      actionable: 'Mend it.',
      details: { retries: 2 },
      migration: '005_a',
      file: 'a.up.sql',
      line: 3,
      column: 7,
      sqlstate: '42601',
      exit_code: 1,
    });
  });

  it('has the same fields for every error', () => {
    const fieldsOf = (error: unknown) => Object.keys(errorObject(error));
    expect(fieldsOf(new Error('x'))).toEqual(fieldsOf(new ConfitureError('INTERNAL', 'x')));
  });

  it('calls an unknown error INTERNAL and masks it', () => {
    const error = errorObject(new Error('password=invented-pw'));
    expect(error).toMatchObject({ code: 'INTERNAL', exit_code: 1 });
    expect(error.message).not.toContain('invented-pw');
  });

  it('masks strings deep within the details', () => {
    const details = { tried: [{ url: 'postgresql://app:invented-pw@db/x' }] };
    const error = errorObject(new ConfitureError('INTERNAL', 'x', { details }));
    expect(JSON.stringify(error)).not.toContain('invented-pw');
  });

  it('leaves names and checksums as they are', () => {
    const details = { name: '005_add_payment_table', checksum: '9f86d081884c7d659a2feaa0c55ad015' };
    const message = 'Changed: 005_add_payment_table';
    const error = errorObject(new ConfitureError('FILES_CHANGED', message, { details }));
    expect(error).toMatchObject({ message, details });
  });

  it.each([
    ['big integers', { rows: 12n }, { rows: '12' }],
    ['dates', { since: new Date(0) }, { since: '1970-01-01T00:00:00.000Z' }],
    ['rings', ring(), {}],
  ])('survives details with %s', (_title, details, expected) => {
    expect(errorObject(new ConfitureError('INTERNAL', 'x', { details })).details).toEqual(expected);
  });
});

function ring(): Record<string, unknown> {
  const details: Record<string, unknown> = {};
  details.self = details;
  return details;
}
