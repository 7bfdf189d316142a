import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import type { Reporter } from '../../../src/output/reporters/reporter.js';
import { createTextReporter } from '../../../src/output/reporters/text-reporter.js';
import type { LockWait, RunHeader } from '../../../src/run-events.js';
import { captureOutput } from '../captured-output.js';

const header: RunHeader = {
  version: '1.2.3',
  environment: 'production',
  database: { host: 'db.example.com:5432', name: 'app' },
  source: 'CONFITURE_DATABASE_URL',
  embedded: false,
};
const step = { name: '005_add_payment_table', index: 1, total: 2 };
const finished = { ...step, durationMs: 12, rowsAffected: 3, direction: 'up' as const };
const wait: LockWait = {
  holder: {
    pid: 42,
    user: 'deploy',
    application: 'confiture',
    clientAddress: '10.0.0.7',
    since: new Date(0),
  },
  waitedMs: 1200,
  timeoutMs: 30_000,
};

type Options = Parameters<typeof captureOutput>[0];

function start(options: Options = {}) {
  const captured = captureOutput(options);
  return { ...captured, reporter: createTextReporter(captured.output, () => Date.now()) };
}

function told(tell: (reporter: Reporter) => void, options: Options = {}) {
  const { reporter, stdout, stderr } = start(options);
  tell(reporter);
  reporter.close();
  return { out: stdout.text(), err: stderr.text() };
}

