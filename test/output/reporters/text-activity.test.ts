import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createReporter } from '../../../src/output/reporters/create-reporter.js';
import type { Block } from '../../../src/run-events.js';
import { captureOutput } from '../captured-output.js';

const STEP = { name: '005_a', index: 1, total: 2 };
const blockedBy = (pid: number): Block => ({
  by: { pid, user: null, application: null, clientAddress: null, state: null, stateMs: null },
  others: 0,
  waitedMs: 0,
});
const progress = { command: 'VACUUM', phase: 'scanning heap', fraction: 0.5 };

describe('what a migration waits for, in lines', () => {
  it('is said once for a blocker, through all the tries, and again for the next one', () => {
    const { output, stdout } = captureOutput();
    const reporter = createReporter(output);
    for (const block of [blockedBy(42), null, blockedBy(42), blockedBy(43)]) {
      reporter.emit({ type: 'migration.started', ...STEP });
      reporter.emit({ type: 'migration.blocked', block: block });
    }
    reporter.emit({ type: 'migration.started', ...STEP, name: '006_b' });
    reporter.emit({ type: 'migration.blocked', block: blockedBy(43) });
    expect(stdout.text()).toBe(
      '005_a waits for a lock of process 42\n005_a waits for a lock of process 43\n006_b waits for a lock of process 43\n',
    );
  });

  it.each([
    ['quiet', 'text', ''],
    ['quiet', 'json', ''],
    ['normal', 'json', 'Blocked: the migration waits for a lock of process 42\n'],
  ] as const)('is told on stderr with %s %s as %j', (verbosity, format, expected) => {
    const { output, stdout, stderr } = captureOutput({ verbosity, format });
    const reporter = createReporter(output);
    reporter.emit({ type: 'migration.blocked', block: blockedBy(42) });
    reporter.emit({ type: 'migration.blocked', block: null });
    reporter.emit({ type: 'migration.blocked', block: blockedBy(42) });
    expect([stdout.text(), stderr.text()]).toEqual(['', expected]);
  });

  it('comes without progress', () => {
    const { output, stdout } = captureOutput();
    const reporter = createReporter(output);
    reporter.emit({ type: 'migration.started', ...STEP });
    reporter.emit({ type: 'migration.progressed', progress: progress });
    expect(stdout.text()).toBe('');
  });
});

describe('what a migration waits for, on a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stands in the live line for as long as it lasts, and before the progress', () => {
    const { output, stdout } = captureOutput({ isTTY: true, columns: 200, env: { NO_COLOR: '1' } });
    const reporter = createReporter(output);
    const line = () => {
      vi.advanceTimersByTime(100);
      return stdout
        .text()
        .split('\r\u001b[2K')
        .at(-1)
        ?.replace(/^.*\(1 of 2\)/, '');
    };
    reporter.emit({ type: 'migration.started', ...STEP });
    expect(line()).toBe('');
    reporter.emit({ type: 'migration.progressed', progress: progress });
    expect(line()).toMatch(/ {2}█+░+ {3}50 % {2}scanning heap$/);
    reporter.emit({ type: 'migration.blocked', block: blockedBy(42) });
    expect(line()).toBe('  waits for a lock of process 42');
    reporter.emit({ type: 'migration.blocked', block: null });
    expect(line()).toContain('scanning heap');
    reporter.emit({ type: 'migration.started', ...STEP });
    expect(line()).toBe('');
    reporter.close();
  });
});
