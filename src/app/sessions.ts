import { requireDatabase } from '../config/database-target.js';
import { type ConnectOptions, connect } from '../database/connect.js';
import type { Connection } from '../database/connection.js';
import { isUnmade } from '../database/embedded/embedded-presence.js';
import { type KnexInstance, knexLender } from '../database/lent/knex.js';
import { type Lender, openLentSession } from '../database/lent/lender.js';
import { type PgClient, type PgPool, pgLender } from '../database/lent/pg.js';
import type { Reporter } from '../output/reporters/reporter.js';
import type { Settings } from './settings.js';

/** Where the sessions of a project come from. */
export interface SessionSource {
  /** As the header of a run names it, for instance `CONFITURE_DATABASE_URL`. */
  readonly name: string;
  readonly isEmbedded: boolean;
  /** True for an embedded database that is not there yet; reading must not make it. */
  isUnmade(): boolean;
  /** Opens one session. Rejects with a ConfitureError that names the fault. */
  open(options: ConnectOptions): Promise<Connection>;
}

/** What a caller lends instead of a URL; at most one of them. */
export interface LentDatabase {
  readonly connection?: PgClient | PgPool;
  readonly knex?: KnexInstance;
}

/** Who a session is opened for. */
export interface SessionUser {
  readonly settings: Pick<Settings, 'lockTimeoutMs'>;
  readonly reporter: Pick<Reporter, 'emit'>;
  readonly signal: AbortSignal;
}

/** What opens sessions that wait for the embedded database as for the migration lock, and say that they wait. */
export function openerOf(
  sessions: SessionSource,
  { settings, reporter, signal }: SessionUser,
): (until?: AbortSignal) => Promise<Connection> {
  return (until = signal) =>
    sessions.open({
      signal: until,
      embeddedWaitMs: settings.lockTimeoutMs,
      onEmbeddedWait: (wait) => reporter.emit({ type: 'database.waiting', ...wait }),
    });
}

/**
 * The sessions of what the caller lends, else of the database that the settings name.
 * @throws DATABASE_URL_MISSING, DATABASE_URL_INVALID; CONFIG_INVALID for what cannot be lent.
 */
export function sessionSourceOf(settings: Settings, { connection, knex }: LentDatabase = {}): SessionSource {
  if (knex !== undefined) return lentSource(knexLender(knex), settings);
  if (connection !== undefined) return lentSource(pgLender(connection), settings);
  const target = requireDatabase(settings);
  return {
    name: target.source,
    isEmbedded: target.kind === 'embedded',
    isUnmade: () => isUnmade(target),
    open: (options) => connect(target, options),
  };
}

function lentSource(lender: Lender, { trustedOwners }: Settings): SessionSource {
  return {
    name: lender.source,
    isEmbedded: false,
    isUnmade: () => false,
    open: ({ signal }) => openLentSession(lender, { trustedOwners, ...(signal && { signal }) }),
  };
}
