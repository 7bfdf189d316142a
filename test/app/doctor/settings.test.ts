import { describe, expect, it } from 'vitest';
import { checkConfiguration, checkUnattended } from '../../../src/app/doctor/settings.js';
import type { Settings } from '../../../src/app/settings.js';

const settings = {
  configFile: 'confiture.config.ts',
  environment: 'production',
  warnings: [],
  isCi: true,
  statementLockTimeoutMs: 5000,
  drainTimeoutMs: 10_000,
  endpoints: [],
} as Partial<Settings> as Settings;

describe('checkConfiguration', () => {
  it('names the file and the environment', () => {
    expect(checkConfiguration(settings)).toMatchObject({
      verdict: 'ok',
      message: 'confiture.config.ts, environment production',
    });
  });

  it('repeats every warning', () => {
    const check = checkConfiguration({ ...settings, configFile: null, warnings: ['one', 'two'] });
    expect(check).toMatchObject({ verdict: 'warning' });
    expect(check.message).toBe('no config file, environment production: one; two');
  });
});

describe('checkUnattended', () => {
  it('has nothing against settings that are fit', () => {
    expect(checkUnattended(settings, false)).toMatchObject({ verdict: 'ok' });
  });

  it.each<[string, Partial<Settings>, boolean, string]>([
    ['an embedded database in CI', {}, true, 'CONFITURE_DATABASE_URL'],
    ['environment local in CI', { environment: 'local' }, false, 'CONFITURE_ENV'],
    ['no lock time-out', { isCi: false, statementLockTimeoutMs: 0 }, false, 'some seconds'],
    [
      'endpoints without time to send',
      { drainTimeoutMs: 0, endpoints: [{} as Settings['endpoints'][number]] },
      false,
      'webhooks deliver',
    ],
  ])('warns of %s, and says what to do', (_what, changes, isEmbedded, hint) => {
    const check = checkUnattended({ ...settings, ...changes }, isEmbedded);
    expect(check.verdict).toBe('warning');
    expect(check.hint).toContain(hint);
  });
});
