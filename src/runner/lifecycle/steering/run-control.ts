import type { Connection } from '../../../database/connection.js';
import { QUERY_CANCELED } from '../../../database/sqlstates.js';
import type { MigrationFile } from '../../../migrations/folder/discover.js';
import { type Direction, dispatchRunEvent, type RunEvent, type RunListeners } from '../../../run-events.js';
import { projectName } from '../../../storage/scope.js';
import type { ExecutionFailure, SafePoint } from '../../execute/execution.js';
import type { RunnerPorts, RunSettings } from '../../ports.js';
import type { RunInfo } from '../../run-info.js';
import type { RunSession, SessionObserver } from '../../session/open.js';
import { standStill } from './pause.js';
import { PauseChanges } from './pause-changes.js';
import { runEndOf } from './run-end.js';
import { makeTables, RunRecord } from './run-record.js';
import { NO_PROGRESS, type RunProgress, type WaitingReason } from './run-row.js';
import {
  NOTHING_ASKED,
  type OpenRequests,
  type SteeringRequest,
  takeCancelSql,
} from './steering-requests.js';
import { SteeringWatch } from './steering-watch.js';
import { cancelledOnRequest } from './stop-errors.js';
import { stoppableHooks } from './stoppable-hooks.js';

/** The session of a run, and what was found in it. */
type ControlledSession = Pick<RunSession, 'connection' | 'facts'>;

/**
 * What a run tells of itself in `confiture.runs`, and what others ask of it in `confiture.steering`. Where schema
 * `confiture` is not there, this does nothing and costs nothing.
 */
export class RunControl implements SafePoint, SessionObserver {
  readonly runId: string;
  /** Aborts when the run is to end: by its program, or because it is cancelled from elsewhere. */
  readonly signal: AbortSignal;
  readonly #direction: Direction;
  readonly #ports: RunnerPorts;
  readonly #settings: RunSettings;
  readonly #cancel = new AbortController();
  readonly #watch: SteeringWatch;
  readonly #reasons = new Set<WaitingReason>();
  #session: ControlledSession | null = null;
  #run: { readonly info: RunInfo; readonly files: readonly MigrationFile[] } | null = null;
  #record: RunRecord | null = null;
  #isEnded = false;
  #requests: OpenRequests = NOTHING_ASKED;
  #progress: Omit<RunProgress, 'waitingFor'> = NO_PROGRESS;

  constructor(direction: Direction, ports: RunnerPorts, settings: RunSettings) {
    this.runId = ports.newRunId();
    this.signal = AbortSignal.any([ports.signal, this.#cancel.signal]);
    this.#direction = direction;
    this.#ports = ports;
    this.#settings = settings;
    this.#watch = new SteeringWatch({
      connect: (signal) => ports.connectBeside('confiture watch', signal),
      poll: (session) => this.#poll(session),
    });
  }

