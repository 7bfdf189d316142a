import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfitureError } from '../../../src/errors.js';
import { createReporter } from '../../../src/output/reporters/create-reporter.js';
import { captureOutput } from '../captured-output.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confiture-output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const finished = {
  name: '005_a',
  index: 1,
  total: 1,
  durationMs: 12,
  rowsAffected: 3,
  direction: 'up' as const,
};
const failure = new ConfitureError('MIGRATION_FAILED', 'It failed.');

function start(format: 'text' | 'json', summaryFile: string) {
  const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summaryFile };
  const captured = captureOutput({ env, format });
  return { ...captured, reporter: createReporter(captured.output) };
}

describe('createReporter in GitHub Actions', () => {
  it('annotates a failure after drawing it', () => {
    const { reporter, stderr } = start('text', join(folder, 'summary.md'));
    reporter.failure(failure);
    expect(stderr.text()).toBe('Error: It failed.\n::error title=MIGRATION_FAILED::It failed.\n');
  });

  it('keeps stdout to the one JSON document', () => {
    const { reporter, stdout } = start('json', join(folder, 'summary.md'));
    reporter.failure(failure);
    reporter.close();
    expect(stdout.text().trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout.text())).toMatchObject({ ok: false });
  });

  it('adds a summary to what other steps wrote', () => {
    const file = join(folder, 'summary.md');
    writeFileSync(file, 'before\n');
    const { reporter } = start('text', file);
    reporter.emit({ type: 'migration.finished', ...finished });
    reporter.close();
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n### Migrations\n.*005_a/s);
  });

  it('writes the summary once, however often it is closed', () => {
    const file = join(folder, 'summary.md');
    const { reporter } = start('text', file);
    reporter.emit({ type: 'migration.finished', ...finished });
    reporter.close();
    reporter.close();
    expect(readFileSync(file, 'utf8').match(/### /g)).toHaveLength(1);
  });

  it('only warns where the summary cannot be written', () => {
    const { reporter, stderr } = start('text', join(folder, 'missing', 'summary.md'));
    reporter.emit({ type: 'migration.finished', ...finished });
    expect(() => reporter.close()).not.toThrow();
    expect(stderr.text()).toBe(
      'Warning: The job summary could not be written to GITHUB_STEP_SUMMARY (ENOENT).\n',
    );
  });
});
