import { errorResolved, type Resolution } from '../../events/catalog/error.js';
import { EventMaker } from '../../events/event-maker.js';
import type { Direction } from '../../run-events.js';
import type { MigrationReference } from '../plan/plan.js';
import type { RunnerPorts } from '../ports.js';
import { NOT_BEGUN } from '../run-info.js';
import type { RunSession } from '../session/open.js';
import { DraftStore } from './draft-store.js';
import { readOpenErrors } from './open-errors.js';

/** What a person has settled outside of a run. */
export interface Settlement {
  readonly direction: Direction;
  readonly migrations: readonly MigrationReference[];
  readonly resolution: Resolution;
}

export interface SettledErrors {
  /** Texts to run in the transaction that settles the migrations. */
  readonly sql: readonly string[];
  /** That transaction is committed. */
  committed(): Promise<void>;
}

/** Settles open errors of migrations that a person marks as done. The caller holds the migration lock. */
export async function settleErrors(
  { connection, info }: Pick<RunSession, 'connection' | 'info'>,
  ports: Pick<RunnerPorts, 'events' | 'now' | 'newEventId'>,
  { direction, migrations, resolution }: Settlement,
): Promise<SettledErrors> {
  const { events } = ports;
  const isWanted = events.wants('error.escalated') || events.wants('error.resolved');
  const errors = await readOpenErrors(connection, events, isWanted ? await events.prepare(connection) : null);
  const store = new DraftStore(new EventMaker(info, ports), events);
  const { runId, database, actor } = info;
  const facts = migrations.flatMap(({ version, name }) => {
    const run = { runId, database, version, name, startedAt: null, endedAt: null };
    return errors.of(direction, version).map((open) => ({
      type: 'error.resolved' as const,
      at: () => errorResolved({ ...open, run }, resolution, actor),
    }));
  });
  const drafts = store.draftsOf(facts);
  const deleted = migrations.flatMap(({ version }) => errors.settleSql(direction, version));
  return {
    sql: [...store.insertSql(drafts), ...deleted],
    committed: () => store.committed(drafts, NOT_BEGUN),
  };
}
