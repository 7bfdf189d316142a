import type { Connection } from '../../../database/connection.js';
import { migrationPaused, migrationResumed } from '../../../events/catalog/steering.js';
import { EventMaker } from '../../../events/event-maker.js';
import type { MigrationFile } from '../../../migrations/folder/discover.js';
import type { Direction, RunSteering } from '../../../run-events.js';
import type { Scope } from '../../../storage/scope.js';
import type { RunnerPorts } from '../../ports.js';
import { NOT_BEGUN, type RunInfo } from '../../run-info.js';
import { storeChange } from './run-record.js';
import { pausedSql } from './run-row.js';
import { lastResumeSql, requestOf, type SteeringRequest } from './steering-requests.js';

export interface PausedRun {
  /** The session of the run; it is idle. */
  readonly connection: Connection;
  readonly scope: Scope;
  readonly direction: Direction;
  readonly info: RunInfo;
  /** The migration before which the run stands still, or in the middle of which. */
  readonly next: MigrationFile;
  readonly ports: Pick<RunnerPorts, 'events' | 'emit' | 'now' | 'newEventId'>;
  /** How long it stands still at most, in milliseconds. */
  readonly timeoutMs: number;
}

/** Stores that a run stands still, or goes on, together with the event that states it, and tells of it. */
export class PauseChanges {
  readonly #run: PausedRun;

  constructor(run: PausedRun) {
    this.#run = run;
  }

  async paused(request: SteeringRequest): Promise<void> {
    const { info, ports, timeoutMs } = this.#run;
    await this.#store(pausedSql(info.runId, request.id), migrationPaused, request);
    const since = new Date(ports.now());
    ports.emit({ type: 'run.paused', ...this.#notice(request), since, timeoutMs });
  }

  async resumed(): Promise<void> {
    const { connection, info, ports, scope } = this.#run;
    const [row] = await connection.query(lastResumeSql(scope, info.runId));
    const request = row ? requestOf(row) : null;
    await this.#store(pausedSql(info.runId, null), migrationResumed, request);
    ports.emit({ type: 'run.resumed', ...this.#notice(request) });
  }

  /** What the database refuses does not keep the run from standing still, or from going on. */
  async #store(
    sql: string,
    factOf: typeof migrationPaused | typeof migrationResumed,
    request: SteeringRequest | null,
  ): Promise<void> {
    const { connection, direction, info, next, ports } = this.#run;
    const actor = request && { actor: request.actor, source: request.actorSource };
    const run = { ...info, version: next.version, name: next.name, ...NOT_BEGUN };
    const fact = factOf({ direction, run, actor, reason: request?.reason ?? null });
    const event = new EventMaker(info, ports).make(fact);
    await storeChange(connection, ports.events, [sql], event).catch((error) => {
      if (connection.lost) throw error;
    });
  }

  #notice(request: SteeringRequest | null): RunSteering {
    const { actor = null, reason = null, isForAll = false } = request ?? {};
    return { runId: this.#run.info.runId, actor, reason, isForAll };
  }
}
