import { describe, expect, inject, it } from 'vitest';
import { allFailures } from './all-failures.js';
import { stage } from './stage.js';

describe.each(allFailures)('$title', (failure) => {
  it(`ends with exit ${failure.exitCode} and says what to do`, async () => {
    const { exitCode, stdout, stderr } = await (await stage(failure)).run();
    for (const words of failure.says) expect(`${stderr}\n${stdout}`).toMatch(words);
    expect(stderr).toMatch(/^(.*: )?Error: /m);
    expect(exitCode).toBe(failure.exitCode);
    expect(stdout + stderr).not.toContain(new URL(inject('postgresUrl')).password);
  });

  it('gives one JSON document', async () => {
    const { exitCode, stdout, stderr } = await (await stage(failure)).run({ args: ['--format', 'json'] });
    const document = JSON.parse(stdout);
    expect(document).toMatchObject(failure.document === 'error' ? { ok: false } : { success: false });
    const error = failure.document === 'error' ? document.error : document.errors[0];
    expect(error).toMatchObject({ severity: 'error', code: failure.code, exit_code: failure.exitCode });
    expect(Object.keys(error)).toEqual(ERROR_KEYS);
    expect(exitCode).toBe(failure.exitCode);
    expect(stdout + stderr).not.toContain(new URL(inject('postgresUrl')).password);
  });
});

const ERROR_KEYS = [
  'severity',
  'code',
  'message',
  'actionable',
  'details',
  'migration',
  'file',
  'line',
  'column',
  'sqlstate',
  'exit_code',
];
