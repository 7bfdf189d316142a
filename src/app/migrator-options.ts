import type { HookEntry } from '../hooks/load/load-hooks.js';
import type { EmitRunEvent } from '../run-events.js';
import type { LibraryListeners } from './library-reporter.js';
import type { LentDatabase } from './sessions.js';

/**
 * What `createMigrator` takes; every part has a default. An option that is left out is read as the command line reads it:
 * from the environment, `.env` and the config file of the project. At most one of `databaseUrl`, `connection` and
 * `knex` may be given.
 */
export interface MigratorOptions extends LentDatabase, LibraryListeners {
  /** `postgres://…`, or `pglite:PATH` for the embedded database. Default: `CONFITURE_DATABASE_URL` and so on. */
  readonly databaseUrl?: string;
  /**
   * A connected client of `pg`, or a pool, that is lent for each call and given back with its settings as they were;
   * temporary tables, prepared statements and LISTENs of the connection are gone afterwards. It must not be in a
   * transaction. With one client, or a pool of less than four, events are sent after the last migration; otherwise
   * beside the migrations.
   */
  readonly connection?: NonNullable<LentDatabase['connection']>;
  /** A knex instance with client `pg`, whose pool lends the sessions; the same holds as for `connection`. */
  readonly knex?: NonNullable<LentDatabase['knex']>;
  /** Folder with the migration files, relative to `cwd`. Default: `migrationsDir` of the config file, else `db/migrations`. */
  readonly migrationsDir?: string;
  /** Path of the config file, relative to `cwd`. Default: the one of the project that `cwd` lies in; none is needed. */
  readonly config?: string;
  /** Name of the environment, for instance `production`. Default: `CONFITURE_ENV` and so on, else `local`. */
  readonly environment?: string;
  /** Hooks beside those of the config file: hooks themselves, or paths and globs of files, relative to the project. */
  readonly hooks?: readonly HookEntry[];
  /**
   * Called at once with each thing a call does: the plan, each migration, waits for locks, deliveries. It is not waited
   * for, and an error it throws is a warning of the process. Default: nothing.
   */
  readonly on?: EmitRunEvent;
  /** Called with a sentence for each setting that is allowed but probably not meant. Default: nothing. */
  readonly onWarning?: (message: string) => void;
  /** Folder where the project is looked for. Default: the working directory of the process. */
  readonly cwd?: string;
  /** Variables instead of those of the process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** How long to wait for the migration lock, in milliseconds; `false` runs without it. Default 30,000. */
  readonly lockTimeoutMs?: number | false;
  /** How long one statement of a migration may wait for a lock, in milliseconds; 0 is without end. Default 5,000. */
  readonly statementLockTimeoutMs?: number;
  /** How long events are sent after the last migration, in milliseconds; 0 leaves them all to others. Default 10,000. */
  readonly drainTimeoutMs?: number;
  /** How long `up` and `down` wait for an approval that they need, in milliseconds; 0 rejects at once. Default 0. */
  readonly approvalTimeoutMs?: number;
  /**
   * Stops the call: its statement is cancelled on the server and rolled back, and it rejects with
   * CANCELLED_ABORT. The library listens to no signal of the process.
   */
  readonly signal?: AbortSignal;
}
