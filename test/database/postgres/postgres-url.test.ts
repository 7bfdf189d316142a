import { describe, expect, it } from 'vitest';
import { readPostgresUrl } from '../../../src/database/postgres/postgres-url.js';

const read = (url: string, environment: NodeJS.ProcessEnv = {}) => readPostgresUrl(url, environment);
const modeOf = (url: string, environment?: NodeJS.ProcessEnv) =>
  read(url, environment).tlsAttempts.map((tls) => {
    if (tls === false) return 'plain';
    if (tls.rejectUnauthorized === false) return 'unchecked';
    return tls.checkServerIdentity ? 'chain' : 'full';
  });

describe('the place', () => {
  it.each([
    ['postgres://u:p@h.example/d', 'h.example', 5432, 'h.example:5432'],
    ['postgresql://u:p@[::1]:6543/d', '::1', 6543, '[::1]:6543'],
    ['postgres://u@%2Frun%2Fpg/d', '/run/pg', 5432, '/run/pg'],
    ['postgres://u@/d?host=/run/pg&port=5433', '/run/pg', 5433, '/run/pg'],
    ['postgres://u@name.example/d?hostaddr=192.0.2.7', '192.0.2.7', 5432, '192.0.2.7:5432'],
    ['postgres://', 'localhost', 5432, 'localhost:5432'],
  ])('of %s is read as psql reads it', (url, host, port, display) => {
    expect(read(url)).toMatchObject({ host, port, display });
  });

  it('falls back to the PG… variables', () => {
    const environment = { PGHOST: 'db.example', PGPORT: '6000', PGUSER: 'me', PGDATABASE: 'shop' };
    const read1 = read('postgres://', environment);
    expect(read1).toMatchObject({ host: 'db.example', port: 6000, user: 'me', database: 'shop' });
    expect(read('postgres://me@', {}).database).toBe('me');
  });
});

it('decodes names and passwords, and takes a plus sign for a plus sign', () => {
  const server = read(
    'postgres://m%40x:p%3Aq+r@h/d%2Fb?application_name=a+b&options=-c%20a%3D1&connect_timeout=3',
  );
  expect(server).toMatchObject({
    user: 'm@x',
    password: 'p:q+r',
    database: 'd/b',
    applicationName: 'a+b',
    options: '-c a=1',
    connectTimeoutMs: 3000,
  });
});

it.each([
  ['h', '', ['unchecked', 'plain']],
  ['localhost', '', ['plain']],
  ['h', '?sslmode=disable', ['plain']],
  ['h', '?sslmode=allow', ['plain', 'unchecked']],
  ['h', '?sslmode=require', ['unchecked']],
  ['h', '?ssl=true', ['unchecked']],
  ['h', '?ssl=0', ['plain']],
  ['h', '?sslmode=verify-ca', ['chain']],
  ['h', '?sslmode=verify-full', ['full']],
  ['h', '?sslrootcert=system', ['full']],
  ['%2Frun', '?sslmode=require', ['plain']],
])('at %s%s tries %j', (host, query, attempts) => {
  expect(modeOf(`postgres://${host}/d${query}`)).toEqual(attempts);
});

it('takes sslmode from PGSSLMODE where the URL has none', () => {
  expect(modeOf('postgres://h/d', { PGSSLMODE: 'verify-full' })).toEqual(['full']);
  expect(modeOf('postgres://h/d?sslmode=disable', { PGSSLMODE: 'verify-full' })).toEqual(['plain']);
});

it.each([
  'postgres://u:invented-secret@h:port/d',
  'postgres://u:invented-secret@h:99999/d',
  'postgres://u:invented-secret@a,b/d',
  'postgres://u:invented-secret@h/d?host=a,b',
  'postgres://u:invented-secret@h/d?sslmode=sometimes',
  'postgres://u:invented-secret%@h/d',
  'postgres://u:invented-secret@h/d?sslrootcert=/missing/root.crt',
  'mysql://u:invented-secret@h/d',
])('refuses %s without repeating the password', (url) => {
  const refusal = expect.objectContaining({ code: 'DATABASE_URL_INVALID' });
  try {
    read(url);
    expect.unreachable();
  } catch (error) {
    expect(error).toEqual(refusal);
    expect(JSON.stringify([String(error), error])).not.toContain('invented-secret');
  }
});
