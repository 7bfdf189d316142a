import { describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import { createReporter } from '../../../src/output/reporters/create-reporter.js';
import type { Reporter } from '../../../src/output/reporters/reporter.js';
import { captureOutput } from '../captured-output.js';

function told(tell: (reporter: Reporter) => void, verbosity: 'quiet' | 'normal' | 'verbose' = 'normal') {
  const { output, stdout, stderr } = captureOutput({ format: 'json', verbosity, isTTY: true });
  const reporter = createReporter(output);
  tell(reporter);
  reporter.close();
  return { out: stdout.text(), err: stderr.text() };
}

const outcome = { text: () => 'text', document: () => ({ written: [] }) };

describe('createReporter for JSON', () => {
  it('prints the result as one document and nothing else on stdout', () => {
    const { out, err } = told((reporter) => {
      reporter.info('info');
      reporter.emit({ type: 'run.planned', direction: 'up', pending: 1, applied: 0, dryRun: false });
      reporter.emit({ type: 'migration.started', name: 'a', index: 1, total: 1 });
      reporter.result(outcome);
    });
    expect(out).toBe('{"ok":true,"command":"test","database":null,"written":[]}\n');
    expect(err).toBe('');
  });

  it('names the database that was opened, in a result and in a failure', () => {
    const tell = (end: (reporter: Reporter) => void) => {
      const { out } = told((reporter) => {
        reporter.emit({
          type: 'run.opened',
          version: '1.0.0',
          environment: 'local',
          database: { host: 'db.example.test:5432', name: 'shop' },
          source: 'DATABASE_URL',
          embedded: false,
        });
        end(reporter);
      });
      return JSON.parse(out).database;
    };
    const expected = { host: 'db.example.test:5432', name: 'shop', source: 'DATABASE_URL' };
    expect(tell((reporter) => reporter.result(outcome))).toEqual(expected);
    expect(tell((reporter) => reporter.failure(new Error('no')))).toEqual(expected);
  });

  it('prints the envelope of an error where there is no result', () => {
    const { out } = told((reporter) =>
      reporter.failure(new ConfitureError('LOCK_NOT_OBTAINED', 'It is held.')),
    );
    expect(JSON.parse(out)).toMatchObject({ ok: false, error: { code: 'LOCK_NOT_OBTAINED', exit_code: 6 } });
  });

  it('keeps to one document where an error follows the result', () => {
    const { out, err } = told((reporter) => {
      reporter.result(outcome);
      reporter.result(outcome);
      reporter.failure(new ConfitureError('MIGRATION_FAILED', 'It failed.'));
    });
    expect(out).toBe('{"ok":true,"command":"test","database":null,"written":[]}\n');
    expect(err).toBe('Error: It failed.\n');
  });

  it('tells warnings in plain lines on stderr', () => {
    const { out, err } = told((reporter) => {
      reporter.warning('Mind this.');
      reporter.emit({
        type: 'server.noticed',
        migration: 'a',
        severity: 'WARNING',
        message: "row 'ann@example.com' skipped",
      });
    });
    expect(out).toBe('');
    expect(err).toBe("Warning: Mind this.\nWARNING: a: row '***' skipped\n");
  });

  it('says nothing beside the document with --quiet', () => {
    expect(told((reporter) => reporter.warning('Mind this.'), 'quiet').err).toBe('');
  });

  it.each([
    ['normal', ''],
    ['verbose', 'NOTICE: x\n'],
  ] as const)('tells notices with --verbose only: %s', (verbosity, expected) => {
    const notice = { migration: null, severity: 'NOTICE', message: 'x' };
    expect(told((reporter) => reporter.emit({ type: 'server.noticed', ...notice }), verbosity).err).toBe(
      expected,
    );
  });
});
