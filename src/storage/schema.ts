import type { Connection } from '../database/connection.js';
import { ownersGuardSql, throwIfForeign } from '../database/foreign-owner.js';
import { ownSettingsSql } from '../database/own-settings.js';
import { isServerError } from '../database/server-error.js';
import { ConfitureError } from '../errors.js';
import { explainOutboxError } from './explain-error.js';
import { outboxSteps } from './steps.js';

const UNDEFINED_TABLE = '42P01';
/** Advisory lock key of a schema step, so that two processes never make the same table. */
const SCHEMA_LOCK = 1_751_936_053;

/** Steps the database has; 0 where there is no outbox. Its tables are there when this is not 0. */
export async function readOutboxStep(connection: Connection): Promise<number> {
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
 * Makes the tables, or brings them up to date, and returns the step they have. The connection must have no
 * transaction open. `known` is what `readOutboxStep` said of this database.
 */
export async function ensureOutbox(connection: Connection, known?: number): Promise<number> {
  const found = known ?? (await readOutboxStep(connection));
  if (found > outboxSteps.length) throw tooNew();
  if (found === outboxSteps.length) return found;
  try {
    await connection.run(`begin isolation level read committed; ${ownSettingsSql};
      select pg_advisory_xact_lock(${SCHEMA_LOCK});
      create schema if not exists confiture; ${ownersGuardSql(connection)};
      create table if not exists confiture.outbox_schema (
        step integer primary key, applied_at timestamptz not null default clock_timestamp())`);
    const displayText = await readOutboxStep(connection);
    const missing = outboxSteps
      .slice(displayText)
      .map((sql, index) => `${sql}; ${recordStep(displayText + index + 1)}`);
    await connection.run([...missing, 'commit'].join(';'));
    return Math.max(displayText, outboxSteps.length);
  } catch (error) {
    await connection.run('rollback').catch(() => {});
    await throwIfForeign(connection, error);
    throw explainOutboxError(error, connection);
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
