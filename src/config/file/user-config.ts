import type { FormatFunction, FormatName, Schedule } from '../../events/endpoint.js';

/** How the ledger and the locks of a run behave. */
export interface MigrationConfig {
  /**
   * Ledger table, `table` or `schema.table`, taken exactly as written (no folding to lower case).
   * Default `tb_confiture`, in the first schema of the connection's search_path.
   */
  readonly tracking_table?: string | undefined;
  /**
   * Roles that may own the ledger, its schema and the tables in schema `confiture`, beside the role that connects, the
   * roles it belongs to, superusers and the owner of the database. Default none.
   */
  readonly trustedOwners?: readonly string[] | undefined;
  /** How long `migrate` waits for the migration lock, in milliseconds; 0 = do not wait. Default 30,000. */
  readonly lockTimeoutMs?: number | undefined;
  /** Server `lock_timeout` for each statement, in milliseconds; 0 = off. Default 5,000. */
  readonly statementLockTimeoutMs?: number | undefined;
  /** Files and folders to leave alone, as globs relative to the migrations folder. Default none. */
  readonly ignore?: readonly string[] | undefined;
  /** Largest size of a migration file, in megabytes, 1 to 500. Default 100. */
  readonly maxFileMb?: number | undefined;
}

/** A secret that a newer one replaces. */
export interface RetiringSecretConfig {
  readonly secret: string;
  /** From then on it signs nothing: `2026-02-01` (UTC) or `2026-02-01T12:00:00+01:00`. */
  readonly until: string;
}

/**
 * One webhook target. `url`, `secret`, `secrets` (`until` too) and header values may hold `${VAR}` and `${VAR:-default}`.
 * An entry without `url` adds to the endpoint of the same name that comes from the environment.
 */
export interface EndpointConfig {
  /** Where events are posted. https outside environment `local`, unless `allowInsecure` or loopback. */
  readonly url?: string | undefined;
  /** Signing secret, at least 16 bytes. Without one the requests are unsigned. */
  readonly secret?: string | undefined;
  /** Signing secrets during a rotation, newest first; instead of `secret`. All of them sign until their end. */
  readonly secrets?: readonly (string | RetiringSecretConfig)[] | undefined;
  /** Event types and patterns. Default `migration.completed` and `migration.failed`. */
  readonly events?: readonly string[] | undefined;
  /** Body format by name, or a function that returns the body. Default `confiture`. */
  readonly format?: FormatName | FormatFunction | undefined;
  /** Custom headers; values may also use `${event.…}`. They win over `webhooks.headers`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Total time for one attempt, in milliseconds, 1 to 30,000. Default 10,000. */
  readonly timeoutMs?: number | undefined;
  /** `shared-secret` also sends the secret itself in `X-Confiture-Secret`. Default `signature`. */
  readonly auth?: 'signature' | 'shared-secret' | undefined;
  /** Allows plain http outside environment `local`. Default: `webhooks.allowInsecure`. */
  readonly allowInsecure?: boolean | undefined;
  /** Retry schedule by name, or the delay in seconds before each attempt. Default `confiture`. */
  readonly schedule?: Schedule | undefined;
}

export interface WebhooksConfig {
  /** Endpoints by name: lower-case letters, digits, `_` and `-`. */
  readonly endpoints?: Readonly<Record<string, EndpointConfig>> | undefined;
  /** Custom headers of every endpoint, those from the environment included. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Allows plain http outside environment `local`, for every endpoint. Default false. */
  readonly allowInsecure?: boolean | undefined;
  /**
   * Networks in CIDR notation whose addresses every endpoint may reach, private and reserved ones too; never those of
   * cloud credentials. Default none.
   */
  readonly allowedNetworks?: readonly string[] | undefined;
  /** Longest time a run waits for deliveries after its last migration, in milliseconds. Default 10,000. */
  readonly drainTimeoutMs?: number | undefined;
}

/** Texts to mask in events and output, beyond those that always are. */
export interface RedactConfig {
  /** Regular expressions whose matches are masked; a string is the source of one. */
  readonly patterns?: readonly (RegExp | string)[] | undefined;
  /** Names of keys whose values are masked, for instance `customer_code`. */
  readonly keys?: readonly string[] | undefined;
}

/** The keys that can also be set for one environment. */
export interface EnvironmentConfig {
  /**
   * `postgres://…`, or `pglite:PATH` for the embedded database (PATH relative to this file).
   * `${VAR}` and `${VAR:-default}` are filled in; a missing variable is an error.
   */
  readonly databaseUrl?: string | undefined;
  /** Folder of the migration files, relative to this file. Default `db/migrations`. */
  readonly migrationsDir?: string | undefined;
  readonly migration?: MigrationConfig | undefined;
  /** Hook files as globs relative to this config file, or hook objects. */
  readonly hooks?: readonly (string | object)[] | undefined;
  readonly webhooks?: WebhooksConfig | undefined;
  readonly redact?: RedactConfig | undefined;
  /** `metadata.organization_id` of the `envelope` format. Default: none. */
  readonly organizationId?: string | undefined;
}

/** What a user writes in `confiture.config.ts`. Every key is optional; an unknown one is an error. */
export interface ConfitureConfig extends EnvironmentConfig {
  /** Environment where neither `--env` nor `CONFITURE_ENV` names one. Default `local`. */
  readonly environment?: string | undefined;
  /** Settings of one environment, merged over the ones above: objects by key, everything else replaced. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined;
}

/** Gives the editor the types of a config file; returns `config` unchanged. */
export function defineConfig(config: ConfitureConfig): ConfitureConfig {
  return config;
}
