import type { Client } from 'pg';
import { ConfitureError } from '../../errors.js';
import { explainConnectError } from '../connect-error.js';
import type { Connection } from '../connection.js';
import { sendCancelRequest } from '../postgres/cancel-request.js';
import { loadPg } from '../postgres/load-pg.js';
import { internalsOf, PgConnection } from '../postgres/pg-connection.js';
import { quoteLiteral } from '../quote.js';

/** The owner of connections of the driver that lends them for a time. */
export interface Lender {
  /** As the header of a run and error messages name it, for instance `knex`. */
  readonly source: string;
  /** Number of connections that can be out at the same time. */
  readonly size: number;
  /** Waits until a connection is free. */
  lend(): Promise<Loan>;
}

/** A connected client that is used by nothing else until it is given back. */
export interface Loan {
  readonly client: LentClient;
  /** Called once, also after `discard`. */
  giveBack(): Promise<void>;
  /** Keeps the owner from using the client again. */
  discard(): void;
}

/** Members of a client that its public types leave out. */
export type LentClient = Client & { readonly host: string; readonly port: number };

/** The session of the migrations, one that sends, one that watches, and one that stores a failure. */
const SESSIONS_OF_A_RUN = 4;
const RESTORE_TIMEOUT_MS = 2_000;

/** True where a run may open sessions beside its own. */
function lendsSessionsBeside({ size }: Lender): boolean {
  return size >= SESSIONS_OF_A_RUN;
}

/**
 * A session over a lent connection. It starts from the settings of role and database, whatever its owner has set;
 * `close` puts the owner's settings back and returns the connection, or, where that fails, has it discarded.
 * Temporary tables, prepared statements and LISTENs of the connection are gone afterwards. Overlapping calls wait for
 * each other, since the owner's client need not pipeline.
 * @throws CONFIG_INVALID for a client that cannot be used; CONNECT_UNREACHABLE where the owner gives none; the reason of `signal`.
 */
export async function openLentSession(
  lender: Lender,
  {
    trustedOwners = [],
    signal,
  }: { readonly trustedOwners?: readonly string[]; readonly signal?: AbortSignal } = {},
): Promise<Connection> {
  let loan: Loan | undefined;
  try {
    loan = await borrow(lender, signal);
    refuseUnusable(loan.client, lender.source);
    return await adopt(loan, lender, trustedOwners);
  } catch (error) {
    await loan?.giveBack();
    signal?.throwIfAborted();
    throw ConfitureError.is(error) ? error : explainLenderError(error, lender);
  }
}

/** A connection that arrives after `signal` has aborted goes straight back. */
async function borrow(lender: Lender, signal: AbortSignal | undefined): Promise<Loan> {
  signal?.throwIfAborted();
  const lent = lender.lend();
  if (signal === undefined) return lent;
  let onAbort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([lent, aborted]);
  } catch (error) {
    lent.then((loan) => loan.giveBack()).catch(() => {});
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function refuseUnusable(client: LentClient, source: string): void {
  if (typeof client.getTransactionStatus !== 'function')
    throw unsuitable(source, 'uses a driver without transaction status');
  const status = client.getTransactionStatus();
  if (status === null) throw unsuitable(source, 'is not connected');
  if (status !== 'I') throw unsuitable(source, 'is in the middle of a transaction');
}

function explainLenderError(error: unknown, { source }: Lender): ConfitureError {
  if (error instanceof Error && 'code' in error)
    return explainConnectError(error, {
      host: 'the server',
      database: 'it names',
      source: `what the ${source} was made with`,
    });
  return new ConfitureError('CONNECT_UNREACHABLE', `the ${source} that was lent gave no usable connection`, {
    hint: 'Check that it is connected, and that its pool has a connection to spare.',
    cause: error,
  });
}

/** An error about what the caller has lent. */
export function unsuitable(source: string, reason: string): ConfitureError {
  return new ConfitureError('CONFIG_INVALID', `the ${source} that was lent ${reason}`, {
    hint: 'Lend a connected client or a pool of pg 8.23 or newer, outside of a transaction, or a knex instance with client pg.',
  });
}

async function adopt(loan: Loan, lender: Lender, trustedOwners: readonly string[]): Promise<Connection> {
  const { client } = loan;
  const { queries } = await loadPg();
  const { version, database, settings } = await readSession(client);
  await discardState(client);
  const server = { host: client.host, port: client.port };
  const display = server.host.startsWith('/') ? server.host : `${server.host}:${server.port}`;
  const connection = new PgConnection({
    client,
    queries,
    kind: 'postgres',
    capabilities: { concurrentSessions: lendsSessionsBeside(lender), cancel: true },
    address: { host: display, database },
    trustedOwners,
    serial: true,
    sendCancel: (backend) => sendCancelRequest(server, backend),
    end: (cancel) => giveBack(loan, { settings, cancel }),
  });
  connection.serverVersion = version;
  return connection;
}

interface SessionRow {
  readonly version: number;
  readonly database: string;
  readonly made: readonly [string, string][] | null;
}

/** Text that makes the settings of the owner again. It binds its names itself, because settings of its own would be among them. */
async function readSession(client: Client): Promise<{ version: number; database: string; settings: string }> {
  const { rows } = await client.query<SessionRow>(
    `select pg_catalog.current_setting('server_version_num')::integer as version,
      pg_catalog.current_database() as database,
      (select pg_catalog.json_agg(pg_catalog.json_build_array(name, pg_catalog.concat(setting, unit)))
       from pg_catalog.pg_settings
       where source operator(pg_catalog.=) 'session' and context operator(pg_catalog.<>) 'internal') as made`,
  );
  const [facts] = rows;
  if (!facts) throw new Error('the server answered without a row');
  const settings = (facts.made ?? []).map(
    ([name, value]) => `pg_catalog.set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, false)`,
  );
  return { ...facts, settings: settings.length === 0 ? '' : `select ${settings.join(', ')}` };
}

/** The driver remembers which named statements it has prepared, and would not prepare them again. */
async function discardState(client: LentClient): Promise<void> {
  await client.query('discard all');
  internalsOf(client).connection.parsedStatements = {};
}

/** A client that cannot be cleaned in time is destroyed, which ends its session on the server too. */
async function giveBack(
  loan: Loan,
  { settings, cancel }: { readonly settings: string; readonly cancel: () => Promise<void> },
): Promise<void> {
  const { client } = loan;
  const discard = () => {
    loan.discard();
    internalsOf(client).connection.stream.destroy();
  };
  const timer = setTimeout(() => void cancel().finally(discard), RESTORE_TIMEOUT_MS);
  try {
    await client.query('rollback');
    await discardState(client);
    if (settings !== '') await client.query(settings);
  } catch {
    discard();
  } finally {
    clearTimeout(timer);
    await loan.giveBack();
  }
}
