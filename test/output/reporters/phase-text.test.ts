import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTextReporter } from '../../../src/output/reporters/text-reporter.js';
import { captureOutput } from '../captured-output.js';

const STEP = { name: '005_a', index: 1, total: 2 };
const PHASE = { migration: '005_a', phase: 'data_transfer', number: 3, total: 5 };
const progress = (rows: number) => ({
  type: 'phase.progressed' as const,
  ...PHASE,
  repetitions: 1,
  rows,
  rowsPerSecond: 12_000,
  rowsExpected: 1_000_000,
});

describe('phases, in lines', () => {
  it('are told every ten seconds at most while a batch goes on, and each at its end', () => {
    const { output, stdout } = captureOutput();
    let now = 0;
    const reporter = createTextReporter(output, () => now);
    reporter.emit({ type: 'migration.started', ...STEP });
    reporter.emit({ type: 'phase.started', ...PHASE });
    for (const [at, rows] of [
      [9_999, 5_000],
      [10_000, 10_000],
      [10_100, 15_000],
    ] as const) {
      now = at;
      reporter.emit(progress(rows));
    }
    reporter.emit({ type: 'phase.finished', ...PHASE, durationMs: 83_000, rowsAffected: 1_000_000 });
    reporter.emit({ type: 'phase.finished', ...PHASE, durationMs: 12, rowsAffected: null });
    expect(stdout.text()).toBe(
      [
        '005_a  data_transfer (3 of 5)  10,000 rows of about 1,000,000, 12,000 a second, about 1 min 23 s left',
        '  data_transfer (3 of 5)  1 min 23 s   1,000,000 rows',
        '  data_transfer (3 of 5)  12 ms',
        '',
      ].join('\n'),
    );
  });

  it('say no estimate that is not known, or is passed', () => {
    const { output, stdout } = captureOutput();
    let now = 0;
    const reporter = createTextReporter(output, () => now);
    for (const each of [
      { ...progress(5), rowsExpected: null, rowsPerSecond: null },
      { ...progress(2_000_000), rowsPerSecond: 0.2 },
    ]) {
      reporter.emit({ type: 'phase.started', ...PHASE });
      now += 10_000;
      reporter.emit(each);
    }
    expect(stdout.text()).toBe(
      '005_a  data_transfer (3 of 5)  5 rows\n005_a  data_transfer (3 of 5)  2,000,000 rows\n',
    );
  });
});

it('a migration is shown with its title where its name stands, and secrets in it are masked', () => {
  const { output, stdout } = captureOutput();
  const reporter = createTextReporter(output, () => 0);
  const titles = new Map([['005_a', 'Q1 Database Modernization, password=invented-secret']]);
  const plan = { direction: 'up' as const, pending: 2, applied: 0, dryRun: false };
  reporter.emit({ type: 'run.planned', ...plan, names: ['005_a', '006_b'], titles });
  const step = { index: 1, total: 2, durationMs: 5, rowsAffected: null, direction: 'up' as const };
  for (const name of ['005_a', '006_b']) reporter.emit({ type: 'migration.finished', name, ...step });
  expect(stdout.text()).toMatch(/005_a: Q1 Database Modernization, password=\S+ +5 ms\n/);
  expect(stdout.text()).toMatch(/ 006_b +5 ms\n/);
  expect(stdout.text()).not.toContain('invented-secret');
});

describe('phases, on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stand in the live line, with the rows of a batch', () => {
    const { output, stdout } = captureOutput({ isTTY: true, columns: 200, env: { NO_COLOR: '1' } });
    const reporter = createTextReporter(output, () => 0);
    reporter.emit({ type: 'migration.started', ...STEP });
    reporter.emit({ type: 'phase.started', ...PHASE });
    reporter.emit(progress(250_000));
    vi.advanceTimersByTime(100);
    expect(stdout.text().split('\r\u001b[2K').at(-1)).toMatch(
      /005_a {2}data_transfer \(3 of 5\) .*\(1 of 2\) {2}250,000 rows of about 1,000,000, 12,000 a second/,
    );
    reporter.close();
  });
});
