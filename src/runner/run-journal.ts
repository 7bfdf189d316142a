import type { LoadedMigration } from '../migrations/files/load-migration.js';
import type { MigrationFile } from '../migrations/folder/discover.js';
import type { RedactionOptions } from '../redaction/redaction.js';
import type { Direction, RunPhase } from '../run-events.js';
import type {
  BatchProgress,
  ExecutionFailure,
  MigrationLifecycle,
  PhaseOutcome,
  PhaseStep,
} from './execute/execution.js';
import { MigrationEvents } from './migration-events.js';
import { factsOf } from './outcome/failure.js';
import type { RunnerPorts } from './ports.js';
import { migrationContext, type RunInfo, runContext, type Timing } from './run-info.js';

/** A migration that was applied, or rolled back. */
export interface AppliedMigration {
  readonly version: string;
  readonly name: string;
  readonly durationMs: number;
  /** Rows written by the file's statements; null where the server's answer was lost. */
  readonly rowsAffected: number | null;
}

/** Tells hooks, stored events and subscribers of each migration of a run, and keeps what its result needs. */
export class RunJournal implements MigrationLifecycle {
  readonly finishedMigrations: AppliedMigration[] = [];
  /** How often a migration was tried again. */
  retries = 0;
  /** The gates of `down` are asked before its first statement, all of them. */
  readonly asksBeforeEach: boolean;
  readonly #direction: Direction;
  readonly #total: number;
  readonly #info: RunInfo;
  readonly #ports: RunnerPorts;
  readonly #events: MigrationEvents;

  constructor(direction: Direction, total: number, info: RunInfo, ports: RunnerPorts) {
    this.#direction = direction;
    this.#total = total;
    this.#info = info;
    this.#ports = ports;
    this.#events = new MigrationEvents(direction, info, ports);
    this.asksBeforeEach = direction === 'up' && ports.hooks.has('pre_execute');
  }

  beforeEach(file: MigrationFile): Promise<void> {
    return this.#ports.hooks.runGate('pre_execute', migrationContext('pre_execute', this.#info, file));
  }

  eventSql(file: MigrationFile): readonly string[] {
    return this.#events.insertSql(file);
  }

  started({ name }: MigrationFile, index: number): void {
    this.#ports.emit({ type: 'migration.started', name, index: index + 1, total: this.#total });
  }

  retrying({ name }: MigrationFile, sqlstate: string, attempt: number, waitMs: number): void {
    this.retries += 1;
    this.#ports.emit({ type: 'migration.retrying', name, sqlstate, attempt, waitMs });
  }

  async finished(file: MigrationFile, timing: Timing, index: number): Promise<void> {
    const { version, name } = file;
    const durationMs = durationOf(timing);
    const { rowsAffected } = timing;
    this.finishedMigrations.push({ version, name, durationMs, rowsAffected });
    this.#ports.emit({
      type: 'migration.finished',
      name,
      index: index + 1,
      total: this.#total,
      durationMs,
      rowsAffected,
      direction: this.#direction,
    });
    await this.#events.committed(file, timing);
    if (this.#direction === 'up') await this.#notify('post_execute', file, timing);
    else await this.#notify('post_rollback', file, timing);
  }

  async phaseStarted({ file }: LoadedMigration, phase: PhaseStep): Promise<void> {
    this.#ports.emit({ type: 'phase.started', ...phaseOf(file, phase) });
  }

  phaseEventSql(): readonly string[] {
    return [];
  }

  async phaseFinished({ file }: LoadedMigration, phase: PhaseStep, { timing }: PhaseOutcome): Promise<void> {
    const { rowsAffected } = timing;
    const durationMs = durationOf(timing);
    this.#ports.emit({ type: 'phase.finished', ...phaseOf(file, phase), durationMs, rowsAffected });
  }

  async phaseFailed(): Promise<void> {}

  phaseProgressed({ file }: LoadedMigration, phase: PhaseStep, progress: BatchProgress): void {
    this.#ports.emit({ type: 'phase.progressed', ...phaseOf(file, phase), ...progress });
  }

  /** Tells of the failure, where there is one, and of the end of the run. */
  async end(failure: ExecutionFailure | null, startedAt: Date, redaction: RedactionOptions): Promise<void> {
    if (failure) await this.#failed(failure, redaction);
    const timing = { startedAt, endedAt: new Date(this.#ports.now()) };
    await this.#ports.hooks.notify('post_run', {
      ...runContext('post_run', this.#info, timing),
      applied: this.#direction === 'up' ? this.finishedMigrations.map(({ name }) => name) : [],
      failed: failure?.certainty === 'failed' ? failure.file.name : null,
      unknown: (failure?.unknown ?? []).map(({ name }) => name),
    });
  }

  async #failed(
    { certainty, error, file, timing, index }: ExecutionFailure,
    redaction: RedactionOptions,
  ): Promise<void> {
    if (certainty === 'not-begun' || certainty === 'committed') return;
    const isUnknown = certainty === 'unknown';
    this.#ports.emit({
      type: 'migration.failed',
      name: file.name,
      index: index + 1,
      total: this.#total,
      durationMs: durationOf(timing),
      isUnknown,
    });
    if (isUnknown) return;
    const facts = factsOf(error, redaction);
    await this.#events.failed(file, timing, facts);
    await this.#ports.hooks.notify('on_error', {
      ...migrationContext('on_error', this.#info, file, timing, facts, this.#direction),
      error: facts,
    });
  }

  #notify(phase: 'post_execute' | 'post_rollback', file: MigrationFile, timing: Timing): Promise<void> {
    return this.#ports.hooks.notify(phase, migrationContext(phase, this.#info, file, timing));
  }
}

function phaseOf({ name }: MigrationFile, { name: phase, number, total }: PhaseStep): RunPhase {
  return { migration: name, phase, number, total };
}

function durationOf({ startedAt, endedAt }: Timing): number {
  return startedAt && endedAt ? endedAt.getTime() - startedAt.getTime() : 0;
}
