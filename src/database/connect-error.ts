import { ConfitureError } from '../errors.js';
import { isServerError } from './server-error.js';

/** Where a connection was tried, in words that may be shown. */
export interface Destination {
  readonly host: string;
  readonly database: string;
  /** Which setting the URL came from, for instance `CONFITURE_DATABASE_URL`. */
  readonly source: string;
}

/**
 * Explains why a connection failed: which setting is at fault and what to do. The text is written here
 * and never taken from the driver, whose messages can hold the URL's parts.
 */
export function explainConnectError(error: unknown, { host, database, source }: Destination): ConfitureError {
  const fail = (
    code: 'CONNECT_UNREACHABLE' | 'CONNECT_REFUSED_LOGIN' | 'CONNECT_UNKNOWN_DATABASE',
    message: string,
    hint: string,
  ) =>
    new ConfitureError(code, message, {
      hint,
      cause: error,
      ...(isServerError(error) && { sqlstate: error.code }),
    });

  if (isServerError(error)) {
    switch (error.code) {
      case '28P01':
      case '28000':
        return fail(
          'CONNECT_REFUSED_LOGIN',
          `${host} refused the login (user, password or pg_hba.conf)`,
          `Check user and password in ${source}; special characters in a URL must be percent-encoded.`,
        );
      case '3D000':
        return fail(
          'CONNECT_UNKNOWN_DATABASE',
          `database "${database}" does not exist on ${host}`,
          `Create it (createdb ${database}), or correct the name in ${source}.`,
        );
      case '53300':
        return fail(
          'CONNECT_UNREACHABLE',
          `${host} has no free connection`,
          'Close idle sessions or raise max_connections, then try again.',
        );
      case '57P03':
        return fail(
          'CONNECT_UNREACHABLE',
          `${host} is starting up or shutting down`,
          'Try again in a moment.',
        );
      default:
        return fail(
          'CONNECT_UNREACHABLE',
          `${host} refused the connection (SQLSTATE ${error.code})`,
          `Check ${source} and the server's log.`,
        );
    }
  }
  return fail('CONNECT_UNREACHABLE', networkMessage(error, host), networkHint(error, source));
}

function networkMessage(error: unknown, host: string): string {
  switch (reasonOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `host ${host} is not known`;
    case 'ECONNREFUSED':
      return `nothing listens at ${host}`;
    case 'ENOENT':
      return `there is no server socket in ${host}`;
    case 'TIMEOUT':
    case 'ETIMEDOUT':
      return `${host} did not answer in time`;
    case 'NO_TLS':
      return `${host} does not offer TLS, which the connection asks for`;
    case 'CLOSED':
      return `${host} closed the connection before it was set up`;
    default:
      return `cannot connect to ${host} (${reasonOf(error)})`;
  }
}

function networkHint(error: unknown, source: string): string {
  switch (reasonOf(error)) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `Check the host name in ${source}.`;
    case 'NO_TLS':
      return `Use sslmode=disable or sslmode=prefer in ${source} if the network is trusted.`;
    default:
      return `Check that the server runs and that host and port in ${source} are right.`;
  }
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
