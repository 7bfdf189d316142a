import type { Connection } from '../../database/connection.js';
import { ownTextSql } from '../../database/own-settings.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { refusalOf } from '../../database/refusal.js';
import { endsSession, isServerError, type ServerError } from '../../database/server-error.js';
import { ConfitureError } from '../../errors.js';
import { lockProofSql } from '../session/advisory-lock.js';

/**
 * The ledger: which migrations are applied. One table, column for column as the Python Confiture makes
 * it, so that both tools can share a database.
 */
export interface Ledger {
  readonly schema: string;
  readonly table: string;
  readonly exists: boolean;
  /** `applied_by` came with version 0.17 of the Python tool; older tables get it when first written to. */
  readonly hasAppliedBy: boolean;
  /** Second key of the migration lock where this session took it: whatever it records fails once the lock is gone. */
  readonly lockKey: number | null;
}

export interface LedgerRow {
  readonly version: string;
  /** With its version, for instance `005_add_payment_table`. */
  readonly name: string;
  /** SHA-256 hex of the file's bytes; null where the row was written without one. */
  readonly checksum: string | null;
  readonly appliedAt: Date;
  readonly executionTimeMs: number | null;
}

/** `"schema"."table"`, so that a migration's search_path cannot lead anywhere else. */
export function ledgerName({ schema, table }: Pick<Ledger, 'schema' | 'table'>): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}

/** All rows, in the order in which they were applied. */
export async function readLedger(connection: Connection, ledger: Ledger): Promise<LedgerRow[]> {
  if (!ledger.exists) return [];
  const rows = await connection.query<{
    version: string;
    name: string;
    checksum: string | null;
    applied_at: Date;
    execution_time_ms: number | null;
  }>(
    `select version, name, checksum, applied_at, execution_time_ms from ${ledgerName(ledger)} order by pk_confiture`,
  );
  return rows.map((row) => ({
    version: row.version,
    name: fullName(row),
    checksum: row.checksum,
    appliedAt: row.applied_at,
    executionTimeMs: row.execution_time_ms,
  }));
}

/** The Python tool, and so the table, keeps the name without its version; rows with both are taken as they are. */
function fullName({ version, name }: { readonly version: string; readonly name: string }): string {
  return name.startsWith(`${version}_`) ? name : `${version}_${name}`;
}

function bareName(version: string, name: string): string {
  return name.startsWith(`${version}_`) ? name.slice(version.length + 1) : name;
}

/** Creates the ledger, or brings an old one up to date; call it with the migration lock held. */
export async function ensureLedger(connection: Connection, ledger: Ledger): Promise<Ledger> {
  if (ledger.exists && ledger.hasAppliedBy) return ledger;
  try {
    await connection.run(ownTextSql([ledger.exists ? upgradeSql(ledger) : createSql(ledger)]));
  } catch (error) {
    if (connection.lost || endsSession(error) || !isServerError(error)) throw error;
    throw ledgerError(ledger, error);
  }
  return { ...ledger, exists: true, hasAppliedBy: true };
}

function createSql(ledger: Ledger): string {
  const name = ledgerName(ledger);
  const index = (suffix: string) => quoteIdentifier(`idx_${ledger.table}_${suffix}`);
  return `
    create table ${name} (
      id uuid primary key default gen_random_uuid(),
      pk_confiture bigint generated always as identity unique,
      slug text not null unique,
      version varchar(255) not null unique,
      name varchar(255) not null,
      applied_at timestamptz not null default now(),
      execution_time_ms integer,
      checksum varchar(64),
      applied_by text
    );
    create index ${index('pk_confiture')} on ${name} (pk_confiture);
    create index ${index('slug')} on ${name} (slug);
    create index ${index('version')} on ${name} (version);
    create index ${index('applied_at')} on ${name} (applied_at desc)`;
}

function upgradeSql(ledger: Ledger): string {
  return `alter table ${ledgerName(ledger)} add column if not exists applied_by text`;
}

/**
 * Text that records one migration. The time is measured by the server from the start of the
 * transaction (or of `startedAt`), because the client cannot know it before the commit is on its way.
 * Without `startedAt` the migration was not run, and has no time. `applied_at` is the clock's, so that migrations of one transaction keep their order for who sorts by it.
 */
