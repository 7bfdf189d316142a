import type { Connection } from '../database/connection.js';
import { ownersGuardSql, throwIfForeign } from '../database/foreign-owner.js';
import { ownSettingsSql } from '../database/own-settings.js';
import { isServerError } from '../database/server-error.js';
import { UNDEFINED_TABLE } from '../database/sqlstates.js';
import { ConfitureError } from '../errors.js';
import { explainOutboxError } from './explain-error.js';
import { storageSteps } from './steps.js';

/** Advisory lock key of a schema step, so that two processes never make the same table. */
const SCHEMA_LOCK = 1_751_936_053;
/**
 * A session that has looked for the schema keeps in mind that there is none, and an advisory lock does not have it look
 * again: only a relation that is opened does. Without this, the second of two processes would make the schema once more.
 */
const SEE_COMMITTED_SQL = 'select from pg_namespace limit 1';

/** Steps the database has; 0 where there are no tables. */
export async function readStorageStep(connection: Connection): Promise<number> {
  try {
    const answers = await connection.queryAll(
      `${ownersGuardSql(connection)}; select coalesce(max(step), 0) as step from confiture.outbox_schema`,
    );
    const [row] = (answers.at(-1) ?? []) as { step: number }[];
    return row?.step ?? 0;
  } catch (error) {
    if (isServerError(error) && error.code === UNDEFINED_TABLE) return 0;
    await throwIfForeign(connection, error);
    throw explainOutboxError(error, connection);
  }
}

/**
 * Makes all tables of schema `confiture`, or brings them up to date, and returns the step they have. The connection
 * must have no transaction open. `known` is what `readStorageStep` said of this database.
 */
export async function ensureTables(connection: Connection, known?: number): Promise<number> {
  const found = known ?? (await readStorageStep(connection));
  if (found > storageSteps.length) throw tooNew();
  if (found === storageSteps.length) return found;
  try {
    return await makeMissing(connection);
  } catch (error) {
    throw explainOutboxError(error, connection);
  }
}

/** As `ensureTables`, but rejects with what the server said. */
export async function makeMissing(connection: Connection): Promise<number> {
  try {
    await connection.run(`begin isolation level read committed; ${ownSettingsSql};
      select pg_advisory_xact_lock(${SCHEMA_LOCK}); ${SEE_COMMITTED_SQL};
      create schema if not exists confiture; ${ownersGuardSql(connection)};
      create table if not exists confiture.outbox_schema (
        step integer primary key, applied_at timestamptz not null default clock_timestamp())`);
    const present = await readStorageStep(connection);
    const missing = storageSteps
      .slice(present)
      .map((sql, index) => `${sql}; ${recordStep(present + index + 1)}`);
    await connection.run([...missing, 'commit'].join(';'));
    return Math.max(present, storageSteps.length);
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    await throwIfForeign(connection, error);
    throw error;
  }
}

function recordStep(step: number): string {
  return `insert into confiture.outbox_schema (step) values (${step})`;
}

function tooNew(): ConfitureError {
  return new ConfitureError('OUTBOX_UNUSABLE', 'the outbox tables were made by a newer Confiture', {
    hint: 'Use the same version of Confiture everywhere, or a newer one here.',
  });
}
