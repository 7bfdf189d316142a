// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Confiture fills these in, not JavaScript.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DatabaseInputs, requireDatabase } from '../../src/config/database-target.js';
import { failureOf } from './failure.js';

const projectDir = '/project';
const url = (host: string) => `postgres://me:s3cret@${host}/app`;

function inputs(changes: Partial<DatabaseInputs> = {}): DatabaseInputs {
  return {
    variables: {},
    variablesFromFile: new Set(),
    projectDir,
    configFile: 'confiture.config.ts',
    environment: 'local',
    isCi: false,
    databaseUrls: { flag: null, file: null },
    ...changes,
  };
}

const all = {
  variables: { CONFITURE_DATABASE_URL: url('own'), DATABASE_URL: url('ambient') },
  databaseUrls: { flag: url('flag'), file: url('file') },
};

describe('requireDatabase', () => {
  it.each<[string, Partial<DatabaseInputs>, string]>([
    ['--database-url', all, '--database-url'],
    ['flag', { ...all, databaseUrls: { flag: null, file: url('file') } }, 'CONFITURE_DATABASE_URL'],
    [
      'variable',
      { variables: { DATABASE_URL: url('ambient') }, databaseUrls: { flag: null, file: url('file') } },
      'confiture.config.ts',
    ],
    ['file', { variables: { DATABASE_URL: url('ambient') } }, 'DATABASE_URL'],
    ['everything', {}, 'embedded default'],
  ])('falls back in order: without %s', (_, changes, source) => {
    expect(requireDatabase(inputs(changes)).source).toBe(source);
  });

  it.each(['CONFITURE_DATABASE_URL', 'DATABASE_URL'])('says that %s came from .env', (name) => {
    const target = requireDatabase(
      inputs({ variables: { [name]: url('h') }, variablesFromFile: new Set([name]) }),
    );
    expect(target).toEqual({ kind: 'postgres', url: url('h'), source: `${name} in .env` });
  });

  it('takes an empty variable as missing', () => {
    const variables = { CONFITURE_DATABASE_URL: '', DATABASE_URL: url('h') };
    expect(requireDatabase(inputs({ variables })).source).toBe('DATABASE_URL');
  });

  it('says which variables the config file wants, and not how to write a URL', async () => {
    const databaseUrls = { flag: null, file: '${PROD_URL}' };
    const error = await failureOf(() => requireDatabase(inputs({ databaseUrls })));
    expect(error).toMatchObject({
      code: 'DATABASE_URL_INVALID',
      message: expect.stringContaining('PROD_URL'),
    });
    expect(error.hint).toMatch(/^Set PROD_URL, in the environment or in \.env/);
    expect(error.hint).not.toContain('postgres://');
  });

  it('refuses an empty flag instead of falling back to another database', async () => {
    const error = await failureOf(() =>
      requireDatabase(inputs({ ...all, databaseUrls: { flag: '', file: null } })),
    );
    expect(error).toMatchObject({ code: 'DATABASE_URL_INVALID', details: { source: '--database-url' } });
  });

  it('removes white space around a URL', () => {
    const target = requireDatabase(inputs({ variables: { DATABASE_URL: ` ${url('h')}\n` } }));
    expect(target).toMatchObject({ url: url('h') });
  });

  it('keeps the embedded default in the project', () => {
    expect(requireDatabase(inputs())).toEqual({
      kind: 'embedded',
      directory: join(projectDir, '.confiture/database'),
      source: 'embedded default',
    });
  });

  it.each<[string, Partial<DatabaseInputs>]>([
    ['outside environment local', { environment: 'production' }],
    ['in CI', { isCi: true }],
  ])('has no default %s', async (_, changes) => {
    const error = await failureOf(() => requireDatabase(inputs(changes)));
    expect(error).toMatchObject({ code: 'DATABASE_URL_MISSING', exitCode: 5 });
    expect(error.message).toMatch(
      /--database-url, CONFITURE_DATABASE_URL, databaseUrl in confiture.config.ts, DATABASE_URL/,
    );
  });

  it('takes an explicit embedded database anywhere', () => {
    const databaseUrls = { flag: 'pglite:data/db', file: null };
    const target = requireDatabase(inputs({ databaseUrls, environment: 'production', isCi: true }));
    expect(target).toEqual({
      kind: 'embedded',
      directory: join(projectDir, 'data/db'),
      source: '--database-url',
    });
  });

  it.each([
    'pglite:',
    'pglite:memory',
    'pglite::memory:',
    'pglite:memory:',
    'pglite://memory',
    'PGLITE:Memory',
  ])('refuses %s', async (flag) => {
    const error = await failureOf(() => requireDatabase(inputs({ databaseUrls: { flag, file: null } })));
    expect(error.code).toBe('DATABASE_URL_INVALID');
  });

  it('repeats nothing of a URL it refuses', async () => {
    const flag = 'postgres://me:s3/cret@secret-host/app';
    const error = await failureOf(() => requireDatabase(inputs({ databaseUrls: { flag, file: null } })));
    expect(error).toMatchObject({ code: 'DATABASE_URL_INVALID', exitCode: 5 });
    expect(error.message).toContain('--database-url');
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toMatch(/s3|cret@|secret-host/);
  });

  it('fills variables into the URL of the file', () => {
    const databaseUrls = { flag: null, file: 'postgres://me:${DB_PASSWORD}@${DB_HOST:-localhost}/app' };
    const target = requireDatabase(inputs({ databaseUrls, variables: { DB_PASSWORD: 'pw' } }));
    expect(target).toEqual({
      kind: 'postgres',
      url: 'postgres://me:pw@localhost/app',
      source: 'confiture.config.ts',
    });
  });

  it('names the variable that the URL of the file needs, also where a default would exist', async () => {
    const databaseUrls = { flag: null, file: '${DB_URL}' };
    const error = await failureOf(() => requireDatabase(inputs({ databaseUrls })));
    expect(error.code).toBe('DATABASE_URL_INVALID');
    expect(error.message).toContain('databaseUrl in confiture.config.ts needs DB_URL');
  });

  it('does not need the variables of the file where the flag wins', () => {
    const databaseUrls = { flag: url('h'), file: '${DB_URL}' };
    expect(requireDatabase(inputs({ databaseUrls })).source).toBe('--database-url');
  });

  it('adds PGPASSWORD to a URL without a password', () => {
    const variables = { PGPASSWORD: 'pw', DATABASE_URL: 'postgres://me@h/app' };
    expect(requireDatabase(inputs({ variables }))).toMatchObject({ password: 'pw' });
  });

  it('keeps the password of a URL that has one', () => {
    const variables = { PGPASSWORD: 'pw', DATABASE_URL: url('h') };
    expect(requireDatabase(inputs({ variables }))).not.toHaveProperty('password');
  });
});
