import { describe, expect, it } from 'vitest';
import { type MigrationState, statusView } from '../../../src/output/views/status-view.js';
import { plainTheme } from '../captured-output.js';

const row = (version: string, state: MigrationState) => ({
  version,
  name: `${version}_a`,
  state,
  appliedAt:
    state === 'pending' || state === 'out of order' ? null : new Date(Date.UTC(2026, 2, 1, 12, 30, 5)),
});

describe('statusView', () => {
  it('lists every migration, sums up and says what to do', () => {
    const rows = [row('001', 'applied'), row('002', 'changed'), row('003', 'pending')];
    expect(`\n${statusView({ rows, current: '002_a' }, plainTheme())}`).toMatchInlineSnapshot(`
      "
      Version   Name    State     Applied at (UTC)
      001       001_a   applied   2026-03-01 12:30:05
      002       002_a   changed   2026-03-01 12:30:05
      003       003_a   pending

      3 migrations: 1 applied, 1 pending, 1 changed. The database is at 002_a.
      Changed files: restore them from version control, or put the change into a new migration.
      Next: \`confiture migrate up\` applies what is pending."
    `);
  });

  it('shows the titles where there are some, with nothing in them that a terminal acts on', () => {
    const rows = [
      row('001', 'applied'),
      { ...row('002', 'pending'), title: 'Q1\u001b[2J ghp_invented\u202e carts' },
    ];
    const view = statusView({ rows, current: '001_a' }, plainTheme());
    expect(`\n${view.split('\n\n')[0]}`).toMatchInlineSnapshot(`
      "
      Version   Name    Title                                State     Applied at (UTC)
      001       001_a                                        applied   2026-03-01 12:30:05
      002       002_a   Q1\\x1b[2J ghp_invented\\u202e carts   pending"
    `);
    expect(statusView({ rows: [row('001', 'applied')], current: '001_a' }, plainTheme())).not.toContain(
      'Title',
    );
  });

  it('asks for nothing where all is applied', () => {
    const view = statusView({ rows: [row('001', 'applied')], current: '001_a' }, plainTheme());
    expect(view.split('\n').at(-1)).toBe('1 migration: 1 applied. The database is at 001_a.');
  });

  it.each([
    ['pending', 'confiture migrate up'],
    ['changed', 'restore them from version control'],
    ['missing', 'restore them from version control'],
    ['out of order', 'after later versions'],
  ] as const)('says what to do about %s', (state, expected) => {
    expect(statusView({ rows: [row('001', state)], current: null }, plainTheme())).toContain(expected);
  });

  it('says how to begin where there is nothing', () => {
    expect(statusView({ rows: [], current: null }, plainTheme())).toContain('migrate generate');
  });
});
