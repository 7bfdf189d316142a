// Written by `npm run docs` from src/config/options; change it there.
import type { FormatFunction, FormatName, Schedule } from '../../events/endpoint.js';
import type { ApprovalRuleConfig } from '../options/approval-rule.js';
import type { PauseConditionConfig } from '../options/pause-condition.js';

/** How the ledger and the locks of a run behave. */
export interface MigrationConfig {
  /**
   * How long to wait for another run, in milliseconds. 0 = do not wait for the migration lock. Default:
   * 30,000.
   */
  readonly lockTimeoutMs?: number | undefined;
  /**
   * How long one statement may wait for a lock, in milliseconds. The server's `lock_timeout`; 0 = off.
   * Default: 5,000.
   */
  readonly statementLockTimeoutMs?: number | undefined;
  /**
   * How long a paused run stands still before it ends, in milliseconds. 0 = a pause ends the run at the next
   * safe point. Default: 3,600,000.
   */
  readonly pauseTimeoutMs?: number | undefined;
  /**
   * What becomes of a migration that is not valid. `keep` commits it, and the command ends with exit 1 all
   * the same. Default: `rollback`.
   */
  readonly onValidationFailure?: 'rollback' | 'keep' | undefined;
  /**
   * How long one query of a validation may take, in milliseconds. For `.verify.sql` and `.invariant.sql`; 0 =
   * as long as it takes. Default: 30,000.
   */
  readonly validationTimeoutMs?: number | undefined;
  /**
   * Rows of a result up to which an invariant tells how many of them differ. Above it only number and hash of
   * the rows are compared. Default: 100,000.
   */
  readonly validationRowLimit?: number | undefined;
  /**
   * Ledger table, `table` or `schema.table`, taken exactly as written. Without a schema it is in the first
   * one of the connection's search_path that has it, or else in the first. Default: `tb_confiture`.
   */
  readonly tracking_table?: string | undefined;
  /**
   * Roles that may own the ledger, its schema and the tables in schema `confiture`. Beside the role that
   * connects, the roles it belongs to, superusers and the owner of the database.
   */
  readonly trustedOwners?: readonly string[] | undefined;
  /** Files and folders to leave alone, as globs relative to the migrations folder. */
  readonly ignore?: readonly string[] | undefined;
  /** Largest size of a migration file, in megabytes, 1 to 500. Default: 100. */
  readonly maxFileMb?: number | undefined;
  /**
   * How long to wait for an approval, in milliseconds. 0 = end with exit 9 and say how to grant it. Default:
   * 0.
   */
  readonly approvalTimeoutMs?: number | undefined;
}

/** How certificates are signed. */
export interface CertificateConfig {
  /**
   * The same as a file. Relative to the config file; in the variable, to the folder of the command. Default:
   * .confiture/certificate-key.pem in environment local outside CI.
   */
  readonly keyFile?: string | undefined;
}

/** How the management API is served. */
export interface ServeConfig {
  /** Address to listen at. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** Port to listen at; 0 takes a free one, 0 to 65,535. Default: 8,787. */
  readonly port?: number | undefined;
  /**
   * URL under which people and programs reach the server, behind a proxy. Its path is the base path of the
   * API. Requests that name neither its host, nor the one listened on, `localhost` or an IP address are
   * refused.
   */
  readonly publicUrl?: string | undefined;
  /** Addresses, or networks in CIDR notation, of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** How many requests a minute one token may send to one server. Default: 6,000. */
  readonly requestsPerMinute?: number | undefined;
  /**
   * Folder into which the API may write migration files. Relative to the config file. Without it the API
   * writes none.
   */
  readonly allowMigrationFiles?: string | undefined;
}

/** A secret that a newer one replaces. */
export interface RetiringSecretConfig {
  readonly secret: string;
  /** From then on it signs nothing: `2026-02-01` (UTC) or `2026-02-01T12:00:00+01:00`. */
  readonly until: string;
}

/**
 * One webhook endpoint. `url`, `secret`, `secrets` (`until` too) and header values may hold `${VAR}` and
 * `${VAR:-default}`. An entry without `url` adds to the endpoint of the same name that comes from the
 * environment.
 */