export function insertRowSql(
  ledger: Ledger,
  migration: { readonly version: string; readonly name: string; readonly checksum: string },
  startedAt: string | null = 'pg_catalog.now()',
): string {
  const { version, name, checksum } = migration;
  const values = [
    `pg_catalog.concat(${quoteLiteral(`${name}_`)}, pg_catalog.to_char(pg_catalog.clock_timestamp() at time zone 'UTC',
      'YYYYMMDD_HH24MISS_US'))`,
    quoteLiteral(version),
    quoteLiteral(bareName(version, name)),
    'pg_catalog.clock_timestamp()',
    executionTimeSql(ledger, startedAt),
    quoteLiteral(checksum),
    'current_user',
  ];
  return `insert into ${ledgerName(ledger)} (slug, version, name, applied_at, execution_time_ms, checksum, applied_by)
    values (${values.join(', ')})`;
}

/** SQL for the time a migration took; null where it was not run. Fails where the migration lock is gone. */
function executionTimeSql(ledger: Ledger, startedAt: string | null): string {
  if (startedAt === null) return `case when ${heldLockSql(ledger)} operator(pg_catalog.<>) 0 then 0 end`;
  return `(extract(epoch from pg_catalog.clock_timestamp() operator(pg_catalog.-) ${startedAt})
      operator(pg_catalog.*) 1000)::integer operator(pg_catalog.+) ${heldLockSql(ledger)}`;
}

/** SQL expression that is 0, and fails where the migration lock was taken and is gone. */
export function heldLockSql({ lockKey }: Pick<Ledger, 'lockKey'>): string {
  return lockKey === null ? '0' : lockProofSql(lockKey);
}

/** Text that takes one migration out of the ledger. */
export function deleteRowSql(ledger: Ledger, version: string): string {
  return `select ${heldLockSql(ledger)}; delete from ${ledgerName(ledger)} where ${isVersion(version)}`;
}

/** A migration that takes longer, in milliseconds, lets none that was sent behind it begin by itself. */
export const SLOW_MS = 200;

/** The server's refusal of a square root, which nothing else in the texts of Confiture asks for. */
const SLOW_SQLSTATE = '2201F';

/** Stands in both guards: the server's log prints their text beside the error in which they end. */
const GUARD_REASON = '/* holds back what was sent behind a migration that failed or was slow */';

/**
 * Text that fails (division by zero) unless `version` is in the ledger: nothing may follow a failure. It also fails,
 * as `isSlowPredecessor` tells, where `version` took longer than `SLOW_MS`.
 */
export function assertAppliedSql(ledger: Ledger, version: string): string {
  const slow = `pg_catalog.max(execution_time_ms) operator(pg_catalog.>) ${SLOW_MS}`;
  return `select ${GUARD_REASON} 1 operator(pg_catalog./) pg_catalog.count(*)::integer,
    pg_catalog.sqrt(case when ${slow} then '-1'::pg_catalog.float8 else '1' end)
    from ${ledgerName(ledger)} where ${isVersion(version)}`;
}

/** True for the error of `assertAppliedSql` that says that the migration is applied, and took long. */
export function isSlowPredecessor(error: unknown): boolean {
  return isServerError(error) && error.code === SLOW_SQLSTATE;
}

/** Text that fails (division by zero) while `version` is in the ledger. */
export function assertNotAppliedSql(ledger: Ledger, version: string): string {
  return `select ${GUARD_REASON} 1 operator(pg_catalog./) (1 operator(pg_catalog.-) pg_catalog.count(*)::integer)
    from ${ledgerName(ledger)} where ${isVersion(version)}`;
}

/** Text that replaces the checksum of an applied migration. */
export function updateChecksumSql(ledger: Ledger, version: string, checksum: string): string {
  return `update ${ledgerName(ledger)} set checksum = ${quoteLiteral(checksum)} where ${isVersion(version)}`;
}

function isVersion(version: string): string {
  return `version operator(pg_catalog.=) ${quoteLiteral(version)}`;
}

function ledgerError(ledger: Ledger, cause: ServerError): ConfitureError {
  const privileges = `The role needs CREATE on schema ${ledger.schema}: grant create on schema ${ledger.schema} to the role, or name another place with migration.tracking_table.`;
  const { code, hint } = refusalOf(cause, 'LEDGER_UNUSABLE', privileges);
  const name = `${ledger.schema}.${ledger.table}`;
  return new ConfitureError(code, `the ledger table ${name} cannot be created or changed`, {
    hint,
    sqlstate: cause.code,
    cause,
  });
}
