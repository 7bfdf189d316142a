import { describe, expect, it } from 'vitest';
import { baselineView } from '../../../src/output/views/baseline-view.js';
import { checkView } from '../../../src/output/views/check-view.js';
import { plainTheme } from '../captured-output.js';

describe('checkView', () => {
  it('draws each finding with its place and sums up', () => {
    const findings = [
      { severity: 'error', file: 'a.up.sql', line: 3, column: 7, message: 'syntax error', hint: 'Mend it.' },
      { severity: 'warning', file: 'b.up.sql', message: 'no .down.sql' },
    ] as const;
    expect(`\n${checkView({ checked: 4, skipped: 1, findings }, plainTheme())}`).toMatchInlineSnapshot(`
      "
      a.up.sql:3:7: error: syntax error
        Mend it.
      b.up.sql: warning: no .down.sql
      Not in order: 4 migrations checked, 1 skipped, 1 error, 1 warning."
    `);
  });

  it('is in order with warnings only', () => {
    const findings = [{ severity: 'warning', file: 'b.up.sql', message: 'no .down.sql' }] as const;
    const lines = checkView({ checked: 4, skipped: 0, findings }, plainTheme()).split('\n');
    expect(lines.at(-1)).toBe('All in order: 4 migrations checked, 1 warning.');
  });

  it('makes control characters in findings visible', () => {
    const findings = [{ severity: 'error', file: 'a\u001b[2J', message: 'x\r' }] as const;
    expect(checkView({ checked: 1, skipped: 0, findings }, plainTheme())).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('baselineView', () => {
  it.each([
    [2, 'Marked 2 migrations as applied without running any. The database is at 002_b.'],
    [0, 'Nothing to do: all migrations up to here are marked as applied. The database is at 002_b.'],
  ])('says what %d marks mean', (marked, expected) => {
    expect(baselineView({ marked, current: '002_b' })).toBe(expected);
  });
});
