import type { Connection, ScriptResult } from '../database/connection.js';
import { quoteLiteral } from '../database/quote.js';
import type { LoadedMigration } from '../migrations/load-migration.js';
import { statementsOf } from '../migrations/statements.js';
import { sendPiece } from './send-piece.js';
import { discardSql, resetSettingsSql } from './session-state.js';
import type { TransactionEnd, Workplace } from './transaction.js';

/**
 * Runs a file that cannot run in one transaction: each statement on its own, in order, then the texts
 * that `record` gives for the ledger and the events, in one transaction. Server lock_timeout is off, because it would end the waiting phase
 * of CREATE INDEX CONCURRENTLY.
 */
export async function runStatements(
  { connection, settings }: Workplace,
  migration: LoadedMigration,
  record: (startedAt: string) => readonly string[],
  signal: AbortSignal,
): Promise<TransactionEnd> {
  const body: ScriptResult[] = [];
  let offset = 0;
  let stage: 'body' | 'record' = 'body';
  try {
    await connection.run(`${discardSql}; set lock_timeout = 0`);
    const startedAt = await serverClock(connection);
    for (const statement of statementsOf(migration.scan)) {
      signal.throwIfAborted();
      offset = statement.start;
      body.push(await sendPiece(connection, statement));
    }
    stage = 'record';
    if (body.at(-1)?.transaction === 'open') await connection.run('commit');
    await connection.run(resetSettingsSql(settings));
    await connection.run(['begin', ...record(startedAt), 'commit'].join('; '));
    return { ok: true, body };
  } catch (error) {
    await restore(connection, resetSettingsSql(settings));
    return { ok: false, error, offset, stage };
  }
}

/** The server's time as SQL text, so that durations never mix two clocks. */
async function serverClock(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ now: string }>('select clock_timestamp()::text as now');
  return `${quoteLiteral(row?.now ?? 'now')}::timestamptz`;
}

async function restore(connection: Connection, reset: string): Promise<void> {
  if (connection.lost) return;
  await connection.run('rollback').catch(() => {});
  await connection.run(reset).catch(() => {});
}
