import { describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../../src/errors.js';
import { annotationOf } from '../../../../src/output/reporters/github/github-annotation.js';

describe('annotationOf', () => {
  it('pins an error to its place', () => {
    const error = new ConfitureError('MIGRATION_FAILED', 'It failed.', {
      migration: '005_a',
      location: { file: 'db/migrations/005_a.up.sql', line: 3, column: 7 },
      sqlstate: '42601',
      hint: 'Mend it.',
    });
    expect(annotationOf(error)).toBe(
      '::error file=db/migrations/005_a.up.sql,line=3,col=7,title=005_a%3A MIGRATION_FAILED' +
        '::It failed.%0ASQLSTATE 42601%0AMend it.',
    );
  });

  it('leaves out what is not known', () => {
    expect(annotationOf(new ConfitureError('CONFIG_INVALID', 'x'))).toBe('::error title=CONFIG_INVALID::x');
  });

  it('escapes what would end a property or the command', () => {
    const location = { file: '100%,a:b\n::warning::.sql' };
    const annotation = annotationOf(
      new ConfitureError('FILES_UNREADABLE', '50%\r\n::warning::y', { location }),
    );
    expect(annotation).toBe(
      '::error file=100%25%2Ca%3Ab\\n%3A%3Awarning%3A%3A.sql,title=FILES_UNREADABLE::50%25%0A  ::warning::y',
    );
  });

  it('masks secrets, of unknown errors as well', () => {
    expect(annotationOf(new Error('postgresql://app:invented-pw@db/x'))).not.toContain('invented-pw');
  });
});
