import { describe, expect, it } from 'vitest';
import { type CheckShown, doctorView } from '../../../src/output/views/doctor-view.js';
import { plainTheme } from '../captured-output.js';

const fine: CheckShown = { name: 'database', verdict: 'ok', message: 'app on 10.0.0.7:5432', hint: null };
const late: CheckShown = { name: 'clock', verdict: 'warning', message: '9.0 s behind', hint: 'Set it.' };
const broken: CheckShown = {
  name: 'files',
  verdict: 'failed',
  message: 'There are none.',
  hint: 'Write one.',
};

describe('doctorView', () => {
  it('shows each check in a line, what to do below it, and a summary', () => {
    expect(`\n${doctorView([fine, late, broken], plainTheme())}`).toMatchInlineSnapshot(`
      "
      ✓ database  app on 10.0.0.7:5432
      ! clock     9.0 s behind
                  Set it.
      ✗ files     There are none.
                  Write one.

      A run would fail: 1 failed check, 1 warning."
    `);
  });

  it.each([
    [[fine], 'All is well.'],
    [[fine, late], 'A run would work; 1 warning.'],
    [[fine, broken, broken], 'A run would fail: 2 failed checks.'],
  ])('sums up %#', (checks, expected) => {
    expect(doctorView(checks, plainTheme()).split('\n').at(-1)).toBe(expected);
  });

  it('keeps the lines of a long message in their column', () => {
    const view = doctorView([{ ...fine, message: 'two faults:\na\nb' }], plainTheme());
    expect(view.split('\n').slice(0, 3)).toEqual([
      '✓ database  two faults:',
      `${' '.repeat(14)}a`,
      `${' '.repeat(14)}b`,
    ]);
  });

  it('makes text from outside harmless', () => {
    const message = 'postgres://app:invented-pw@h/d \u001b[2J';
    const view = doctorView([{ ...fine, name: 'endpoint a\u009b', message }], plainTheme());
    expect(view).not.toMatch(/(?!\n)\p{Cc}|invented-pw/u);
  });
});
