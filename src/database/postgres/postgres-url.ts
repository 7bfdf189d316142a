import os from 'node:os';
import type { ConnectionOptions } from 'node:tls';
import { ConfitureError } from '../../errors.js';
import { readTlsAttempts } from './tls-mode.js';

/** A server and how to log in there. Holds secrets: only `display` and `database` may be shown. */
export interface PostgresServer {
  /** Where the connection goes: a name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  /** Password file to look in; undefined for the usual one. */
  readonly passwordFile: string | undefined;
  /** `host:port`, fit to be shown. */
  readonly display: string;
  readonly connectTimeoutMs: number | undefined;
  readonly applicationName: string | undefined;
  /** Command-line options for the server's session. */
  readonly options: string | undefined;
  /** What to try, in order; false is without TLS. */
  readonly tlsAttempts: readonly (ConnectionOptions | false)[];
}

const SHAPE =
  /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?(?:\/([^?#]*))?(?:\?([^#]*))?$/i;
const DEFAULT_PORT = 5432;

/**
 * Reads a PostgreSQL URL as psql does, except that the default host is `localhost`. Parameters of the
 * query win over the parts before it, those over the PG… variables. Parameters that mean nothing here
 * are ignored, `target_session_attrs` among them, because one host leaves nothing to choose.
 * @throws DATABASE_URL_INVALID, never with a part of the URL that may be secret.
 */
export function readPostgresUrl(url: string, environment = process.env): PostgresServer {
  const parts = SHAPE.exec(url);
  if (!parts) throw urlFault('cannot be read');
  const [, login = '', hostPart = '', portPart = '', path = '', search = ''] = parts;
  const [user = '', ...password] = login.split(':');
  const query = readQuery(search);
  const name = query.get('host') ?? (decode(hostPart) || environment.PGHOST || 'localhost');
  const host = (query.get('hostaddr') ?? name).replace(/^\[|\]$/g, '');
  const loginName = query.get('user') ?? (decode(user) || environment.PGUSER || os.userInfo().username);
  const port = readPort(query.get('port') ?? (portPart || environment.PGPORT || ''));
  if (host.includes(',')) throw urlFault('names several hosts; Confiture connects to one');
  return {
    host,
    port,
    user: loginName,
    database: (query.get('dbname') ?? decode(path)) || environment.PGDATABASE || loginName,
    password: query.get('password') ?? (decode(password.join(':')) || undefined),
    passwordFile: query.get('passfile'),
    display: displayOf(host, port),
    connectTimeoutMs: readSeconds(query.get('connect_timeout') ?? environment.PGCONNECT_TIMEOUT),
    applicationName: query.get('application_name'),
    options: query.get('options') ?? environment.PGOPTIONS,
    tlsAttempts: readTlsAttempts(query, { host, name }, environment),
  };
}

/** Unlike in a web form, `+` is a plus sign here. */
function readQuery(search: string): Map<string, string> {
  const pairs = search.split('&').filter((pair) => pair !== '');
  return new Map(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [decode(key), decode(value.join('='))];
    }),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw urlFault('has a "%" that begins no escape; percent-encode it as %25');
  }
}

function readPort(text: string): number {
  const port = text === '' ? DEFAULT_PORT : Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw urlFault('has a port that is no number from 1 to 65535');
}

/** As in psql, anything but a positive number is no limit of its own. */
function readSeconds(text: string | undefined): number | undefined {
  const seconds = Number(text);
  return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : undefined;
}

function displayOf(host: string, port: number): string {
  if (host.startsWith('/')) return host;
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function urlFault(fault: string): ConfitureError {
  return new ConfitureError('DATABASE_URL_INVALID', `the database URL ${fault}`, {
    hint: 'Write postgres://USER:PASSWORD@HOST:PORT/DATABASE with special characters percent-encoded.',
  });
}