export interface EndpointConfig {
  /** Where events are posted. https outside environment `local`, unless `allowInsecure` or loopback. */
  readonly url?: string | undefined;
  /** Signing secret, at least 16 bytes. Without one the requests are unsigned. */
  readonly secret?: string | undefined;
  /**
   * Signing secrets during a rotation, newest first; instead of `secret`. All of them sign until their end.
   */
  readonly secrets?: readonly (string | RetiringSecretConfig)[] | undefined;
  /** Event types and patterns. Default: migration.completed and migration.failed. */
  readonly events?: readonly string[] | undefined;
  /** Body format by name, or a function that returns the body. Default: `confiture`. */
  readonly format?: FormatName | FormatFunction | undefined;
  /** Custom headers; values may also use `${event.…}`. They win over `webhooks.headers`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Total time for one attempt, in milliseconds, 1 to 30,000. Default: 10,000. */
  readonly timeoutMs?: number | undefined;
  /** `shared-secret` also sends the secret itself in `X-Confiture-Secret`. Default: `signature`. */
  readonly auth?: 'signature' | 'shared-secret' | undefined;
  /** Allows plain http outside environment `local`. Default: webhooks.allowInsecure. */
  readonly allowInsecure?: boolean | undefined;
  /** Retry schedule by name, or the delay in seconds before each attempt. Default: `confiture`. */
  readonly schedule?: Schedule | undefined;
}

/** Where events go. */
export interface WebhooksConfig {
  /** Endpoints by name: lower-case letters, digits, `_` and `-`. */
  readonly endpoints?: Readonly<Record<string, EndpointConfig>> | undefined;
  /** How long to go on sending events at the end, in milliseconds. Default: 10,000. */
  readonly drainTimeoutMs?: number | undefined;
  /** Custom headers of every endpoint, those from the environment included. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Allows plain http outside environment `local`, for every endpoint. Default: `false`. */
  readonly allowInsecure?: boolean | undefined;
  /**
   * Networks in CIDR notation whose addresses every endpoint may reach, private and reserved ones too. Never
   * those of cloud credentials.
   */
  readonly allowedNetworks?: readonly string[] | undefined;
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
   * Folder of the migrations. Relative to the config file; as a flag, to the folder of the command. Default:
   * `db/migrations`.
   */
  readonly migrationsDir?: string | undefined;
  /**
   * postgres://… or pglite:FOLDER. FOLDER is relative to the config file. In the config file `${VAR}` and
   * `${VAR:-default}` are filled in; a missing variable is an error. DATABASE_URL comes after the config
   * file. Default: CONFITURE_DATABASE_URL, config file, DATABASE_URL.
   */
  readonly databaseUrl?: string | undefined;
  readonly migration?: MigrationConfig | undefined;
  readonly certificate?: CertificateConfig | undefined;
  /**
   * Questions to the database that hold a run between migrations, phases and repetitions. One `{ name, sql }`
   * or a list of them; true, or more than 0, holds. See [lifecycle.md](lifecycle.md#phases-and-batches).
   */
  readonly pauseWhen?: PauseConditionConfig | readonly PauseConditionConfig[] | undefined;
  /**
   * Rules for plans that a person has to agree to. Each `{ environments, tiers, count, approvers, forbidSelf
   * }`; every rule that fits a plan must be satisfied. See [lifecycle.md](lifecycle.md#approvals).
   */
  readonly approvals?: readonly ApprovalRuleConfig[] | undefined;
  /** Hook files as globs relative to the config file, or hook objects. */
  readonly hooks?: readonly (string | object)[] | undefined;
  readonly webhooks?: WebhooksConfig | undefined;
  readonly redact?: RedactConfig | undefined;
  /** `metadata.organization_id` of the `envelope` format, `organizationid` of `cloudevents`. */
  readonly organizationId?: string | undefined;
  readonly serve?: ServeConfig | undefined;
}

/** The content of `confiture.config.ts`. Every key is optional; an unknown one is an error. */
export interface ConfitureConfig extends EnvironmentConfig {
  /** Environment: chooses settings and is told in events. Default: `local`. */
  readonly environment?: string | undefined;
  /** Settings of one environment, merged over the ones above: objects by key, everything else replaced. */
  readonly environments?: Readonly<Record<string, EnvironmentConfig>> | undefined;
}

/** Gives the editor the types of a config file; returns `config` unchanged. */
export function defineConfig(config: ConfitureConfig): ConfitureConfig {
  return config;
}