  /** The run waits for the migration lock, over a session that is idle meanwhile. Rejects where it is cancelled. */
  async waitingForLock(session: ControlledSession, detail: string): Promise<void> {
    if (!this.#open(session)) return;
    this.#reasons.clear();
    this.#reasons.add({ kind: 'lock', detail });
    this.#record?.insert(session.connection);
    await this.#pollOver(session.connection);
    this.signal.throwIfAborted();
  }

  /** Reads the requests for all runs before this one does anything; travels with the question for the ledger. */
  async readRequests(session: ControlledSession): Promise<void> {
    this.#reasons.clear();
    if (this.#open(session)) await this.#pollOver(session.connection);
  }

  /** The run is about to begin its first migration: it is written down, in one burst with what is sent next. */
  begin(open: RunSession, files: readonly MigrationFile[]): void {
    this.#run = { info: open.info, files };
    this.#progress = { ...this.#progress, total: files.length, planHash: open.info.planHash };
    this.#write(open, false);
  }

  /**
   * The same once the ledger is there, where the tables were not: `hasTables` says that they have been made meanwhile.
   * What an older version has left is brought up to date, once.
   */
  async beginLate(open: RunSession, hasTables: boolean): Promise<void> {
    if (this.#record?.isInserted) return;
    this.#write(open, hasTables || (open.facts.runs === 'outdated' && (await makeTables(open.connection))));
  }

  isDue(): boolean {
    return this.#requests.pause !== null || this.signal.aborted;
  }

  async pass(): Promise<void> {
    this.signal.throwIfAborted();
    const { pause } = this.#requests;
    if (pause !== null) await this.#standStill(pause);
  }

  /** Says that the run waits for something while `work` goes on. */
  async waiting<T>(reason: WaitingReason, work: () => Promise<T>): Promise<T> {
    this.#reasons.add(reason);
    if (this.#record && this.#session?.connection.capabilities.concurrentSessions) this.#watch.start('now');
    try {
      return await work();
    } finally {
      this.#reasons.delete(reason);
    }
  }

  /**
   * The failure of a run whose statement was cancelled over another session: the request for that may not have been read
   * yet, because the process stood still.
   */
  async explain(failure: ExecutionFailure | null): Promise<ExecutionFailure | null> {
    const { connection } = this.#session ?? {};
    if (failure?.error.sqlstate !== QUERY_CANCELED || !connection || connection.lost) return failure;
    await this.#pollOver(connection);
    const { cancel } = this.#requests;
    return cancel === null ? failure : { ...failure, error: cancelledOnRequest(cancel) };
  }

  /** A second session for all that look at the run from outside. */
  readonly openBeside = (): Promise<Connection> => this.#watch.session();

  /** For the run: an abort from elsewhere counts, and what it emits is followed. */
  get ports(): RunnerPorts {
    const emit = (event: RunEvent) => {
      dispatchRunEvent(this.#listeners, event);
      this.#ports.emit(event);
    };
    return {
      ...this.#ports,
      signal: this.signal,
      emit,
      hooks: stoppableHooks(this.#ports.hooks, this.signal),
    };
  }

  /** Writes down how the run ended, once: with what its session does last, or where that cannot be, over a new one. */
  async end(error: unknown): Promise<void> {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#watch.end();
    const { connection } = this.#session ?? {};
    if (!this.#record?.isInserted || !connection) return;
    const end = runEndOf(error, this.#requests.cancel, { ...this.#progress, waitingFor: [] });
    if (this.signal.aborted || connection.lost) await this.#record.endBeside(this.#ports.connectBeside, end);
    else void this.#record.end(connection, end);
  }

  readonly #listeners: RunListeners = {
    'migration.started': ({ name, index, total }) => {
      this.#progress = {
        ...this.#progress,
        total,
        done: index - 1,
        migration: name,
        phase: null,
        rows: null,
      };
    },
    'migration.finished': ({ index }) => {
      this.#progress = { ...this.#progress, done: index, phase: null, rows: null };
    },
    'phase.started': ({ phase }) => {
      this.#progress = { ...this.#progress, phase, rows: null };
    },
    'phase.progressed': ({ rows }) => {
      this.#progress = { ...this.#progress, rows };
    },
  };

  #write(open: RunSession, isMade: boolean): void {
    if (!this.#open(open, isMade)) return;
    this.#record?.insert(open.connection);
    if (open.connection.capabilities.concurrentSessions) this.#watch.start('soon');
  }

  /** False where there is nothing to write to. */
  #open(session: ControlledSession, isMade = false): boolean {
    const { connection, facts } = session;
    this.#session = session;
    if (this.#record) return true;
    if (facts.foreign.length > 0 || (facts.runs !== 'ready' && !isMade)) return false;
    const { environment, actor, reason, process, version } = this.#settings;
    const run = {
      id: this.runId,
      scope: { project: projectName(facts.ledger), environment },
      direction: this.#direction,
      ...{ actor, reason, process, version },
      hasBackend: connection.kind === 'postgres',
      isQueued: this.#settings.isQueued,
      isPooled: facts.pooled,
    };
    this.#record = new RunRecord(run, this.#ports.now);
    return true;
  }

  async #standStill(request: SteeringRequest): Promise<void> {
    const { connection } = this.#session ?? {};
    const next = this.#run?.files[this.#progress.done];
    const record = this.#record;
    if (!connection || !record || !this.#run || !next) return;
    record.insert(connection);
    const changes = new PauseChanges({
      connection,
      scope: record.scope,
      direction: this.#direction,
      info: this.#run.info,
      next,
      ports: this.#ports,
      timeoutMs: this.#settings.pauseTimeoutMs,
    });
    await standStill(request, {
      poll: async () => {
        await this.#pollOver(connection);
        return this.#requests;
      },
      changes,
      timeoutMs: this.#settings.pauseTimeoutMs,
      now: this.#ports.now,
      signal: this.signal,
    });
  }

  /** Over the session of the run, which is idle; a fault of the record alone is none of the run. */
  async #pollOver(connection: Connection): Promise<void> {
    await this.#poll(connection).catch((error) => {
      if (connection.lost) throw error;
    });
  }

  async #poll(session: Connection): Promise<void> {
    if (!this.#record) return;
    const progress = { ...this.#progress, waitingFor: [...this.#reasons] };
    this.#requests = await this.#record.poll(session, progress);
    const { cancel } = this.#requests;
    if (cancel === null || this.#cancel.signal.aborted) return;
    void session.queryAll(takeCancelSql(cancel)).catch(() => {});
    this.#cancel.abort(cancelledOnRequest(cancel));
  }
}
