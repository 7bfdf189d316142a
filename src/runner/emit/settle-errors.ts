import { errorResolved, type Resolution } from '../../events/catalog/error.js';
import type { Direction } from '../../run-events.js';
import type { MigrationReference } from '../plan/plan.js';
import type { RunnerPorts } from '../ports.js';
import type { RunSession } from '../session/open.js';
import { readOpenErrors } from './open-errors.js';
import { factsForTransaction, type TransactionFacts } from './transaction-facts.js';

/** What a person has settled outside of a run. */
export interface Settlement {
  readonly direction: Direction;
  readonly migrations: readonly MigrationReference[];
  readonly resolution: Resolution;
}

/** Settles open errors of migrations that a person marks as done. The caller holds the migration lock. */
export async function settleErrors(
  { connection, info }: Pick<RunSession, 'connection' | 'info'>,
  ports: Pick<RunnerPorts, 'events' | 'now' | 'newEventId'>,
  { direction, migrations, resolution }: Settlement,
): Promise<TransactionFacts> {
  const { events } = ports;
  const isWanted = events.wants('error.escalated') || events.wants('error.resolved');
  const errors = await readOpenErrors(connection, events, isWanted ? await events.prepare(connection) : null);
  const { runId, database, actor } = info;
  const facts = migrations.flatMap(({ version, name }) => {
    const run = { runId, database, version, name, startedAt: null, endedAt: null };
    return errors.of(direction, version).map((open) => errorResolved({ ...open, run }, resolution, actor));
  });
  const told = await factsForTransaction({ connection, info }, ports, facts);
  const deleted = migrations.flatMap(({ version }) => errors.settleSql(direction, version));
  return { ...told, sql: [...told.sql, ...deleted] };
}
