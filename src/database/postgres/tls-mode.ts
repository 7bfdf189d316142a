import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { ConfitureError } from '../../errors.js';
import { isLoopback } from '../../text/loopback.js';

const MODES = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'] as const;
type TlsMode = (typeof MODES)[number];

/**
 * What `sslmode` asks for, with psql's meaning: `require` encrypts and, without a root certificate of
 * its own, checks nothing; `verify-ca` checks the chain; `verify-full` the name too. `no-verify` is
 * `require` that never checks. Certificates are checked against `sslrootcert`, else against Node's own.
 * Without `sslmode` it is `prefer`, as in psql, but `disable` within this machine.
 * The connection goes to `host`; the certificate must be for `name`.
 * @throws DATABASE_URL_INVALID for an unknown mode or a file that cannot be read.
 */
export function readTlsAttempts(
  query: ReadonlyMap<string, string>,
  { host, name }: { readonly host: string; readonly name: string },
  environment: NodeJS.ProcessEnv,
): readonly (ConnectionOptions | false)[] {
  if (host.startsWith('/')) return [false];
  const mode = readMode(query, environment) ?? (isLoopback(host) ? 'disable' : 'prefer');
  if (mode === 'disable') return [false];
  const tls = {
    ...readFiles(query, environment),
    ...(host !== name && !net.isIP(name) && { servername: name }),
  };
  const unchecked = { ...tls, rejectUnauthorized: false };
  switch (mode) {
    case 'allow':
      return [false, unchecked];
    case 'prefer':
      return [unchecked, false];
    case 'no-verify':
      return [unchecked];
    case 'require':
      return [tls.ca === undefined ? unchecked : withoutName(tls)];
    case 'verify-ca':
      return [withoutName(tls)];
    case 'verify-full':
      return [tls];
  }
}

function withoutName(tls: ConnectionOptions): ConnectionOptions {
  return { ...tls, checkServerIdentity: () => undefined };
}

/** `ssl=true` is how JDBC and several hosting services write it. */
function readMode(query: ReadonlyMap<string, string>, environment: NodeJS.ProcessEnv): TlsMode | undefined {
  const written = query.get('sslmode') ?? spelledAsSwitch(query.get('ssl')) ?? environment.PGSSLMODE;
  if (written === undefined || written === '')
    return query.get('sslrootcert') === 'system' ? 'verify-full' : undefined;
  const mode = MODES.find((known) => known === written);
  if (mode) return mode;
  throw tlsFault(`has an unknown sslmode; known are ${MODES.join(', ')}`);
}

function spelledAsSwitch(written: string | undefined): string | undefined {
  if (written === 'true' || written === '1') return 'require';
  return written === 'false' || written === '0' ? 'disable' : written;
}

function readFiles(query: ReadonlyMap<string, string>, environment: NodeJS.ProcessEnv): ConnectionOptions {
  const root = query.get('sslrootcert') ?? environment.PGSSLROOTCERT;
  const cert = query.get('sslcert') ?? environment.PGSSLCERT;
  const key = query.get('sslkey') ?? environment.PGSSLKEY;
  const passphrase = query.get('sslpassword');
  return {
    ...(root && root !== 'system' && { ca: readPem('sslrootcert', root) }),
    ...(cert && { cert: readPem('sslcert', cert) }),
    ...(key && { key: readPem('sslkey', key) }),
    ...(passphrase && { passphrase }),
  };
}

function readPem(parameter: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unreadable' } = error as NodeJS.ErrnoException;
    throw tlsFault(`names a file in ${parameter} that cannot be read (${code})`);
  }
}

function tlsFault(fault: string): ConfitureError {
  return new ConfitureError('DATABASE_URL_INVALID', `the database URL ${fault}`, {
    hint: 'Correct the sslmode, sslrootcert, sslcert or sslkey of the URL, or the PGSSL… variable it comes from.',
  });
}
