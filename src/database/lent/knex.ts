import type { Client } from 'pg';
import { ConfitureError } from '../../errors.js';
import type { Connection } from '../connection.js';
import { sendCancelRequest } from '../postgres/cancel-request.js';
import { loadPg } from '../postgres/load-pg.js';
import { internalsOf, PgConnection } from '../postgres/pg-connection.js';
import { quoteLiteral } from '../quote.js';

/** A knex instance, named without knex's types: whoever has one has knex, the others need not install it. */
export interface KnexInstance {
  readonly client: unknown;
}

/** What knex's types leave open: its client, as far as its `pg` dialect is used here. */
interface KnexClient {
  readonly dialect?: string;
  acquireConnection(): Promise<PooledClient>;
  releaseConnection(connection: PooledClient): Promise<void>;
}

/** `__knex__disposed` keeps the pool from handing a client out again. */
type PooledClient = Client & {
  readonly host: string;
  readonly port: number;
  readonly database?: string;
  __knex__disposed?: unknown;
};

const RESTORE_TIMEOUT_MS = 2_000;

/**
 * A session over a connection from the pool of a knex instance with client `pg`. It starts from the settings
 * of role and database, whatever the pool has set (`searchPath`, `afterCreate`); `close` puts the pool's
 * settings back and returns it, or, where that fails, has the pool discard it. Overlapping calls wait for each
 * other. `trustedOwners` is `migration.trustedOwners` of the settings. The pool must have a connection to spare.
 * @throws CONFIG_INVALID for another dialect; what the pool throws where it has no connection to give.
 */
export async function knexConnection(
  knex: KnexInstance,
  { trustedOwners = [] }: { readonly trustedOwners?: readonly string[] } = {},
): Promise<Connection> {
  const pool = knex.client as KnexClient;
  if (pool.dialect !== 'postgresql') throw unsuitable(`has the dialect "${pool.dialect}"`);
  const client = await pool.acquireConnection();
  try {
    if (typeof client.getTransactionStatus !== 'function')
      throw unsuitable('uses a driver without transaction status');
    return await adopt(client, pool, trustedOwners);
  } catch (error) {
    await pool.releaseConnection(client);
    throw error;
  }
}

async function adopt(
  client: PooledClient,
  pool: KnexClient,
  trustedOwners: readonly string[],
): Promise<Connection> {
  const { queries } = await loadPg();
  const { version, database, settings } = await readSession(client);
  await client.query('discard all');
  const server = { host: client.host, port: client.port };
  const display = server.host.startsWith('/') ? server.host : `${server.host}:${server.port}`;
  const connection = new PgConnection({
    client,
    queries,
    kind: 'postgres',
    capabilities: { concurrentSessions: true, cancel: true },
    address: { host: display, database },
    trustedOwners,
    serial: true,
    sendCancel: (backend) => sendCancelRequest(server, backend),
    end: (cancel) => giveBack(client, pool, { settings, cancel }),
  });
  connection.serverVersion = version;
  return connection;
}

interface SessionRow {
  readonly version: number;
  readonly database: string;
  readonly made: readonly [string, string][] | null;
}

/** Text that makes the settings the pool has made for this session. It binds its names itself, because settings of its own would be among them. */
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

/** A client that cannot be cleaned in time is destroyed, which ends its session on the server too. */
async function giveBack(
  client: PooledClient,
  pool: KnexClient,
  { settings, cancel }: { readonly settings: string; readonly cancel: () => Promise<void> },
): Promise<void> {
  const discard = () => {
    client.__knex__disposed ??= 'not usable after a migration';
    internalsOf(client).connection.stream.destroy();
  };
  const timer = setTimeout(() => void cancel().finally(discard), RESTORE_TIMEOUT_MS);
  try {
    await client.query('rollback');
    await client.query('discard all');
    if (settings !== '') await client.query(settings);
  } catch {
    discard();
  } finally {
    clearTimeout(timer);
    await pool.releaseConnection(client);
  }
}

function unsuitable(reason: string): ConfitureError {
  return new ConfitureError('CONFIG_INVALID', `this knex instance ${reason}`, {
    hint: "Confiture needs knex with client 'pg', and pg 8.23 or newer.",
  });
}
