import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { outputFor } from '../../../src/output/terminal/streams.js';
import { captureOutput, captureStream } from '../captured-output.js';

describe('outputFor', () => {
  it.each([
    ['on a terminal', {}, true],
    ['not in a pipe', { isTTY: false }, false],
    ['not in CI', { env: { CI: 'true' } }, false],
    ['not on a dumb terminal', { env: { TERM: 'dumb' } }, false],
    ['not with --quiet', { verbosity: 'quiet' }, false],
    ['not for JSON', { format: 'json' }, false],
  ] as const)('redraws a live line: %s', (_title, options, expected) => {
    expect(captureOutput({ isTTY: true, ...options }).output.live).toBe(expected);
  });

  it.each([
    ['on a terminal with --verbose', {}, true],
    ['not without --verbose', { verbosity: 'normal' }, false],
    ['not in a pipe', { isTTY: false }, false],
    ['not in a CI job that has a terminal', { env: { CI: 'true' } }, false],
    ['not for JSON', { format: 'json' }, false],
  ] as const)('lets row values be shown: %s', (_title, options, expected) => {
    const { output } = captureOutput({ isTTY: true, verbosity: 'verbose', ...options });
    expect(output.mayShowRowValues).toBe(expected);
  });

  it('decides on colour for each stream', () => {
    const stdout = captureStream({ isTTY: false }).stream;
    const stderr = captureStream({ isTTY: true }).stream;
    const output = outputFor({ stdout, stderr, env: {}, format: 'text', verbosity: 'normal', command: null });
    expect(output.stdout.theme.paint('bad', 'x')).toBe('x');
    expect(output.stderr.theme.paint('bad', 'x')).toBe('\u001b[31mx\u001b[39m');
  });

  it('never paints beside JSON', () => {
    const { output } = captureOutput({ isTTY: true, format: 'json', env: { FORCE_COLOR: '1' } });
    expect(output.stderr.theme.paint('bad', 'x')).toBe('x');
  });

  it('draws with ASCII where the locale has no Unicode', () => {
    const { output } = captureOutput({ env: { LANG: 'C' } });
    expect(JSON.stringify([output.stdout.theme.glyphs, output.stdout.theme.spinner])).toMatch(/^[ -~]*$/);
  });

  it('follows the terminal when it is resized', () => {
    const stream = { isTTY: true, columns: 80, write: () => true, on: () => undefined };
    const output = outputFor({
      stdout: stream,
      stderr: stream,
      env: {},
      format: 'text',
      verbosity: 'normal',
      command: null,
    });
    stream.columns = 40;
    expect(output.stdout.theme.width).toBe(40);
  });

  it('survives a reader that closes the pipe', () => {
    const broken = Object.assign(new EventEmitter(), { write: () => false });
    outputFor({
      stdout: broken,
      stderr: broken,
      env: {},
      format: 'text',
      verbosity: 'normal',
      command: null,
    });
    expect(() => broken.emit('error', new Error('EPIPE'))).not.toThrow();
  });

  it('takes the force out of workflow commands in CI', () => {
    const { output, stdout } = captureOutput({ env: { GITHUB_ACTIONS: 'true' } });
    output.stdout.line('::set-env name=PATH::x');
    expect(stdout.text()).toBe(': :set-env name=PATH::x\n');
  });

  it('leaves text alone outside of CI', () => {
    const { output, stdout } = captureOutput();
    output.stdout.line('::notice');
    expect(stdout.text()).toBe('::notice\n');
  });

  it('finds the file of the job summary', () => {
    const env = { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: 'summary.md' };
    expect(captureOutput({ env }).output.github).toEqual({ summaryFile: 'summary.md' });
  });
});
