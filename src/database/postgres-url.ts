/** The parts of a connection URL this project needs itself; the driver reads the rest. */
export interface PostgresServer {
  /** Host as the driver dials it, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  /** `host:port`, fit to be shown. */
  readonly display: string;
  readonly hasPassword: boolean;
  /** From `connect_timeout`, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** The URL for the driver. */
  readonly connectionString: string;
}

const DEFAULT_PORT = 5432;

/**
 * Reads a URL that the configuration has checked. `sslmode` means what it means to psql: the driver's
 * own reading differs and prints a warning about it.
 */
export function readPostgresUrl(url: string): PostgresServer {
  const parsed = new URL(withHost(url));
  const query = parsed.searchParams;
  const host =
    query.get('host') ?? (decodeURIComponent(parsed.hostname) || process.env.PGHOST || 'localhost');
  const port = Number(query.get('port') ?? (parsed.port || process.env.PGPORT || DEFAULT_PORT));
  const database =
    decodeURIComponent(parsed.pathname.slice(1)) ||
    process.env.PGDATABASE ||
    decodeURIComponent(parsed.username) ||
    'postgres';
  const seconds = Number(query.get('connect_timeout') ?? 0);
  if (query.has('sslmode') && !query.has('uselibpqcompat')) query.set('uselibpqcompat', 'true');
  return {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    database,
    display: host.startsWith('/') ? host : `${host}:${port}`,
    hasPassword: parsed.password !== '',
    ...(seconds > 0 && { connectTimeoutMs: seconds * 1000 }),
    connectionString: parsed.href,
  };
}

/** A user without a host (`postgres://me@/db?host=/run`) is valid for PostgreSQL, not for `URL`. */
function withHost(url: string): string {
  return url.replace(/^([^/?#]*\/\/[^/?#]*@)(?=[/?#]|$)/, `$1${process.env.PGHOST || 'localhost'}`);
}
