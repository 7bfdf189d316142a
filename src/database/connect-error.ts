import { ConfitureError } from '../errors.js';
import { MissingPassword } from './postgres/password-file.js';
import { isServerError } from './server-error.js';

/** Where a connection was tried, in words that may be shown. */
export interface Destination {
  readonly host: string;
  readonly database: string;
  /** Which setting the URL came from, for instance `CONFITURE_DATABASE_URL`. */
  readonly source: string;
}

interface Explanation {
  readonly code?: 'CONNECT_REFUSED_LOGIN' | 'CONNECT_UNKNOWN_DATABASE';
  readonly message: string;
  readonly hint: string;
}

type Explain = (destination: Destination) => Explanation;

/**
 * Explains why a connection failed: which setting is at fault and what to do. The text is written here
 * and never taken from the driver, whose messages can hold the URL's parts.
 */
export function explainConnectError(error: unknown, destination: Destination): ConfitureError {
  const { code = 'CONNECT_UNREACHABLE', message, hint } = explanationOf(error, destination);
  return new ConfitureError(code, message, {
    hint,
    cause: error,
    ...(isServerError(error) && { sqlstate: error.code }),
  });
}

/** True where the server, or the way to it, objects to TLS or to its absence rather than to the login. */
export function mayWorkWithOtherTls(error: unknown): boolean {
  if (isServerError(error)) return error.code === '28000';
  const reason = reasonOf(error);
  return reason === 'NO_TLS' || /^(EPROTO|ERR_SSL|ERR_TLS)/.test(reason);
}

function explanationOf(error: unknown, destination: Destination): Explanation {
  if (error instanceof MissingPassword) return noPassword(error, destination);
  if (isServerError(error)) {
    const explain = BY_SQLSTATE[error.code];
    return explain?.(destination) ?? refused(error.code, destination);
  }
  const reason = reasonOf(error);
  const explain = BY_REASON[reason];
  if (explain) return explain(destination);
  return /CERT|SIGNATURE|ISSUER|ERR_TLS/.test(reason)
    ? untrusted(reason, destination)
    : unreachable(`cannot connect to ${destination.host} (${reason})`)(destination);
}

const login: Explain = ({ host, source }) => ({
  code: 'CONNECT_REFUSED_LOGIN',
  message: `${host} refused the login (user, password or pg_hba.conf)`,
  hint: `Check user and password in ${source}; special characters in a URL must be percent-encoded.`,
});

const BY_SQLSTATE: Readonly<Record<string, Explain>> = {
  '28P01': login,
  '28000': login,
  '3D000': ({ host, database, source }) => ({
    code: 'CONNECT_UNKNOWN_DATABASE',
    message: `database "${database}" does not exist on ${host}`,
    hint: `Create it (createdb ${database}), or correct the name in ${source}.`,
  }),
  '42501': ({ host, database, source }) => ({
    code: 'CONNECT_REFUSED_LOGIN',
    message: `${host} does not let this user connect to database "${database}"`,
    hint: `Grant it (grant connect on database …), or use another role in ${source}.`,
  }),
  '53300': ({ host }) => ({
    message: `${host} has no free connection`,
    hint: 'Close idle sessions or raise max_connections, then try again.',
  }),
  '55000': ({ host, database }) => ({
    message: `database "${database}" on ${host} accepts no connections`,
    hint: 'Allow them (alter database … allow_connections true), or use another database.',
  }),
  '57P03': ({ host }) => ({
    message: `${host} is starting up or shutting down`,
    hint: 'Try again in a moment.',
  }),
};

const BY_REASON: Readonly<Record<string, Explain>> = {
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ECONNREFUSED: ({ host, ...rest }) => unreachable(`nothing listens at ${host}`)({ host, ...rest }),
  ENOENT: ({ host, ...rest }) => unreachable(`there is no server socket in ${host}`)({ host, ...rest }),
  TIMEOUT: slow,
  ETIMEDOUT: slow,
  NO_TLS: ({ host, source }) => ({
    message: `${host} does not offer TLS, which the connection asks for`,
    hint: `Use sslmode=disable or sslmode=prefer in ${source} if the network is trusted.`,
  }),
  CLOSED: ({ host, ...rest }) =>
    unreachable(`${host} closed the connection before it was set up`)({ host, ...rest }),
};

function unknownHost({ host, source }: Destination): Explanation {
  return { message: `host ${host} is not known`, hint: `Check the host name in ${source}.` };
}

function slow(destination: Destination): Explanation {
  return unreachable(`${destination.host} did not answer in time`)(destination);
}

function unreachable(message: string): Explain {
  return ({ source }) => ({
    message,
    hint: `Check that the server runs and that host and port in ${source} are right.`,
  });
}

function refused(sqlstate: string, { host, source }: Destination): Explanation {
  return {
    message: `${host} refused the connection (SQLSTATE ${sqlstate})`,
    hint: `Check ${source} and the server's log.`,
  };
}

function untrusted(reason: string, { host, source }: Destination): Explanation {
  return {
    message: `the certificate of ${host} is not accepted (${reason})`,
    hint: `Name the issuer's certificate with sslrootcert in ${source}, or check the host name.`,
  };
}

function noPassword({ fileIgnored }: MissingPassword, { host, source }: Destination): Explanation {
  return {
    code: 'CONNECT_REFUSED_LOGIN',
    message: `${host} asks for a password, and there is none`,
    hint: fileIgnored
      ? 'The password file is ignored because others can read it: chmod 600 ~/.pgpass.'
      : `Put it into ${source}, PGPASSWORD or ~/.pgpass.`,
  };
}

/** A code of the operating system or TLS layer, never a message. */
function reasonOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  const { code, message = '' } = first as NodeJS.ErrnoException;
  if (code) return code;
  if (/timeout/i.test(message)) return 'TIMEOUT';
  if (/does not support SSL/.test(message)) return 'NO_TLS';
  if (/terminated|closed/i.test(message)) return 'CLOSED';
  return 'protocol error';
}