describe('createTextReporter, in lines', () => {
  it('tells a run in plain lines', () => {
    const { out, err } = told((reporter) => {
      reporter.emit({ type: 'run.opened', ...header });
      const names = [step.name, '006_b'];
      reporter.emit({ type: 'run.planned', direction: 'up', pending: 2, applied: 4, dryRun: false, names });
      reporter.emit({ type: 'migration.started', ...step });
      reporter.emit({ type: 'migration.finished', ...finished });
      reporter.emit({
        type: 'migration.finished',
        ...finished,
        name: '006_b',
        durationMs: 1234,
        rowsAffected: null,
      });
      reporter.result({ text: () => 'Applied 2 migrations.', document: () => ({}) });
    });
    expect(`\n${out}`).toMatchInlineSnapshot(`
      "
      Confiture 1.2.3 · production · app on db.example.com:5432 (from CONFITURE_DATABASE_URL)
      2 migrations to apply, 4 applied already
      ✓ 005_add_payment_table     12 ms   3 rows
      ✓ 006_b                     1.2 s
      Applied 2 migrations.
      "
    `);
    expect(err).toBe('');
  });

  it('writes no carriage return and no escape sequence into a pipe', () => {
    const { out } = told((reporter) => {
      reporter.emit({ type: 'migration.started', ...step });
      reporter.emit({ type: 'lock.waiting', ...wait });
      reporter.emit({ type: 'migration.finished', ...finished });
    });
    expect(out).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('names the embedded database as such', () => {
    const { out } = told((reporter) =>
      reporter.emit({ type: 'run.opened', ...header, embedded: true, source: 'the default' }),
    );
    expect(out).toBe('Confiture 1.2.3 · production · embedded database (from the default)\n');
  });

  it('says that a dry run changes nothing', () => {
    const plan = { direction: 'down', pending: 1, applied: 4, dryRun: true } as const;
    const { out } = told((reporter) => reporter.emit({ type: 'run.planned', ...plan }));
    expect(out).toBe('1 migration to roll back (dry run: nothing will be changed)\n');
  });

  it('says nothing about an empty plan', () => {
    const plan = { direction: 'up', pending: 0, applied: 4, dryRun: false } as const;
    expect(told((reporter) => reporter.emit({ type: 'run.planned', ...plan })).out).toBe('');
  });

  it('marks what was rolled back', () => {
    const { out } = told((reporter) =>
      reporter.emit({ type: 'migration.finished', ...finished, direction: 'down' }),
    );
    expect(out).toBe('✓ 005_add_payment_table     12 ms   3 rows   rolled back\n');
  });

  it('tells of a failed migration, warnings and errors on stderr', () => {
    const { out, err } = told((reporter) => {
      reporter.emit({ type: 'migration.failed', ...step, durationMs: 7 });
      reporter.warning('Mind this.');
      reporter.failure(new ConfitureError('MIGRATION_FAILED', 'It failed.'));
    });
    expect(out).toBe('');
    expect(err).toBe('✗ 005_add_payment_table      7 ms   failed\nWarning: Mind this.\nError: It failed.\n');
  });

  it('says once who holds the lock, and again when the holder changes', () => {
    const { out } = told((reporter) => {
      reporter.emit({ type: 'lock.waiting', ...wait });
      reporter.emit({ type: 'lock.waiting', ...wait, waitedMs: 2000 });
      reporter.emit({ type: 'lock.waiting', ...wait, holder: null });
    });
    expect(out.split('\n')).toEqual([
      'Waiting for another run to end: the migration lock is held by process 42, user deploy, confiture, ' +
        'from 10.0.0.7, since 1970-01-01T00:00:00.000Z (for at most 30.0 s)',
      'Waiting for another run to end (for at most 30.0 s)',
      '',
    ]);
  });

  it('says once that deliveries are being sent', () => {
    const { out } = told((reporter) => {
      reporter.emit({ type: 'deliveries.draining', pending: 3, drainTimeoutMs: 10_000 });
      reporter.emit({ type: 'deliveries.draining', pending: 1, drainTimeoutMs: 10_000 });
      reporter.emit({ type: 'deliveries.draining', pending: 0, drainTimeoutMs: 10_000 });
    });
    expect(out).toBe('Sending 3 webhook deliveries, for at most 10.0 s; Ctrl-C leaves them for later\n');
  });

  it('says who is waited for while deliveries are being sent', () => {
    const waitingFor = () => [
      { endpoint: 'audit', count: 2 },
      { endpoint: 'pager', count: 1 },
    ];
    const { out } = told((reporter) =>
      reporter.emit({ type: 'deliveries.draining', pending: 3, drainTimeoutMs: 10_000, waitingFor }),
    );
    expect(out).toBe(
      'Sending 3 webhook deliveries to audit (2), pager (1), for at most 10.0 s; Ctrl-C leaves them for later\n',
    );
  });

  it('makes text from outside visible, and none of its lines passes for one of ours', () => {
    const { out, err } = told(
      (reporter) => {
        reporter.emit({ type: 'migration.finished', ...finished, name: 'a\u001b[2J' });
        reporter.emit({
          type: 'server.noticed',
          migration: 'b\r',
          severity: 'NOTICE',
          message: 'x\n✓ 006_forged',
        });
        reporter.warning('\u009b31m');
      },
      { verbosity: 'verbose' },
    );
    expect(out + err).not.toMatch(/(?!\n)\p{Cc}|^✓ 006/mu);
  });
});

describe('createTextReporter, verbosity', () => {
  const everything = (reporter: Reporter) => {
    reporter.emit({ type: 'run.opened', ...header });
    reporter.emit({ type: 'run.planned', direction: 'up', pending: 1, applied: 0, dryRun: false });
    reporter.info('info');
    reporter.warning('warning');
    reporter.emit({
      type: 'server.noticed',
      migration: null,
      severity: 'WARNING',
      message: 'server warning',
    });
    reporter.emit({ type: 'server.noticed', migration: null, severity: 'NOTICE', message: 'server notice' });
    reporter.emit({ type: 'migration.finished', ...finished });
    reporter.emit({ type: 'lock.waiting', ...wait });
    reporter.emit({ type: 'deliveries.draining', pending: 1, drainTimeoutMs: 1 });
    const delivery = { endpoint: 'audit', eventType: 'migration.completed', migration: step.name, ok: true };
    reporter.emit({ type: 'delivery.finished', ...delivery, outcome: '200 in 12 ms' });
  };

  it.each([
    [{ isStopped: true }, 'stopped'],
    [{ isUnknown: true, isStopped: true }, 'outcome unknown'],
  ])('does not call a migration failed where the run was stopped or its end is unknown', (how, words) => {
    const { err } = told((reporter) => {
      reporter.emit({ type: 'migration.failed', ...step, durationMs: 7, ...how });
    });
    expect(err).toBe(`✗ 005_add_payment_table      7 ms   ${words}\n`);
  });

  it('prints only failures and the result with --quiet', () => {
    const { out, err } = told(
      (reporter) => {
        everything(reporter);
        reporter.emit({ type: 'migration.failed', ...step, durationMs: 7 });
        reporter.result({ text: () => 'the result', document: () => ({}) });
      },
      { verbosity: 'quiet' },
    );
    expect(out).toBe('the result\n');
    expect(err).toBe('✗ 005_add_payment_table      7 ms   failed\n');
  });

  it('leaves notices and deliveries to --verbose, but not warnings of the server', () => {
    const { out, err } = told(everything);
    expect(out).not.toMatch(/server notice|audit/);
    expect(err).toBe('Warning: warning\nWarning: server warning\n');
  });

  it('adds notices and deliveries with --verbose', () => {
    const { out } = told(everything, { verbosity: 'verbose' });
    expect(out).toContain('  NOTICE server notice\n');
    expect(out).toContain('  → audit  migration.completed  005_add_payment_table  200 in 12 ms\n');
  });
});

describe('createTextReporter, row values', () => {
  const detail = 'Key (email)=(ann@example.com) already exists.';
  const tell = (reporter: Reporter) => {
    reporter.emit({
      type: 'server.noticed',
      migration: null,
      severity: 'WARNING',
      message: "found 'ann@example.com'",
    });
    reporter.failure(new ConfitureError('MIGRATION_FAILED', 'It failed.'), {
      server: { message: 'It failed.', detail },
    });
  };

  it('shows them on a terminal with --verbose', () => {
    const { err } = told(tell, { isTTY: true, verbosity: 'verbose' });
    expect(err.match(/ann@example\.com/g)).toHaveLength(2);
  });

  it('shows messages on a terminal, and leaves the DETAIL to --verbose', () => {
    const { err } = told(tell, { isTTY: true });
    expect(err).toContain("found 'ann@example.com'");
    expect(err.match(/ann@example\.com/g)).toHaveLength(1);
  });

  it.each([
    ['in a pipe', { verbosity: 'verbose' }],
    ['in CI', { isTTY: true, verbosity: 'verbose', env: { CI: 'true' } }],
  ] as const)('never shows them %s', (_title, options) => {
    const { out, err } = told(tell, options);
    expect(out + err).not.toContain('ann@example.com');
  });
});

describe('createTextReporter, on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const ERASE = '\r\u001b[2K';

  it('redraws which migration runs, how long and how many there are', () => {
    const { reporter, stdout } = start({ isTTY: true, env: { NO_COLOR: '1' } });
    reporter.emit({ type: 'migration.started', ...step });
    vi.advanceTimersByTime(1200);
    expect(stdout.text().split(ERASE).at(-1)).toBe('⠙ 005_add_payment_table  1.2 s  (1 of 2)');
    reporter.close();
  });

  it('redraws at most ten times a second', () => {
    const { reporter, stdout } = start({ isTTY: true });
    for (let index = 1; index <= 50; index++) {
      reporter.emit({ type: 'migration.started', ...step, index });
      vi.advanceTimersByTime(20);
    }
    expect(stdout.text().split(ERASE).length - 1).toBe(10);
    reporter.close();
  });

  it('never draws a migration that is over at once', () => {
    const { reporter, stdout } = start({ isTTY: true, env: { NO_COLOR: '1' } });
    reporter.emit({ type: 'migration.started', ...step });
    reporter.emit({ type: 'migration.finished', ...finished });
    vi.advanceTimersByTime(1000);
    expect(stdout.text()).toBe('✓ 005_add_payment_table     12 ms   3 rows\n');
    reporter.close();
  });

  it('replaces the live line by the lasting one', () => {
    const { reporter, stdout } = start({ isTTY: true, env: { NO_COLOR: '1' } });
    reporter.emit({ type: 'migration.started', ...step });
    vi.advanceTimersByTime(100);
    reporter.emit({ type: 'migration.finished', ...finished });
    expect(stdout.text().endsWith(`(1 of 2)${ERASE}✓ 005_add_payment_table     12 ms   3 rows\n`)).toBe(true);
    reporter.close();
  });

  it('clears the live line before a warning on the other stream, and draws it again', () => {
    const { reporter, stdout, stderr } = start({ isTTY: true });
    reporter.emit({ type: 'migration.started', ...step });
    vi.advanceTimersByTime(100);
    reporter.warning('Mind this.');
    expect(stdout.text().endsWith(ERASE)).toBe(true);
    expect(stderr.text()).toContain('Mind this.');
    vi.advanceTimersByTime(100);
    expect(stdout.text().endsWith('(1 of 2)')).toBe(true);
    reporter.close();
  });

  it('keeps the live line shorter than the terminal', () => {
    const { reporter, stdout } = start({ isTTY: true, columns: 20 });
    reporter.emit({ type: 'migration.started', ...step });
    vi.advanceTimersByTime(100);
    expect(stdout.text()).toBe(`${ERASE}⠋ 005_add_payment_…`);
    reporter.close();
  });

  it('shows the wait for the lock live, and ends it with the plan', () => {
    const { reporter, stdout } = start({ isTTY: true, columns: 200 });
    reporter.emit({ type: 'lock.waiting', ...wait });
    vi.advanceTimersByTime(100);
    expect(stdout.text()).toMatch(/held by process 42, .* 1\.2 s of 30\.0 s$/);
    reporter.emit({ type: 'run.planned', direction: 'up', pending: 0, applied: 1, dryRun: false });
    expect(stdout.text().endsWith(ERASE)).toBe(true);
    reporter.close();
  });

  it('leaves a clean line and no timer when closed', () => {
    const { reporter, stdout } = start({ isTTY: true });
    reporter.emit({ type: 'migration.started', ...step });
    vi.advanceTimersByTime(100);
    reporter.close();
    expect(stdout.text().endsWith(ERASE)).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
